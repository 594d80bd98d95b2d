import Diagnosis
import Planning
import Wizard

// What a proof looks at: each kind is asked for once, side by side, and cut down by kubectl to the
// lines that are needed. Of Secrets only certificates are printed, and whether there is a key.
extension ClusterQuestions {
  /// The facts of a proof; what can't be read is told by the reading itself.
  func meshFacts(
    _ check: MeshCheck, dataPlane names: [String] = [], at clock: @Sendable () -> Instant
  ) async -> MeshFacts {
    let namespace = check.namespace
    async let server = ToolRunner.result { try await self.server().version }
    async let definitions = lines(
      ["get", "customresourcedefinitions"], MeshLines.definitions, MeshLines.definition)
    async let namespaces = lines(["get", "namespaces"], MeshLines.namespaces, MeshLines.namespace)
    async let roles = lines(
      [
        "get", "clusterroles,clusterrolebindings", "-l", "linkerd.io/control-plane-ns=\(namespace)",
      ],
      MeshLines.names
    ) { "\($0[0])/\($0[1])" }
    async let webhooks = lines(
      [
        "get", "mutatingwebhookconfigurations,validatingwebhookconfigurations", "-l",
        "linkerd.io/control-plane-ns=\(namespace)",
      ], MeshLines.webhooks, WebhookLine.init)
    async let nodes = lines(["get", "nodes"], MeshLines.nodes, MeshLines.node)
    async let services = lines(
      ["get", "services", "--all-namespaces"], MeshLines.services, MeshLines.service)
    async let secrets = lines(
      ["get", "secrets"] + SecretLine.names + ["-n", namespace, "--ignore-not-found"],
      MeshLines.secrets, SecretLine.init)
    let inside = await inside(namespace)
    let anchors = (try? inside.get())?.anchors
    async let pods = lines(
      ["get", "pods", "--all-namespaces"], MeshLines.pods(anchors: anchors ?? "")
    ) { MeshLines.pod($0, anchors: anchors ?? "") }

    let unread = Problem("not-asked", "That was not asked.")
    var facts = MeshFacts(namespace: namespace, now: clock(), unread: unread)
    facts.server = await server
    facts.definitions = await definitions
    facts.namespaces = await namespaces.map { Dictionary($0) { first, _ in first } }
    facts.roles = await roles.map(Set.init)
    let hooks = await webhooks
    facts.webhooks = hooks.map(WebhookLine.names)
    facts.nodes = await nodes
    facts.pods = await pods
    facts.services = await services
    facts.clusterAnchors = anchors
    facts.configuration = inside.map(\.configuration)
    facts.controlPlane = inside.map(\.controlPlane)
    facts.anchorFile = Self.file(check.anchorCertificatePath)
    facts.meshedNamespaces = check.meshedNamespaces
    facts.dataPlaneNamespaces = check.followsRestarts ? check.meshedNamespaces : names
    facts.includesDataPlane = check.includesDataPlane
    facts.followsRestarts = check.followsRestarts
    let found = await secrets
    facts.identity = found.map {
      MeshTrust.identity(
        $0, anchors: anchors, isExternal: facts.hasExternalIssuer, at: facts.now)
    }
    facts.webhookTrust = found.flatMap { secrets in
      hooks.map { MeshTrust.webhooks(secrets, $0, namespace, at: facts.now) }
    }
    if facts.usesPlugin { facts.plugin = try? await plugin() }
    await addEndpoints(to: &facts)
    return facts
  }

  private static func file(_ path: String?) -> MeshFacts.AnchorFile {
    guard let path else { return .notNamed }
    let bytes = try? FileBytes.read(path, limit: 1 << 20)
    return bytes.map { .text(String(decoding: $0, as: UTF8.self)) } ?? .missing
  }

  /// What kubectl prints by a template, a line for each object; lines that are cut short are left out.
  private func lines<Value: Sendable>(
    _ rest: [String], _ template: MeshTemplate, _ read: ([String]) -> Value?
  ) async -> Result<[Value], Problem> {
    await ToolRunner.result {
      let bytes = try await runner.bytes(
        target.kubectl, arguments(rest + ["-o", "go-template=" + template.text]))
      return template.rows(of: bytes).compactMap(read)
    }
  }

  private func inside(_ namespace: String) async -> Result<ControlPlaneObjects, Problem> {
    await ToolRunner.result {
      ControlPlaneObjects(
        try await list(
          ControlPlaneObject.self,
          [
            "get", "deployments,replicasets,configmaps,serviceaccounts", "-n", namespace, "-o",
            "json",
          ]))
    }
  }

  /// Which pods the services lead to; only asked for where some port is called opaque.
  private func addEndpoints(to facts: inout MeshFacts) async {
    guard facts.includesDataPlane, case .success(var services) = facts.services,
      case .success(let pods) = facts.pods,
      services.contains(where: { $0.opaquePorts != nil })
        || pods.contains(where: { $0.opaquePorts != nil })
    else { return }
    let answer = await lines(
      ["get", "endpoints", "--all-namespaces"], MeshLines.endpoints
    ) { ($0[0] + "/" + $0[1], $0[2].split(separator: " ").map(String.init)) }
    switch answer {
    case .failure(let problem): facts.services = .failure(problem)
    case .success(let endpoints):
      let led = Dictionary(endpoints) { first, _ in first }
      for index in services.indices {
        services[index].pods = led[services[index].namespace + "/" + services[index].name] ?? []
      }
      facts.services = .success(services)
    }
  }

  /// What there is of the CNI plugin, in whatever namespace.
  private func plugin() async throws -> MeshFacts.Plugin {
    let objects = try await list(
      PluginObject.self,
      [
        "get", "daemonsets,configmaps,serviceaccounts,clusterroles,clusterrolebindings",
        "--all-namespaces", "-l", "linkerd.io/cni-resource=true", "-o", "json",
      ])
    let set = objects.first { $0.kind == "DaemonSet" }
    return MeshFacts.Plugin(
      kinds: Set(objects.compactMap(\.kind)), namespace: set?.metadata.namespace ?? "",
      desired: set?.status?.desiredNumberScheduled ?? 0, ready: set?.status?.numberReady ?? 0)
  }
}

extension MeshFacts {
  fileprivate var hasExternalIssuer: Bool {
    if case .success(let found?) = configuration { found.hasExternalIssuer } else { false }
  }
  fileprivate var usesPlugin: Bool {
    if case .success(let found?) = configuration { found.usesPlugin } else { false }
  }
}
