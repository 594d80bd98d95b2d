// Workloads that a restart treats differently, one for each way.
extension Population {
  /// The Deployment whose pods end as soon as they start, once it was restarted.
  static let fragileName = "fragile"

  static func mixedWorkloads(at clock: PopulationClock) -> [JSON] {
    let created = clock.ago(days: 12)
    func workload(
      _ name: String, _ keeper: Workload.Keeper = .deployment, replicas: Int = 1,
      annotations: [String: String] = [:], onHostNetwork: Bool = false,
      _ change: (inout JSON) -> Void = { _ in }
    ) -> JSON {
      var object = Workload(
        keeper: keeper, name: name, namespace: "mixed",
        image: "registry.example.com/mixed/\(name):1", replicas: replicas, ports: [("http", 8080)],
        podAnnotations: annotations, usesHostNetwork: onHostNetwork
      ).json(created: created)
      change(&object)
      return object
    }
    return [
      namespace("mixed", created: created),
      workload("at-once", replicas: 2) { $0[["spec", "strategy"]] = ["type": "Recreate"] },
      workload("by-hand", .statefulSet) { $0[["spec", "updateStrategy"]] = ["type": "OnDelete"] },
      workload("idle") { $0[["spec", "replicas"]] = 0 },
      workload("on-hold") { $0[["spec", "paused"]] = true },
      workload("on-nodes", .daemonSet, onHostNetwork: true),
      workload("opted-out", annotations: ["linkerd.io/inject": "disabled"]),
      workload("each-node", .daemonSet), workload("queue", .statefulSet, replicas: 2),
      workload(fragileName) { $0[["spec", "progressDeadlineSeconds"]] = 20 },
    ]
  }
}
