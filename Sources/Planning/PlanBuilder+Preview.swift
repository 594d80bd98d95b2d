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
      case "namespace":
        parts.append(kubectl(item.purpose, nil, command.input ?? ""))
      case "issuer-secret":
        parts.append(kubectl(item.purpose, owner, issuerSecretManifest(in: owner)))
      case "crds", "control-plane":
        parts.append(
          PreviewRecipe.Part(
            name: command.release ?? item.purpose, namespace: owner, fieldManager: "helm",
            source: .chart(rendering(command, placeholders, server: server))))
      default: break
      }
    }
    parts += namespaceParts(plan, inputs)
    return PreviewRecipe(
      cluster: plan.cluster, kubectl: inputs.kubectl, parts: parts, notes: placeholders.notes)
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
    let names = inputs.answers.namespaces.map(\.name)
    let new = names.filter { made.contains("create-" + $0) }
    let others = names.filter { !made.contains("create-" + $0) }
    return [("create", new), ("mesh", others)].filter { !$1.isEmpty }.map { name, names in
      kubectl(
        name, nil, names.map(meshedManifest).joined(separator: "---\n"),
        by: "\(fieldManager)-preview")
    }
  }

  private static func meshedManifest(_ name: String) -> String {
    """
    apiVersion: v1
    kind: Namespace
    metadata:
      name: "\(name)"
      annotations:
        linkerd.io/inject: "\(Injection.enabled.rawValue)"

    """
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
  private static func rendering(
    _ upgrade: Command, _ placeholders: PreviewPlaceholders, server: SemanticVersion?
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
    let inChart = kept.filter { !($0.first.map(Command.targetFlags.contains) ?? false) }
    template.arguments =
      ["template"] + inChart.flatMap { $0 }.dropFirst(2)
      + (server.map { ["--kube-version", $0.text] } ?? [])
    return PreviewRecipe.Rendering(dryRun: dryRun, template: template, texts: texts)
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
  /// The release that a `helm upgrade --install` is about; nil for another command.
  fileprivate var release: String? {
    arguments.starts(with: ["upgrade", "--install"]) && arguments.count > 2 ? arguments[2] : nil
  }
}
