import Planning

extension ClusterChecks {
  /// The row of a fact that isn't known: waiting, running, or failed with the problem's words.
  static func unsettled<Value>(
    _ fact: Fact<Value>, id: String, text: String, now: Instant, failed: String
  ) -> CheckRow? {
    switch fact {
    case .known: return nil
    case .unknown: return CheckRow(id: id, mark: .waiting, text: text)
    case .asking(let since):
      let seconds = max(0, now.seconds(since: since))
      return CheckRow(
        id: id, mark: .running, text: text, note: seconds > 0 ? "\(seconds) s" : "", since: since)
    case .failed(let problem):
      return CheckRow(
        id: id, mark: problem.severity == .warning ? .warning : .failed, text: failed,
        reason: problem.sentence, remedy: problem.remedy)
    }
  }

  /// The row of the kubeconfig; nil where nothing is wrong with it, or nobody knows yet.
  static func kubeconfigRow(_ facts: ClusterFacts, context: KubeContext?) -> CheckRow? {
    guard let problem = kubeconfigProblem(facts, context: context) else { return nil }
    return CheckRow(
      id: "kubeconfig", mark: problem.severity == .warning ? .warning : .failed,
      text: "The kubeconfig can't be used as it is", reason: problem.sentence,
      remedy: problem.remedy)
  }

  /// What is wrong with the kubeconfig; nil where nothing is.
  static func kubeconfigProblem(_ facts: ClusterFacts, context: KubeContext?) -> Problem? {
    switch facts.contexts {
    case .unknown, .asking: return nil
    case .failed(let problem): return problem
    case .known(let contexts):
      if contexts.contexts.isEmpty { return Explanations.kubeconfigWithoutContexts() }
      if let context {
        return context.server.isEmpty
          ? Explanations.contextWithoutCluster(context: context.name) : nil
      }
      guard let current = contexts.current, !current.isEmpty else {
        return Explanations.noCurrentContext()
      }
      return contexts.contexts.contains { $0.name == current }
        ? nil
        : Explanations.contextUnknown(context: current, known: contexts.contexts.map(\.name))
    }
  }

  /// The row of kubectl.
  static func kubectlRow(_ fact: Fact<Tool>, now: Instant) -> CheckRow {
    toolRow(
      fact, id: "kubectl", name: "kubectl", isFit: { $0.isAtLeast(kubectlFloor) },
      tooOld: { Explanations.toolTooOld($0, floor: kubectlFloor) }, now: now)
  }

  /// The row of Helm.
  static func helmRow(_ fact: Fact<Tool>, now: Instant) -> CheckRow {
    toolRow(
      fact, id: "helm", name: "Helm", isFit: { $0.isAtLeast(helmFloor) },
      tooOld: { Explanations.toolTooOld($0, floor: helmFloor) }, now: now)
  }

  private static func toolRow(
    _ fact: Fact<Tool>, id: String, name: String, isFit: (SemanticVersion) -> Bool,
    tooOld: (Tool) -> Problem, now: Instant
  ) -> CheckRow {
    let failed: String
    if case .failed(let problem) = fact, problem.code == "\(id)-missing" {
      failed = "\(name) was not found"
    } else {
      failed = "\(name) doesn't work"
    }
    if let row = unsettled(fact, id: id, text: name, now: now, failed: failed) { return row }
    guard case .known(let tool) = fact else { return CheckRow(id: id, mark: .waiting, text: name) }
    let text = "\(name) \(tool.version.text)"
    if isFit(tool.version) {
      return CheckRow(id: id, mark: .passed, text: text, note: tool.path)
    }
    let problem = tooOld(tool)
    return CheckRow(
      id: id, mark: .failed, text: "\(text) is too old", note: tool.path,
      reason: problem.sentence, remedy: problem.remedy)
  }
}
