extension ControlLoop {
  /// The pods that an object controls.
  func pods(of uid: String) -> [StoredObject] {
    state.store.dependents(of: uid).filter { $0.id == .pods }.compactMap(state.store.object)
  }

  /// Makes a pod from a workload's template; where that is refused, tells it in an event and gives
  /// back why.
  @discardableResult
  func makePod(
    for owner: JSON, named name: String? = nil, labels: [String: String] = [:],
    node: String? = nil, by component: String
  ) -> String? {
    let template = owner[["spec", "template"]] ?? .object([:])
    var metadata = template["metadata"] ?? .object([:])
    metadata["creationTimestamp"] = isStarting ? owner["metadata"]?["creationTimestamp"] : .none
    metadata["name"] = name.map { .string($0) }
    metadata["generateName"] = .string("\(owner.name)-")
    for (key, value) in labels { metadata[["labels", key]] = .string(value) }
    metadata["ownerReferences"] = [Self.reference(to: owner)]
    var pod: JSON = [
      "apiVersion": "v1", "kind": "Pod", "metadata": metadata,
      "spec": template["spec"] ?? .object([:]),
    ]
    if let node { pod[["spec", "nodeName"]] = .string(node) }
    guard let type = state.registry.type(.pods) else { return nil }
    do {
      var options = ClusterState.WriteOptions()
      options.manager = "kube-controller-manager"
      let made = try state.create(type, in: owner.namespace, pod, options)
      record(owner, "SuccessfulCreate", message(owner, made.name), by: component)
      return nil
    } catch {
      let why = (error as? APIError)?.message ?? "\(error)"
      record(owner, "FailedCreate", "Error creating: \(why)", by: component, isWarning: true)
      return why
    }
  }

  private func message(_ owner: JSON, _ pod: String) -> String {
    owner["kind"]?.text == "StatefulSet"
      ? "create Pod \(pod) in StatefulSet \(owner.name) successful" : "Created pod: \(pod)"
  }

  /// The reference by which a controlled object names its controller.
  static func reference(to owner: JSON) -> JSON {
    [
      "apiVersion": owner["apiVersion"] ?? "", "kind": owner["kind"] ?? "",
      "name": .string(owner.name), "uid": .string(owner.uid), "controller": true,
      "blockOwnerDeletion": true,
    ]
  }

  /// Ends a pod as its controller would.
  func endPod(_ pod: StoredObject, of owner: JSON, by component: String) {
    guard let type = state.registry.type(.pods) else { return }
    _ = try? state.delete(type, pod, DeleteOptions())
    record(owner, "SuccessfulDelete", "Deleted pod: \(pod.key.name)", by: component)
  }

  static func isReady(_ pod: JSON) -> Bool {
    pod["status"]?["conditions"]?.elements.contains {
      $0["type"] == "Ready" && $0["status"] == "True"
    } ?? false
  }

  static func isOver(_ pod: JSON) -> Bool {
    ["Succeeded", "Failed"].contains(pod["status"]?["phase"]?.text ?? "")
  }

  /// A short, stable name of a pod template, as in a replica set's `pod-template-hash`.
  static func hash(of template: JSON) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in template.printed { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")
    var text = ""
    for _ in 0..<10 {
      text.append(alphabet[Int(hash % UInt64(alphabet.count))])
      hash /= UInt64(alphabet.count)
    }
    return text
  }
}
