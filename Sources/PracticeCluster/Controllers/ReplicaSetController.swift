extension ControlLoop {
  /// Makes or ends pods until there are as many as asked for, and counts them.
  func reconcileReplicaSet(_ key: ObjectKey, _ set: JSON) {
    guard !set.isBeingDeleted else { return }
    let wanted = set["spec"]?["replicas"]?.integer ?? 0
    let active = pods(of: set.uid).filter { !$0.json.isBeingDeleted && !Self.isOver($0.json) }
    var failure: String?
    if active.count < wanted {
      for _ in active.count..<wanted {
        failure = makePod(for: set, by: "replicaset-controller")
        guard failure != nil else { continue }
        if !isScheduled(.reconcile(key)) { schedule(.reconcile(key), after: 3) }
        break
      }
    } else if active.count > wanted {
      let order = active.sorted { !Self.isReady($0.json) && Self.isReady($1.json) }
      for pod in order.prefix(active.count - wanted) {
        endPod(pod, of: set, by: "replicaset-controller")
      }
    }
    let now = pods(of: set.uid).filter { !$0.json.isBeingDeleted && !Self.isOver($0.json) }
    let ready = now.filter { Self.isReady($0.json) }.count
    state.revise(key) { set in
      var status: JSON = [
        "replicas": .int(now.count), "observedGeneration": set["metadata"]?["generation"] ?? 1,
      ]
      if !now.isEmpty { status["fullyLabeledReplicas"] = .int(now.count) }
      if let failure { status["conditions"] = [Self.refusal(failure, set, state.now)] }
      if ready > 0 {
        status["readyReplicas"] = .int(ready)
        status["availableReplicas"] = .int(ready)
      }
      set["status"] = status
    }
  }

  /// The condition that tells why pods are missing; the reason of the first refusal stays.
  private static func refusal(_ message: String, _ set: JSON, _ now: String) -> JSON {
    let before = set[["status", "conditions"]]?.elements.first { $0["type"] == "ReplicaFailure" }
    return before ?? [
      "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate",
      "message": .string(message), "lastTransitionTime": .string(now),
    ]
  }
}
