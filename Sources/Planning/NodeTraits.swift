/// What the cluster's nodes are like, as far as it decides what the control plane's chart is told.
package struct NodeTraits: Equatable, Codable, Sendable {
  /// How many nodes take pods.
  package var schedulable: Int
  /// The nodes whose containers Docker runs, by their names.
  package var docker: [String]
  /// The nodes whose system has no legacy iptables: Red Hat's family from version 8 on.
  package var withoutLegacyTables: [String]
  /// The nodes whose system has no nftables: Google's Container-Optimized OS.
  package var withoutNFTables: [String]
  /// The nodes of k3s, by their names.
  package var k3s: [String]
  /// Whether each of them keeps the programs of CNI plugins at a path that stays.
  package var k3sHasFixedPath: Bool
  /// The nodes of GKE Autopilot, by their names.
  package var autopilot: [String]

  /// Makes a description of nodes.
  package init(
    schedulable: Int, docker: [String] = [], withoutLegacyTables: [String] = [],
    withoutNFTables: [String] = [], k3s: [String] = [], k3sHasFixedPath: Bool = true,
    autopilot: [String] = []
  ) {
    self.schedulable = schedulable
    self.docker = docker
    self.withoutLegacyTables = withoutLegacyTables
    self.withoutNFTables = withoutNFTables
    self.k3s = k3s
    self.k3sHasFixedPath = k3sHasFixedPath
    self.autopilot = autopilot
  }

  /// How many nodes high availability needs: its pods refuse to share one.
  package static let nodesForHighAvailability = 3
}

/// A value that the chart is told because of what was found on the cluster.
struct FoundSetting: Equatable {
  /// As behind helm's `--set`.
  var setting: String
  /// Why, in a whole sentence; empty where it was answered, and needs none.
  var reason: String
}

extension [FoundSetting] {
  /// The reasons, each behind a blank.
  var reasons: String { map(\.reason).filter { !$0.isEmpty }.map { " " + $0 }.joined() }
}

extension NodeTraits {
  /// What the control plane's chart has to be told on these nodes
  /// (charts/linkerd-control-plane/values.yaml; linkerd2 #7283, #8596, #13171).
  ///
  /// `linkerd2` sets the pods' network up as root unless told otherwise, and knows one kind of
  /// iptables (L2@stable-2.11.5 charts/partials/templates/_proxy-init.tpl): nothing has to be said.
  func settings(for charts: ChartVersion) -> [FoundSetting] {
    if charts.isOneChart { return [] }
    var settings: [FoundSetting] = []
    if !docker.isEmpty {
      settings.append(
        FoundSetting(
          setting: "proxyInit.runAsRoot=true",
          reason:
            "Docker runs the containers of \(Self.listed(docker)): there the pods' network is "
            + "set up as root."))
    }
    return settings + tables("proxyInit.iptablesMode", for: charts)
  }

  /// The kind of iptables, by that value, where the chart's own isn't there on these nodes.
  func tables(_ value: String, for charts: ChartVersion) -> [FoundSetting] {
    var settings: [FoundSetting] = []
    let usesNFTables = Self.usesNFTables(charts)
    if !usesNFTables, !withoutLegacyTables.isEmpty, withoutNFTables.isEmpty {
      settings.append(
        FoundSetting(
          setting: "\(value)=nft",
          reason: "\(Self.listed(withoutLegacyTables)) has no legacy iptables."))
    }
    if usesNFTables, !withoutNFTables.isEmpty, withoutLegacyTables.isEmpty {
      settings.append(
        FoundSetting(
          setting: "\(value)=legacy",
          reason: "\(Self.listed(withoutNFTables)) has no nftables."))
    }
    return settings
  }

  /// A warning where these charts can't be told what the nodes need; nil where they can.
  package func warning(for charts: ChartVersion) -> Problem? {
    guard charts.isOneChart, !withoutLegacyTables.isEmpty else { return nil }
    return Problem(
      "linkerd2-without-nft", severity: .warning,
      "\(Self.listed(withoutLegacyTables)) has no legacy iptables, and the chart linkerd2 knows no "
        + "other kind: pods may stop in their container linkerd-init.",
      remedy: "Choose edge or stable charts, or let the nodes load the kernel module ip_tables.")
  }

  /// Whether the chart uses nftables unless told otherwise, as it does since edge-25.8.2.
  private static func usesNFTables(_ charts: ChartVersion) -> Bool {
    SemanticVersion.parse(charts.version).map { $0 >= SemanticVersion(2025, 8, 2) } ?? true
  }

  static func listed(_ nodes: [String]) -> String {
    nodes.count > 3 ? "\(nodes.count) nodes" : nodes.joined(separator: ", ")
  }
}
