/// Fills a cluster with what it starts with.
enum ClusterStart {
  /// Stores the objects, lets the controllers make what they ask for, and forgets that as history.
  static func load(_ objects: [JSON], into state: ClusterState, _ control: ControlLoop) {
    control.isStarting = true
    state.store.observer = { control.notice($0) }
    let rank = ["Namespace": 0, "CustomResourceDefinition": 0, "Node": 1, "ServiceAccount": 2]
    let ordered = objects.enumerated().sorted { left, right in
      let ranks = (
        rank[left.element["kind"]?.text ?? ""] ?? 3, rank[right.element["kind"]?.text ?? ""] ?? 3
      )
      return ranks.0 == ranks.1 ? left.offset < right.offset : ranks.0 < ranks.1
    }
    // The mesh's own pods run before the others are made, or nothing would be meshed.
    let (mesh, rest) = parts(of: ordered.map(\.element))
    for part in [mesh, rest] {
      for object in part { store(object, state) }
      control.run(at: .now)
    }
    control.isStarting = false
    control.beginHeartbeats(at: .now)
    state.store.forgetHistory()
  }

  /// What has to be there before workloads that a control plane may mesh, and those workloads.
  private static func parts(of objects: [JSON]) -> ([JSON], [JSON]) {
    let workloads = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"]
    let controlPlanes = Set(
      objects.filter {
        $0["kind"] == "Namespace" && $0.labels["linkerd.io/is-control-plane"] != nil
      }.map(\.name))
    func isLater(_ object: JSON) -> Bool {
      workloads.contains(object["kind"]?.text ?? "") && !controlPlanes.contains(object.namespace)
    }
    return (objects.filter { !isLater($0) }, objects.filter(isLater))
  }

  private static func store(_ object: JSON, _ state: ClusterState) {
    guard let type = state.registry.type(of: object) else { return }
    var object = object
    object.fill("metadata", "uid", with: .string(ClusterState.uid()))
    object.fill("metadata", "creationTimestamp", with: .string(state.now))
    if type.hasGeneration { object.fill("metadata", "generation", with: 1) }
    Defaults.apply(to: &object, type: type, state: state)
    state.store.put(state.key(type, object.namespace, object.name), object)
  }
}
