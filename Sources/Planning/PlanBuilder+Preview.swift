extension PlanBuilder {
  /// What is asked to preview a plan; `server` is the cluster's version, nil where it isn't known.
  package static func preview(
    of plan: Plan, _ inputs: PlanInputs, server: SemanticVersion?
  ) -> PreviewRecipe {
    let placeholders = PreviewPlaceholders(plan.certificates)
    let owner = inputs.answers.controlPlaneNamespace
    var parts: [PreviewRecipe.Part] = []
    for item in plan.items {
      guard case .command(let command) = item.action else { continue }
      switch item.id {
      case namespaceID, pluginNamespaceID:
        parts.append(kubectl(item.purpose, nil, command.input ?? ""))
      case issuerSecretID:
        parts.append(kubectl(item.purpose, owner, issuerSecretManifest(in: owner)))
      case crdsID, controlPlaneID, pluginID:
        parts.append(
          PreviewRecipe.Part(
            name: command.release?.name ?? item.purpose,
            namespace: command.release?.namespace ?? owner, fieldManager: "helm",
            source: .chart(
              rendering(
                command, placeholders, server: server,
                isRemoved: command.release.map { plan.removal?.releases.contains($0) == true }
                  ?? false))))
      default: break
      }
    }
    parts += namespaceParts(plan, inputs)
    return PreviewRecipe(
      cluster: plan.cluster, kubectl: inputs.kubectl, parts: parts,
      notes: placeholders.notes + notes(on: plan))
  }

  /// What is done before the objects that a preview compares are made.
  private static func notes(on plan: Plan) -> [String] {
    if plan.upgrade != nil {
      return [
        "The releases' own certificates and values stay; Helm renders the new charts with them, and "
          + "the data of Secrets are hidden.",
        "The chart makes the webhooks' certificates anew at each rendering: an upgrade has others.",
      ]
    }
    guard let removal = plan.removal else { return [] }
    let removed = removal.releases.map(\.place) + removal.objects
    if removed.isEmpty { return [] }
    return [
      "What is there of \(removed.prefix(3).joined(separator: ", "))"
        + (removed.count > 3 ? " and \(removed.count - 3) more" : "")
        + " is removed first, and then all is made anew."
    ]
  }

  private static func kubectl(
    _ name: String, _ namespace: String?, _ manifest: String, by manager: String = fieldManager
  ) -> PreviewRecipe.Part {
    PreviewRecipe.Part(
      name: name, namespace: namespace, fieldManager: manager, source: .manifest(manifest))
  }

  /// The namespaces that are made and those that are annotated; a new one is told once, as it is in
  /// the end. `kubectl annotate` leaves all other fields alone, and so does a manager that has set none.
  private static func namespaceParts(
    _ plan: Plan, _ inputs: PlanInputs
  ) -> [PreviewRecipe.Part] {
    let made = Set(plan.items.map(\.id))
    let all = inputs.answers.namespaces
    let new = all.filter { made.contains("create-" + $0.name) }
    let others = all.filter { !made.contains("create-" + $0.name) }
    return [("create", new), ("mesh", others)].filter { !$1.isEmpty }.map { name, namespaces in
      kubectl(
        name, nil, namespaces.map { meshedManifest($0, inputs) }.joined(separator: "---\n"),
        by: "\(fieldManager)-preview")
    } + servicePart(inputs)
  }

  /// The Services whose opaque ports are annotated; nothing where there are none.
  private static func servicePart(_ inputs: PlanInputs) -> [PreviewRecipe.Part] {
    let manifests = inputs.answers.namespaces.flatMap { namespace -> [String] in
      guard let ports = namespace.opaque else { return [] }
      return annotatedServices(namespace.name, ports, inputs).map { service in
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: "\(service.name)"
          namespace: "\(namespace.name)"
          annotations:
            \(OpaquePorts.annotation): "\(service.value)"

        """
      }
    }
    if manifests.isEmpty { return [] }
    return [
      kubectl(
        "opaque ports", nil, manifests.joined(separator: "---\n"), by: "\(fieldManager)-preview")
    ]
  }

  private static func meshedManifest(_ namespace: NamespaceAnswer, _ inputs: PlanInputs) -> String {
    let before = inputs.annotationsBefore.first {
      $0.namespace == namespace.name && $0.service == nil
    }
    let opaque = namespace.opaque.map {
      "    \(OpaquePorts.annotation): \"\($0.value(keeping: before?.opaquePorts, usual: inputs.usualOpaquePorts))\"\n"
    }
    return """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: "\(namespace.name)"
        annotations:
          linkerd.io/inject: "\(namespace.inject.rawValue)"

      """ + (opaque ?? "")
  }

  /// The Secret that kubectl makes of files; what is in it is none of a preview's business.
  private static func issuerSecretManifest(in namespace: String) -> String {
    """
    apiVersion: v1
    kind: Secret
    metadata:
      name: "\(issuerSecretName)"
      namespace: "\(namespace)"
    type: "\(issuerSecretType)"
    data:
      ca.crt: ""
      tls.crt: ""
      tls.key: ""

    """
  }
}

extension PlanBuilder {
  /// The dry run of an upgrade, and its rendering without a cluster.
  ///
  /// A release that is removed first is rendered without the cluster: Helm would compare with it, or
  /// refuse to go on from where it was left.
  private static func rendering(
    _ upgrade: Command, _ placeholders: PreviewPlaceholders, server: SemanticVersion?,
    isRemoved: Bool
  ) -> PreviewRecipe.Rendering {
    var texts: [PreviewRecipe.ValueText] = []
    var kept: [[String]] = []
    for group in upgrade.argumentGroups {
      switch group.first {
      case "--timeout", "--wait", "--wait=watcher": break
      case "--set-file" where group.count == 2:
        switch placeholders.value(of: group[1]) {
        case .file(let argument): kept.append(["--set-file", argument])
        case .text(let text): texts.append(text)
        }
      default: kept.append(group)
      }
    }
    var dryRun = upgrade
    dryRun.arguments = kept.flatMap { $0 } + dryRunFlags(upgrade.tool.version)
    dryRun.timeout = renderingTimeout
    var template = dryRun
    let ofClusters = Command.targetFlags.union([
      "--reset-then-reuse-values", "--install", "upgrade",
    ])
    let inChart = kept.filter { !($0.first.map(ofClusters.contains) ?? false) }
    template.arguments =
      ["template"] + (upgrade.release.map { [$0.name] } ?? []) + upgrade.chartWords
      + inChart.flatMap { $0 } + (server.map { ["--kube-version", $0.text] } ?? [])
    return PreviewRecipe.Rendering(
      dryRun: isRemoved ? template : dryRun, template: template, texts: texts)
  }

  /// Seconds that Helm gets to render a chart and to compare its objects with the cluster's.
  private static let renderingTimeout = 120

  /// The flags with which that Helm renders against the cluster and writes nothing.
  ///
  /// Since 3.13 `--dry-run` takes a word, and only `server` asks the cluster; before, it always did
  /// (helm.sh/docs/helm/helm_upgrade). `--hide-secret`, since 3.15, would take whole Secrets out,
  /// with their names: their data are taken out by the wizard instead, which works with every Helm.
  private static func dryRunFlags(_ helm: SemanticVersion) -> [String] {
    helm < SemanticVersion(3, 13, 0) ? ["--dry-run"] : ["--dry-run=server"]
  }
}

extension Command {
  /// The words behind `helm upgrade` and `--install`: the release's name and the chart.
  private var upgradeWords: [String] {
    guard arguments.first == "upgrade" else { return [] }
    return Array(arguments.dropFirst().drop { $0 == "--install" }.prefix(2))
  }

  /// The release that a `helm upgrade` is about; nil for another command.
  fileprivate var release: ReleaseName? {
    guard let name = upgradeWords.first,
      let namespace = argumentGroups.first(where: { $0[0] == "--namespace" })?.last
    else { return nil }
    return ReleaseName(name, in: namespace)
  }

  /// The chart of a `helm upgrade`; empty for another command.
  fileprivate var chartWords: [String] { Array(upgradeWords.dropFirst()) }
}
