import Diagnosis

/// What was counted of a namespace's pods.
struct PodTally: Equatable, Sendable {
  /// Pods that haven't ended.
  var pods = 0
  /// Of these, the ones with a Linkerd proxy.
  var meshed = 0
  var workloads = NamespaceWorkloads()
}

/// Pods as lines of text, one a pod, as kubectl's template cuts them.
enum PodLines {
  /// Namespace, phase, host network, owner's kind, own annotation, containers, init containers; tabs
  /// between them, and in a container its name, image and ports.
  static let template =
    #"jsonpath={range .items[*]}{.metadata.namespace}{"\t"}{.status.phase}{"\t"}"#
    + #"{.spec.hostNetwork}{"\t"}{.metadata.ownerReferences[0].kind}{"\t"}"#
    + #"{.metadata.annotations.linkerd\.io/inject}{"\t"}"#
    + #"{range .spec.containers[*]}{.name}{"|"}{.image}{"|"}{.ports[*].containerPort}{"\f"}{end}"#
    + #"{"\t"}{range .spec.initContainers[*]}{.name}{"|"}{.image}{"|\f"}{end}{"\n"}{end}"#

  /// The tallies by namespace. What is no such line is passed over.
  static func tallies(_ output: [UInt8]) -> [String: PodTally] {
    var tallies: [String: PodTally] = [:]
    var kinds: [ArraySlice<UInt8>: PodKind] = [:]
    // Pods of a namespace follow one another, so a name is made once for all of them.
    var current: (bytes: ArraySlice<UInt8>, name: String, tally: PodTally)?
    for line in output.split(separator: 0x0a) {
      let fields = line.split(separator: 0x09, maxSplits: 1, omittingEmptySubsequences: false)
      guard fields.count == 2 else { continue }
      let kind = kinds[fields[1]] ?? PodKind(fields[1])
      kinds[fields[1]] = kind
      if current?.bytes != fields[0] {
        if let done = current { tallies[done.name] = done.tally }
        let name = String(decoding: fields[0], as: UTF8.self)
        current = (fields[0], name, tallies[name] ?? PodTally())
      }
      if let kind { current?.tally.add(kind) }
    }
    if let done = current { tallies[done.name] = done.tally }
    return tallies.mapValues(\.inOrder)
  }
}

/// A pod, as far as it differs from others.
private struct PodKind {
  var isMeshed = false
  var isJobs = false
  var usesHostNetwork = false
  var optsOut = false
  var hasKnative = false
  var ports: [ServerFirstPort] = []
  var controllers: [String] = []
  var otherMesh: String?

  /// Reads what follows the namespace; nil where the pod has ended or the line is no pod's.
  init?(_ rest: ArraySlice<UInt8>) {
    let fields = rest.split(separator: 0x09, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 6, fields[0] != "Succeeded", fields[0] != "Failed" else { return nil }
    usesHostNetwork = fields[1] == "true"
    isJobs = fields[2] == "Job"
    optsOut = fields[3] == "disabled"
    for text in (fields[4] + fields[5]).split(separator: "\u{0C}") { take(container: text) }
  }

  private mutating func take(container text: Substring) {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { return }
    let (name, image) = (parts[0], parts[1])
    if name == "linkerd-proxy" { isMeshed = true }
    if let mesh = KnownProducts.mesh(ofSidecar: name) { otherMesh = mesh }
    if KnownProducts.isKnative(container: name, image: image) { hasKnative = true }
    if let controller = KnownProducts.ingressController(image: image) {
      controllers.append(controller)
    }
    ports += KnownProducts.serverFirstPorts(
      image: image, ports: parts[2].split(separator: " ").compactMap { Int($0) })
  }
}

extension PodTally {
  fileprivate mutating func add(_ pod: PodKind) {
    pods += 1
    if pod.isMeshed { meshed += 1 }
    if pod.isJobs { workloads.jobPods += 1 }
    if pod.usesHostNetwork {
      workloads.hostNetworkPods += 1
    } else if pod.optsOut {
      workloads.optedOutPods += 1
    }
    if pod.hasKnative { workloads.hasKnative = true }
    workloads.sidecarsOf = workloads.sidecarsOf ?? pod.otherMesh
    for port in pod.ports where !workloads.serverFirstPorts.contains(port) {
      workloads.serverFirstPorts.append(port)
    }
    for name in pod.controllers where !workloads.ingressControllers.contains(name) {
      workloads.ingressControllers.append(name)
    }
  }

  /// The same with its lists in order.
  fileprivate var inOrder: PodTally {
    var tally = self
    tally.workloads.serverFirstPorts.sort()
    tally.workloads.ingressControllers.sort()
    return tally
  }
}
