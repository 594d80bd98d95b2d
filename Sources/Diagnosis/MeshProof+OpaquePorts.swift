import Planning

// Services and their pods have to agree on which ports are opaque
// (checkMisconfiguredOpaquePortAnnotations).
extension MeshProof {

  static func opaquePorts(_ facts: MeshFacts) -> MeshRule.Verdict {
    .of(facts.dataPlaneServices) { services in
      .of(facts.pods) { pods in
        let marked = services.filter { $0.address != "None" && !$0.pods.isEmpty }
        let wanted = Set(
          marked.flatMap { service in service.pods.map { service.namespace + "/" + $0 } })
        let byName = Dictionary(
          pods.lazy.filter { wanted.contains($0.namespace + "/" + $0.name) }
            .map { ($0.namespace + "/" + $0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let found = marked.flatMap { service in
          service.pods.compactMap { byName[service.namespace + "/" + $0] }
            .compactMap { disagreement(of: service, and: $0) }
        }
        return .unless(
          found.isEmpty ? nil : listed(found) + ".",
          remedy: "Annotate both alike: what only one of them calls opaque is read as HTTP by the "
            + "other side.")
      }
    }
  }

  /// What service and pod don't agree on; nil where they do.
  private static func disagreement(
    of service: MeshFacts.Service, and pod: MeshFacts.Pod
  ) -> String? {
    let ofService = ports(service.opaquePorts)
    let ofPod = ports(pod.opaquePorts)
    for text in ofService {
      guard let port = Int(text) else { return unreadable(text, pod) }
      if let missing = missingOnPod(service, pod, port, ofPod) { return missing }
    }
    for text in ofPod where !ofService.contains(text) {
      guard let port = Int(text) else { return unreadable(text, pod) }
      if let missing = missingOnService(service, pod, port, ofService) { return missing }
    }
    return nil
  }

  private static func ports(_ annotation: String?) -> [String] {
    annotation?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
  }

  private static func unreadable(_ text: String, _ pod: MeshFacts.Pod) -> String {
    "\"\(text)\" of the pod \(pod.name) or its service is no port number"
  }

  /// The port of the pod that the service's port leads to has to be opaque there too.
  private static func missingOnPod(
    _ service: MeshFacts.Service, _ pod: MeshFacts.Pod, _ port: Int, _ opaque: [String]
  ) -> String? {
    for target in service.ports where target.number == port {
      let led = pod.ports.first { leads(target, to: $0) }
      guard let led else { continue }
      guard !opaque.contains("\(led.number)") else { return nil }
      return "service \(service.name) expects target port \(led.number) to be opaque; "
        + "add it to pod \(pod.name) \(OpaquePorts.annotation) annotation"
    }
    return nil
  }

  /// The service's port that leads to an opaque port of the pod has to be opaque too.
  private static func missingOnService(
    _ service: MeshFacts.Service, _ pod: MeshFacts.Pod, _ port: Int, _ opaque: [String]
  ) -> String? {
    let led = pod.ports.first { $0.number == port } ?? MeshFacts.Port(number: port)
    guard let source = service.ports.first(where: { leads($0, to: led) }),
      !opaque.contains("\(source.number)")
    else { return nil }
    return "service \(service.name) targets the opaque port \(port) through \(source.number); "
      + "add \(source.number) to its \(OpaquePorts.annotation) annotation"
  }

  /// Whether a service's port leads to that port of a container, by number or by name.
  private static func leads(_ source: MeshFacts.Port, to port: MeshFacts.Port) -> Bool {
    if source.target.isEmpty { return source.number == port.number }
    return source.target == "\(port.number)" || !port.target.isEmpty && source.target == port.target
  }
}
