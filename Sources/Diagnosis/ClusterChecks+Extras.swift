import Planning

extension ClusterChecks {
  /// The row of the Gateway API's CRDs.
  static func gatewayRow(_ fact: Fact<GatewayAPIState>, now: Instant) -> CheckRow {
    let id = "gateway-api"
    guard case .known(let state) = fact else {
      return unsettled(
        fact, id: id, text: "Gateway API CRDs", now: now,
        failed: "Gateway API CRDs can't be looked for")
        ?? CheckRow(id: id, mark: .waiting, text: "Gateway API CRDs")
    }
    switch state {
    case .absent:
      return CheckRow(
        id: id, mark: .warning, text: "Gateway API CRDs are missing",
        remedy: "Leave “Gateway API” on Automatic, on screen 3.")
    case .linkerd(let bundle, let release):
      return CheckRow(
        id: id, mark: .passed, text: "Gateway API CRDs\(bundle.spaced), Linkerd's own",
        note: release.map { "helm release \($0)" } ?? "")
    case .foreign(let bundle, let owner, let servesV1):
      return foreignGatewayRow(id: id, bundle: bundle, owner: owner, servesV1: servesV1)
    }
  }

  private static func foreignGatewayRow(
    id: String, bundle: String?, owner: String?, servesV1: Bool
  ) -> CheckRow {
    let text = "Gateway API CRDs\(bundle.spaced), not Linkerd's"
    let whose = owner ?? "somebody who has not signed them"
    guard !servesV1 else {
      return CheckRow(
        id: id, mark: .passed, text: text, note: owner ?? "",
        remedy: "They belong to \(whose) and are left alone: "
          + "leave “Gateway API” on Automatic, on screen 3.")
    }
    return CheckRow(
      id: id, mark: .warning, text: text, note: owner ?? "",
      reason: "They belong to \(whose) and do not serve HTTPRoute at v1, which Linkerd needs.",
      remedy: "Ask their owner to update them to 1.2.1 or newer; Helm must leave them alone: "
        + "leave “Gateway API” on Automatic, on screen 3.")
  }

  /// The row of Cilium's load balancer; nil unless it would lead traffic past the proxies
  /// (linkerd.io/2/reference/cluster-configuration, "Cilium"; linkerd2 #11597).
  static func ciliumRow(_ fact: Fact<ClusterNetwork>) -> CheckRow? {
    guard let network = fact.value, network.ciliumBypassesProxies else { return nil }
    return CheckRow(
      id: "cilium-sockets", mark: .warning, text: "Cilium leads traffic past Linkerd's proxies",
      reason:
        "It chooses a service's pod in the socket, before the proxy sees which service is meant: "
        + "no routes, no balancing by Linkerd.",
      remedy: "Have Cilium do so in the hosts' namespace only: in its Helm values, "
        + "socketLB.hostNamespaceOnly=true.")
  }

  /// The row of the nodes' clocks.
  static func clockRow(_ fact: Fact<ClockFact>, now: Instant) -> CheckRow {
    let id = "node-clocks"
    let text = "Node clocks agree with this machine"
    guard case .known(let clocks) = fact else {
      var row =
        unsettled(fact, id: id, text: text, now: now, failed: "Node clocks can't be compared")
        ?? CheckRow(id: id, mark: .waiting, text: text)
      if row.mark == .failed { row.mark = .warning }
      return row
    }
    guard let lag = clocks.worstLag else {
      return CheckRow(
        id: id, mark: .warning, text: "Node clocks can't be compared",
        reason: "No node of the cluster tells when it was last heard of.",
        remedy: "See that the nodes are Ready: kubectl get nodes")
    }
    guard lag.magnitude > clockTolerance.magnitude else {
      return CheckRow(id: id, mark: .passed, text: text, note: counted(clocks.nodes, "node"))
    }
    return clockOffRow(id: id, lag: lag, node: clocks.node)
  }

  private static func clockOffRow(id: String, lag: Int64, node: String) -> CheckRow {
    let far = span(seconds: lag.magnitude)
    let reason =
      lag > 0
      ? "The node \(node) was last heard of \(far) ago by this machine's clock: "
        + "its clock is slow, this one is fast, or the node is down."
      : "The node \(node)'s clock is \(far) ahead of this machine's."
    return CheckRow(
      id: id, mark: .warning, text: "Node clocks don't agree with this machine",
      note: "\(node) \(lag > 0 ? "-" : "+")\(far)",
      reason: reason + " Certificates made here may not be valid there yet.",
      remedy: "Set the clocks by NTP on that node and on this machine, then check again.")
  }

  /// A length of time in its two largest units, such as `5 min 20 s`.
  static func span(seconds: UInt64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60)
    if hours > 0 { return "\(hours) h" + (minutes > 0 ? " \(minutes) min" : "") }
    let rest = seconds % 60
    if minutes > 0 { return "\(minutes) min" + (rest > 0 ? " \(rest) s" : "") }
    return "\(seconds) s"
  }
}

extension String? {
  /// A version such as `v1.2.1` with a space in place of the v; empty where there is none.
  fileprivate var spaced: String {
    guard let text = self, !text.isEmpty else { return "" }
    return " " + (text.first == "v" ? text.dropFirst() : text[...])
  }
}
