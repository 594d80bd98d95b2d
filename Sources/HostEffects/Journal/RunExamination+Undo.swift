import Diagnosis
import Planning
import Wizard

extension RunExamination {
  /// How the run is taken back. Waits and throws as `continuation` does.
  func undo(
    removesCertificates: Bool, tell: @Sendable (String) -> Void = { _ in }
  ) async throws -> UndoPlan {
    try await waitForChildren(tell)
    try await recheck.checkIdentity()
    return run.plan.undo(
      of: run.name, after: run.steps, found: try await undoFacts(),
      removesCertificates: removesCertificates)
  }

  private func undoFacts() async throws -> UndoFacts {
    guard let target = run.plan.probeTarget else { return UndoFacts() }
    let questions = ClusterQuestions(runner: runner, target: target)
    var facts = UndoFacts(traces: try await traces())
    let annotated = run.plan.annotatedServices
    if !annotated.isEmpty {
      for service in try await questions.services(in: annotated.keys.sorted())
      where annotated[service.namespace]?.contains(service.name) ?? false {
        facts.services["\(service.namespace)/\(service.name)"] = service.opaquePorts ?? ""
      }
    }
    let made = run.plan.madeNamespaces.filter { facts.traces.namespaces?[$0] != nil }
    if !made.isEmpty, let kinds = await questions.listableKinds() {
      for name in made {
        facts.contents[name] = await questions.contents(
          of: name, kinds, releases: Set(run.plan.namedReleases))
      }
    }
    if let helm = target.helm {
      let output = await runner.run(helm, ["repo", "list", "-o", "json"])
      facts.repositories = Dictionary(
        ((try? ListedRepository.list(output)) ?? []).map { ($0.name, $0.url) },
        uniquingKeysWith: { first, _ in first })
    }
    if let namespace = run.plan.controlPlaneNamespace {
      facts.meshedPods = await questions.meshedPods(by: namespace)
    }
    if let past = RunHistory.run(in: run.record.directory) {
      facts.foundThere = past.foundThere
      if let recipe = run.plan.certificates,
        CertificateFilesWriter.areOwn(recipe, made: past.certificates)
      {
        facts.ownCertificates = past.certificates
      }
    }
    return facts
  }
}

extension EffectInterpreter {
  /// What stands against deleting a namespace that was empty when that was planned: it is looked at once
  /// more. nil for any other item, and where it still is empty.
  func contentsProblem(
    _ item: PlanItem, _ command: Command, _ plan: Plan
  ) async -> Problem? {
    guard plan.isUndo, let verb = command.arguments.firstIndex(of: "delete"),
      command.arguments[verb...].count > 2, command.arguments[verb + 1] == "namespace"
    else { return nil }
    let name = command.arguments[verb + 2]
    let questions = ClusterQuestions(
      runner: runner.with(kubeconfig: plan.cluster.kubeconfig),
      target: ProbeTarget(context: plan.cluster.context, kubectl: command.tool))
    guard let kinds = await questions.listableKinds(),
      let contents = await questions.contents(of: name, kinds, releases: Set(plan.namedReleases)),
      contents.isEmpty
    else {
      return Problem(
        "namespace-not-empty",
        "Something is in the namespace \(name) that wasn't there when this was shown, or what is in it "
          + "can't be read. It was not deleted.",
        remedy:
          "Look at it: kubectl get all --namespace \(ShellQuoting.quote(name)). Then take the "
          + "install back once more: what is in use stays.")
    }
    return nil
  }
}

extension ClusterQuestions {
  /// The kinds of objects in namespaces that can be listed, as kubectl calls them, without those that the
  /// cluster makes by itself; nil where that can't be read.
  func listableKinds() async -> [String]? {
    let answer = await kubectl([
      "api-resources", "--namespaced", "--verbs=list", "-o", "name",
    ])
    guard answer.outcome.succeeded else { return nil }
    let own = ["events", "endpoints", "endpointslices", "leases", "controllerrevisions"]
    return answer.outputLines.filter { line in
      let name = line.prefix { $0 != "." }
      return !line.isEmpty && !own.contains(String(name)) && !line.hasSuffix(".metrics.k8s.io")
        && !line.contains("authorization.k8s.io")
    }
      + ["roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io"].filter(
        answer.outputLines.contains)
  }

  /// What is in a namespace, as `kind/name`, beside what the cluster or those releases have put there;
  /// nil where it may not be read.
  func contents(
    of namespace: String, _ kinds: [String], releases: Set<ReleaseName>
  ) async -> [String]? {
    let objects = try? await list(
      HeldObject.self,
      ["get", kinds.joined(separator: ","), "--namespace", namespace, "-o", "json"],
      timeout: Self.listPatience)
    return objects.map { all in
      all.filter { !$0.isMadeByItself && !$0.belongs(to: releases) }
        .map { "\($0.kind?.lowercased() ?? "object")/\(TerminalText.harmless($0.metadata.name))" }
        .sorted()
    }
  }

  /// How many pods in other namespaces have a proxy of that control plane; nothing where it can't be read.
  func meshedPods(by controlPlane: String) async -> [String: Int] {
    let answer = await kubectl(
      [
        "get", "pods", "--all-namespaces", "--selector",
        "linkerd.io/control-plane-ns=\(controlPlane)", "-o",
        #"jsonpath={range .items[*]}{.metadata.namespace}{"\n"}{end}"#,
      ], timeout: Self.listPatience)
    guard answer.outcome.succeeded else { return [:] }
    return answer.outputLines.filter { !$0.isEmpty && $0 != controlPlane }
      .reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}

/// An object in a namespace that may be deleted.
private struct HeldObject: Decodable, Sendable {
  var kind: String?
  var type: String?
  var metadata: ObjectMetadata

  /// Whether the cluster has made it, or makes it go with something else.
  var isMadeByItself: Bool {
    if !(metadata.ownerReferences ?? []).isEmpty { return true }
    switch (kind, metadata.name) {
    case ("ConfigMap", "kube-root-ca.crt"), ("ServiceAccount", "default"): return true
    default: return type == "kubernetes.io/service-account-token"
    }
  }

  /// Whether Helm has made it for one of those releases, or keeps it as a record of one.
  func belongs(to releases: Set<ReleaseName>) -> Bool {
    if let release = metadata.release { return releases.contains(release) }
    if type == "helm.sh/release.v1", let name = metadata.label("name") {
      return releases.contains { $0.name == name && $0.namespace == metadata.namespace }
    }
    return metadata.name == PlanBuilder.issuerSecretName && kind == "Secret"
  }
}
