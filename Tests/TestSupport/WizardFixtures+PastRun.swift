package import Planning
package import Wizard

extension WizardFixture {
  /// A run of this wizard's usual plan that was left at that item; the items before it are done.
  package static func interruptedRun(
    at id: String = "control-plane", ending: InterruptedRun.Ending = .cutOff
  ) -> InterruptedRun? {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    wizard.user(.namespaceToggled("direktiv"))
    wizard.advance(to: .review)
    guard let plan = wizard.state.plan?.plan else { return nil }
    var steps: [String: PastStep] = [:]
    for item in plan.items {
      if item.id == id { break }
      steps[item.id] = .done
    }
    if ending != .leftOff {
      steps[id] = .begun(at: start.adding(seconds: 30), wasInterrupted: ending != .failed(""))
    }
    return InterruptedRun(
      record: RunRecord(
        directory: "/home/ada/.local/state/linkerd-wizard/runs/20261120T210100Z-3f9a02c1"),
      plan: plan, answers: wizard.state.answers, began: start, last: start.adding(seconds: 90),
      steps: steps, ending: ending)
  }

  /// What Helm has left of such a run.
  package static let pendingTraces = RunTraces(releases: [
    FoundRelease(
      name: ReleaseName("linkerd-crds", in: "linkerd"), status: "deployed",
      chart: "linkerd-crds-2026.8.3"),
    FoundRelease(
      name: ReleaseName("linkerd-control-plane", in: "linkerd"), status: "pending-install",
      chart: "linkerd-control-plane-2026.8.3"),
  ])

  /// A wizard that finds such a run, or such answers, when it starts.
  package static func offering(
    _ run: InterruptedRun?, draft: AnswersDraft? = nil
  ) -> WizardFixture {
    var options = options
    options.goal = .install(offers: true)
    var wizard = WizardFixture(options: options)
    wizard.report(.interruptedRun(.success(run))) {
      if case .findInterruptedRun = $0 { true } else { false }
    }
    wizard.report(.draft(draft)) { $0 == .findDraft }
    return wizard
  }

  /// Tells how the run goes on, as the cluster is.
  package mutating func examine(found: RunTraces = pendingTraces) {
    guard let run = state.interruption?.run else { return }
    report(.runExamined(.success(run.plan.continuation(after: run.steps, found: found)))) {
      if case .examineRun = $0 { true } else { false }
    }
  }
}
