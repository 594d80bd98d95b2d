import Diagnosis
package import Planning

extension RunProgress {
  /// What keeps the control plane's pods from coming, while Helm waits for them; nil where it isn't
  /// known, or nothing waits for them.
  package var podProblem: Problem? {
    guard let place = runningItem, plan.items[place].id == PlanItem.controlPlaneID else {
      return nil
    }
    return PodDiagnosis.problem(pods, podPlace)
  }

  /// Whether nothing speaks against new pods getting their proxies.
  package var provesInjection: Bool {
    !proof.contains { $0.id == "injection" && $0.mark == .warning }
  }

  /// A failure with what the pods know of it, where it is the control plane's.
  func explained(_ failure: Problem, at place: Int) -> Problem {
    guard plan.items[place].id == PlanItem.controlPlaneID else { return failure }
    return PodDiagnosis.explaining(
      failure, by: pods, release: "linkerd-control-plane", podPlace)
  }

  private var podPlace: PodPlace {
    PodPlace(namespace: plan.controlPlaneNamespace, context: plan.cluster.context)
  }
}
