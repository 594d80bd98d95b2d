package import Diagnosis
package import Planning
package import Wizard

extension EffectInterpreter {
  /// Proves that the control plane is up; what isn't true at once gets some seconds.
  func verify(_ check: MeshCheck, _ plan: Plan, _ log: RunLog?) async -> ItemOutcome {
    guard let kubectl = plan.tools.first(where: { $0.name == .kubectl }) else {
      return .failed(Problem("kubectl-missing", "The plan names no kubectl."), .none)
    }
    let questions = ClusterQuestions(
      runner: runner.with(kubeconfig: plan.cluster.kubeconfig),
      target: ProbeTarget(context: plan.cluster.context, kubectl: kubectl))
    let deadline = ContinuousClock.now + .seconds(settings.proofPatience)
    while true {
      let result = await ToolRunner.result { try await questions.meshFacts(check) }
      if Task.isCancelled { return .cancelled }
      if case .success(let facts) = result, MeshProof.passed(MeshProof.rows(facts)) {
        return .done(.proof(told(MeshProof.rows(facts), log)))
      }
      guard ContinuousClock.now < deadline else { return failure(result, log) }
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
    return MeshFacts(
      check, try await inside, try await across, try await definitions, try await namespaces)
  }

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
