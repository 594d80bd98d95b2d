// The CNI plugin, which has to run on each node before pods that need it.
extension PlanBuilder {
  /// The item with the CNI plugin.
  package static let pluginID = "cni"
  /// The item with the CNI plugin's namespace.
  static let pluginNamespaceID = "cni-namespace"

  /// The plugin's namespace and its release; empty where an init container does its work.
  static func pluginItems(_ inputs: PlanInputs) -> [PlanItem] {
    guard inputs.podNetwork.usesPlugin, let chart = inputs.charts.plugin else { return [] }
    return [pluginNamespaceItem(inputs), pluginItem(inputs, chart)]
  }

  /// Makes the plugin's namespace, or labels it where it exists, as Linkerd's own installer does
  /// (charts/linkerd2-cni/templates/cni-plugin.yaml).
  private static func pluginNamespaceItem(_ inputs: PlanInputs) -> PlanItem {
    let name = inputs.existing.pluginRelease.namespace
    let exists = inputs.existingNamespaces.contains(name)
    return PlanItem(
      id: pluginNamespaceID, purpose: "CNI namespace",
      explanation: (exists
        ? "Labels the namespace \(name), which exists, for the CNI plugin; labels of the same names "
          + "are overwritten, whoever set them."
        : "Creates the namespace \(name) for the CNI plugin.")
        + " Its labels allow the plugin to write to the nodes' directories under Pod Security and keep "
        + "proxies out of it.",
      action: labelling(name, with: pluginLabels, inputs))
  }

  /// The labels of the CNI plugin's namespace.
  static let pluginLabels = [
    "config.linkerd.io/admission-webhooks": "disabled", "linkerd.io/cni-resource": "true",
    "pod-security.kubernetes.io/enforce": PodSecurityLevel.privileged.rawValue,
  ]

  private static func pluginItem(_ inputs: PlanInputs, _ chart: ChartFile) -> PlanItem {
    let charts = inputs.charts.described
    let release = inputs.existing.pluginRelease
    let found = inputs.pluginSettings
    // 2.11's chart makes its namespace itself unless told otherwise, and puts everything there.
    let place =
      charts.isOneChart
      ? ["installNamespace=false"]
        + (release.namespace == PodNetwork.pluginNamespace
          ? [] : ["namespace=\(release.namespace)"]) : []
    let settings =
      place + ImageRegistry.pluginSettings(inputs.answers.registry, for: charts)
      + found.map(\.setting) + PullSecrets.settings(inputs.answers.pullSecrets)
    return PlanItem(
      id: pluginID, purpose: "CNI plugin",
      explanation:
        "Installs Linkerd's CNI plugin from the chart \(chart.name) \(chart.version), and "
        + "waits up to \(inputs.answers.wait.humanText) until it runs on every node. It leads the "
        + "traffic of meshed pods through their proxies, so that they need no container with "
        + "NET_ADMIN; it comes first because pods that start before it find no way."
        + (inputs.podNetwork.reason.isEmpty ? "" : " " + inputs.podNetwork.reason)
        + PullSecrets.sentence(inputs.answers.pullSecrets, in: release.namespace)
        + found.reasons,
      action: install(
        inputs, release, chart: chart, options: settings.flatMap { ["--set", $0] }))
  }
}

extension Command {
  /// The namespace that it names; nil where it names none.
  var namespace: String? {
    argumentGroups.first { $0.first == "--namespace" && $0.count == 2 }?[1]
  }
}
