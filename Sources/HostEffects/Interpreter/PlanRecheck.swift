import Diagnosis
import Planning
import Wizard

/// Looks, just before a plan is carried out, whether it still stands on what it was built on.
struct PlanRecheck: Sendable {
  let runner: ToolRunner
  let plan: Plan
  /// What is said to be done where something is different.
  var remedy = "Nothing was changed. Look at the new plan on Review."

  /// Throws a `Problem` of the code `plan-outdated` where something is different now.
  func check() async throws {
    try files()
    try directory()
    try clock()
    guard let target = plan.probeTarget else { return }
    let questions = ClusterQuestions(
      runner: runner.with(kubeconfig: plan.cluster.kubeconfig), target: target)
    // Identity comes first: what another cluster holds is of no interest.
    async let linkerd = questions.linkerd()
    async let namespaces = questions.namespaces(for: plan)
    async let services = questions.services(for: plan)
    async let issuer = questions.issuerSecret(in: plan.controlPlaneNamespace)
    try await identity(questions)
    if let problem = try await linkerd.problem(for: plan) {
      throw outdated(problem.sentence)
    }
    if let sentence = plan.change(in: try await namespaces) { throw outdated(sentence) }
    if let sentence = plan.change(in: try await services) { throw outdated(sentence) }
    if let issuer = await issuer, !plan.mayFind(issuer) { throw issuerIsThere }
  }

  /// The same for a run that goes on: only the cluster's identity, the tools, the charts and the files
  /// that were given have to be as they were.
  func checkWhatItStandsOn() async throws {
    try files()
    try await checkIdentity()
  }

  /// The same where no file is used any more: the tools have to be there and the cluster the same.
  func checkIdentity() async throws {
    try tools([.kubectl, .helm])
    guard let target = plan.probeTarget else { return }
    try await identity(
      ClusterQuestions(
        runner: runner.with(kubeconfig: plan.cluster.kubeconfig), target: target))
  }

  /// Helm refuses a Secret that it hasn't made, and so does kubectl.
  private var issuerIsThere: Problem {
    let namespace = plan.controlPlaneNamespace ?? "linkerd"
    let delete =
      "kubectl --context \(ShellQuoting.quote(plan.cluster.context)) delete secret "
      + "\(PlanBuilder.issuerSecretName) --namespace \(ShellQuoting.quote(namespace))"
    return Problem(
      "issuer-secret-exists",
      "The namespace \(namespace) holds an issuer already, the Secret "
        + "\(PlanBuilder.issuerSecretName), and it is never overwritten. Nothing was changed.",
      remedy: "If nobody needs it, delete it, then install again: \(delete)")
  }

  private func identity(_ questions: ClusterQuestions) async throws {
    async let server = questions.server(of: plan.cluster.context)
    async let uid = questions.clusterUID()
    if let known = plan.cluster.uid {
      let uid = await uid
      guard uid == known else {
        throw outdated(
          uid == nil
            ? "The cluster's identity could not be read again."
            : "The context \(plan.cluster.context) now leads to another cluster.")
      }
    }
    guard try await server == plan.cluster.server else {
      throw outdated("The context \(plan.cluster.context) now names another server.")
    }
  }

  private func tools(_ names: Set<ToolName> = Set(ToolName.allCases)) throws {
    for tool in plan.tools where names.contains(tool.name) {
      guard ChildProcess.refusal(of: ChildProgram(path: tool.path)) == nil else {
        throw outdated("\(tool.path) is no longer there.")
      }
    }
  }

  private func files() throws {
    try tools()
    for file in plan.valuesFiles + (plan.charts.highAvailability.map { [$0] } ?? []) {
      guard (try? FileDigest.file(file.path, limit: 16 << 20)) == file.sha256 else {
        throw outdated("\(file.path) has changed since Review.")
      }
    }
    for chart in plan.charts.all {
      guard (try? FileDigest.tree(chart.path)) == chart.sha256 else {
        throw outdated("The chart \(chart.path) has changed since Review.")
      }
    }
  }

  /// Seconds by which a certificate may begin later than this machine's clock shows.
  private static let clockTolerance: Int64 = 60

  /// A clock that was set back since Review would give certificates that nobody takes yet.
  private func clock() throws {
    guard let recipe = plan.certificates else { return }
    if case .files = recipe.origin { return }
    let begin = recipe.notBefore
    let now = runner.settings.clock()
    guard begin.seconds(since: now) > Self.clockTolerance else { return }
    throw outdated(
      "This machine's clock has gone back since Review: it is \(now.iso8601), and the certificates "
        + "would only begin at \(begin.iso8601).")
  }

  private func directory() throws {
    for item in plan.items {
      guard case .writeCertificates(let recipe) = item.action else { continue }
      if !recipe.givenFiles.isEmpty {
        try given(recipe)
        continue
      }
      switch DirectoryFact(inspecting: recipe.directory).state {
      case .new, .usable: break
      case .holdsCertificates(let files):
        throw outdated("\(recipe.directory) holds \(files.joined(separator: ", ")) by now.")
      case .notADirectory, .notWritable, .writableByOthers:
        throw outdated("\(recipe.directory) can't take the certificates any more.")
      }
    }
  }

