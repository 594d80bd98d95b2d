import Diagnosis
import Planning
import Wizard

extension EffectInterpreter {
  /// Seconds that the injector is given to answer, once everything else is true.
  private static let injectionPatience = 8

  /// Proves that the control plane is up; what isn't true at once gets some seconds.
  func verify(_ check: MeshCheck, _ plan: Plan, _ log: RunLog?) async -> ItemOutcome {
    guard let kubectl = plan.tools.first(where: { $0.name == .kubectl }) else {
      return .failed(Problem("kubectl-missing", "The plan names no kubectl."), .none)
    }
    let questions = ClusterQuestions(
      runner: runner.with(kubeconfig: plan.cluster.kubeconfig),
      target: ProbeTarget(context: plan.cluster.context, kubectl: kubectl))
    let start = ContinuousClock.now
    let deadline = start + .seconds(settings.proofPatience)
    let injectionDeadline = start + .seconds(min(settings.proofPatience, Self.injectionPatience))
    while true {
      var facts = await questions.meshFacts(check, at: settings.clock)
      if Task.isCancelled { return .cancelled }
      if MeshProof.passed(MeshProof.proof(facts)) {
        facts.injection = await questions.injection(
          into: facts, restarted: check.restartedNamespaces)
        if Task.isCancelled { return .cancelled }
        if !MeshProof.mayInjectSoon(facts) || ContinuousClock.now >= injectionDeadline {
          let isFollowed = check.restartedNamespaces != nil
          let rows = told(MeshProof.proof(facts, beforeRestarts: isFollowed), log)
          return MeshProof.restartProblem(rows).map { .failed($0, .proof(rows)) }
            ?? .done(.proof(rows))
        }
      } else if ContinuousClock.now >= deadline {
        return failure(facts, log)
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }

  private func failure(_ facts: MeshFacts, _ log: RunLog?) -> ItemOutcome {
    if case .failure(let problem) = facts.server { return .failed(problem, .none) }
    let rows = told(MeshProof.proof(facts), log)
    let bad = rows.first { $0.mark == .failed }
    return .failed(
      Problem(
        "proof-failed",
        "The control plane isn't up yet: \(bad?.text ?? "a check") is not true. \(bad?.reason ?? "")",
        remedy: bad?.remedy ?? "Try again in a moment."), .proof(rows))
  }

  /// Notes every row in the log; gives back those that a person reads.
  private func told(_ rows: [CheckRow], _ log: RunLog?) -> [CheckRow] {
    for row in rows { log?.note("\(row.mark.rawValue): \(row.text) \(row.reason)") }
    return MeshProof.summary(rows)
  }
}

extension ClusterQuestions {
  /// What comes of a pod that is asked for by a dry run in each namespace in which something is
  /// restarted: the first answer that is no proxy, or the last one. nil stands for no restarts.
  fileprivate func injection(
    into facts: MeshFacts, restarted: [String]?
  ) async -> MeshFacts.Injection? {
    guard let restarted else { return await injection(into: facts) }
    var answer: MeshFacts.Injection?
    for name in restarted {
      answer = await injection(into: facts, named: name)
      if answer?.answer != .injected { return answer }
    }
    return answer
  }
}
