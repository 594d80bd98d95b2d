import Planning

// What stands between a pod and its network: iptables, the CNI plugin, DNS.
extension PodDiagnosis {
  static let network: [Reader] = [
    sandboxFailed, validatorFailed, iptablesNeedsRoot, iptablesLegacyMissing, iptablesNftMissing,
    ip6tablesMissing, iptablesFailed, namesUnresolved,
  ]

  @Sendable private static func sandboxFailed(_ pod: StuckPod) -> Problem? {
    guard let clue = pod.clue(saying: "FailedCreatePodSandBox", "network plugin is not ready")
    else { return nil }
    return Problem(
      "pod-network-failed", "The node can't give \(pod.title) a network\(clue.because)",
      remedy: "See whether the cluster's network plugin runs on every node: \(pod.kubectl) get "
        + "daemonsets --all-namespaces")
  }

  /// The line of the container that sets up the network, where it holds one of the phrases.
  private static func setUp(_ pod: StuckPod, _ phrases: String...) -> PodClue? {
    guard pod.logLine(saying: "iptables", "ip6tables", "nf_tables") != nil else {
      return pod.clues.first { $0.says(["iptables"]) && $0.says(phrases) }
    }
    for clue in pod.clues where clue.source == .log {
      for line in clue.message.split(whereSeparator: \.isNewline).reversed() {
        let found = PodClue(.log, container: clue.container, message: String(line))
        if found.says(phrases) { return found }
      }
    }
    return nil
  }

  @Sendable private static func iptablesNeedsRoot(_ pod: StuckPod) -> Problem? {
    guard let line = setUp(pod, "you must be root", "Permission denied", "Operation not permitted")
    else { return nil }
    return Problem(
      "iptables-needs-root",
      "Linkerd's first container may not set up the network of \(pod.title)\(line.because)",
      remedy: "Set proxyInit.runAsRoot to true in a values file: the Docker runtime and SELinux "
        + "want that. Where it still may not, install anew with Linkerd's CNI plugin "
        + "(controlPlane.podNetwork: cni).")
  }

  @Sendable private static func iptablesLegacyMissing(_ pod: StuckPod) -> Problem? {
    guard let line = setUp(pod, "Table does not exist", "can't initialize iptables table") else {
      return nil
    }
    return Problem(
      "iptables-legacy-missing",
      "The node has no legacy iptables, with which \(pod.title) sets up its network\(line.because)",
      remedy: "Set proxyInit.iptablesMode to nft in a values file (RHEL 8 and later and their kin "
        + "have only that; the chart linkerd2 can't do it), or load ip_tables and iptable_nat on the nodes."
    )
  }

  @Sendable private static func iptablesNftMissing(_ pod: StuckPod) -> Problem? {
    guard
      let line = setUp(
        pod, "RULE_APPEND failed", "Could not fetch rule set generation", "CHAIN_ADD failed",
        "Failed to initialize nft", "RULE_INSERT failed")
    else { return nil }
    return Problem(
      "iptables-nft-missing",
      "The node doesn't take nft rules, with which \(pod.title) sets up its network\(line.because)",
      remedy: "Set proxyInit.iptablesMode to legacy in a values file (Google's Container-Optimized "
        + "OS and older kernels want that).")
  }

  @Sendable private static func ip6tablesMissing(_ pod: StuckPod) -> Problem? {
    guard let line = pod.logLine(saying: "ip6tables"),
      line.says(["fail", "error", "can't", "exist", "exit status"])
    else { return nil }
    return Problem(
      "ip6tables-missing",
      "The node has no IPv6 rules, which \(pod.title) is to set up\(line.because)",
      remedy: "Set disableIPv6 to true in a values file.")
  }

  @Sendable private static func iptablesFailed(_ pod: StuckPod) -> Problem? {
    guard let line = pod.logLine(saying: "iptables"),
      line.says(["fail", "error", "can't", "exit status", "too many links"])
    else { return nil }
    return Problem(
      "iptables-failed", "The network of \(pod.title) can't be set up\(line.because)",
      remedy: "Try the other proxyInit.iptablesMode (nft or legacy) in a values file, or install "
        + "anew with Linkerd's CNI plugin (controlPlane.podNetwork: cni).")
  }

  @Sendable private static func validatorFailed(_ pod: StuckPod) -> Problem? {
    guard
      let line = pod.logLine(
        saying: "Failed to validate networking configuration", "ensure iptables rules")
        ?? pod.clues.first(where: {
          $0.container == "linkerd-network-validator" && $0.says(["Error", "CrashLoopBackOff"])
        })
    else { return nil }
    return Problem(
      "network-validator-failed",
      "\(pod.title.capitalisedStart) finds that its traffic doesn't go through the proxy"
        + line.because,
      remedy: "Linkerd's CNI plugin has to run on its node first: \(pod.kubectl) get daemonsets "
        + "--all-namespaces -l linkerd.io/cni-resource=true. If it does, delete the pod: "
        + "\(pod.kubectl) delete pod \(pod.inNamespace) \(pod.pod.name). If that doesn't help, "
        + "another plugin has the last word on the node: Cilium needs cni.exclusive=false.")
  }

  /// Proxies also find no record as long as identity isn't ready, so that is left out.
  @Sendable private static func namesUnresolved(_ pod: StuckPod) -> Problem? {
    guard let line = unresolved(pod) else { return nil }
    return Problem(
      "dns-fails",
      "\(pod.title.capitalisedStart) can't resolve names in the cluster\(line.because)",
      remedy: "See whether DNS runs (\(pod.kubectl) get pods --namespace kube-system -l "
        + "k8s-app=kube-dns) and whether a network policy keeps \(pod.place.namespace) from port 53; "
        + "a custom cluster domain belongs into clusterDomain.")
  }

  private static func unresolved(_ pod: StuckPod) -> PodClue? {
    if let line = pod.logLine(
      saying: "no such host", "server misbehaving", ":53: i/o timeout", ":53: read:",
      "failed to resolve SRV record: request timed out",
      "failed to resolve A record: request timed out", "failed to resolve A record: proto error",
      "connection refused (dns)")
    {
      return line
    }
    guard pod.age >= 8, pod.isReady("linkerd-identity") || pod.pod.deployment == "linkerd-identity"
    else { return nil }
    return pod.logLine(saying: "Failed to resolve control-plane component")
  }
}
