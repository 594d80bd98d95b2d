import Diagnosis
import Planning

extension Reduction {
  /// Asks for every fact that the screens reached so far need and nobody has asked for.
  ///
  /// A fact is asked for again when what it depends on has changed: the effect that would be asked
  /// now differs from the one that was. The answer to the older one is then ignored.
  mutating func askForFacts() {
    guard case .asking = state.phase, state.options.goal != .namedRun else { return }
    for slot in FactSlot.allCases {
      let wanted = effect(for: slot)
      if state.asked[slot]?.effect == wanted { continue }
      if let older = state.asked[slot], state.pending.removeValue(forKey: older.id) != nil {
        request(.cancel(older.id))
      }
      state.asked[slot] = nil
      set(slot, asking: wanted != nil)
      guard let wanted else { continue }
      state.asked[slot] = EffectRequest(id: request(wanted), effect: wanted)
    }
  }

  /// The effect that answers a fact now; nil where it isn't needed or can't be asked yet.
  private func effect(for slot: FactSlot) -> Effect? {
    switch slot {
    case .contexts: .readContexts
    case .kubectl: .locateTool(.kubectl)
    case .helm: .locateTool(.helm)
    case .server: probe(.server)
    case .access: probe(.access)
    case .linkerd: state.facts.helm.value.flatMap { probe(.linkerd, helm: $0) }
    case .gatewayAPI: probe(.gatewayAPI)
    case .clocks: probe(.clocks)
    case .network: probe(.network)
    case .namespaces: probe(.namespaces)
    case .directory: directoryEffect
    case .step: source == .step ? .locateTool(.step) : nil
    case .engine: engineEffect
    case .given: givenEffect
    case .chartVersions: chartVersionsEffect
    case .charts: chartsEffect
    case .valuesFiles: valuesEffect
    case .repositories: repositoriesEffect
    case .pullSecrets: pullSecretsEffect
    case .services: servicesEffect
    case .workloads: workloadsEffect
    case .presets: state.furthest >= .controlPlane ? .readPresets : nil
    }
  }

  private func probe(_ probe: ClusterProbe, helm: Tool? = nil) -> Effect? {
    guard var target = state.probeTarget else { return nil }
    target.helm = helm
    return .probe(probe, target)
  }

  private var directoryEffect: Effect? {
    let text = state.answers.certificates.directory
    guard !text.isEmpty else { return nil }
    return .inspectDirectory(PathText.absolute(text, paths: state.options.paths))
  }

  private var source: CertificateSource { state.answers.certificates.source }

  /// The engine is not asked while an image is being typed.
  private var engineEffect: Effect? {
    guard source == .stepInDocker else { return nil }
    if state.drafts[.stepImage]?.text != nil { return state.asked[.engine]?.effect }
    let image = state.answers.certificates.image
    guard state.answerProblems(of: .stepImage).isEmpty else { return nil }
    return .inspectEngine(image: image)
  }

  /// The person's files are read once the names are typed.
  private var givenEffect: Effect? {
    guard
      let paths = GivenCertificatePaths(state.answers.certificates, paths: state.options.paths)
    else { return nil }
    let questions =
      paths.files.map(\.field) + [.givenDirectory, .certificateDirectory, .trustDomain]
    if questions.contains(where: { state.drafts[$0]?.text != nil }) {
      return state.asked[.given]?.effect
    }
    guard questions.allSatisfy({ state.answerProblems(of: $0).isEmpty }) else { return nil }
    return .readCertificates(paths)
  }

  /// Versions are read from the control plane's screen on, and not while a place is being typed.
  private var chartVersionsEffect: Effect? {
    guard state.furthest >= .controlPlane, let helm = state.facts.helm.value else { return nil }
    if state.drafts[.ownCharts]?.text != nil { return state.asked[.chartVersions]?.effect }
    guard let source = state.chartSource else { return nil }
    if case .oneChartRepository = source, state.linkerd2Problem != nil { return nil }
    let wanted = source.registry == nil ? nil : state.wantedVersion
    return .listChartVersions(source, wanted: wanted, helm: helm)
  }

  /// Charts are fetched on Review, where it is known which.
  private var chartsEffect: Effect? {
    guard state.screen == .review else { return state.asked[.charts]?.effect }
    guard let helm = state.facts.helm.value, let source = state.chartSource,
      let version = state.chosenVersion
    else { return nil }
    let wanted = state.usesPlugin ? version : version.withoutPlugin
    return .fetchCharts(source, wanted, helm: helm)
  }

  private var valuesEffect: Effect? {
    if state.drafts[.values]?.text != nil { return state.asked[.valuesFiles]?.effect }
    return .hashFiles(
      state.answers.controlPlane.values.map { PathText.absolute($0, paths: state.options.paths) })
  }

  private var repositoriesEffect: Effect? {
    guard state.screen == .review else { return state.asked[.repositories]?.effect }
    return state.facts.helm.value.map { .listRepositories(helm: $0) }
  }

  /// Secrets are looked for once their names are typed.
  private var pullSecretsEffect: Effect? {
    let names = state.answers.controlPlane.pullSecrets
    guard !names.isEmpty, state.furthest >= .controlPlane, let target = state.probeTarget else {
      return nil
    }
    let questions: [FieldID] = [.pullSecrets, .controlPlaneNamespace]
    if questions.contains(where: { state.drafts[$0]?.text != nil }) {
      return state.asked[.pullSecrets]?.effect
    }
    guard questions.allSatisfy({ state.answerProblems(of: $0).isEmpty }) else { return nil }
    return .findPullSecrets(names, namespace: state.installedNamespace, target)
  }

  /// Services are read where a namespace that is there gets opaque ports.
  private var servicesEffect: Effect? {
    let names = state.namesWithOpaquePorts
    guard !names.isEmpty, let target = state.probeTarget else { return nil }
    return .listServices(names, target)
  }

