extension PlanBuilder {
  /// Seconds for a kubectl command.
  static let kubectlTimeout = 60

  /// The name under which the API server remembers who set the namespace's labels.
  package static let fieldManager = "linkerd-wizard"

  /// Makes the control plane's namespace, or labels it where it exists, as Linkerd's own
  /// installer does (charts/linkerd-control-plane/templates/namespace.yaml).
  static func namespaceItem(_ inputs: PlanInputs) -> PlanItem {
    let name = inputs.answers.controlPlaneNamespace
    let exists = inputs.existingNamespaces.contains(name)
    return PlanItem(
      id: namespaceID, purpose: "namespace",
      explanation: (exists
        ? "Labels the namespace \(name), which exists, for the control plane; labels of the same "
          + "names are overwritten, whoever set them."
        : "Creates the namespace \(name) with the labels that the control plane expects.")
        + (inputs.podSecurityLevel == .restricted
          ? " They put its pods, which need no rights of their own, under Pod Security's strictest "
            + "level and keep proxies from being injected twice."
          : " They allow its network set-up under Pod Security and keep proxies from being injected "
            + "twice."),
      action: labelling(
        name, with: controlPlaneLabels(name, level: inputs.podSecurityLevel), inputs))
  }

  /// The labels of the control plane's namespace.
  static func controlPlaneLabels(_ name: String, level: PodSecurityLevel) -> [String: String] {
    [
      "config.linkerd.io/admission-webhooks": "disabled", "linkerd.io/control-plane-ns": name,
      "linkerd.io/is-control-plane": "true", "pod-security.kubernetes.io/enforce": level.rawValue,
    ]
  }

  /// Makes a namespace with those labels and without proxies, or labels it where it exists.
  static func labelling(
    _ name: String, with labels: [String: String], _ inputs: PlanInputs
  ) -> PlanItem.Action {
    let lines = labels.sorted { $0.key < $1.key }.map { "    \($0): \"\($1)\"" }
    let manifest = """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: "\(name)"
        annotations:
          linkerd.io/inject: "disabled"
        labels:
      \(lines.joined(separator: "\n"))

      """
    let force = inputs.existingNamespaces.contains(name) ? ["--force-conflicts"] : []
    return kubectl(
      inputs,
      ["apply", "--server-side", "--field-manager=\(fieldManager)"] + force + ["-f", "-"],
      input: manifest)
  }

  /// The item with the control plane's namespace.
  static let namespaceID = "namespace"
  /// The item with the issuer's Secret.
  package static let issuerSecretID = "issuer-secret"

  /// The Secret from which Linkerd's identity takes the issuer
  /// (charts/linkerd-control-plane/templates/identity.yaml).
  package static let issuerSecretName = "linkerd-identity-issuer"
  /// The Secret's type, and the chart's word for "somebody else keeps the Secret".
  package static let issuerSecretType = "kubernetes.io/tls"

  /// Makes the issuer's Secret, which Helm then does without.
  ///
  /// Linkerd reads `tls.crt` and `tls.key`; `linkerd check` wants `ca.crt` there too.
  static func issuerSecretItem(
    _ inputs: PlanInputs, certificates: CertificatePlan
  ) -> PlanItem {
    let files = [
      ("tls.crt", CertificatePlan.issuerCertificateFile),
      ("tls.key", CertificatePlan.issuerKeyFile),
      ("ca.crt", CertificatePlan.anchorCertificateFile),
    ].map { "--from-file=" + HelmValue.fromFile($0.0, path: certificates.path(of: $0.1)) }
    return PlanItem(
      id: issuerSecretID, purpose: "issuer secret",
      explanation: "Puts the issuer and its key into a Secret of their own, from where Linkerd "
        + "takes them. So the key is not among the values that Helm keeps with each release.",
      action: kubectl(
        inputs,
        [
          "create", "secret", "generic", issuerSecretName, "--type=\(issuerSecretType)",
          "--namespace", inputs.answers.controlPlaneNamespace,
        ] + files,
        tolerated: .sameIssuer(
          file: certificates.path(of: CertificatePlan.issuerCertificateFile))))
  }

  /// One `kubectl create namespace` for each absent one of the chosen: kubectl takes one name.
  static func createItems(_ inputs: PlanInputs) -> [PlanItem] {
    let present = inputs.existingNamespaces.union([inputs.answers.controlPlaneNamespace])
    return inputs.answers.namespaces.map(\.name).filter { !present.contains($0) }.map { name in
      PlanItem(
        id: "create-\(name)", purpose: "create",
        explanation: "Creates the namespace \(name), which you added. If somebody else creates it "
          + "first, that is fine.",
        action: kubectl(inputs, ["create", "namespace", name], tolerated: .alreadyExists))
    }
  }

  static func kubectl(
    _ inputs: PlanInputs, _ arguments: [String], input: String? = nil,
    timeout: Int = kubectlTimeout, tolerated: Command.Tolerance = .none
  ) -> PlanItem.Action {
    var target = ["--context", inputs.cluster.context]
    if let kubeconfig = inputs.cluster.kubeconfig { target += ["--kubeconfig", kubeconfig] }
    return .command(
      Command(
        tool: inputs.kubectl, arguments: target + arguments, input: input,
        timeout: timeout, tolerated: tolerated))
  }

  /// A few names as people list them; many as their number.
  static func listed(_ names: [String], _ noun: String = "namespaces") -> String {
    if names.count > 5 { return "\(names.count) \(noun)" }
    guard let last = names.last, names.count > 1 else { return names.first ?? "none" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
