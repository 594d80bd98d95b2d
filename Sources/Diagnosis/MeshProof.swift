import Planning

/// The first proof that the control plane is up, and what `linkerd-wizard check` looks at.
///
/// Checks that `linkerd check` has too are worded as it words them.
package enum MeshProof {
  /// The deployments that every control plane has.
  static let deployments = ["linkerd-destination", "linkerd-identity", "linkerd-proxy-injector"]
  static let mutatingWebhooks = ["linkerd-proxy-injector-webhook-config"]
  static let validatingWebhooks = [
    "linkerd-policy-validator-webhook-config", "linkerd-sp-validator-webhook-config",
  ]
  /// Those that all Linkerd versions that the wizard installs have.
  static let customResourceDefinitions = [
    "serverauthorizations.policy.linkerd.io", "servers.policy.linkerd.io",
    "serviceprofiles.linkerd.io",
  ]
  /// What came with 2.12 (charts/linkerd-crds).
  static let laterCustomResourceDefinitions = ["authorizationpolicies.policy.linkerd.io"]

  /// The CRDs that a control plane of that version needs.
  private static func customResourceDefinitions(of version: String) -> [String] {
    version.hasPrefix("stable-2.11.")
      ? customResourceDefinitions : laterCustomResourceDefinitions + customResourceDefinitions
  }

  /// The rows of the proof, in the order of `linkerd check`.
  package static func rows(_ facts: MeshFacts) -> [CheckRow] {
    let existence = [
      namespaceRow(facts),
      row(
        "linkerd-config", "'linkerd-config' config map exists",
        missing: facts.hasConfig ? [] : ["ConfigMap linkerd-config"], facts),
      replicaSetsRow(facts),
      podsRow(facts),
      row(
        "crds", "control plane CustomResourceDefinitions exist",
        missing: absent(
          customResourceDefinitions(of: facts.version), in: facts.customResourceDefinitions), facts),
      row(
        "mutating-webhooks", "control plane MutatingWebhookConfigurations exist",
        missing: absent(mutatingWebhooks, in: facts.mutatingWebhooks), facts),
      row(
        "validating-webhooks", "control plane ValidatingWebhookConfigurations exist",
        missing: absent(validatingWebhooks, in: facts.validatingWebhooks), facts),
    ]
    let anchor = anchorRow(facts).map { [$0] } ?? []
    let injection = facts.injection.map { [injectionRow($0, facts)] } ?? []
    return existence + pluginRows(facts) + anchor + facts.meshedNamespaces.map(annotationRow)
      + injection
  }

  /// What is reported where nobody has just installed: the rows, or one row where there is no
  /// control plane at all. `context` is the one that was asked for by name; nil means the current one.
  package static func report(_ facts: MeshFacts, context: String? = nil) -> [CheckRow] {
    guard isAbsent(facts) else { return rows(facts) }
    let wizard = context.map { "linkerd-wizard --context \($0.shellWord)" } ?? "linkerd-wizard"
    return [
      CheckRow(
        id: "linkerd-there", mark: .failed,
        text: facts.namespaceExists
          ? "Linkerd isn't there: the namespace \(facts.namespace) holds no control plane"
          : "Linkerd isn't there: there is no namespace \(facts.namespace)",
        remedy: "Install it: \(wizard). Where it is in another namespace, name that: "
          + "linkerd-wizard check --namespace NAME")
    ]
  }

  /// Whether the namespace holds nothing of a control plane; CRDs may be another one's.
  private static func isAbsent(_ facts: MeshFacts) -> Bool {
    !facts.hasConfig && facts.clusterAnchors == nil && facts.mutatingWebhooks.isEmpty
      && facts.validatingWebhooks.isEmpty
      && !facts.deployments.contains { deployments.contains($0.name) }
  }

  /// Whether nothing failed and nothing is still open; warnings pass, and no rows do not.
  package static func passed(_ rows: [CheckRow]) -> Bool {
    !rows.isEmpty && rows.allSatisfy { $0.mark == .passed || $0.mark == .warning }
  }

  private static func absent(_ wanted: [String], in there: Set<String>) -> [String] {
    wanted.filter { !there.contains($0) }
  }

  private static func row(
    _ id: String, _ text: String, missing: [String], _ facts: MeshFacts
  ) -> CheckRow {
    guard !missing.isEmpty else { return CheckRow(id: id, mark: .passed, text: text) }
    return CheckRow(
      id: id, mark: .failed, text: text,
      reason: "Missing: \(missing.joined(separator: ", ")).",
      remedy: "See whether Helm's install is whole: helm list --namespace "
        + "\(facts.namespace); then run the wizard again.")
  }

  private static func namespaceRow(_ facts: MeshFacts) -> CheckRow {
    row(
      "namespace", "control plane Namespace exists",
      missing: facts.namespaceExists ? [] : ["Namespace \(facts.namespace)"], facts)
  }

  private static func replicaSetsRow(_ facts: MeshFacts) -> CheckRow {
    let text = "control plane replica sets are ready"
    let troubles = facts.deployments.flatMap { deployment in
      deployment.troubles.map { "\(deployment.name): \($0)" }
    }
    guard !troubles.isEmpty else {
      return CheckRow(id: "replica-sets", mark: .passed, text: text)
    }
    return CheckRow(
      id: "replica-sets", mark: .failed, text: text,
      reason: troubles.joined(separator: "; ") + ".",
      remedy: remedy(for: troubles[0], facts)
        ?? "See the whole reason: kubectl get events --namespace \(facts.namespace)")
  }

  /// What to do about pods that Kubernetes refuses to make, where its words tell; nil otherwise.
  private static func remedy(for trouble: String, _ facts: MeshFacts) -> String? {
    let refused = PodStatus(
      name: "", deployment: "the control plane", readyContainers: 0, containers: 0,
      phase: "FailedCreate", message: trouble, age: 0)
    return PodDiagnosis.problem([refused], PodPlace(namespace: facts.namespace))?.remedy
  }

  private static func podsRow(_ facts: MeshFacts) -> CheckRow {
    let text = "control plane pods are ready"
    let there = Set(facts.deployments.map(\.name))
    let missing = absent(deployments, in: there).map { "\($0) is not there" }
    let own = facts.deployments.filter { deployments.contains($0.name) }
    let short = own.filter { $0.ready < max($0.desired, 1) }
      .map { "\($0.name) has \($0.ready) of \($0.desired) pods ready" }
    guard !(missing + short).isEmpty else {
      let counted = own.reduce(0) { $0 + $1.ready }
      return CheckRow(
        id: "pods", mark: .passed, text: text, note: ClusterChecks.counted(counted, "pod"))
    }
    return CheckRow(
      id: "pods", mark: .failed, text: text,
      reason: (missing + short).joined(separator: "; ") + ".",
      remedy: "See what they wait for: kubectl get pods --namespace \(facts.namespace)")
  }
}
