import Planning

// The CNI plugin, where the control plane was told of one, as `linkerd check` looks at it
// (pkg/healthcheck/healthcheck.go, LinkerdCNIPluginChecks).
extension MeshProof {
  private static let objects = [
    ("ConfigMap", "cm"), ("ClusterRole", "cr"), ("ClusterRoleBinding", "crb"),
    ("ServiceAccount", "sa"), ("DaemonSet", "ds"),
  ]

  static func pluginRows(_ facts: MeshFacts) -> [CheckRow] {
    guard let plugin = facts.plugin else { return [] }
    let existence = objects.map { kind, short in
      let isThere = plugin.kinds.contains(kind)
      return CheckRow(
        id: "cni-plugin-\(short)-exists", mark: isThere ? .passed : .failed,
        text: "cni plugin \(kind) exists", reason: isThere ? "" : "Missing: the plugin's \(kind).",
        remedy: isThere
          ? ""
          : "See whether its release is whole: helm list --all-namespaces; "
            + "pods with a proxy don't start without it.")
    }
    return plugin.kinds.contains("DaemonSet") ? existence + [readyRow(plugin)] : existence
  }

  private static func readyRow(_ plugin: MeshFacts.Plugin) -> CheckRow {
    let text = "cni plugin pod is running on all nodes"
    guard plugin.ready < plugin.desired else {
      return CheckRow(
        id: "cni-plugin-ready", mark: .passed, text: text,
        note: ClusterChecks.counted(plugin.ready, "node"))
    }
    return CheckRow(
      id: "cni-plugin-ready", mark: .failed, text: text,
      reason: "It is ready on \(plugin.ready) of \(plugin.desired) nodes.",
      remedy: "See what its pods wait for: kubectl get pods --namespace \(plugin.namespace)")
  }
}
