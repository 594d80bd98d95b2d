extension ControlLoop {
  /// Writes where a service's traffic goes: an EndpointSlice and, for older clients, Endpoints.
  func reconcileService(_ key: ObjectKey, _ service: JSON) {
    guard !service.isBeingDeleted, let selector = service["spec"]?["selector"], !selector.isEmpty
    else { return }
    let chosen = LabelSelector(selector)
    let pods = state.store.objects(.pods, namespace: key.namespace).filter {
      chosen.matches($0.json.labels) && !$0.json.isBeingDeleted
        && $0.json["status"]?["podIP"] != nil && !Self.isOver($0.json)
    }
    let ports = service["spec"]?["ports"]?.elements ?? []
    writeSlice(of: service, pods, ports)
    writeEndpoints(of: service, pods, ports)
  }

  private func resolved(_ port: JSON, _ pods: [StoredObject]) -> JSON {
    var result: JSON = ["protocol": port["protocol"] ?? "TCP"]
    result["name"] = port["name"] ?? ""
    result["port"] = port["targetPort"]?.integer.map { .int($0) } ?? port["port"]
    if let name = port["targetPort"]?.text {
      let all = pods.first?.json["spec"]?["containers"]?.elements ?? []
      let named = all.flatMap { $0["ports"]?.elements ?? [] }.first { $0["name"]?.text == name }
      result["port"] = named?["containerPort"] ?? port["port"]
    }
    return result
  }

  private func writeSlice(of service: JSON, _ pods: [StoredObject], _ ports: [JSON]) {
    let id = ResourceID(group: "discovery.k8s.io", plural: "endpointslices")
    let known = state.store.dependents(of: service.uid).first { $0.id == id }
    let key =
      known
      ?? ObjectKey(
        id: id, namespace: service.namespace,
        name: "\(service.name)-\(ClusterState.nameSuffix())")
    let endpoints = pods.map { pod -> JSON in
      let isReady = Self.isReady(pod.json)
      return [
        "addresses": [pod.json["status"]?["podIP"] ?? ""],
        "conditions": [
          "ready": .bool(isReady), "serving": .bool(isReady), "terminating": false,
        ],
        "nodeName": pod.json["spec"]?["nodeName"] ?? "",
        "targetRef": Self.target(pod),
      ]
    }
    write(
      key, for: service,
      [
        "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
        "endpoints": .array(endpoints), "ports": .array(ports.map { resolved($0, pods) }),
      ], labels: ["kubernetes.io/service-name": .string(service.name)])
  }

  private func writeEndpoints(of service: JSON, _ pods: [StoredObject], _ ports: [JSON]) {
    let id = ResourceID(group: "", plural: "endpoints")
    let key = ObjectKey(id: id, namespace: service.namespace, name: service.name)
    func addresses(_ areReady: Bool) -> [JSON] {
      pods.filter { Self.isReady($0.json) == areReady }.map {
        [
          "ip": $0.json["status"]?["podIP"] ?? "",
          "nodeName": $0.json["spec"]?["nodeName"] ?? "", "targetRef": Self.target($0),
        ]
      }
    }
    var subset: JSON = ["ports": .array(ports.map { resolved($0, pods) })]
    if !addresses(true).isEmpty { subset["addresses"] = .array(addresses(true)) }
    if !addresses(false).isEmpty { subset["notReadyAddresses"] = .array(addresses(false)) }
    var endpoints: JSON = ["apiVersion": "v1", "kind": "Endpoints"]
    if !pods.isEmpty { endpoints["subsets"] = [subset] }
    write(key, for: service, endpoints, labels: service.labels.mapValues { .string($0) })
  }

  private static func target(_ pod: StoredObject) -> JSON {
    [
      "kind": "Pod", "name": .string(pod.key.name), "namespace": .string(pod.key.namespace),
      "uid": .string(pod.json.uid),
    ]
  }

  private func write(
    _ key: ObjectKey, for service: JSON, _ content: JSON, labels: [String: JSON]
  ) {
    let current = state.store.object(key)?.json
    var object = content
    object["metadata"] =
      current?["metadata"] ?? [
        "name": .string(key.name), "namespace": .string(key.namespace),
        "uid": .string(ClusterState.uid()),
        "creationTimestamp": isStarting
          ? service["metadata"]?["creationTimestamp"] ?? .string(state.now) : .string(state.now),
        "labels": .object(labels), "ownerReferences": [Self.reference(to: service)],
      ]
    if object != current { state.store.put(key, object) }
  }
}
