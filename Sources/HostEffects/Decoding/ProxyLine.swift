import Diagnosis
import Planning

/// A pod, as far as it has a proxy that could go on in a mesh of the same anchors.
struct ProxyLine: Equatable, Sendable {
  /// Its namespace.
  var namespace: String
  /// Its phase, or the reason that it has instead.
  var status: String
  /// The kind and the name of what made it, such as `ReplicaSet/web-7b9b86f754`.
  var owner: String
  /// What a Deployment's pods have in their replica set's name; empty for others.
  var templateHash: String
  /// What there is of a proxy that is ready; nil where there is none.
  var proxy: RunningProxies?

  /// Each pod in a line, its fields behind tabs.
  static let template = MeshTemplate([
    MeshTemplate.namespace, MeshLines.status, MeshLines.owner,
    MeshTemplate.member(".metadata.labels", "pod-template-hash", isFree: false),
    MeshLines.readyProxy,
    MeshTemplate.member(".metadata.labels", "linkerd.io/control-plane-ns", isFree: false),
    MeshTemplate.member(".metadata.annotations", "linkerd.io/proxy-version"),
    MeshTemplate.member(".metadata.annotations", "linkerd.io/inject"),
    variable("LINKERD2_PROXY_IDENTITY_LOCAL_NAME"),
    variable("LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS"),
  ])

  private static func variable(_ name: String) -> String {
    MeshLines.each(
      MeshLines.ofProxy(
        #"{{range .env}}{{if eq .name "\#(name)"}}{{with .value}}{{printf "%q" .}}{{end}}"#
          + "{{end}}{{end}}"))
  }

  /// A pod of its line; `anchors`, PEM, are those that its proxy's are compared with.
  init(_ cells: [String], anchors: String) {
    namespace = cells[0]
    status = cells[1]
    owner = cells[2]
    templateHash = cells[3]
    guard !cells[4].isEmpty else { return }
    let name = MeshTemplate.unquoted(cells[8])
    proxy = RunningProxies(
      controlPlaneNamespace: cells[5], version: MeshLines.harmless(cells[6]),
      inject: MeshLines.harmless(cells[7]),
      identity: name.firstRange(of: "serviceaccount.").map { String(name[$0.lowerBound...]) } ?? "",
      trustSameAnchors:
        MeshLines.trimmed(MeshTemplate.unquoted(cells[9])) == MeshLines.trimmed(anchors))
  }

  /// Whether that workload made it, be it through a replica set.
  fileprivate func belongs(to workload: Workload) -> Bool {
    guard namespace == workload.namespace, !MeshFacts.Pod.isOver(status) else { return false }
    switch workload.kind {
    case .deployment:
      return !templateHash.isEmpty && owner == "ReplicaSet/\(workload.name)-\(templateHash)"
    case .daemonset: return owner == "DaemonSet/\(workload.name)"
    case .statefulset: return owner == "StatefulSet/\(workload.name)"
    }
  }
}

extension [ProxyLine] {
  /// The proxies that all pods of a workload have, where they are alike and as many as it wants.
  func alike(of workload: Workload) -> RunningProxies? {
    let own = filter { $0.belongs(to: workload) }
    guard own.count == workload.replicas, let first = own.first?.proxy,
      own.allSatisfy({ $0.proxy == first })
    else { return nil }
    return first
  }
}
