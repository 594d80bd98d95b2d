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

  /// What went wrong, or keeps the pods from coming, with what to do about it; empty where all is well.
  var reasonLines: [String] {
    var problem = podProblem
    if let place = failedItem, case .failed(let failure, _) = items[place].state {
      problem = failure
    }
    return problem.map { [$0.sentence, "", $0.remedy, ""] } ?? []
  }

  /// A failure with what the pods know of it, where it is the control plane's.
  func explained(_ failure: Problem, at place: Int) -> Problem {
    guard plan.items[place].id == PlanItem.controlPlaneID else { return failure }
    return PodDiagnosis.explaining(
      failure, by: pods, release: plan.charts.controlPlane.name, podPlace)
  }

  private var podPlace: PodPlace {
    PodPlace(
      namespace: plan.controlPlaneNamespace, context: plan.cluster.context,
      kubeconfig: plan.cluster.kubeconfig)
  }
}
