import Diagnosis
import Planning
import Wizard

extension ClusterQuestions {
  /// How the cluster names its services, which addresses it gives and who rules its pods' network.
  ///
  /// What may not be read, or what an older API server doesn't know, is left out; only where nothing at
  /// all can be read is the nodes' refusal thrown.
  func network() async throws -> ClusterNetwork {
    let nodeWords = [
      "get", "nodes", "-o",
      #"jsonpath={range .items[*]}{.spec.podCIDR}{" "}{.spec.podCIDRs[*]}{" "}{end}"#,
    ]
    async let nodes = kubectl(nodeWords)
    async let services = kubectl([
      "get", "services", "--all-namespaces", "-o",
      #"jsonpath={range .items[*]}{.spec.clusterIP}{" "}{end}"#,
    ])
    async let ranges = kubectl([
      "get", "servicecidrs.networking.k8s.io", "-o", "jsonpath={.items[*].spec.cidrs[*]}",
    ])
    async let pods = kubectl([
      "get", "pods", "--namespace", "kube-system", "-o",
      #"jsonpath={range .items[*]}{.spec.hostNetwork}{"/"}{.status.podIP}{" "}{end}"#,
    ])
    async let configs = kubectl([
      "get", "configmaps", "coredns", "cilium-config", "--namespace", "kube-system",
      "--ignore-not-found", "-o", "json",
    ])
    // OpenShift alone serves security context constraints (linkerd2 #8553).
    async let constraints = kubectl(["get", "--raw", "/apis/security.openshift.io"])
    let answers = [await nodes, await services, await ranges, await pods, await configs]
    guard answers.contains(where: \.outcome.succeeded) else {
      throw runner.problem(of: answers[0], target.kubectl, arguments(nodeWords))
    }
    let podAddresses = Self.words(await pods).filter { $0.hasPrefix("/") }
      .map { String($0.dropFirst()) }
    let found = NetworkConfigs(await configs)
    return ClusterNetwork(
      domains: found.domains,
      ranges: Self.sorted(Self.words(await nodes) + Self.words(await ranges)),
      addresses: Self.sorted(Self.words(await services).filter { $0 != "None" } + podAddresses),
      ciliumBypassesProxies: found.ciliumBypassesProxies,
      ciliumIsExclusive: found.ciliumIsExclusive,
      isOpenShift: await constraints.outcome.succeeded)
  }

  private static func words(_ output: CollectedOutput) -> [String] {
    guard output.outcome.succeeded else { return [] }
    return output.outputLines.flatMap { $0.split(separator: " ").map(String.init) }
  }

  /// The texts that are addresses or networks, each once.
  private static func sorted(_ texts: [String]) -> [String] {
    Set(texts).filter { IPNetwork($0) != nil }.sorted()
  }
}

/// What the ConfigMaps of CoreDNS and of Cilium say.
struct NetworkConfigs: Equatable {
  var domains: [String] = []
  var ciliumBypassesProxies = false
  var ciliumIsExclusive = false

  private struct Config: Decodable, Sendable {
    var metadata: ObjectMetadata
    var data: [String: String]?
  }

  init(_ output: CollectedOutput) {
    guard output.outcome.succeeded,
      let list = try? ToolAnswer.decode(KubernetesList<Config>.self, from: output.standardOutput)
    else { return }
    for config in list.items {
      switch config.metadata.name {
      case "coredns": domains = Self.domains(in: config.data?["Corefile"] ?? "")
      case "cilium-config":
        ciliumBypassesProxies = Self.bypassesProxies(config.data ?? [:])
        ciliumIsExclusive = config.data?["cni-exclusive"] == "true"
      default: break
      }
    }
  }

  /// The zones behind `kubernetes` in a Corefile, without those of reverse names
  /// (coredns.io/plugins/kubernetes).
  static func domains(in corefile: String) -> [String] {
    for line in corefile.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard words.first == "kubernetes" else { continue }
      return words.dropFirst().prefix { $0 != "{" && !$0.hasPrefix("#") }
        .map { $0.last == "." ? String($0.dropLast()) : String($0) }
        .filter { !$0.hasSuffix(".arpa") && KubernetesName.problem(inTrustDomain: $0) == nil }
    }
    return []
  }

  /// Where Cilium stands in for kube-proxy it chooses a service's pod in the socket, before a proxy
  /// sees the service's address, unless it is told to do so only in the hosts' namespace
  /// (linkerd.io/2/reference/cluster-configuration, "Cilium").
  static func bypassesProxies(_ data: [String: String]) -> Bool {
    let replaces = ["true", "strict", "probe"].contains(data["kube-proxy-replacement"] ?? "false")
    let inSockets = replaces || data["bpf-lb-sock"] == "true"
    return inSockets && data["bpf-lb-sock-hostns-only"] != "true"
  }
}
