package import Planning

extension WizardFixture {
  /// What a willing host finds out about a plan on a cluster without Linkerd.
  package static func preview(_ recipe: PreviewRecipe) -> Preview {
    var manifest: [String] = []
    let parts = recipe.parts.map { part -> PreviewPart in
      let start = manifest.count
      var told = PreviewPart(name: part.name, namespace: part.namespace)
      for id in objects(of: part) {
        manifest.append("---")
        let first = manifest.count
        manifest += [
          "# Source: \(part.name)", "apiVersion: \(id.apiVersion)", "kind: \(id.kind)",
          "metadata:", "  name: \(id.name)",
        ]
        if id.kind == "Secret" { manifest += ["data:", "  key.pem: ‹hidden›"] }
        told.objects.append(
          PreviewObject(
            id: id, state: part.name == "mesh" ? .changed : .new,
            note: part.name == "mesh" ? "changes metadata.annotations" : "",
            lines: first..<manifest.count))
      }
      if part.name == "linkerd-control-plane" {
        told.notes = [
          "The namespace linkerd is not there yet, so all that goes into it is new, and the API "
            + "server can't be asked about it."
        ]
      }
      told.lines = start..<manifest.count
      return told
    }
    return Preview(parts: parts, notes: recipe.notes, manifest: manifest)
  }

  private static func objects(of part: PreviewRecipe.Part) -> [ObjectID] {
    func own(_ kind: String, _ version: String, _ names: String...) -> [ObjectID] {
      names.map { ObjectID(apiVersion: version, kind: kind, namespace: "linkerd", name: $0) }
    }
    func wide(_ kind: String, _ version: String, _ names: [String]) -> [ObjectID] {
      names.map { ObjectID(apiVersion: version, kind: kind, namespace: nil, name: $0) }
    }
    switch part.name {
    case "linkerd-crds":
      return wide(
        "CustomResourceDefinition", "apiextensions.k8s.io/v1",
        ["authorizationpolicies", "httproutes", "servers"].map { $0 + ".policy.linkerd.io" }
          + ["serviceprofiles.linkerd.io"])
    case "linkerd-control-plane":
      let parts = ["linkerd-destination", "linkerd-identity", "linkerd-proxy-injector"]
      return parts.flatMap { own("ServiceAccount", "v1", $0) }
        + wide(
          "ClusterRole", "rbac.authorization.k8s.io/v1", parts.map { "linkerd-" + $0 })
        + own("Secret", "v1", "linkerd-identity-issuer", "linkerd-proxy-injector-k8s-tls")
        + own("ConfigMap", "v1", "linkerd-config", "linkerd-identity-trust-roots")
        + parts.flatMap { own("Service", "v1", $0) }
        + parts.flatMap { own("Deployment", "apps/v1", $0) }
    case "issuer secret": return own("Secret", "v1", "linkerd-identity-issuer")
    default:
      guard case .manifest(let text) = part.source else { return [] }
      let names = text.split(separator: "\n").filter { $0.hasPrefix("  name: ") }
        .map { String($0.dropFirst(8).filter { $0 != "\"" }) }
      return wide("Namespace", "v1", names)
    }
  }
}
