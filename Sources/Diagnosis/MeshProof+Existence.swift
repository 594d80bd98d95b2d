import Planning

// The API server, the Gateway API, and what makes a control plane
// (KubernetesAPIChecks, GatewayAPICRDChecks, LinkerdControlPlaneExistenceChecks).
extension MeshProof {
  static let clusterRules = [
    // A context that doesn't exist stops the command before any check.
    MeshRule("client", .kubernetesAPI, "can initialize the client", hint: "k8s-api", .fatal) { _ in
      .passed
    },
    MeshRule("api", .kubernetesAPI, "can query the Kubernetes API", hint: "k8s-api", .fatal) {
      .of($0.server) { .passed(note: $0.text) }
    },
    MeshRule(
      "kubernetes-version", .kubernetesVersion, "is running the minimum Kubernetes API version",
      hint: "k8s-version", .error, judge: kubernetesVersion),
    MeshRule(
      "gateway-api", .gatewayAPI, "Gateway API CRDs are installed", hint: "gateway-api-crd",
      .fatal, judge: gatewayAPI),
  ]

  static let existenceRules = [
    MeshRule(
      "linkerd-config", .existence, "'linkerd-config' config map exists",
      hint: "l5d-existence-linkerd-config", .fatal
    ) { facts in
      .of(facts.configuration) {
        missing("ConfigMap", $0 == nil ? ["linkerd-config"] : [], facts)
      }
    },
    MeshRule(
      "heartbeat", .existence, "heartbeat ServiceAccount exist", hint: "l5d-existence-sa", .fatal
    ) { facts in
      if case .success(let found?) = facts.configuration, found.hasNoHeartbeat { return .passed }
      return accounts(["linkerd-heartbeat"], facts)
    },
    MeshRule(
      "replica-sets", .existence, "control plane replica sets are ready",
      hint: "l5d-existence-replicasets", .fatal, isRetried: true, judge: replicaSets),
    MeshRule(
      "unschedulable", .existence, "no unschedulable pods",
      hint: "l5d-existence-unschedulable-pods", .warning, isRetried: true
    ) { facts in
      .of(facts.pods) { pods in
        let stuck = pods.first { $0.namespace == facts.namespace && !$0.unschedulable.isEmpty }
        return .unless(
          stuck.map { "\($0.name): \($0.unschedulable)" },
          remedy: "Give the nodes room, or remove what keeps pods off them: "
            + "kubectl describe nodes")
      }
    },
    MeshRule(
      "pods", .existence, "control plane pods are ready", hint: "l5d-api-control-ready", .fatal,
      isRetried: true, judge: componentPods),
    MeshRule(
      "networks-nodes", .existence, "cluster networks contains all node podCIDRs",
      hint: "l5d-cluster-networks-cidr", .error, judge: nodeNetworks),
    MeshRule(
      "networks-pods", .existence, "cluster networks contains all pods",
      hint: "l5d-cluster-networks-pods", .error
    ) { facts in
      .of(facts.pods) { pods in
        outside(
          facts,
          pods.lazy.filter { !$0.isHostNetworked && !$0.address.isEmpty }
            .map { ("the pod \($0.namespace)/\($0.name)", $0.address) })
      }
    },
    MeshRule(
      "networks-services", .existence, "cluster networks contains all services",
      hint: "l5d-cluster-networks-pods", .error
    ) { facts in
      .of(facts.services) { services in
        outside(
          facts,
          services.lazy.filter { !["", "None"].contains($0.address) }
            .map { ("the service \($0.namespace)/\($0.name)", $0.address) })
      }
    },
  ]

  /// The oldest Kubernetes for that control plane; what is unknown counts as the newest.
  private static func kubernetesVersion(_ facts: MeshFacts) -> MeshRule.Verdict {
    .of(facts.server) { server in
      let floor = LinkerdLines.minimumKubernetes(ofControlPlane: facts.version)
      guard !server.isAtLeast(floor) else { return .passed }
      return .failed(
        "Kubernetes is on version \(server.text), but version \(floor.text) or more recent is required.",
        remedy:
          "Upgrade Kubernetes, or install an older Linkerd that fits it: the wizard chooses one.")
    }
  }

  /// Linkerd has asked for it since edge-26.7.1; older ones bring it along or do without.
  private static func gatewayAPI(_ facts: MeshFacts) -> MeshRule.Verdict {
    let version = edge(facts.version)
    if !facts.version.isEmpty, version.map({ $0 < (26, 7) }) ?? true { return .skipped }
    return .of(facts.definitions) { definitions in
      let routes = definitions.filter {
        ["httproutes", "grpcroutes"].map { $0 + ".gateway.networking.k8s.io" }.contains($0.name)
      }
      let remedy =
        "kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/"
        + "download/v1.2.1/standard-install.yaml"
      guard !routes.isEmpty else {
        return .failed("The Gateway API CRDs must be installed.", remedy: remedy)
      }
      if routes.contains(where: \.isLinkerds) { return .passed }
      let old = routes.first { !$0.versions.contains("v1") }
      return .unless(
        old.map { "The \($0.name) CRD is missing the v1 version." },
        remedy: "Upgrade to Gateway API v1.1.1 or later: \(remedy)")
    }
  }

