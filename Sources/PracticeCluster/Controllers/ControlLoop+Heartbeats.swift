// What the kubelets do: each renews its node's lease every 10 s, and tells the node's conditions anew
// every 5 minutes where nothing has changed (nodeStatusUpdateFrequency, nodeStatusReportFrequency).
extension ControlLoop {
  /// Seconds from one renewal of the leases to the next.
  static let heartbeatSeconds = 10
  /// How many renewals there are to one report of the conditions.
  static let heartbeatsToAReport = 30

  /// Lets the nodes' hearts beat from that moment on.
  func beginHeartbeats(at moment: ContinuousClock.Instant) {
    schedule(.heartbeat(1), at: moment + .seconds(Self.heartbeatSeconds))
  }

  /// One beat of every node. The next is counted from the present, so that a machine that slept
  /// makes up for nothing.
  func beat(_ number: Int) {
    for node in state.store.objects(ResourceID(group: "", plural: "nodes")) {
      renewLease(of: node.key.name)
      if number % Self.heartbeatsToAReport == 0 { report(node.key) }
    }
    schedule(.heartbeat(number + 1), at: now + .seconds(Self.heartbeatSeconds))
  }

  /// How many seconds the nodes' clocks are behind.
  private var nodeLag: Int64 { state.scenario == .nodeClock ? PodTrouble.clockLag : 0 }

  private func renewLease(of node: String) {
    let lease = ObjectKey(
      id: ResourceID(group: "coordination.k8s.io", plural: "leases"),
      namespace: "kube-node-lease", name: node)
    state.revise(lease) {
      $0[["spec", "renewTime"]] = .string(Timestamp.microText(state.clock() - nodeLag * 1_000_000))
    }
  }

  private func report(_ node: ObjectKey) {
    state.revise(node) { object in
      let conditions = (object["status"]?["conditions"]?.elements ?? []).map { condition in
        var condition = condition
        condition["lastHeartbeatTime"] = .string(
          Timestamp.text(state.clock() / 1_000_000 - nodeLag))
        return condition
      }
      object[["status", "conditions"]] = .array(conditions)
    }
  }
}
