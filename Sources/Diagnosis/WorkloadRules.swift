package import Planning

/// What a restart of a workload means: whether it is of use, and what it interrupts.
package enum WorkloadRules {
  /// Those of the workloads that a restart gives a proxy, with what it interrupts, in the order in
  /// which they are restarted.
  package static func restarts(
    _ workloads: [Workload], in namespaces: [String], except: Set<String>
  ) -> [WorkloadRestart] {
    ordered(workloads, in: namespaces)
      .filter { reasonAgainst($0) == nil && !except.contains($0.id) }
      .map { WorkloadRestart($0, disruption: disruption($0)) }
  }

  /// The workloads of those namespaces: namespace by namespace, in each of them Deployments first
  /// and StatefulSets, which often hold data, last.
  package static func ordered(_ workloads: [Workload], in namespaces: [String]) -> [Workload] {
    let places = Dictionary(
      namespaces.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let kinds = Workload.Kind.allCases
    func rank(_ workload: Workload) -> (Int, Int, String) {
      (
        places[workload.namespace] ?? places.count, kinds.firstIndex(of: workload.kind) ?? 0,
        workload.name
      )
    }
    return workloads.filter { places[$0.namespace] != nil }.sorted { rank($0) < rank($1) }
  }

  /// Why a restart would give the workload's pods no proxy, or can't be done, as the end of a
  /// sentence; nil where nothing stands against it.
  ///
  /// A pod's own annotation wins over its namespace's, and pods with the node's network get no proxy
  /// (linkerd2 pkg/inject/report.go). kubectl refuses to restart what is paused (kubectl
  /// pkg/polymorphichelpers/objectrestarter.go).
  package static func reasonAgainst(_ workload: Workload) -> String? {
    if workload.replicas == 0 { return "it has no pods" }
    if workload.isPaused { return "its changes are paused (kubectl rollout resume)" }
    if workload.strategy == "OnDelete" { return "its pods have to be deleted by hand (OnDelete)" }
    if workload.kind == .statefulset, workload.partition > 0 {
      return "its partition \(workload.partition) keeps some of its pods as they are"
    }
    if workload.usesHostNetwork { return "its pods have their node's network and get no proxy" }
    if let inject = workload.inject, !Injection.givesProxies(annotation: inject) {
      return "its pods say linkerd.io/inject: \(inject)"
    }
    if workload.keepsProxies { return "its pods have their proxies already, and they can stay" }
    return nil
  }

  /// A warning where pods have an own list of opaque ports that lacks some of those that their
  /// namespace gets; nil where they have none, or all are in it.
  ///
  /// A pod's annotation wins over its namespace's, and neither adds to the other (linkerd2
  /// pkg/inject/inject.go, the order of annotations; linkerd.io/2/features/protocol-detection).
  package static func ownPortsWarning(_ workload: Workload, _ ports: OpaquePorts) -> Problem? {
    let missing = missingPorts(workload, ports)
    guard let own = workload.opaquePorts, !missing.isEmpty else { return nil }
    let list = missing.map(String.init).joined(separator: ", ")
    let isOne = missing.count == 1
    return Problem(
      "opaque-ports-own", severity: .warning,
      "The pods of \(workload.id) have their own list of opaque ports (\(own)), which wins over "
        + "their namespace's: \(list) \(isOne ? "isn't" : "aren't") opaque there.",
      remedy: "Add \(isOne ? "it" : "them") to the annotation \(OpaquePorts.annotation) in its pod "
        + "template, or take that annotation away.")
  }

  /// Those of the ports that a workload's own list lacks; none where it has no own list.
  package static func missingPorts(_ workload: Workload, _ ports: OpaquePorts) -> [Int] {
    guard let own = workload.opaquePorts else { return [] }
    return ports.numbers.filter { !OpaquePorts.isListed($0, in: own) }
  }

  /// Whether proxies that run already can stay where that control plane is installed, as
  /// `namespace` is annotated from now on.
  ///
  /// What a proxy trusts, its identity and its settings are fixed when its pod starts
  /// (linkerd2 charts/partials/templates/_proxy.tpl). In doubt they can't stay: a restart too many
  /// does less harm than a pod that the mesh doesn't let in.
  package static func canStay(
    _ proxies: RunningProxies, in namespace: NamespaceAnswer, with mesh: MeshToCome
  ) -> Bool {
    let identity =
      "serviceaccount.identity.\(mesh.controlPlaneNamespace).\(mesh.trustDomain)"
    return proxies.trustSameAnchors && proxies.identity == identity
      && proxies.controlPlaneNamespace == mesh.controlPlaneNamespace
      && !proxies.version.isEmpty && proxies.version == mesh.version && !mesh.hasOwnSettings
      && proxies.inject == namespace.inject.rawValue && namespace.opaque == nil
  }

  /// The same in a few words for a list's row.
  package static func shortReasonAgainst(_ workload: Workload) -> String? {
    guard reasonAgainst(workload) != nil else { return nil }
    if workload.replicas == 0 { return "no pods" }
    if workload.isPaused { return "paused" }
    if workload.strategy == "OnDelete" { return "OnDelete: by hand" }
    if workload.kind == .statefulset, workload.partition > 0 { return "held by its partition" }
    if workload.usesHostNetwork { return "node's network" }
    return workload.keepsProxies ? "has its proxies" : "inject: \(workload.inject ?? "")"
  }

  /// What a restart interrupts, in a few words for a list.
  package static func disruptionNote(_ workload: Workload) -> String {
    switch (workload.kind, isGap(workload)) {
    case (.deployment, _) where workload.strategy == "Recreate": "all pods stop first"
    case (.deployment, false): "pod by pod, no gap"
    case (.daemonset, _): "node by node"
    case (_, true): "a gap: its only pod"
    case (.statefulset, false): "one pod at a time"
    }
  }

  /// What a restart interrupts, in a whole sentence.
  package static func disruption(_ workload: Workload) -> String {
    switch (workload.kind, isGap(workload)) {
    case (.deployment, _) where workload.strategy == "Recreate":
      "All its pods stop before new ones start (Recreate): it is away meanwhile."
    case (.deployment, false):
      "Its pods are replaced one after the other, without a gap as far as their readiness tells."
    case (.daemonset, _):
      "Its pods are replaced node by node; each node is without one for a moment."
    case (_, true): "Its only pod stops before the new one starts: it is away meanwhile."
    case (.statefulset, false):
      "Its pods are replaced one at a time, each away until its successor is ready."
    }
  }

  /// Whether the only pod goes before its successor is there.
  private static func isGap(_ workload: Workload) -> Bool {
    guard workload.replicas == 1 else { return false }
    switch workload.kind {
    case .statefulset: return true
    case .daemonset: return false
    case .deployment: return ["0", "0%"].contains(workload.maxSurge)
    }
  }
}

/// What of the mesh that is installed decides whether older proxies fit it.
package struct MeshToCome: Equatable, Sendable {
  /// The control plane's namespace.
  package var controlPlaneNamespace: String
  /// The domain of its identities.
  package var trustDomain: String
  /// Linkerd's version, such as `edge-26.8.3`; empty where it isn't known yet.
  package var version: String
  /// Whether settings are given that older proxies may not have.
  package var hasOwnSettings: Bool

  /// Makes a description.
  package init(
    controlPlaneNamespace: String, trustDomain: String, version: String, hasOwnSettings: Bool
  ) {
    self.controlPlaneNamespace = controlPlaneNamespace
    self.trustDomain = trustDomain
    self.version = version
    self.hasOwnSettings = hasOwnSettings
  }
}
