import Diagnosis
import Planning
import Synchronization
import Wizard

extension EffectInterpreter {
  /// Tells about the pods of Linkerd's in a namespace, or the new ones of a restarted workload, every
  /// two seconds, until cancelled.
  func watchPods(
    _ namespace: String, of workload: WorkloadName?, _ target: ProbeTarget, _ id: EffectID
  ) async {
    let questions = ClusterQuestions(runner: runner, target: target)
    let place = PodPlace(
      namespace: namespace, workload: workload?.target, context: target.context,
      kubeconfig: settings.kubeconfig)
    var logs = ContainerLogs()
    var noted: Problem?
    while !Task.isCancelled {
      if let found = await questions.workloads(in: namespace, newPodsOf: workload) {
        await logs.read(found.logsWanted(now: settings.clock()), in: namespace, by: questions)
        if Task.isCancelled { return }
        let pods = found.pods(now: settings.clock(), logs: logs)
        report(id, .pods(pods))
        let problem = PodDiagnosis.problem(pods, place)
        if let problem, problem.code != noted?.code {
          log.withLock { $0 }?.note(
            "# what the pods wait for: \(problem.sentence) \(problem.remedy)")
        }
        noted = problem
      }
      try? await Task.sleep(for: .seconds(2))
    }
  }
}

extension ClusterQuestions {
  /// What stands in a namespace: pods, what makes them, and what was said about them, by one call.
  ///
  /// nil where nothing could be read; where only some kinds may be listed, those. With a workload only
  /// its new pods, since its restart.
  func workloads(
    in namespace: String, newPodsOf workload: WorkloadName? = nil
  ) async -> ObservedWorkloads? {
    let statefulSets = workload == nil ? "" : "statefulsets,"
    let output = await kubectl([
      "get", "pods,deployments,daemonsets,\(statefulSets)replicasets,events", "-n", namespace, "-o",
      "json",
    ])
    let answer = output.standardOutput
    guard let found = try? ToolAnswer.decode(ObservedWorkloads.self, from: answer),
      output.outcome.succeeded || !found.isEmpty
    else { return nil }
    return workload.map(found.newPods) ?? found
  }

  /// The last lines that a container printed; empty where they can't be read.
  func log(of container: LogWish, in namespace: String) async -> String {
    let previous = container.isPrevious ? ["--previous"] : []
    let output = await kubectl(
      ["logs", container.pod, "-n", namespace, "-c", container.name, "--tail=20"] + previous)
    guard output.outcome.succeeded else { return "" }
    let text = Redactor.redacted(Array(output.standardOutput.suffix(8 << 10)))
    return LineSplitter.lines(of: text).suffix(20).joined(separator: "\n")
  }
}

/// A container whose log may say why its pod doesn't come.
struct LogWish: Hashable, Sendable {
  var pod: String
  var name: String
  /// Changes whenever the log is worth another look.
  var state: String
  /// Whether the container that ended is meant, and not the one that runs.
  var isPrevious: Bool
}

/// The logs that were read so far, each once for each state of its container.
struct ContainerLogs: Sendable {
  /// The most logs that are read between two looks at the pods.
  private static let most = 4

  private var texts: [String: (state: String, text: String)] = [:]

  /// Reads those that have changed.
  mutating func read(
    _ wishes: [LogWish], in namespace: String, by questions: ClusterQuestions
  ) async {
    let news = wishes.filter { texts[Self.key($0.pod, $0.name)]?.state != $0.state }
    for wish in news.prefix(Self.most) {
      let text = await questions.log(of: wish, in: namespace)
      let key = Self.key(wish.pod, wish.name)
      // A container that has just begun again has nothing to say yet; what it said before still holds.
      texts[key] = (wish.state, text.isEmpty ? texts[key]?.text ?? "" : text)
    }
  }

  /// What a container said; empty where nothing was read.
  func text(of pod: String, _ container: String) -> String {
    texts[Self.key(pod, container)]?.text ?? ""
  }

  private static func key(_ pod: String, _ container: String) -> String { "\(pod)/\(container)" }
}
