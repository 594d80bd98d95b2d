import Diagnosis
package import Planning

extension RunProgress {
  /// What keeps the pods from coming that Helm or kubectl waits for: the control plane's, the CNI
  /// plugin's, or those of a restarted workload; nil where it isn't known, or nothing waits for them.
  package var podProblem: Problem? {
    guard let place = runningItem, let pods = podPlace(of: place) else { return nil }
    return PodDiagnosis.problem(self.pods, pods)
  }

  /// Whether an item waits for pods.
  package func waitsForPods(at item: Int) -> Bool { podPlace(of: item) != nil }

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

  /// A failure with what the pods know of it, where an item waited for pods.
  func explained(_ failure: Problem, at place: Int) -> Problem {
    guard let pods = podPlace(of: place) else { return failure }
    let isPlugin = plan.items[place].id == PlanBuilder.pluginID
    let chart = isPlugin ? plan.charts.plugin : plan.charts.controlPlane
    return PodDiagnosis.explaining(
      failure, by: self.pods, release: chart?.name ?? ChartName.plugin, pods)
  }

  private func podPlace(of item: Int) -> PodPlace? {
    plan.podNamespace(of: plan.items[item]).map { namespace in
      PodPlace(
        namespace: namespace, workload: plan.items[item].awaitedWorkload?.target,
        context: plan.cluster.context, kubeconfig: plan.cluster.kubeconfig)
    }
  }
}
