package import Diagnosis
package import Planning
package import Wizard

/// A wizard on a made-up cluster, driven by events and reports as a real one is.
///
/// Effects are collected in `requests`; nothing is carried out. `answer` plays the host.
package struct WizardFixture {
  package var state: WizardState
  /// Every request so far, in order.
  package var requests: [EffectRequest] = []

  /// 2026-11-20T21:01:00Z.
  package static let start = Instant(secondsSince1970: 1_795_208_460)
  package static let kubectl = Tool(
    name: .kubectl, path: "/usr/bin/kubectl", version: SemanticVersion(1, 34, 1))
  package static let helm = Tool(
    name: .helm, path: "/usr/local/bin/helm", version: SemanticVersion(4, 2, 4))
  package static let context = KubeContext(name: "kind-demo", server: "https://127.0.0.1:6443")
  package static let options = LaunchOptions(
    programVersion: "0.1.0",
    paths: HostPaths(workingDirectory: "/home/ada/mesh", home: "/home/ada"))
  /// Edge of today, an older one for older clusters.
  package static let versions = [
    ChartVersion(
      version: "2026.8.3", crdsVersion: "2026.8.3", pluginVersion: "2026.8.3",
      appVersion: "edge-26.8.3", kubeVersion: ">=1.31.0-0"),
    ChartVersion(
      version: "2025.10.7", crdsVersion: "2025.10.7", appVersion: "edge-25.10.7",
      kubeVersion: ">=1.23.0-0"),
  ]
  package static let namespaces = NamespaceIndex([
    NamespaceFact(name: "cert-manager", pods: 3),
    NamespaceFact(name: "default", pods: 0),
    NamespaceFact(name: "direktiv", pods: 3),
    NamespaceFact(name: "kube-node-lease", pods: 0),
    NamespaceFact(name: "kube-public", pods: 0),
    NamespaceFact(name: "kube-system", pods: 8),
    NamespaceFact(name: "monitoring", pods: 9),
    NamespaceFact(name: "postgres", pods: 1),
    NamespaceFact(name: "shop", pods: 12),
    NamespaceFact(name: "web", pods: 5, meshedPods: 5, injectAnnotation: "enabled"),
  ])

  /// What runs in some of them.
  package static let workloads = [
    Workload(.statefulset, "direktiv-nats", in: "direktiv"),
    Workload(.deployment, "direktiv-flow", in: "direktiv"),
    Workload(.deployment, "storefront", in: "shop", replicas: 3),
    Workload(.deployment, "cart", in: "shop", replicas: 2, strategy: "Recreate"),
    Workload(.deployment, "orders", in: "shop", replicas: 0),
    Workload(.statefulset, "postgres", in: "postgres", strategy: "OnDelete"),
  ]

  /// Starts a wizard; nothing is known yet.
  package init(answers: Answers = Answers(), options: LaunchOptions = WizardFixture.options) {
    state = WizardState(options: options, answers: answers, now: Self.start)
    send(.tick(Self.start))
  }

  /// Feeds an event.
  package mutating func send(_ event: Event) { requests += reduce(&state, event) }

  /// Feeds what the person did, in order.
  package mutating func user(_ events: UserEvent...) {
    for event in events { send(.user(event)) }
  }

  /// Types a text, character by character.
  package mutating func type(_ text: String) {
    for character in text { user(.typed(String(character))) }
  }

  /// Reports to the newest pending effect that fits; false where none is pending.
  @discardableResult
  package mutating func report(
    _ report: HostReport, to fits: (Effect) -> Bool
  ) -> Bool {
    guard let id = state.pending.filter({ fits($0.value) }).keys.max() else { return false }
    send(.host(id, report))
    return true
  }

  /// Answers everything that is pending as a healthy cluster and a willing host would, until
  /// nothing but a run's items is pending.
  package mutating func settle() {
    while let (id, report) = nextAnswer { send(.host(id, report)) }
  }

  private var nextAnswer: (EffectID, HostReport)? {
    for (id, effect) in state.pending.sorted(by: { $0.key < $1.key }) {
      if let report = Self.answer(effect) { return (id, report) }
    }
    return nil
  }

  /// What a healthy cluster and a willing host answer; nil for a run's items.
  package static func answer(_ effect: Effect) -> HostReport? {
    switch effect {
    case .readContexts:
      .contexts(.success(KubeContexts(contexts: [context], current: context.name)))
    case .locateTool(.kubectl): .tool(.kubectl, .success(kubectl))
    case .locateTool(.helm): .tool(.helm, .success(helm))
    case .locateTool(let name):
      .tool(
        name,
        .success(
          Tool(name: name, path: "/usr/bin/\(name.rawValue)", version: SemanticVersion(0, 28, 6))))
    case .inspectEngine:
      .engine(
        .success(
          ContainerEngine(
            client: Tool(
              name: .docker, path: "/usr/bin/docker", version: SemanticVersion(28, 2, 2)),
            version: "Docker 28.2.2", imageID: "sha256:4c5a", user: "1000:1000")))
    case .readCertificates(let paths): .givenCertificates(.success(given(paths)))
    case .probe(let probe, _): answer(probe)
    case .inspectDirectory(let path): .directory(.success(DirectoryFact(path: path, state: .new)))
    case .listChartVersions: .chartVersions(.success(versions))
    case .fetchCharts(let source, let version, _): .charts(.success(charts(source, version)))
    case .hashFiles(let paths):
      .valuesFiles(
        .success(
          paths.map { GivenFile(path: $0, sha256: String(repeating: "d", count: 64)) }))
    case .listRepositories: .repositories(.success([]))
    case .findPullSecrets(let names, _, _):
      .pullSecrets(
        .success(names.map { PullSecret(name: $0, type: "kubernetes.io/dockerconfigjson") }))
    case .listServices: .services(.success([]))
    case .listWorkloads(let names, _, _):
      .workloads(.success(workloads.filter { names.contains($0.namespace) }))
    case .readPresets: .presets(.success(UserPresets()))
    case .preview(let recipe): .preview(.success(preview(recipe)))
    case .signIn: .signedIn(nil)
    case .saveScript(_, let path), .saveLog(_, let path): .saved(.success(path))
    case .findInterruptedRun: .interruptedRun(.success(nil))
    case .findDraft: .draft(nil)
    case .saveDraft: .ended
    case .examineRun(let run):
      .runExamined(.success(run.plan.continuation(after: run.steps, found: RunTraces())))
    case .planUndo(let run, let removes):
      .undoPlanned(
        .success(
          run.plan.undo(
            of: run.name, after: run.steps, found: UndoFacts(), removesCertificates: removes)))
    case .beginRun, .resumeRun, .beginUndo, .carryOut, .watchPods, .cancel, .exit: nil
    }
  }

  private static func answer(_ probe: ClusterProbe) -> HostReport {
    switch probe {
    case .server:
      .server(
        .success(
          ServerFact(
            version: SemanticVersion(1, 33, 2),
            clusterUID: "6f1f7a2e-6c0e-4f0e-9f5a-0d6f0f2c7a11")))
    case .access: .access(.success(AccessFact(refused: [])))
    case .linkerd: .linkerd(.success(.none))
    case .gatewayAPI: .gatewayAPI(.success(.absent))
    case .network:
      .network(
        .success(
          ClusterNetwork(
            domains: ["cluster.local"], ranges: ["10.244.0.0/24"], addresses: ["10.96.0.1"])))
    case .clocks: .clocks(.success(ClockFact(worstLag: 8, node: "kind-control-plane", nodes: 1)))
    case .namespaces: .namespaces(.success(namespaces))
    }
  }

  /// Files that are right and lie elsewhere than where Helm gets them.
  package static func given(_ paths: GivenCertificatePaths) -> GivenCertificates {
    let begin = Instant(secondsSince1970: 1_700_000_000)
    func facts(_ name: String, years: Int64) -> CertificateFacts {
      CertificateFacts(
        name: name, notBefore: begin, notAfter: begin.adding(seconds: years * Lifetime.year),
        fingerprint: String(repeating: "f", count: 64))
    }
    let anchor = facts("root.linkerd.cluster.local", years: 12)
    return GivenCertificates(
      files: paths.files.map {
        GivenFile(path: $0.path, sha256: String(repeating: "e", count: 64))
      },
      anchors: [anchor], root: paths.anchorKey == nil ? nil : anchor,
      issuer: paths.issuer.map { _ in facts("identity.linkerd.cluster.local", years: 5) },
      normalised: [
        NormalisedText(
          file: "ca.crt",
          text: "-----BEGIN CERTIFICATE-----\nMAoGA1UE\n-----END CERTIFICATE-----\n")
      ])
  }

  private static func charts(_ source: ChartSource, _ version: ChartVersion) -> FetchedCharts {
    func chart(_ name: String, _ version: String, _ digit: String) -> ChartFile {
      ChartFile(
        name: name, version: version,
        path: "/home/ada/.cache/linkerd-wizard/charts/\(name)-\(version).tgz",
        sha256: String(repeating: digit, count: 64))
    }
    return FetchedCharts(
      source: source, described: version,
      plugin: version.pluginVersion.map { chart(ChartName.plugin, $0, "c") },
      crds: version.crdsVersion.map { chart(ChartName.crds, $0, "a") },
      controlPlane: chart(
        version.isOneChart ? ChartName.linkerd2 : ChartName.controlPlane, version.version, "b"))
  }

  /// Goes forward to a screen, answering every question of the host on the way.
  package mutating func advance(to screen: ScreenID) {
    settle()
    while state.screen < screen, case .asking(let before) = state.phase {
      user(.buttonPressed(.next))
      settle()
      guard state.screen != before else { return }
    }
  }

  /// Confirms the plan that Review shows and lets the run begin.
  package mutating func startRun() {
    advance(to: .review)
    guard let plan = state.plan else { return }
    user(.installConfirmed(digest: plan.digest))
    beginRun()
  }

  /// Lets a confirmed run begin: its directory is made.
  package mutating func beginRun() {
    let stamp = "20261120T210100Z"
    report(
      .runBegan(
        .success(
          RunRecord(
            directory: "/home/ada/.local/state/linkerd-wizard/runs/\(stamp)-3f9a02c1"))),
      to: { if case .beginRun = $0 { true } else { false } })
  }

  /// Ends the running item.
  @discardableResult
  package mutating func finishItem(_ outcome: ItemOutcome = .done(.none)) -> Bool {
    report(
      .itemFinished(outcome),
      to: { if case .carryOut = $0 { true } else { false } })
  }

  /// Passes seconds.
  package mutating func wait(seconds: Int64) {
    send(.tick(state.now.adding(seconds: seconds)))
  }
}
