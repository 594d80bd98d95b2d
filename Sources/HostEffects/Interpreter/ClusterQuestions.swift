import Diagnosis
import Planning
import Wizard

extension EffectInterpreter {
  /// Asks the cluster what a probe wants to know.
  func answer(_ probe: ClusterProbe, _ target: ProbeTarget) async -> HostReport {
    let cluster = ClusterQuestions(runner: runner, target: target)
    switch probe {
    case .server: return .server(await ToolRunner.result(cluster.server))
    case .access: return .access(await ToolRunner.result(cluster.access))
    case .linkerd: return .linkerd(await ToolRunner.result(cluster.linkerd))
    case .gatewayAPI: return .gatewayAPI(await ToolRunner.result(cluster.gatewayAPI))
    case .clocks:
      return .clocks(await ToolRunner.result { try await cluster.clocks(self.settings.clock) })
    case .network: return .network(await ToolRunner.result(cluster.network))
    case .namespaces: return .namespaces(await ToolRunner.result(cluster.namespaces))
    }
  }
}

/// The questions that the wizard asks one cluster.
struct ClusterQuestions: Sendable {
  let runner: ToolRunner
  let target: ProbeTarget

  /// The arguments of a kubectl call: its context first, and an end to its patience.
  func arguments(_ rest: [String]) -> [String] {
    ["--context", target.context, "--request-timeout=\(max(1, runner.settings.probeTimeout - 2))s"]
      + rest
  }

  /// What kubectl prints; `timeout` is in seconds, nil means a probe's usual one.
  func kubectl(_ rest: [String], timeout: Int? = nil) async -> CollectedOutput {
    await runner.run(target.kubectl, arguments(rest), timeout: timeout)
  }

  func list<Item: Decodable & Sendable>(
    _ type: Item.Type, _ rest: [String], timeout: Int? = nil
  ) async throws -> [Item] {
    let answer = try await runner.bytes(target.kubectl, arguments(rest), timeout: timeout)
    if answer.allSatisfy({ $0 <= 0x20 }) { return [] }
    return try runner.decode(KubernetesList<Item>.self, answer, from: target.kubectl).items
  }

  /// The server's version and the uid of kube-system, by two calls side by side.
  func server() async throws -> ServerFact {
    async let answer = kubectl(["version", "-o", "json"])
    async let uid = clusterUID()
    let output = await answer
    let versions = try? ToolAnswer.decode(KubernetesVersions.self, from: output.standardOutput)
    guard let text = versions?.serverVersion?.gitVersion else {
      guard output.outcome.succeeded else {
        throw runner.problem(of: output, target.kubectl, arguments(["version", "-o", "json"]))
      }
      throw ToolRunner.unreadable(target.kubectl, output.outputLines.first ?? "")
    }
    guard let version = VersionText.version(in: text) else {
      throw ToolRunner.unreadable(target.kubectl, TerminalText.harmless(text))
    }
    return ServerFact(version: version, clusterUID: await uid)
  }

  /// The uid of kube-system; nil where it may not be read.
  func clusterUID() async -> String? {
    let output = await kubectl(["get", "namespace", "kube-system", "-o", "json"])
    guard output.outcome.succeeded else { return nil }
    let namespace = try? ToolAnswer.decode(NamespaceObject.self, from: output.standardOutput)
    return namespace?.metadata.uid
  }

  /// Those of the Secrets that are in the namespace, none where the namespace isn't there.
  ///
  /// kubectl is told to print their names and types only: what is in them stays with it.
  func pullSecrets(_ names: [String], in namespace: String) async throws -> [PullSecret] {
    let answer = try await runner.bytes(
      target.kubectl,
      arguments(
        ["get", "secrets"] + names + [
          "--namespace", namespace, "--ignore-not-found", "--no-headers", "-o",
          "custom-columns=NAME:.metadata.name,TYPE:.type",
        ]))
    return String(decoding: answer, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap {
      let words = $0.split(separator: " ").map(String.init)
      return words.count == 2 ? PullSecret(name: words[0], type: words[1]) : nil
    }
  }

  /// Whose the Gateway API's CRDs are.
  func gatewayAPI() async throws -> GatewayAPIState {
    let names = ["httproutes", "grpcroutes"].map { "\($0).gateway.networking.k8s.io" }
    let definitions = try await list(
      DefinitionObject.self,
      ["get", "customresourcedefinitions"] + names
        + ["-o", "json", "--ignore-not-found"])
    return GatewayDefinitions.state(definitions)
  }

  /// How far the nodes' last signs of life lie from this machine's clock.
  func clocks(_ clock: @Sendable () -> Instant) async throws -> ClockFact {
    let rest = ["get", "nodes,leases.coordination.k8s.io", "-n", "kube-node-lease", "-o", "json"]
    let output = await kubectl(rest)
    let now = clock()
    let objects =
      (try? ToolAnswer.decode(KubernetesList<NodeSign>.self, from: output.standardOutput))?.items
      ?? []
    guard output.outcome.succeeded || objects.contains(where: { $0.kind == "Node" }) else {
      throw runner.problem(of: output, target.kubectl, arguments(rest))
    }
    return NodeSign.clockFact(objects, now: now)
  }
}

/// Something by which a node says when it lived last: its own Ready condition, or its lease.
struct NodeSign: Decodable, Sendable {
  struct Spec: Decodable, Sendable {
    var renewTime: String?
    var unschedulable: Bool?
    var taints: [Taint]?
  }
  struct Taint: Decodable, Sendable { var effect: String? }
  struct Status: Decodable, Sendable {
    var conditions: [ObjectCondition]?
    var nodeInfo: NodeObject.Info?
  }

