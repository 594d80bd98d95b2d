/// What is asked to find out what a plan would make: how its manifests are rendered, and where it
/// is asked about them.
///
/// It names no private key, and nothing in it changes anything.
package struct PreviewRecipe: Equatable, Sendable {
  /// The cluster that is asked.
  package var cluster: ClusterIdentity
  /// The kubectl that asks.
  package var kubectl: Tool
  /// What the plan's items make, in the order in which they do.
  package var parts: [Part]
  /// What is to be known about all of it, in whole sentences.
  package var notes: [String]

  /// What one item makes, or several of the same purpose.
  package struct Part: Equatable, Sendable {
    /// Helm's release, or the word for what kubectl does.
    package var name: String
    /// The namespace of objects whose own is not told; nil where there are none.
    package var namespace: String?
    /// Who sets the fields, as the API server remembers it.
    package var fieldManager: String
    /// Where its manifest comes from.
    package var source: Source
  }

  /// Where a manifest comes from.
  package enum Source: Equatable, Sendable {
    /// It is known as it is: YAML documents, no secrets.
    case manifest(String)
    /// Helm renders it.
    case chart(Rendering)
  }

  /// How Helm renders a chart.
  package struct Rendering: Equatable, Sendable {
    /// Asks the cluster, and writes nothing there.
    package var dryRun: Command
    /// The same without asking the cluster, for charts whose kinds it doesn't know yet.
    package var template: Command
    /// Values that come from files of the preview's own.
    package var texts: [ValueText]
  }

  /// A value that is handed to Helm in a file.
  package struct ValueText: Equatable, Sendable {
    /// The value's key.
    package var key: String
    /// What is in the file: a certificate, or a placeholder.
    package var text: String
  }
}

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
    _ name: String, _ namespace: String?, _ manifest: String
  ) -> PreviewRecipe.Part {
    PreviewRecipe.Part(
      name: name, namespace: namespace, fieldManager: fieldManager, source: .manifest(manifest))
  }

  /// The namespaces that are made and those that are annotated; a new one is told once, as it is in
  /// the end.
  private static func namespaceParts(
    _ plan: Plan, _ inputs: PlanInputs
  ) -> [PreviewRecipe.Part] {
    let made = Set(plan.items.map(\.id))
    let names = inputs.answers.namespaces.map(\.name)
    let new = names.filter { made.contains("create-" + $0) }
    let others = names.filter { !made.contains("create-" + $0) }
    return [("create", new), ("mesh", others)].filter { !$1.isEmpty }.map { name, names in
      kubectl(name, nil, names.map(meshedManifest).joined(separator: "---\n"))
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
    dryRun.timeout = repositoryTimeout
    var template = dryRun
    let inChart = kept.filter { !($0.first.map(Command.targetFlags.contains) ?? false) }
    template.arguments =
      ["template"] + inChart.flatMap { $0 }.dropFirst(2)
      + (server.map { ["--kube-version", $0.text] } ?? [])
    return PreviewRecipe.Rendering(dryRun: dryRun, template: template, texts: texts)
  }

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

/// What stands in a preview for certificates and keys.
struct PreviewPlaceholders {
  private let certificates: CertificatePlan?
  private let texts: [String: String]

  init(_ certificates: CertificatePlan?) {
    self.certificates = certificates
    switch certificates?.origin {
    case .files(let given), .existingRoot(let given):
      texts = Dictionary(
        given.normalised.map { ($0.file, $0.text) }, uniquingKeysWith: { first, _ in first })
    case .builtIn, .made, nil: texts = [:]
    }
  }

  enum Value {
    /// The flag's value as the plan has it: a certificate that is there already.
    case file(String)
    case text(PreviewRecipe.ValueText)
  }

  /// What stands for the value of a `--set-file`. A key never is what it is.
  func value(of argument: String) -> Value {
    let key = String(argument.prefix { $0 != "=" })
    guard let certificates,
      let file = [CertificatePlan.anchorCertificateFile, CertificatePlan.issuerCertificateFile]
        .first(where: { HelmValue.setFile(key, path: certificates.path(of: $0)) == argument })
    else { return .text(.init(key: key, text: Self.key)) }
    if let text = texts[file] { return .text(.init(key: key, text: text)) }
    if !certificates.written.contains(file) { return .file(argument) }
    let isAnchor = file == CertificatePlan.anchorCertificateFile
    return .text(.init(key: key, text: isAnchor ? Self.anchor : Self.issuer))
  }

  /// Which of them are placeholders, in sentences.
  var notes: [String] {
    guard let certificates else { return [] }
    let made = [
      (CertificatePlan.anchorCertificateFile, "the trust anchor"),
      (CertificatePlan.issuerCertificateFile, "the issuer"),
    ].filter { certificates.written.contains($0.0) && texts[$0.0] == nil }.map(\.1)
    var notes: [String] = []
    if !made.isEmpty {
      notes.append(
        "PLACEHOLDER stands for \(made.joined(separator: " and for ")): "
          + (made.count == 1 ? "it is" : "they are") + " made when you install.")
    }
    return notes + [
      "The issuer's private key is never read for a preview, and the data of Secrets are hidden.",
      "The webhooks' certificates are made by the chart, others at each rendering.",
    ]
  }

  private static let anchor = pem("the trust anchor, made when you install")
  private static let issuer = pem("the issuer's certificate, made when you install")
  private static let key = pem("the issuer's private key, never read for a preview")

  private static func pem(_ what: String) -> String {
    "-----BEGIN PLACEHOLDER-----\nPLACEHOLDER: \(what)\n-----END PLACEHOLDER-----\n"
  }
}