  /// Looks once more at what the certificates are made of, and where they go.
  mutating func repeatCertificateFacts() { forget([.directory, .step, .engine, .given]) }

  /// Asks the cluster everything once more.
  mutating func repeatChecks() {
    guard case .asking(.cluster) = state.phase else { return }
    let ownFiles: Set<FactSlot> = [.directory, .step, .engine, .given, .valuesFiles]
    forget(FactSlot.allCases.filter { !ownFiles.contains($0) })
  }

  /// Forgets what the previous cluster said.
  mutating func forgetCluster() {
    forget([
      .server, .access, .linkerd, .gatewayAPI, .clocks, .network, .namespaces, .pullSecrets,
      .services,
      .workloads,
    ])
  }

  /// Forgets facts, so that they are asked for again; until then they are unknown.
  mutating func forget(_ slots: [FactSlot]) {
    for slot in slots {
      if let older = state.asked.removeValue(forKey: slot),
        state.pending.removeValue(forKey: older.id) != nil
      {
        request(.cancel(older.id))
      }
      set(slot, asking: false)
    }
  }
}

extension Reduction {
  /// Puts a report of a fact into its place.
  mutating func takeFact(_ report: HostReport) {
    switch report {
    case .contexts(let result): state.facts.contexts = Fact(result)
    case .tool(.kubectl, let result): state.facts.kubectl = Fact(result)
    case .tool(.helm, let result): state.facts.helm = Fact(result)
    case .server(let result): state.facts.server = fact(result)
    case .access(let result): state.facts.access = fact(result)
    case .linkerd(let result): state.facts.linkerd = fact(result)
    case .gatewayAPI(let result): state.facts.gatewayAPI = fact(result)
    case .clocks(let result): state.facts.clocks = fact(result)
    case .network(let result): state.facts.network = fact(result)
    case .namespaces(let result): take(namespaces: explained(result))
    case .services(let result): state.facts.services = fact(result)
    case .presets(let result): state.facts.presets = Fact(result)
    case .directory(let result): state.facts.directory = Fact(result)
    case .tool(.step, let result): state.facts.step = Fact(result)
    case .engine(let result): state.facts.engine = Fact(result)
    case .givenCertificates(let result): state.facts.given = Fact(result)
    case .chartVersions(let result): state.facts.chartVersions = Fact(result)
    case .charts(let result): state.facts.charts = Fact(result)
    case .valuesFiles(let result): state.facts.valuesFiles = Fact(result)
    case .repositories(let result): state.facts.repositories = Fact(result)
    case .pullSecrets(let result): state.facts.pullSecrets = fact(result)
    case .workloads(let result): state.facts.workloads = fact(result)
    case .tool(.docker, _): break
    case .preview, .signedIn, .runBegan, .output, .itemFinished, .pods, .ended, .saved: break
    case .interruptedRun, .draft, .runExamined, .undoPlanned, .told: break
    }
  }

  /// A fact of the cluster's; a failure that is the credentials helper's is told with its name.
  private func fact<Value>(_ result: Result<Value, Problem>) -> Fact<Value> {
    Fact(explained(result))
  }

  /// What the cluster answered; where a credentials helper is in the way the problem says so.
  private func explained<Value>(_ result: Result<Value, Problem>) -> Result<Value, Problem> {
    guard let helper = state.context?.credentialsHelper else { return result }
    return result.mapError(helper.explaining)
  }

  /// Marks a fact as asked for or as unknown.
  private mutating func set(_ slot: FactSlot, asking: Bool) {
    let now = state.now
    switch slot {
    case .contexts: state.facts.contexts = asking ? .asking(since: now) : .unknown
    case .kubectl: state.facts.kubectl = asking ? .asking(since: now) : .unknown
    case .helm: state.facts.helm = asking ? .asking(since: now) : .unknown
    case .server: state.facts.server = asking ? .asking(since: now) : .unknown
    case .access: state.facts.access = asking ? .asking(since: now) : .unknown
    case .linkerd: state.facts.linkerd = asking ? .asking(since: now) : .unknown
    case .gatewayAPI: state.facts.gatewayAPI = asking ? .asking(since: now) : .unknown
    case .clocks: state.facts.clocks = asking ? .asking(since: now) : .unknown
    case .network: state.facts.network = asking ? .asking(since: now) : .unknown
    case .namespaces: state.facts.namespaces = asking ? .asking(since: now) : .unknown
    case .directory: state.facts.directory = asking ? .asking(since: now) : .unknown
    case .step: state.facts.step = asking ? .asking(since: now) : .unknown
    case .engine: state.facts.engine = asking ? .asking(since: now) : .unknown
    case .given: state.facts.given = asking ? .asking(since: now) : .unknown
    case .chartVersions: state.facts.chartVersions = asking ? .asking(since: now) : .unknown
    case .charts: state.facts.charts = asking ? .asking(since: now) : .unknown
    case .valuesFiles: state.facts.valuesFiles = asking ? .asking(since: now) : .unknown
    case .repositories: state.facts.repositories = asking ? .asking(since: now) : .unknown
    case .pullSecrets: state.facts.pullSecrets = asking ? .asking(since: now) : .unknown
    case .services: state.facts.services = asking ? .asking(since: now) : .unknown
    case .workloads: state.facts.workloads = asking ? .asking(since: now) : .unknown
    case .presets: state.facts.presets = asking ? .asking(since: now) : .unknown
    }
  }
}

extension Fact {
  /// Makes a settled fact of a result.
  init(_ result: Result<Value, Problem>) {
    switch result {
    case .success(let value): self = .known(value)
    case .failure(let problem): self = .failed(problem)
    }
  }
}
