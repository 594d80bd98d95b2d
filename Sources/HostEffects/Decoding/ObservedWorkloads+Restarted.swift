import Planning

extension ObservedWorkloads {
  /// Only the new pods of a workload that was restarted, what makes them, and what was said.
  ///
  /// They are told from the older ones by the restart's own mark, which pods and replica sets take
  /// over from the workload's template.
  func newPods(of workload: WorkloadName) -> ObservedWorkloads {
    var own = self
    own.only = workload.name
    func isIt(_ metadata: ObjectMetadata) -> Bool { metadata.name == workload.name }
    own.deployments = workload.kind == .deployment ? deployments.filter { isIt($0.metadata) } : []
    own.daemonSets = workload.kind == .daemonset ? daemonSets.filter { isIt($0.metadata) } : []
    own.statefulSets =
      workload.kind == .statefulset ? statefulSets.filter { isIt($0.metadata) } : []
    let mark =
      own.deployments.first?.spec?.template?.restartedAt
      ?? own.daemonSets.first?.spec?.template?.restartedAt
      ?? own.statefulSets.first?.spec?.template?.restartedAt
    own.replicaSets =
      workload.kind == .deployment
      ? replicaSets.filter {
        $0.metadata.isOf("Deployment", workload.name) && $0.spec?.template?.restartedAt == mark
      } : []
    let sets = own.replicaSets.map(\.metadata.name)
    own.pods = pods.filter { pod in
      guard pod.metadata.annotation(PodTemplate.restartMark) == mark else { return false }
      switch workload.kind {
      case .deployment: return sets.contains { pod.metadata.isOf("ReplicaSet", $0) }
      case .daemonset: return pod.metadata.isOf("DaemonSet", workload.name)
      case .statefulset: return pod.metadata.isOf("StatefulSet", workload.name)
      }
    }
    return own
  }
}

extension ObjectMetadata {
  /// Whether that object made it.
  fileprivate func isOf(_ kind: String, _ name: String) -> Bool {
    ownerReferences?.contains(Owner(kind: kind, name: name)) ?? false
  }
}
