/// The Secrets that hold the logins for the registry of the images.
enum PullSecrets {
  /// The values that make a chart's service accounts name them.
  ///
  /// The value is a list of every chart since 2.11 (charts/*/values.yaml, imagePullSecrets).
  static func settings(_ names: [String]) -> [String] {
    names.enumerated().map { "imagePullSecrets[\($0)].name=\($1)" }
  }

  /// What follows for whoever makes them, with a blank before it; empty where none are named.
  static func sentence(_ names: [String], in namespace: String) -> String {
    if names.isEmpty { return "" }
    return " Its pods pull with \(names.joined(separator: ", ")), which has to be in the namespace "
      + "\(namespace)."
  }

  /// What follows for meshed namespaces, with a blank before it; empty where none are named.
  static func meshSentence(_ names: [String]) -> String {
    names.isEmpty
      ? ""
      : " Where the registry wants a login for the proxy's image, their pods need a pull secret of "
        + "their own namespace."
  }
}

extension AnswersCheck {
  /// What is wrong with the name of a Secret: it is a DNS name
  /// (kubernetes.io/docs/concepts/overview/working-with-objects/names).
  static func pullSecretProblems(_ name: String) -> [Problem] {
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    let isName =
      name.utf8.count <= 253
      && labels.allSatisfy { KubernetesName.problem(inNamespaceName: String($0)) == nil }
    if isName { return [] }
    return [
      Problem(
        "pull-secret-name-invalid",
        "\(quoted(name)) is no name of a Secret: lower case letters, digits and '-', joined by dots.",
        remedy: "Write the names of Secrets that are in the control plane's namespace, such as "
          + "registry-key; no login and no password.")
    ]
  }
}
