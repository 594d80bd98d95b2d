package import Diagnosis
package import Planning
package import Wizard

extension EffectInterpreter {
  /// Seconds that the injector is given to answer, once everything else is true.
  private static let injectionPatience = 8

  /// Proves that the control plane is up; what isn't true at once gets some seconds.
  func verify(_ check: MeshCheck, _ plan: Plan, _ log: RunLog?) async -> ItemOutcome {
    guard let kubectl = plan.tools.first(where: { $0.name == .kubectl }) else {
      return .failed(Problem("kubectl-missing", "The plan names no kubectl."), .none)
    }
    let questions = ClusterQuestions(
      runner: runner.with(kubeconfig: plan.cluster.kubeconfig),
      target: ProbeTarget(context: plan.cluster.context, kubectl: kubectl))
    let start = ContinuousClock.now
    let deadline = start + .seconds(settings.proofPatience)
    let injectionDeadline = start + .seconds(min(settings.proofPatience, Self.injectionPatience))
    while true {
      let result = await ToolRunner.result { try await questions.meshFacts(check) }
      if Task.isCancelled { return .cancelled }
      if case .success(var facts) = result, MeshProof.passed(MeshProof.rows(facts)) {
        facts.injection = await questions.injection(into: facts)
        if Task.isCancelled { return .cancelled }
        if !MeshProof.mayInjectSoon(facts) || ContinuousClock.now >= injectionDeadline {
          return .done(.proof(told(MeshProof.rows(facts), log)))
        }
      } else if ContinuousClock.now >= deadline {
        return failure(result, log)
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }

  private func failure(_ result: Result<MeshFacts, Problem>, _ log: RunLog?) -> ItemOutcome {
    switch result {
    case .failure(let problem): return .failed(problem, .none)
    case .success(let facts):
      let rows = told(MeshProof.rows(facts), log)
      let bad = rows.first { $0.mark == .failed }
      return .failed(
        Problem(
          "proof-failed",
          "The control plane isn't up yet: \(bad?.text ?? "a check") is not true. \(bad?.reason ?? "")",
          remedy: bad?.remedy ?? "Try again in a moment."), .proof(rows))
    }
  }

  private func told(_ rows: [CheckRow], _ log: RunLog?) -> [CheckRow] {
    for row in rows { log?.note("\(row.mark.rawValue): \(row.text) \(row.reason)") }
    return rows
  }
}

extension EffectInterpreter {
  /// What a proof looks at, for `linkerd-wizard check`. Throws `Problem`.
  package func meshFacts(_ check: MeshCheck, _ target: ProbeTarget) async throws -> MeshFacts {
    try await ClusterQuestions(runner: runner, target: target).meshFacts(check)
  }
}

extension ClusterQuestions {
  /// What a proof looks at, by three calls side by side.
  func meshFacts(_ check: MeshCheck) async throws -> MeshFacts {
    let names = [check.namespace] + check.meshedNamespaces.filter { $0 != check.namespace }
    async let inside = list(
      ControlPlaneObject.self,
      ["get", "deployments,configmaps", "-n", check.namespace, "-o", "json"])
    async let across = list(
      NamedObject.self,
      [
        "get", "mutatingwebhookconfigurations,validatingwebhookconfigurations",
        "-l", "linkerd.io/control-plane-ns=\(check.namespace)", "-o", "json",
      ])
    async let definitions = resourceNames(of: "customresourcedefinitions")
    async let namespaces = list(
      NamespaceObject.self,
      ["get", "namespaces"] + names + ["--ignore-not-found", "-o", "json"])
    var facts = MeshFacts(
      check, try await inside, try await across, try await definitions, try await namespaces)
    if try await inside.contains(where: \.tellsOfPlugin) { facts.plugin = try await plugin() }
    return facts
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

  /// What comes of a pod that is asked for by a dry run, in the first namespace that is to be meshed;
  /// nil where there is none. Nothing is made.
  func injection(into facts: MeshFacts) async -> MeshFacts.Injection? {
    let meshed = facts.meshedNamespaces.first {
      $0.exists && ["enabled", "ingress"].contains($0.injectAnnotation ?? "")
    }
    guard let namespace = meshed?.name else { return nil }
    let asked = arguments([
      "create", "--dry-run=server", "--validate=false", "-n", namespace, "-o", "json", "-f", "-",
    ])
    let output = await runner.run(target.kubectl, asked, input: Self.trialPod)
    guard output.outcome.succeeded else {
      return MeshFacts.Injection(
        namespace: namespace,
        answer: .refused(runner.problem(of: output, target.kubectl, asked)))
    }
    guard let pod = try? ToolAnswer.decode(PodObject.self, from: output.standardOutput) else {
      return MeshFacts.Injection(
        namespace: namespace,
        answer: .refused(
          Explanations.answerNotUnderstood(.kubectl, asked: "a pod by a dry run")))
    }
    return MeshFacts.Injection(
      namespace: namespace, answer: pod.isMeshed ? .injected : .notInjected)
  }

  /// A pod that every policy takes: what is refused is refused for the proxy's sake.
  private static let trialPod = #"""
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"linkerd-wizard-dry-run"},"spec":{
    "securityContext":{"runAsNonRoot":true,"runAsUser":65532,
    "seccompProfile":{"type":"RuntimeDefault"}},
    "containers":[{"name":"trial","image":"registry.k8s.io/pause:3.10",
    "resources":{"requests":{"cpu":"1m","memory":"8Mi"},"limits":{"cpu":"1m","memory":"8Mi"}},
    "securityContext":{"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,
    "capabilities":{"drop":["ALL"]}}}]}}
    """#

  private func resourceNames(of kind: String) async throws -> Set<String> {
    let answer = try await runner.bytes(
      target.kubectl, arguments(["get", kind, "-o", "name"]))
    return Set(
      answer.split(separator: 0x0a).map {
        PathText.lastComponent(String(decoding: $0, as: UTF8.self))
      })
  }
}

/// A deployment or a ConfigMap of the control plane's namespace.
struct ControlPlaneObject: Decodable, Sendable {
  var kind: String?
  var metadata: ObjectMetadata
  var data: [String: String]?
  var spec: DeploymentObject.Spec?
  var status: DeploymentObject.Status?
}

extension ControlPlaneObject {
  /// Whether it is the control plane's configuration, and names a CNI plugin.
  fileprivate var tellsOfPlugin: Bool {
    metadata.name == "linkerd-config"
      && data?["values"]?.split(whereSeparator: \.isNewline).contains("cniEnabled: true") ?? false
  }
}

/// An object of the CNI plugin.
struct PluginObject: Decodable, Sendable {
  var kind: String?
  var metadata: ObjectMetadata
  var status: DaemonSetObject.Status?
}

extension MeshFacts {
  fileprivate init(
    _ check: MeshCheck, _ inside: [ControlPlaneObject], _ across: [NamedObject],
    _ definitions: Set<String>, _ namespaces: [NamespaceObject]
  ) {
    func config(_ name: String) -> ControlPlaneObject? {
      inside.first { $0.kind == "ConfigMap" && $0.metadata.name == name }
    }
    let there = Dictionary(
      namespaces.map { ($0.metadata.name, $0) }, uniquingKeysWith: { first, _ in first })
    let anchor = check.anchorCertificatePath.map { path in
      (try? FileBytes.read(path, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
    }
    self.init(
      namespace: check.namespace, namespaceExists: there[check.namespace] != nil,
      hasConfig: config("linkerd-config") != nil,
      version: inside.first { $0.metadata.name == "linkerd-identity" }?
        .metadata.label("app.kubernetes.io/version") ?? "",
      deployments: inside.filter { $0.kind == "Deployment" }.map(Deployment.init),
      clusterAnchors: config("linkerd-identity-trust-roots")?.data?["ca-bundle.crt"],
      anchorFile: anchor.map { $0.map { .text($0) } ?? .missing } ?? .notNamed,
      mutatingWebhooks: Self.names("MutatingWebhookConfiguration", across),
      validatingWebhooks: Self.names("ValidatingWebhookConfiguration", across),
      customResourceDefinitions: definitions,
      meshedNamespaces: check.meshedNamespaces.map { name in
        MeshedNamespace(
          name: name, exists: there[name] != nil,
          injectAnnotation: there[name]?.metadata.annotation("linkerd.io/inject"))
      })
  }

  private static func names(_ kind: String, _ objects: [NamedObject]) -> Set<String> {
    Set(objects.filter { $0.kind == kind }.map(\.metadata.name))
  }
}

extension MeshFacts.Deployment {
  fileprivate init(_ object: ControlPlaneObject) {
    let troubles = (object.status?.conditions ?? []).filter {
      $0.type == "ReplicaFailure" && $0.status == "True"
    }
    self.init(
      name: object.metadata.name, desired: object.spec?.replicas ?? 1,
      ready: object.status?.readyReplicas ?? 0,
      troubles: troubles.map {
        "\($0.type): \(TerminalText.harmless($0.message ?? $0.reason ?? ""))"
      })
  }
}