  var kind: String?
  var metadata: ObjectMetadata
  var spec: Spec?
  var status: Status?

  private var ready: ObjectCondition? { status?.conditions?.first { $0.type == "Ready" } }

  /// Whether ordinary pods may be put there.
  private var isSchedulable: Bool {
    let taints = spec?.taints?.compactMap(\.effect) ?? []
    return spec?.unschedulable != true && ready?.status == "True"
      && taints.allSatisfy { $0 == "PreferNoSchedule" }
  }

  /// What the nodes are like.
  private static func traits(_ nodes: [NodeSign]) -> NodeTraits {
    func names(where holds: (NodeObject.Info) -> Bool) -> [String] {
      nodes.filter { $0.status?.nodeInfo.map(holds) ?? false }.map(\.metadata.name).sorted()
    }
    return NodeTraits(
      schedulable: nodes.count { $0.isSchedulable },
      docker: names { $0.containerRuntimeVersion?.hasPrefix("docker:") ?? false },
      withoutLegacyTables: names { $0.osImage.map(Self.hasNoLegacyTables) ?? false },
      withoutNFTables: names { $0.osImage?.hasPrefix("Container-Optimized OS") ?? false },
      k3s: names { $0.kubeletVersion?.contains("+k3s") ?? false },
      k3sHasFixedPath: nodes.allSatisfy { $0.hasFixedPluginPath },
      autopilot: nodes.map(\.metadata.name).filter { $0.hasPrefix("gk3-") }.sorted())
  }

  /// Whether it is no node of k3s, or of one that keeps CNI's programs at a path that stays: since
  /// v1.28.15, v1.29.10, v1.30.6 and v1.31.2 (docs.k3s.io/networking/multus-ipams).
  private var hasFixedPluginPath: Bool {
    guard let text = status?.nodeInfo?.kubeletVersion, text.contains("+k3s"),
      let version = VersionText.version(in: text)
    else { return true }
    let first = [28: 15, 29: 10, 30: 6, 31: 2]
    return version.minor > 31 || version.patch >= first[version.minor] ?? .max
  }

  /// Red Hat's family from version 8 on, by the names that the systems give themselves.
  private static func hasNoLegacyTables(_ system: String) -> Bool {
    let family = ["Red Hat Enterprise Linux", "CentOS", "Rocky Linux", "AlmaLinux", "Oracle Linux"]
    guard family.contains(where: system.hasPrefix) else { return false }
    let number = system.drop { !$0.isNumber }.prefix { $0.isNumber }
    return Int(number).map { $0 >= 8 } ?? false
  }

  /// The node that is furthest off. Nodes that aren't ready are left out: they are silent, not late.
  static func clockFact(_ signs: [NodeSign], now: Instant) -> ClockFact {
    let nodes = signs.filter { $0.kind == "Node" }
    var newest: [String: Instant] = [:]
    for node in nodes where node.ready?.status == "True" {
      newest[node.metadata.name] = node.ready?.lastHeartbeatTime.flatMap { Instant(iso8601: $0) }
    }
    for lease in signs where lease.kind == "Lease" {
      let renewed = lease.spec?.renewTime.flatMap { Instant(iso8601: $0) }
      if let known = newest[lease.metadata.name], let renewed {
        newest[lease.metadata.name] = max(known, renewed)
      }
    }
    let lags = newest.map { (lag: now.seconds(since: $0.value), node: $0.key) }
    let worst = lags.max { (abs($0.lag), $1.node) < (abs($1.lag), $0.node) }
    return ClockFact(
      worstLag: worst?.lag, node: worst?.node ?? "", nodes: nodes.count, traits: traits(nodes))
  }
}

/// Reads from the Gateway API's CRDs whose they are.
enum GatewayDefinitions {
  static func state(_ definitions: [DefinitionObject]) -> GatewayAPIState {
    let routes = definitions.first { $0.metadata.name.hasPrefix("httproutes.") }
    guard let sample = routes ?? definitions.first else { return .absent }
    let version = sample.metadata.annotation("gateway.networking.k8s.io/bundle-version")
    let release = sample.metadata.release?.place
    let isLinkerds =
      sample.metadata.annotation("linkerd.io/created-by") != nil
      || release?.hasSuffix("/linkerd-crds") == true
    if isLinkerds { return .linkerd(bundleVersion: version, release: release) }
    let manager = sample.metadata.label("app.kubernetes.io/managed-by")
    return .foreign(
      bundleVersion: version, owner: release.map { "helm release \($0)" } ?? manager,
      servesV1: routes?.servedVersions.contains("v1") ?? false)
  }
}