  /// Year and month of an edge release; nil for other releases.
  static func edge(_ version: String) -> (Int, Int)? {
    guard version.hasPrefix("edge-") else { return nil }
    let numbers = version.dropFirst(5).split(separator: ".").prefix(2).compactMap { Int($0) }
    return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
  }

  private static func replicaSets(_ facts: MeshFacts) -> MeshRule.Verdict {
    .of(facts.controlPlane) { controlPlane in
      guard let first = controlPlane.troubles.first else { return .passed }
      let refused = PodStatus(
        name: "", deployment: "the control plane", readyContainers: 0, containers: 0,
        phase: "FailedCreate", message: first, age: 0)
      return .failed(
        controlPlane.troubles.joined(separator: "; ") + ".",
        remedy: PodDiagnosis.problem([refused], PodPlace(namespace: facts.namespace))?.remedy
          ?? "See the whole reason: kubectl get events --namespace \(facts.namespace.shellWord)")
    }
  }

  /// Each component needs one pod whose containers are all ready.
  private static func componentPods(_ facts: MeshFacts) -> MeshRule.Verdict {
    .of(facts.pods) { pods in
      let own = pods.filter {
        $0.namespace == facts.namespace && $0.isComponent && $0.status == "Running"
      }
      let remedy =
        "See what they wait for: kubectl get pods --namespace \(facts.namespace.shellWord)"
      for component in components {
        let running = own.filter { deployment(of: $0.name) == component }
        guard let some = running.last else {
          return .failed("No running pods for \"\(component)\".", remedy: remedy)
        }
        if !running.contains(where: \.unready.isEmpty) {
          return .failed(
            "pod/\(some.name) container \(some.unready.last ?? "") is not ready.", remedy: remedy)
        }
      }
      return .passed(note: ClusterChecks.counted(own.count, "pod"))
    }
  }

  /// A pod's name without the two hashes at its end.
  static func deployment(of pod: String) -> String {
    pod.split(separator: "-").dropLast(2).joined(separator: "-")
  }

  private static func nodeNetworks(_ facts: MeshFacts) -> MeshRule.Verdict {
    .of(facts.nodes) { nodes in
      let ranges = nodes.map(\.podRange).filter { !$0.isEmpty }
      // Some clouds' nodes tell none (linkerd2 #6398).
      guard !ranges.isEmpty else { return .skipped }
      guard let networks = networks(facts) else { return unreadableNetworks }
      let bad = ranges.filter { range in
        IPNetwork(range).map { range in !networks.contains { $0.contains(range) } } ?? true
      }
      return .unless(
        bad.isEmpty
          ? nil
          : "Nodes give their pods addresses of \(bad.sorted().joined(separator: ", ")), "
            + "which are not in Linkerd's clusterNetworks.",
        remedy: widen)
    }
  }

  private static func outside(
    _ facts: MeshFacts, _ addresses: some Sequence<(String, String)>
  ) -> MeshRule.Verdict {
    guard let networks = networks(facts) else { return unreadableNetworks }
    for (owner, address) in addresses {
      let host = IPNetwork(address)
      guard let host, networks.contains(where: { $0.contains(host) }) else {
        return .failed(
          "Linkerd's clusterNetworks do not include \(owner) (\(address)).", remedy: widen)
      }
    }
    return .passed
  }

  private static let widen =
    "Traffic to addresses outside has no mutual TLS. Install again with them: "
    + "controlPlane.clusterNetworks in the answers, or Helm's clusterNetworks."
  private static let unreadableNetworks = MeshRule.Verdict.failed(
    "Linkerd's clusterNetworks can't be read.", remedy: widen)

  /// nil where one of them is no network.
  private static func networks(_ facts: MeshFacts) -> [IPNetwork]? {
    guard case .success(let found?) = facts.configuration else { return nil }
    let networks = found.clusterNetworks.compactMap { IPNetwork($0) }
    return networks.count == found.clusterNetworks.count && !networks.isEmpty ? networks : nil
  }

  static func accounts(_ names: [String], _ facts: MeshFacts) -> MeshRule.Verdict {
    .of(facts.controlPlane) { found in
      missing("ServiceAccounts", names.filter { !found.accounts.contains($0) }, facts)
    }
  }
}
