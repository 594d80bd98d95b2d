/// What leads the traffic of meshed pods through their proxies, and what that asks of a cluster.
package enum PodNetwork {
  /// The namespace that the CNI plugin is installed in unless it is there already
  /// (charts/linkerd2-cni; `linkerd check` looks for it there).
  package static let pluginNamespace = "linkerd-cni"

  /// That charts come without the one of the CNI plugin.
  package static func chartAbsent(_ charts: ChartVersion) -> Problem {
    Problem(
      "cni-chart-absent",
      "The place of the charts has no linkerd2-cni that belongs to \(charts.version).",
      remedy: "Put the chart linkerd2-cni of the same release beside the others, choose other "
        + "charts, or choose the init container.")
  }

  /// What an answer comes to on a cluster, and why.
  package struct Choice: Equatable, Sendable {
    /// Whether Linkerd's CNI plugin is installed.
    package var usesPlugin: Bool
    /// Why, in a whole sentence; empty where it was answered, or is as everywhere.
    package var reason: String
  }

  /// What the answer comes to; `isThere` tells that the plugin is on the cluster already, `isOffered`
  /// that its chart is where the others come from.
  ///
  /// The init container is what every recipe takes. On OpenShift no pod gets its NET_ADMIN unasked; one
  /// grant to the plugin stands there for one to each meshed namespace.
  package static func choice(
    _ answer: PodNetworkAnswer, network: ClusterNetwork?, isThere: Bool, isOffered: Bool
  ) -> Choice {
    switch answer {
    case .initContainer: return Choice(usesPlugin: false, reason: "")
    case .plugin: return Choice(usesPlugin: true, reason: "")
    case .automatic where isOffered && isThere:
      return Choice(usesPlugin: true, reason: "The CNI plugin is here already.")
    case .automatic
    where isOffered && network?.isOpenShift == true && network?.ciliumIsExclusive != true:
      return Choice(
        usesPlugin: true,
        reason: "This is OpenShift, which forbids pods the NET_ADMIN of the init container.")
    case .automatic: return Choice(usesPlugin: false, reason: "")
    }
  }

  /// What speaks against the choice on a cluster of that kind; empty where nothing does.
  package static func problems(
    usingPlugin: Bool, network: ClusterNetwork?, nodes: NodeTraits?
  ) -> [Problem] {
    usingPlugin
      ? [exclusive(network), openShiftPlugin(network), autopilotDirectories(nodes)]
        .compactMap(\.self)
      : [openShift(network), autopilot(nodes)].compactMap(\.self)
  }

  /// How the CNI plugin of a namespace gets what it needs from OpenShift (linkerd2 #11479, #11520).
  package static func openShiftGrant(_ namespace: String) -> String {
    "Let an administrator grant it: oc adm policy add-scc-to-user privileged "
      + "--namespace \(namespace) --serviceaccount linkerd-cni"
  }

  private static func openShiftPlugin(_ network: ClusterNetwork?) -> Problem? {
    guard network?.isOpenShift == true else { return nil }
    return Problem(
      "openshift-plugin", severity: .warning,
      "This is OpenShift, which lets the CNI plugin write to the nodes' directories only where a "
        + "security context constraint grants it.",
      remedy: openShiftGrant(pluginNamespace))
  }

  /// OpenShift lets no pod have NET_ADMIN that no security context constraint grants it
  /// (linkerd2 #8553, #10879, #11520).
  private static func openShift(_ network: ClusterNetwork?) -> Problem? {
    guard network?.isOpenShift == true else { return nil }
    return Problem(
      "openshift-init-container", severity: .warning,
      "This is OpenShift, which forbids pods the NET_ADMIN that the init container asks for, "
        + "unless a security context constraint grants it.",
      remedy: "Choose the CNI plugin, or let an administrator grant it to the control plane's and "
        + "each meshed namespace first.")
  }

  /// GKE Autopilot refuses NET_ADMIN unless the cluster was made otherwise (linkerd2 #8422;
  /// cloud.google.com/kubernetes-engine/docs/concepts/autopilot-security).
  private static func autopilot(_ nodes: NodeTraits?) -> Problem? {
    guard let nodes, !nodes.autopilot.isEmpty else { return nil }
    return Problem(
      "autopilot-net-admin", severity: .warning,
      "This is GKE Autopilot, by the names of its nodes. It refuses pods the NET_ADMIN that the "
        + "init container asks for, unless the cluster was told to grant it.",
      remedy: "Allow it first, where that has not been done: gcloud container clusters update NAME "
        + "--workload-policies=allow-net-admin. The CNI plugin can't run there.")
  }

  /// GKE Autopilot refuses volumes of the nodes' directories, which the plugin writes to.
  private static func autopilotDirectories(_ nodes: NodeTraits?) -> Problem? {
    guard let nodes, !nodes.autopilot.isEmpty else { return nil }
    return Problem(
      "autopilot-host-paths", severity: .warning,
      "This is GKE Autopilot, by the names of its nodes. It lets no pod write to a node's "
        + "directories, which the CNI plugin has to.",
      remedy: "Choose the init container, and allow NET_ADMIN: gcloud container clusters update "
        + "NAME --workload-policies=allow-net-admin.")
  }

  /// Cilium takes the configuration of other plugins away where it is exclusive
  /// (linkerd.io/2/reference/cluster-configuration, "Cilium"; linkerd2 #11597, #11735).
  private static func exclusive(_ network: ClusterNetwork?) -> Problem? {
    guard network?.ciliumIsExclusive == true else { return nil }
    return Problem(
      "cilium-exclusive",
      "Cilium takes the configuration of other CNI plugins away from the nodes (cni-exclusive), "
        + "Linkerd's too.",
      remedy: "Install Cilium with cni.exclusive=false, and check again; or choose the init "
        + "container.")
  }
}

