extension ControlLoop {
  /// Tells what happened to an object, as `kubectl get events` and `kubectl describe` show it.
  func record(
    _ object: JSON, _ reason: String, _ message: String, by component: String,
    isWarning: Bool = false
  ) {
    guard !isStarting else { return }
    let namespace = object.namespace.isEmpty ? "default" : object.namespace
    let id = ResourceID(group: "", plural: "events")
    let now = state.now
    if let known = known(object, reason, message, id, namespace) {
      state.revise(known) {
        $0["count"] = .int(($0["count"]?.integer ?? 1) + 1)
        $0["lastTimestamp"] = .string(now)
      }
      return
    }
    let number = String(Timestamp.nowMicroseconds, radix: 16) + ClusterState.nameSuffix(2)
    var involved: JSON = [
      "apiVersion": object["apiVersion"] ?? "v1", "kind": object["kind"] ?? "",
      "name": .string(object.name), "uid": .string(object.uid),
      "resourceVersion": object["metadata"]?["resourceVersion"] ?? "",
    ]
    if !object.namespace.isEmpty { involved["namespace"] = .string(object.namespace) }
    let name = "\(object.name).\(number)"
    state.store.put(
      ObjectKey(id: id, namespace: namespace, name: name),
      [
        "apiVersion": "v1", "kind": "Event",
        "metadata": [
          "name": .string(name), "namespace": .string(namespace),
          "uid": .string(ClusterState.uid()), "creationTimestamp": .string(now),
        ],
        "involvedObject": involved, "reason": .string(reason), "message": .string(message),
        "type": .string(isWarning ? "Warning" : "Normal"), "count": 1, "eventTime": nil,
        "firstTimestamp": .string(now), "lastTimestamp": .string(now),
        "source": ["component": .string(component)],
        "reportingComponent": .string(component), "reportingInstance": "",
      ])
  }

  private func known(
    _ object: JSON, _ reason: String, _ message: String, _ id: ResourceID, _ namespace: String
  ) -> ObjectKey? {
    state.store.objects(id, namespace: namespace).first {
      $0.json["involvedObject"]?["uid"]?.text == object.uid
        && $0.json["reason"]?.text == reason && $0.json["message"]?.text == message
    }?.key
  }
}
