extension MeshProof {
  /// The row that compares the cluster's trust anchor with the file; nil where there is an anchor
  /// and no file was named.
  static func anchorRow(_ facts: MeshFacts) -> CheckRow? {
    let id = "trust-anchors"
    let text =
      facts.anchorFile == .notNamed
      ? "trust anchors are there" : "trust anchors are those of the certificate file"
    guard let cluster = facts.clusterAnchors else {
      return CheckRow(
        id: id, mark: .failed, text: text,
        reason: "The ConfigMap linkerd-identity-trust-roots is missing, or has no ca-bundle.crt.",
        remedy: "See whether Helm's install is whole: helm list --namespace \(facts.namespace)")
    }
    let file: String
    switch facts.anchorFile {
    case .notNamed: return nil
    case .text(let text): file = text
    case .missing:
      return CheckRow(
        id: id, mark: .warning, text: text,
        reason: "The certificate file can't be read, so nothing was compared.",
        remedy: "Look at the cluster's: kubectl get configmap "
          + "linkerd-identity-trust-roots --namespace \(facts.namespace) -o yaml")
    }
    if lines(cluster) == lines(file) { return CheckRow(id: id, mark: .passed, text: text) }
    return CheckRow(
      id: id, mark: .failed, text: text,
      reason: "The cluster trusts another anchor than the certificate file holds: it was "
        + "installed with other certificates.",
      remedy: "Use the certificate directory of that install, or install anew with this one.")
  }

  /// The row of one namespace's annotation.
  static func annotationRow(_ namespace: MeshFacts.MeshedNamespace) -> CheckRow {
    let id = "inject-\(namespace.name)"
    let text = "namespace \(namespace.name) is annotated linkerd.io/inject=enabled"
    guard namespace.exists else {
      return CheckRow(
        id: id, mark: .failed, text: text,
        reason: "The namespace \(namespace.name) does not exist.",
        remedy: "Make it: kubectl create namespace \(namespace.name)")
    }
    switch namespace.injectAnnotation {
    case "enabled": return CheckRow(id: id, mark: .passed, text: text)
    case "ingress":
      return CheckRow(id: id, mark: .passed, text: text, note: "ingress")
    case let value:
      return CheckRow(
        id: id, mark: .failed, text: text,
        reason: value.map { "Its annotation says \"\($0)\"." } ?? "It has no such annotation.",
        remedy: "Set it: kubectl annotate namespace \(namespace.name) "
          + "linkerd.io/inject=enabled --overwrite")
    }
  }

  /// The lines without white space around them and without empty ones: charts trim what they get.
  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline)
      .map { line in
        let start = line.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
      }
      .filter { !$0.isEmpty }
  }
}
