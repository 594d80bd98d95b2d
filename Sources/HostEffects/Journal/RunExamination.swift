import Diagnosis
import MeshCertificates
import Planning
import Wizard

/// Finds out how a run that was left in the middle goes on, by what is on the cluster now.
///
/// Nothing is changed.
struct RunExamination: Sendable {
  let runner: ToolRunner
  let run: InterruptedRun

  init(_ runner: ToolRunner, _ run: InterruptedRun) {
    self.runner = runner.with(kubeconfig: run.plan.cluster.kubeconfig)
    self.run = run
  }

  /// How it goes on. Waits for what the run has left running; `tell` is told of that. Throws `Problem`
  /// where files or cluster are others now, and `CancellationError`.
  func continuation(tell: @Sendable (String) -> Void = { _ in }) async throws -> Continuation {
    try await waitForChildren(tell)
    try await recheck.checkWhatItStandsOn()
    try await checkHelm()
    let way = run.plan.continuation(after: run.steps, found: try await traces())
    try checkCertificates(way)
    return way
  }

  /// What is said to be done where cluster or files are others now.
  var recheck: PlanRecheck {
    PlanRecheck(
      runner: runner, plan: run.plan,
      remedy: "Nothing was changed. Look whether the kubeconfig is the one of then (KUBECONFIG or "
        + "--kubeconfig), and the context \(run.plan.cluster.context) in it. What was done can also be "
        + "taken back: linkerd-wizard undo \(run.name)")
  }

  /// The stored commands are those of one line of Helm's. Throws `Problem`.
  private func checkHelm() async throws {
    guard let helm = run.plan.tools.first(where: { $0.name == .helm }) else { return }
    let answer = await runner.run(helm, ["version", "--template", "{{.Version}}"])
    guard answer.outcome.succeeded,
      let now = answer.outputLines.first.flatMap({ VersionText.version(in: $0) }),
      now.major != helm.version.major
    else { return }
    throw Problem(
      "helm-changed",
      "The run was made for Helm \(helm.version.text), and \(helm.path) is Helm \(now.text) now, whose "
        + "flags are others. Nothing was changed.",
      remedy:
        "Put Helm \(helm.version.major) there again, or take the run back: linkerd-wizard undo "
        + run.name)
  }

  func waitForChildren(_ tell: @Sendable (String) -> Void) async throws {
    try await RunChildren.waitUntilOver(besides: run.record.directory) { running in
      let numbers = running.map { String($0.pid) }.joined(separator: ", ")
      tell(
        "A program of an earlier run still works (process \(numbers)); waiting until it ends. To end it: "
          + "kill -INT \(running.map { String($0.pid) }.joined(separator: " "))")
    }
  }

  // MARK: The cluster

  /// What is there of what the plan was to make.
  func traces() async throws -> RunTraces {
    guard let target = run.plan.probeTarget else { return RunTraces() }
    let questions = ClusterQuestions(runner: runner, target: target)
    async let releases = questions.found(Set(run.plan.namedReleases))
    async let namespaces = questions.annotationsOfNamespaces()
    let restarts = await questions.restarts(of: begunRestarts)
    return RunTraces(
      releases: try await releases, namespaces: await namespaces, restarts: restarts)
  }

  private var begunRestarts: [WorkloadName] {
    run.plan.items.filter { run.steps[$0.id] != nil }.compactMap(\.restartedWorkload)
  }

  // MARK: The certificates

  /// Helm has to get the certificates that this run has made; with others, what runs already would
  /// trust nobody. Throws `Problem`.
  private func checkCertificates(_ way: Continuation) throws(Problem) {
    guard let recipe = run.plan.certificates,
      let item = run.plan.items.first(where: { $0.isOfCertificates }), way.done.contains(item.id)
    else { return }
    let needed = CertificatePlan.neededFiles.map(recipe.path).filter { path in
      way.rest.contains { rest in
        guard case .command(let command) = rest.action else { return false }
        return command.arguments.contains { $0.contains(path) }
      }
    }
    let made = RunHistory.run(in: run.record.directory)?.certificates ?? [:]
    for path in needed {
      let now = (try? FileBytes.read(path, limit: 1 << 20)).map { bytes in
        CertificateDetails.read(bytes).first?.summary.fingerprint
      }
      guard let now else { throw changed("\(path) is no longer there.") }
      if let known = made[path], known != now {
        throw changed("\(path) isn't the certificate that this run has made.")
      }
    }
  }

  private func changed(_ sentence: String) -> Problem {
    Problem(
      "certificates-changed", sentence + " Nothing was changed.",
      remedy: "Put it back and go on, or undo the run: linkerd-wizard undo \(run.name)")
  }
}

extension PlanItem {
  /// Whether it makes certificates.
  var isOfCertificates: Bool {
    if case .writeCertificates = action { true } else { false }
  }
}

extension ClusterQuestions {
  /// Those of the releases that are there, in any state.
  func found(_ names: Set<ReleaseName>) async throws -> [FoundRelease] {
    guard let helm = target.helm else { return [] }
    var found: [FoundRelease] = []
    for namespace in Set(names.map(\.namespace)).sorted() {
      for release in try await releases(helm, in: ["--namespace", namespace]) {
        let name = ReleaseName(release.name, in: release.namespace)
        guard names.contains(name) else { continue }
        let history = try await history(of: release, helm)
        found.append(
          FoundRelease(
            name: name, status: release.status, chart: release.chart, updated: release.updatedAt,
            revisions: Dictionary(
              history.compactMap { past in past.revision.map { ($0, past.status) } },
              uniquingKeysWith: { $1 })))
      }
    }
    return found
  }

  /// The namespaces that aren't being deleted, with their annotations; nil where they can't be listed.
  func annotationsOfNamespaces() async -> [String: [String: String]]? {
    let listed = try? await list(
      NamespaceObject.self, ["get", "namespaces", "-o", "json"], timeout: Self.listPatience)
    return listed.map { all in
      Dictionary(
        all.filter { !$0.isTerminating }.map { ($0.metadata.name, $0.metadata.annotations ?? [:]) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// When those workloads were last told to restart; without those that never were, or can't be read.
  func restarts(of workloads: [WorkloadName]) async -> [String: Instant] {
    var found: [String: Instant] = [:]
    for workload in workloads {
      let path =
        #"jsonpath={.spec.template.metadata.annotations.kubectl\.kubernetes\.io/restartedAt}"#
      let answer = await kubectl(
        ["get", workload.target, "--namespace", workload.namespace, "-o", path])
      if answer.outcome.succeeded, let line = answer.outputLines.first {
        found[workload.id] = Instant(iso8601: line)
      }
    }
    return found
  }
}

extension ListedRelease {
  /// When its newest revision was made; Helm writes `2026-11-25 14:41:12.5 +0100 CET`.
  var updatedAt: Instant? {
    guard let words = updated?.split(separator: " "), words.count >= 3, words[2].count == 5 else {
      return nil
    }
    let offset = words[2].prefix(3) + ":" + words[2].suffix(2)
    return Instant(iso8601: "\(words[0])T\(words[1])\(offset)")
  }
}
