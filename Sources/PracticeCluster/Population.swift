/// What the practice cluster holds when it starts.
///
/// Workloads are Deployments, StatefulSets and DaemonSets without status: whoever serves the
/// objects makes their pods, and gives every object its uid and resource version.
package enum Population {
  /// The Kubernetes version that the nodes say they run, with its leading "v".
  package static let kubernetesVersion = "v1.33.2"

  /// The objects of that scenario, in the order in which they came to be.
  ///
  /// `now` is the present in Unix seconds; heartbeats and leases are of that instant, and every
  /// object's creation lies before it. No two objects share kind, namespace and name.
  package static func objects(for scenario: Scenario, now: Int64) -> [JSON] {
    let clock = PopulationClock(now: now)
    var objects = system(at: clock) + workloads(at: clock)
    switch scenario {
    case .ready, .slow, .podsNeverReady, .forbidden, .imagePull, .podSecurity, .quota,
      .certificateRefused, .webhookDown, .iptables, .dns:
      break
    case .oldKubernetes: objects = objects.map(withOldKubelet)
    case .noCPU: objects = objects.map(withFullNode)
    case .nodeClock: objects = objects.map { withLateNode($0, at: clock) }
    case .otherNetworks: objects = objects.map(withOtherNetwork) + [cilium(at: clock)]
    case .otherNodes: objects = objects.map(withOtherSystem)
    case .openShift: objects.append(securityContextConstraints(at: clock))
    case .gatewayAPIPresent: objects += gatewayAPI(at: clock)
    case .linkerdPresent: objects += linkerd(.healthy, at: clock)
    case .linkerdExpired: objects += linkerd(.healthy, at: clock, issuerDays: 90)
    case .linkerdFailed: objects += linkerd(.unfinished("failed"), at: clock)
    case .linkerdPending: objects += linkerd(.unfinished("pending-install"), at: clock)
    case .linkerdUpgrading: objects += linkerd(.stoppedUpgrade, at: clock)
    case .linkerdByCommand: objects += linkerd(.madeByCommand, at: clock)
    case .linkerdLeftovers: objects += linkerd(.leftovers, at: clock)
    case .linkerdForeignKinds: objects += linkerd(.foreignKinds, at: clock)
    case .namespaceTerminating: objects += endingNamespace(at: clock)
    case .carefulNamespaces: objects += carefulNamespaces(at: clock)
    case .workloads: objects += mixedWorkloads(at: clock)
    case .thousandNamespaces: objects += manyNamespaces(1_000, at: clock)
    case .tenThousandNamespaces: objects += manyNamespaces(10_000, at: clock)
    case .fiftyThousandPods: objects += crowd(10_000, podsInEach: 5, at: clock)
    }
    return objects
  }

  /// A node of that scenario's Kubernetes; other objects as they are.
  private static func withOldKubelet(_ object: JSON) -> JSON {
    guard object["kind"] == "Node" else { return object }
    var node = object
    node[["status", "nodeInfo", "kubeletVersion"]] = .string(
      Scenario.oldKubernetes.kubernetesVersion)
    node[["status", "nodeInfo", "containerRuntimeVersion"]] = "containerd://1.5.11"
    return node
  }

  /// A node of Red Hat's family on which Docker runs the containers; other objects as they are.
  private static func withOtherSystem(_ object: JSON) -> JSON {
    guard object["kind"] == "Node" else { return object }
    var node = object
    node[["status", "nodeInfo", "containerRuntimeVersion"]] = "docker://26.1.4"
    node[["status", "nodeInfo", "osImage"]] = "Red Hat Enterprise Linux 9.4 (Plow)"
    return node
  }

  private static func securityContextConstraints(at clock: PopulationClock) -> JSON {
    customResourceDefinition(
      "SecurityContextConstraints", "securitycontextconstraints", group: "security.openshift.io",
      scope: "Cluster", versions: ["v1"], created: clock.ago(days: 97))
  }

  /// A node that has next to nothing to give; other objects as they are.
  private static func withFullNode(_ object: JSON) -> JSON {
    guard object["kind"] == "Node" else { return object }
    var node = object
    node[["status", "allocatable", "cpu"]] = "50m"
    return node
  }

  /// A node, or CoreDNS' configuration, of a cluster with a domain and networks of its own; other
  /// objects as they are.
  private static func withOtherNetwork(_ object: JSON) -> JSON {
    var changed = object
    if let range = object[["spec", "podCIDR"]]?.text {
      let other = JSON.string(
        "198.18." + range.split(separator: ".").dropFirst(2).joined(separator: "."))
      changed[["spec", "podCIDR"]] = other
      changed[["spec", "podCIDRs"]] = [other]
    }
    if object["kind"] == "ConfigMap", object[["data", "Corefile"]] != nil {
      changed[["data", "Corefile"]] = .string(
        "corp.internal:53 {\n    kubernetes corp.internal in-addr.arpa ip6.arpa {\n    }\n}\n")
    }
    return changed
  }

  private static func cilium(at clock: PopulationClock) -> JSON {
    object(
      "v1", "ConfigMap", "cilium-config", in: "kube-system", created: clock.ago(days: 90),
      ["data": ["kube-proxy-replacement": "true", "cni-exclusive": "true"]])
  }

  /// A node, or its lease, whose last sign of life is of its own late clock.
  private static func withLateNode(_ object: JSON, at clock: PopulationClock) -> JSON {
    let late = clock.ago(days: 0, seconds: PodTrouble.clockLag)
    var changed = object
    if object["kind"] == "Lease" {
      changed[["spec", "renewTime"]] = .string(late.dropLast() + ".000000Z")
    }
    guard object["kind"] == "Node" else { return changed }
    let conditions = (object["status"]?["conditions"]?.elements ?? []).map { condition in
      var condition = condition
      condition["lastHeartbeatTime"] = .string(late)
      return condition
    }
    changed[["status", "conditions"]] = .array(conditions)
    return changed
  }
}