/// A level of Pod Security (kubernetes.io/docs/concepts/security/pod-security-standards).
enum PodSecurityLevel: String {
  case privileged, restricted
}

extension PlanInputs {
  /// What the answer about the pods' network comes to.
  var podNetwork: PodNetwork.Choice {
    PodNetwork.choice(
      answers.podNetwork, network: network, isThere: existing.keptPlugin != nil,
      isOffered: charts.plugin != nil)
  }

  /// The level for the control plane's namespace, as Linkerd's installer chooses it
  /// (charts/linkerd-control-plane/templates/namespace.yaml). It chooses none for 2.11, whose pods name
  /// no seccomp profile, as the strictest level demands.
  var podSecurityLevel: PodSecurityLevel {
    podNetwork.usesPlugin && !charts.described.isOneChart ? .restricted : .privileged
  }

  /// What the control plane's chart has to be told about the pods' network on these nodes.
  var podNetworkSettings: [FoundSetting] {
    if podNetwork.usesPlugin { return [FoundSetting(setting: "cniEnabled=true", reason: "")] }
    return nodes?.settings(for: charts.described) ?? []
  }

  /// What the chart of the CNI plugin has to be told on this cluster.
  var pluginSettings: [FoundSetting] {
    if network?.isOpenShift == true { return openShiftSettings }
    return nodes?.pluginSettings(for: charts.described) ?? []
  }

  /// The runtime of OpenShift's nodes keeps CNI's files at places of its own, where only privileged
  /// containers write (openshift/machine-config-operator #62; linkerd2 #11479). 2.11's chart knows no
  /// such value.
  private var openShiftSettings: [FoundSetting] {
    [
      FoundSetting(
        setting: "destCNINetDir=/etc/kubernetes/cni/net.d",
        reason:
          "OpenShift keeps the files of CNI plugins at places of its own, where only privileged "
          + "containers write."),
      FoundSetting(setting: "destCNIBinDir=/var/lib/cni/bin", reason: ""),
    ] + (charts.described.isOneChart ? [] : [FoundSetting(setting: "privileged=true", reason: "")])
  }
}

extension NodeTraits {
  /// What the chart of the CNI plugin has to be told on these nodes.
  ///
  /// Its value for the kind of iptables came with edge-24.4.1 (charts/linkerd2-cni/values.yaml, #12249).
  fileprivate func pluginSettings(for charts: ChartVersion) -> [FoundSetting] {
    let version = SemanticVersion.parse(charts.version) ?? SemanticVersion(.max, 0, 0)
    let knowsTables = !charts.isOneChart && version >= SemanticVersion(2024, 4, 1)
    return (knowsTables ? tables("iptablesMode", for: charts) : []) + k3sSettings
  }

  /// k3s keeps CNI's files at places of its own. Programs of plugins have had a path that stays since
  /// October 2024 (docs.k3s.io/networking/multus-ipams).
  private var k3sSettings: [FoundSetting] {
    if k3s.isEmpty { return [] }
    let root = "/var/lib/rancher/k3s"
    return [
      FoundSetting(
        setting: "destCNINetDir=\(root)/agent/etc/cni/net.d",
        reason:
          "\(Self.listed(k3s)) runs k3s, which keeps the files of CNI plugins at places of its "
          + "own."),
      FoundSetting(
        setting: "destCNIBinDir=\(root)/data/\(k3sHasFixedPath ? "cni" : "current/bin")", reason: ""
      ),
    ]
  }
}
