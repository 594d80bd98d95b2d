import Planning

// The CNI plugin, where the control plane was told of one (LinkerdCNIPluginChecks).
extension MeshProof {
  static let pluginRules =
    [
      ("ConfigMap", "cm"), ("ClusterRole", "cr"), ("ClusterRoleBinding", "crb"),
      ("ServiceAccount", "sa"), ("DaemonSet", "ds"),
    ].map { kind, short in
      MeshRule(
        "cni-plugin-\(short)-exists", .plugin, "cni plugin \(kind) exists",
        hint: "cni-plugin-\(short)-exists", .fatal
      ) { facts in
        guard let plugin = facts.plugin else { return .skipped }
        return .unless(
          plugin.kinds.contains(kind) ? nil : "Missing: the plugin's \(kind).",
          remedy: "See whether its release is whole: helm list --all-namespaces; "
            + "pods with a proxy don't start without it.")
      }
    } + [
      MeshRule(
        "cni-plugin-ready", .plugin, "cni plugin pod is running on all nodes",
        hint: "cni-plugin-ready", .fatal, isRetried: true
      ) { facts in
        guard let plugin = facts.plugin else { return .skipped }
        guard plugin.ready != plugin.desired else {
          return .passed(note: ClusterChecks.counted(plugin.ready, "node"))
        }
        return .failed(
          "It is ready on \(plugin.ready) of \(plugin.desired) nodes.",
          remedy: "See what its pods wait for: kubectl get pods --namespace "
            + plugin.namespace.shellWord)
      }
    ]
}
