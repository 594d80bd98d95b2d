import Planning

/// The proof that the mesh is up, and what `linkerd-wizard check` looks at.
///
/// Categories, descriptions, order and gravity are those of `linkerd check` (linkerd2
/// pkg/healthcheck/healthcheck.go, edge-26.8.3); checks of our own come last.
package enum MeshProof {
  /// Every check, in Linkerd's order.
  static let rules: [MeshRule] =
    clusterRules + existenceRules + configRules + pluginRules + identityRules + webhookRules
    + dataPlaneIdentityRules + versionRules + controlPlaneProxyRules + dataPlaneRules
    + highAvailabilityRules + extensionRules + ownRules

  /// The names of all checks.
  package static var identifiers: [String] { (rules + kindRules).map(\.id) }

  /// The rows of `check`. A failed check that is fatal is the last one.
  package static func rows(_ facts: MeshFacts) -> [CheckRow] { rows(facts, of: rules) }

  /// The rows of `check --crds`: whether the control plane's chart finds its resource kinds.
  package static func kindRows(_ facts: MeshFacts) -> [CheckRow] {
    rows(facts, of: clusterRules + kindRules)
  }

  /// The rows of the proof at the end of an install, which somebody may have wanted without the
  /// Gateway API: Linkerd runs without, and that is a warning. Pods from before the install have no
  /// proxies yet, and the closing page tells how they get them; after restarts, those are told here.
  package static func proof(_ facts: MeshFacts) -> [CheckRow] {
    rows(facts, of: rules, sparing: ["gateway-api"]).filter {
      facts.followsRestarts || $0.id != "pods-without-proxy"
    }
  }

  private static func rows(
    _ facts: MeshFacts, of rules: [MeshRule], sparing spared: Set<String> = []
  ) -> [CheckRow] {
    var rows: [CheckRow] = []
    for rule in rules {
      var own = rule.row(facts).map { [$0] } ?? []
      if rule.id == "inject" { own = annotationRows(facts) }
      if rule.id == "injection", let place = facts.injection?.namespace, !own.isEmpty {
        own[0].text = "new pods in \(place) get a proxy"
      }
      if spared.contains(rule.id), own.first?.mark == .failed { own[0].mark = .warning }
      rows += own
      if rule.level == .fatal, own.contains(where: { $0.mark == .failed }) { return rows }
    }
    return rows
  }

  /// Whether waiting may help: every check that failed is one that Linkerd asks again.
  package static func mayPassSoon(_ rows: [CheckRow]) -> Bool {
    let retried = Set((rules + kindRules).filter(\.isRetried).map(\.id))
    let open = rows.filter { $0.mark == .failed || $0.mark == .warning && retried.contains($0.id) }
    return !open.isEmpty && open.allSatisfy { retried.contains($0.id) }
  }

  /// What a person reads: the rows, or one row where there is no control plane at all. `context` is
  /// the one that was asked for by name; nil means the current one.
  package static func report(_ facts: MeshFacts, context: String? = nil) -> [CheckRow] {
    guard let exists = absence(facts) else { return rows(facts) }
    let wizard = context.map { "linkerd-wizard --context \($0.shellWord)" } ?? "linkerd-wizard"
    return [
      CheckRow(
        id: "linkerd-there", mark: .failed,
        text: exists
          ? "Linkerd isn't there: the namespace \(facts.namespace) holds no control plane"
          : "Linkerd isn't there: there is no namespace \(facts.namespace)",
        remedy: "Install it: \(wizard). Where it is in another namespace, name that: "
          + "linkerd-wizard check --namespace NAME")
    ]
  }

  /// Whether the namespace exists, where it holds nothing of a control plane; nil where it does, or
  /// where that can't be told.
  private static func absence(_ facts: MeshFacts) -> Bool? {
    guard case .success(nil) = facts.configuration,
      case .success(let namespaces) = facts.namespaces,
      case .success(let controlPlane) = facts.controlPlane, facts.clusterAnchors == nil,
      !components.contains(where: { controlPlane.available[$0] != nil })
    else { return nil }
    if case .success(let hooks) = facts.webhooks, !hooks.mutating.isEmpty { return nil }
    return namespaces[facts.namespace] != nil
  }

  /// Whether nothing failed and nothing is still open; warnings pass, and no rows do not.
  package static func passed(_ rows: [CheckRow]) -> Bool {
    !rows.isEmpty && rows.allSatisfy { $0.mark == .passed || $0.mark == .warning }
  }

  /// The same in few lines: categories that passed are one row each, the rest is told in full.
  package static func summary(_ rows: [CheckRow]) -> [CheckRow] {
    var shown: [CheckRow] = []
    var rest = rows[...]
    while let first = rest.first {
      let group = rest.prefix { $0.category == first.category }
      rest = rest.dropFirst(group.count)
      let isOwn = first.category == MeshCategory.own.rawValue || first.category.isEmpty
      guard !isOwn else {
        shown += group
        continue
      }
      let passed = group.count { $0.mark == .passed }
      if passed > 0 {
        var row = CheckRow(
          id: first.category, mark: .passed, text: first.category,
          note: ClusterChecks.counted(passed, "check"))
        row.category = first.category
        shown.append(row)
      }
      shown += group.filter { $0.mark != .passed }
    }
    return shown
  }

  /// The deployments that every control plane has.
  static let components = ["linkerd-destination", "linkerd-identity", "linkerd-proxy-injector"]

  /// Fails where something is missing, in Linkerd's words.
  static func missing(_ what: String, _ names: [String], _ facts: MeshFacts) -> MeshRule.Verdict {
    guard !names.isEmpty else { return .passed }
    return .failed(
      "Missing: \(what) \(names.sorted().joined(separator: ", ")).",
      remedy: "See whether Helm's install is whole: helm list --namespace "
        + "\(facts.namespace.shellWord); then run the wizard again.")
  }
}