  /// The person's files are as they were, and so is what of the directory they are compared with;
  /// what is written is looked at once more when it is.
  private func given(_ recipe: CertificatePlan) throws {
    for file in recipe.givenFiles {
      guard (try? FileDigest.file(file.path, limit: 16 << 20)) == file.sha256 else {
        throw outdated("\(file.path) has changed since Review.")
      }
    }
    let surplus = recipe.written.filter { FileBytes.exists(recipe.path(of: $0)) }
    if let name = surplus.first {
      throw outdated("\(recipe.directory) holds \(name) by now.")
    }
  }

  private func outdated(_ sentence: String) -> Problem {
    Problem("plan-outdated", sentence, remedy: remedy)
  }
}

extension ToolRunner {
  /// The same, with another kubeconfig file; nil leaves it as it is.
  func with(kubeconfig: String?) -> ToolRunner {
    guard let kubeconfig else { return self }
    var settings = settings
    settings.kubeconfig = kubeconfig
    return ToolRunner(settings: settings)
  }
}

extension Plan {
  /// Whether the issuer's Secret may be there: an earlier run can have made it of the same files, and
  /// that of a release goes or stays with its release.
  fileprivate func mayFind(_ secret: FoundSecret) -> Bool {
    if upgrade != nil { return true }
    if let owner = secret.release, removal?.releases.contains(owner) == true { return true }
    guard case .files? = certificates?.origin else { return false }
    return items.contains { $0.id == PlanBuilder.issuerSecretID }
  }

  /// The namespaces that the plan annotates and doesn't make.
  fileprivate var namespacesThatWereThere: Set<String> {
    let made = Set(items.map(\.id))
    return Set(annotatedNamespaces.filter { !made.contains("create-" + $0) })
  }

  /// What is different about the namespaces that were there, in a sentence; nil where nothing is.
  fileprivate func change(in found: [NamespaceObject]) -> String? {
    let there = Dictionary(
      found.filter { !$0.isTerminating }.map { ($0.metadata.name, $0.metadata) },
      uniquingKeysWith: { first, _ in first })
    let before = Dictionary(
      (annotationsBefore ?? []).filter { $0.service == nil }.map { ($0.namespace, $0) },
      uniquingKeysWith: { first, _ in first })
    for name in namespacesThatWereThere.sorted() {
      guard let now = there[name] else { return "The namespace \(name) is no longer there." }
      let pairs = [
        ("linkerd.io/inject", before[name]?.inject),
        (OpaquePorts.annotation, before[name]?.opaquePorts),
      ]
      for (key, old) in pairs {
        let found = now.annotation(key).map(TerminalText.harmless)
        if found != old { return Self.sentence(on: "the namespace \(name)", key, found) }
      }
    }
    return nil
  }

  /// What is different about the Services that are annotated, in a sentence; nil where nothing is.
  fileprivate func change(in found: [ServiceFact]) -> String? {
    for (namespace, names) in annotatedServices.sorted(by: { $0.key < $1.key }) {
      for name in names.sorted() {
        guard let now = found.first(where: { $0.namespace == namespace && $0.name == name }) else {
          return "The Service \(namespace)/\(name) is no longer there."
        }
        let old = annotationsBefore?.first { $0.namespace == namespace && $0.service == name }
        if now.opaquePorts != old?.opaquePorts {
          return Self.sentence(
            on: "the Service \(namespace)/\(name)", OpaquePorts.annotation,
            now.opaquePorts.map(TerminalText.harmless))
        }
      }
    }
    return nil
  }

  private static func sentence(on object: String, _ key: String, _ found: String?) -> String {
    let value = found.map { "\(key)=\($0)" }
    return "Somebody has annotated \(object) meanwhile: it has \(value ?? "no \(key)") now."
  }
}

extension ClusterQuestions {
  /// All namespaces, where the plan annotates any that were there; none otherwise.
  func namespaces(for plan: Plan) async throws -> [NamespaceObject] {
    if plan.namespacesThatWereThere.isEmpty { return [] }
    return try await list(
      NamespaceObject.self, ["get", "namespaces", "-o", "json"], timeout: Self.listPatience)
  }

  /// The Services of the namespaces in which the plan annotates any; none otherwise.
  func services(for plan: Plan) async throws -> [ServiceFact] {
    let places = plan.annotatedServices.keys.sorted()
    return places.isEmpty ? [] : try await services(in: places)
  }

  /// Whose the issuer's Secret is; nil where there is none, or that may not be asked.
  ///
  /// Its data is not asked for.
  func issuerSecret(in namespace: String?) async -> FoundSecret? {
    let question = [
      "get", "secret", PlanBuilder.issuerSecretName, "-n", namespace ?? "linkerd",
      "--ignore-not-found", "-o", Self.owner,
    ]
    let answer = await runner.run(target.kubectl, arguments(question))
    guard answer.outcome.succeeded, let line = answer.outputLines.first else { return nil }
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 3, !words[1].isEmpty else { return FoundSecret(release: nil) }
    return FoundSecret(release: ReleaseName(words[1], in: words[2]))
  }

  private static let owner =
    #"jsonpath={.metadata.name} {.metadata.annotations.meta\.helm\.sh/release-name} "#
    + #"{.metadata.annotations.meta\.helm\.sh/release-namespace}"#

  /// The server's address that a context names in the kubeconfig.
  func server(of context: String) async throws -> String {
    let config = try await runner.json(
      Kubeconfig.self, target.kubectl, ["config", "view", "-o", "json"])
    return config.server(of: context) ?? ""
  }
}

/// A Secret that is there.
struct FoundSecret: Equatable, Sendable {
  /// Helm's release that it says it belongs to; nil where it says none.
  var release: ReleaseName?
}
