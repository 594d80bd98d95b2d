package import Planning

extension ClusterChecks {
  /// Whether the later screens have the facts that they need, and nothing stands in the way.
  ///
  /// The clocks need not be waited for.
  package static func canGoOn(
    _ facts: ClusterFacts, context: KubeContext? = nil, existing: ExistingAnswer = .stop
  ) -> Bool {
    stillNeeded(facts).isEmpty && blockers(facts, context: context, existing: existing).isEmpty
  }

  /// What stands in the way, each thing once, the first cause first.
  ///
  /// Facts that nobody has answered yet are no problem; `stillNeeded` names them. `context` is the
  /// chosen one; nil means the kubeconfig's current one. `existing` is what may be done about a Linkerd
  /// that is there, and `namespace` is the control plane's.
  package static func blockers(
    _ facts: ClusterFacts, context: KubeContext? = nil, existing: ExistingAnswer = .stop,
    namespace: String = "linkerd"
  ) -> [Problem] {
    var problems: [Problem] = []
    func add(_ problem: Problem?) {
      guard let problem, problem.severity == .error,
        !problems.contains(where: { $0.code == problem.code })
      else { return }
      problems.append(problem)
    }
    add(kubeconfigProblem(facts, context: context))
    add(failure(facts.kubectl))
    add(facts.kubectl.value.flatMap { tooOld($0, floor: kubectlFloor) })
    add(failure(facts.helm))
    add(facts.helm.value.flatMap { tooOld($0, floor: helmFloor) })
    add(failure(facts.server))
    add(facts.server.value.flatMap { LinkerdLines.problem($0.version) })
    add(failure(facts.access))
    add(facts.access.value.flatMap { accessProblem($0, context: context) })
    add(failure(facts.linkerd))
    if let verdict = facts.linkerd.value?.judged(context: context?.name),
      verdict.offer(for: existing) == nil
    {
      add(verdict.problem)
    }
    add(failure(facts.gatewayAPI))
    add(failure(facts.namespaces))
    add(deletionProblem(facts, context: context, namespace: namespace))
    return problems
  }

  /// The checks that have no answer yet and that must have one, in words, such as `kubectl`;
  /// empty where later screens have all they need.
  package static func stillNeeded(_ facts: ClusterFacts) -> [String] {
    var names: [String] = []
    if !facts.contexts.isSettled { names.append("the kubeconfig") }
    if !facts.kubectl.isSettled { names.append("kubectl") }
    if !facts.helm.isSettled { names.append("Helm") }
    if !facts.server.isSettled { names.append("the cluster's version") }
    if !facts.access.isSettled { names.append("your rights") }
    if !facts.linkerd.isSettled { names.append("whether Linkerd is there") }
    if !facts.gatewayAPI.isSettled { names.append("the Gateway API CRDs") }
    if !facts.namespaces.isSettled { names.append("the namespaces") }
    return names
  }

  /// A needed fact that failed blocks, however mildly its asker put it.
  private static func failure<Value>(_ fact: Fact<Value>) -> Problem? {
    guard case .failed(var problem) = fact else { return nil }
    problem.severity = .error
    return problem
  }

  private static func tooOld(_ tool: Tool, floor: SemanticVersion) -> Problem? {
    tool.version.isAtLeast(floor) ? nil : Explanations.toolTooOld(tool, floor: floor)
  }
}
