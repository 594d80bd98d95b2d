package import Diagnosis
package import Planning

/// What the host tells about an effect.
package enum HostReport: Equatable, Sendable {
  case contexts(Result<KubeContexts, Problem>)
  case tool(ToolName, Result<Tool, Problem>)
  case server(Result<ServerFact, Problem>)
  case access(Result<AccessFact, Problem>)
  case linkerd(Result<LinkerdPresence, Problem>)
  case gatewayAPI(Result<GatewayAPIState, Problem>)
  case clocks(Result<ClockFact, Problem>)
  case network(Result<ClusterNetwork, Problem>)
  case namespaces(Result<NamespaceIndex, Problem>)
  case directory(Result<DirectoryFact, Problem>)
  case engine(Result<ContainerEngine, Problem>)
  case givenCertificates(Result<GivenCertificates, Problem>)
  case chartVersions(Result<[ChartVersion], Problem>)
  case charts(Result<FetchedCharts, Problem>)
  case valuesFiles(Result<[GivenFile], Problem>)
  case repositories(Result<[HelmRepository], Problem>)
  case pullSecrets(Result<[PullSecret], Problem>)
  case services(Result<[ServiceFact], Problem>)
  case workloads(Result<[Workload], Problem>)
  case presets(Result<UserPresets, Problem>)
  /// What a plan would make of the cluster.
  case preview(Result<Preview, Problem>)
  /// The foreground call came back; nil means that it worked.
  case signedIn(Problem?)
  case runBegan(Result<RunRecord, Problem>)
  /// The newest run that was left in the middle; nil where there is none.
  case interruptedRun(Result<InterruptedRun?, Problem>)
  /// The answers of a wizard that was left; nil where there are none.
  case draft(AnswersDraft?)
  /// How such a run goes on.
  case runExamined(Result<Continuation, Problem>)
  /// How such a run is taken back.
  case undoPlanned(Result<UndoPlan, Problem>)
  /// What the effect is waiting for, in a sentence. Not final.
  case told(String)
  /// New lines of the running item. Not final.
  case output(OutputBatch)
  case itemFinished(ItemOutcome)
  /// The pods that are watched as they are now. Not final.
  case pods([PodStatus])
  /// What was cancelled has ended.
  case ended
  /// A file was saved, and where.
  case saved(Result<String, Problem>)

  /// Whether no other report of the same effect follows.
  package var isFinal: Bool {
    switch self {
    case .output, .pods, .told: false
    default: true
    }
  }
}

/// Lines that a child printed, cleaned of control codes.
package struct OutputBatch: Equatable, Sendable {
  /// Lines before these that are only in the log, because they came too fast to be shown.
  package var skipped: Int
  /// In the order of printing.
  package var lines: [String]

  /// Makes a batch.
  package init(skipped: Int = 0, lines: [String]) {
    self.skipped = skipped
    self.lines = lines
  }
}

/// How an item ended.
package enum ItemOutcome: Equatable, Sendable {
  case done(ItemDetail)
  case failed(Problem, ItemDetail)
  case cancelled
}

/// What an item has to tell beside its output.
package enum ItemDetail: Equatable, Sendable {
  case none
  case certificates([CertificateNote])
  case proof([CheckRow])
  /// What was to be made was there already, made by somebody else.
  case foundThere
}

/// A certificate that was made, for the closing page: public facts only.
package struct CertificateNote: Equatable, Codable, Sendable {
  /// The file, absolute.
  package var path: String
  /// The certificate's common name.
  package var name: String
  /// The last moment at which it is valid.
  package var notAfter: Instant
  /// SHA-256 of the certificate, lowercase hex.
  package var fingerprint: String

  /// Makes a note.
  package init(path: String, name: String, notAfter: Instant, fingerprint: String) {
    self.path = path
    self.name = name
    self.notAfter = notAfter
    self.fingerprint = fingerprint
  }
}

/// Where a run leaves its files.
package struct RunRecord: Equatable, Sendable {
  /// Absolute: `…/linkerd-wizard/runs/<UTC>-<digest8>`.
  package var directory: String
  /// The answers that were used. This path and the next two are absolute.
  package var answersPath: String
  /// The plan as a script that runs by itself.
  package var scriptPath: String
  /// Everything that the commands printed.
  package var logPath: String

  /// Makes a record of a directory with its three files.
  package init(directory: String) {
    self.directory = directory
    answersPath = directory + "/answers.yaml"
    scriptPath = directory + "/install.sh"
    logPath = directory + "/install.log"
  }
}
