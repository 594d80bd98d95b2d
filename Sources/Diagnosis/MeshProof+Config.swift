import Planning

// The objects of an install, and the first container on Docker's nodes (LinkerdConfigChecks).
extension MeshProof {
  static let configRules = [
    MeshRule(
      "namespace", .config, "control plane Namespace exists", hint: "l5d-existence-ns", .fatal
    ) { facts in
      .of(facts.namespaces) {
        missing("Namespace", $0[facts.namespace] == nil ? [facts.namespace] : [], facts)
      }
    },
    MeshRule(
      "cluster-roles", .config, "control plane ClusterRoles exist", hint: "l5d-existence-cr",
      .fatal
    ) { roles("ClusterRole", $0) },
    MeshRule(
      "cluster-role-bindings", .config, "control plane ClusterRoleBindings exist",
      hint: "l5d-existence-crb", .fatal
    ) { roles("ClusterRoleBinding", $0) },
    MeshRule(
      "service-accounts", .config, "control plane ServiceAccounts exist",
      hint: "l5d-existence-sa", .fatal
    ) { accounts(components, $0) },
    MeshRule(
      "crds", .config, "control plane CustomResourceDefinitions exist",
      hint: "l5d-existence-crd", .fatal, judge: kinds),
    MeshRule(
      "mutating-webhooks", .config, "control plane MutatingWebhookConfigurations exist",
      hint: "l5d-existence-mwc", .fatal
    ) { facts in
      .of(facts.webhooks) { found in
        missing(
          "MutatingWebhookConfigurations",
          ["linkerd-proxy-injector-webhook-config"].filter { !found.mutating.contains($0) }, facts)
      }
    },
    MeshRule(
      "validating-webhooks", .config, "control plane ValidatingWebhookConfigurations exist",
      hint: "l5d-existence-vwc", .fatal
    ) { facts in
      .of(facts.webhooks) { found in
        missing(
          "ValidatingWebhookConfigurations",
          ["linkerd-sp-validator-webhook-config"].filter { !found.validating.contains($0) }, facts)
      }
    },
    MeshRule(
      "docker-root", .config,
      "proxy-init container runs as root user if docker container runtime is used",
      hint: "l5d-proxy-init-run-as-root", .error
    ) { facts in
      if case .success(let found?) = facts.configuration, found.initRunsAsRoot { return .passed }
      return .of(facts.nodes) { nodes in
        .unless(
          nodes.contains(where: \.runsDocker)
            ? "Docker runs the containers of some nodes, and there Linkerd's first container "
              + "has to run as root." : nil,
          remedy: "Install again with Helm's proxyInit.runAsRoot=true; the wizard sets it there.")
      }
    },
  ]

  private static func roles(_ kind: String, _ facts: MeshFacts) -> MeshRule.Verdict {
    .of(facts.roles) { found in
      let names = ["identity", "proxy-injector"].map { "linkerd-\(facts.namespace)-\($0)" }
      return missing("\(kind)s", names.filter { !found.contains("\(kind)/\($0)") }, facts)
    }
  }

  /// What is left to judge between the installs of the two charts (`linkerd check --crds`).
  static let kindRules = [
    MeshRule(
      "crds-alone", .kinds, "control plane CustomResourceDefinitions exist",
      hint: "l5d-existence-crd", .fatal, isRetried: true, judge: kinds)
  ]

  @Sendable private static func kinds(_ facts: MeshFacts) -> MeshRule.Verdict {
    .of(facts.definitions) { found in
      let there = Set(found.map(\.name))
      return missing(
        "CustomResourceDefinitions", definitions(of: facts.version).filter { !there.contains($0) },
        facts)
    }
  }

  /// The CRDs that a control plane of that version needs; what is unknown counts as the oldest.
  static func definitions(of version: String) -> [String] {
    let first = ["serverauthorizations.policy", "servers.policy", "serviceprofiles"]
    let policies = [
      "authorizationpolicies", "httproutes", "meshtlsauthentications", "networkauthentications",
    ].map { $0 + ".policy" }
    let later = ["egressnetworks.policy", "httplocalratelimitpolicies.policy"]
    var names = first
    if !version.hasPrefix("stable-2.11."), !version.isEmpty { names += policies }
    if edge(version).map({ $0 >= (24, 3) }) ?? false { names.append("externalworkloads.workload") }
    if edge(version).map({ $0 >= (24, 11) }) ?? false { names += later }
    return names.map { $0 + ".linkerd.io" }
  }
}
