package import Planning

/// The name of one request for an effect; reports carry it back.
package struct EffectID: Hashable, Comparable, Sendable {
  /// Counted from 1 in the order of asking.
  package var number: Int

  /// Makes a name.
  package init(_ number: Int) {
    self.number = number
  }

  /// Whether the left one was asked for earlier.
  package static func < (left: EffectID, right: EffectID) -> Bool { left.number < right.number }
}

/// An effect with the name under which its reports come back.
package struct EffectRequest: Equatable, Sendable {
  /// The name under which its reports come back.
  package var id: EffectID
  /// What is to be done.
  package var effect: Effect

  /// Makes a request.
  package init(id: EffectID, effect: Effect) {
    self.id = id
    self.effect = effect
  }
}

/// Something that the state machine wants done outside.
///
/// Only `beginRun`, `resumeRun`, `beginUndo`, `carryOut`, `saveScript` and `saveLog` write anything outside the wizard's own
/// cache and state; the first four come only after `.installConfirmed` or `.wayConfirmed`.
package enum Effect: Equatable, Sendable {
  /// Read the kubeconfig's contexts. Answered by `.contexts`.
  case readContexts
  /// Find a program and its version. Answered by `.tool`.
  case locateTool(ToolName)
  /// Ask the cluster something. Answered by the probe's own report.
  case probe(ClusterProbe, ProbeTarget)
  /// Look at a directory, absolute, without changing it. Answered by `.directory`.
  case inspectDirectory(String)
  /// Look at the container engine and whether it has an image. Answered by `.engine`.
  case inspectEngine(image: String)
  /// Read and judge the certificates that the person has, and where the normal form would be
  /// written; changes nothing, and tells nothing of a key. Answered by `.givenCertificates`.
  case readCertificates(GivenCertificatePaths)
  /// List the versions that a place offers. Of a registry, which has no list that Helm could read,
  /// the `wanted` one is looked for besides; nil for other places. Answered by `.chartVersions`.
  case listChartVersions(ChartSource, wanted: String? = nil, helm: Tool)
  /// Bring a chart pair into the wizard's cache, or look at the user's own. Answered by `.charts`.
  case fetchCharts(ChartSource, ChartVersion, helm: Tool)
  /// Hash files, absolute. Answered by `.valuesFiles`.
  case hashFiles([String])
  /// Read Helm's own list of repositories. Answered by `.repositories`.
  case listRepositories(helm: Tool)
  /// See which of these Secrets a namespace has, and of which type; nothing in them is read.
  /// Answered by `.pullSecrets`.
  case findPullSecrets([String], namespace: String, ProbeTarget)
  /// List the Services of these namespaces. Answered by `.services`.
  case listServices([String], ProbeTarget)
  /// List what runs in those namespaces and could be restarted. Running proxies are compared with
  /// those anchors, PEM; nil means that they aren't looked at. Answered by `.workloads`.
  case listWorkloads([String], ProbeTarget, knownAnchors: String?)
  /// Read the person's own presets of namespaces. Answered by `.presets`.
  case readPresets
  /// Hand the terminal to one kubectl call, so that a credentials helper can ask. `.signedIn`.
  case signIn(ProbeTarget)
  /// Find out what a plan would make of the cluster, changing nothing. Answered by `.preview`.
  case preview(PreviewRecipe)
  /// Check cluster and files against the plan once more and make the run's directory. `.runBegan`.
  case beginRun(Plan, Answers)
  /// Find the run that was left in the middle, if it is of that cluster, nil for any: the newest one.
  /// Answered by `.interruptedRun`.
  case findInterruptedRun(context: String?)
  /// Find the answers of a wizard that was left before Install. Answered by `.draft`.
  case findDraft
  /// Keep answers in the wizard's own state, for the next start. Answered by `.ended`.
  case saveDraft(Answers)
  /// Find out how such a run goes on, changing nothing. Answered by `.told`, any number of times, then
  /// `.runExamined`.
  case examineRun(InterruptedRun)
  /// Find out how such a run is taken back, changing nothing; its certificates go only where that is
  /// said. Answered by `.told`, any number of times, then `.undoPlanned`.
  case planUndo(InterruptedRun, removesCertificates: Bool)
  /// Begin to take such a run back, as it was shown, as a run of its own. Answered by `.runBegan`.
  case beginUndo(InterruptedRun, UndoPlan, removesCertificates: Bool)
  /// Go on with such a run, in its directory, as it was shown. Answered by `.runBegan`.
  case resumeRun(InterruptedRun, Continuation)
  /// Do one item of a plan. Answered by `.output`, any number of times, then `.itemFinished`.
  case carryOut(PlanItem, Plan)
  /// Tell about a namespace's pods until cancelled: those of Linkerd's, or the new ones of a workload
  /// that was restarted. Answered by `.pods`, then `.ended`.
  case watchPods(namespace: String, workload: WorkloadName? = nil, ProbeTarget)
  /// Stop what was asked under that name; its own final report still comes. No report of its own.
  case cancel(EffectID)
  /// Write a plan's script to a path, absolute, never over a file. Answered by `.saved`.
  case saveScript(Plan, path: String)
  /// Copy the run's log to a path, absolute, never over a file. Answered by `.saved`.
  case saveLog(RunRecord, path: String)
  /// End the program. No report.
  case exit(ExitStatus)
}

/// A question to the cluster.
package enum ClusterProbe: String, CaseIterable, Hashable, Sendable {
  case server, access, linkerd, gatewayAPI, clocks, network, namespaces
}

/// The cluster that is asked, and with what.
package struct ProbeTarget: Hashable, Sendable {
  /// The kubeconfig's context.
  package var context: String
  /// The kubectl that asks.
  package var kubectl: Tool
  /// nil where the probe doesn't need it.
  package var helm: Tool?

  /// Makes a target.
  package init(context: String, kubectl: Tool, helm: Tool? = nil) {
    self.context = context
    self.kubectl = kubectl
    self.helm = helm
  }
}

/// How the program ends.
package enum ExitStatus: Equatable, Hashable, Sendable {
  /// Everything was done, perhaps with warnings.
  case done
  /// A command or a check failed.
  case failed
  /// Wrong usage or bad answers.
  case usage
  /// The cluster or a tool isn't ready.
  case unavailable
  /// A bug that was caught.
  case bug
  /// Stopped by the user.
  case stopped
  /// Ended by a signal of that number.
  case signal(Int32)

  /// The number that the shell sees.
  package var code: Int32 {
    switch self {
    case .done: 0
    case .failed: 1
    case .usage: 64
    case .unavailable: 69
    case .bug: 70
    case .stopped: 130
    case .signal(let number): 128 + number
    }
  }
}
