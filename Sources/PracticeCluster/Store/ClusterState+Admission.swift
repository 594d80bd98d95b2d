extension ClusterState {
  /// What admission does to a new object before it is stored. Throws `APIError` where it is refused.
  func admitNew(_ object: inout JSON, _ type: ResourceType) throws {
    if type.id == .namespaces, scenario == .podSecurity { Self.restrain(&object) }
    guard type.id == .pods else { return }
    try askWebhooks(about: &object)
    try checkPodSecurity(object, type)
    try checkQuota(object, type)
  }

  private static let level = "pod-security.kubernetes.io/enforce"

  /// A policy of the cluster that lets nobody choose the level of a new namespace.
  private static func restrain(_ namespace: inout JSON) {
    guard namespace.labels["linkerd.io/is-control-plane"] != nil else { return }
    namespace[["metadata", "labels", level]] = "restricted"
  }

  /// Pod Security, as far as it is about the capabilities that a mesh asks for.
  private func checkPodSecurity(_ pod: JSON, _ type: ResourceType) throws {
    let namespace = object("", "namespaces", "", pod.namespace) ?? .object([:])
    guard let level = namespace.labels[Self.level], level != "privileged" else { return }
    let containers = ["initContainers", "containers"].flatMap { pod["spec"]?[$0]?.elements ?? [] }
    let greedy = containers.first { container in
      container[["securityContext", "capabilities", "add"]]?.elements
        .contains { ($0.text ?? "").hasPrefix("NET_") } ?? false
    }
    guard let greedy else { return }
    let name = greedy.elementName
    let drop =
      level == "restricted"
      ? "container \"\(name)\" must set securityContext.capabilities.drop=[\"ALL\"]; " : ""
    throw APIError.forbidden(
      type.id, pod.name,
      "violates PodSecurity \"\(level):latest\": unrestricted capabilities (\(drop)container "
        + "\"\(name)\" must not include \"NET_ADMIN\", \"NET_RAW\" in "
        + "securityContext.capabilities.add)")
  }

  /// Quotas, as far as they count pods.
  private func checkQuota(_ pod: JSON, _ type: ResourceType) throws {
    let quotas = ResourceID(group: "", plural: "resourcequotas")
    for quota in store.objects(quotas, namespace: pod.namespace) {
      let hard = quota.json["spec"]?["hard"]?["pods"]
      guard let limit = hard?.integer ?? hard?.text.flatMap({ Int($0) }) else { continue }
      let used = store.objects(.pods, namespace: pod.namespace).filter {
        !$0.json.isBeingDeleted && !ControlLoop.isOver($0.json)
      }.count
      guard used >= limit else { continue }
      throw APIError.forbidden(
        type.id, pod.name,
        "exceeded quota: \(quota.key.name), requested: pods=1, used: pods=\(used), "
          + "limited: pods=\(limit)")
    }
  }
}
