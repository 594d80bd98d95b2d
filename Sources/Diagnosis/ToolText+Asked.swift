import Planning

extension ToolText {
  /// The tool's name as people write it.
  var tool: String { failure.tool == .helm ? "Helm" : failure.tool.rawValue }

  /// The value of an option, given as `--name value` or `--name=value`; nil where it isn't there.
  func option(_ names: String...) -> String? {
    for (position, argument) in failure.arguments.enumerated() {
      for name in names {
        if argument == name, position + 1 < failure.arguments.count {
          return failure.arguments[position + 1]
        }
        if argument.hasPrefix(name + "=") { return String(argument.dropFirst(name.count + 1)) }
      }
    }
    return nil
  }

  /// What the tool was asked to do, such as `upgrade` or `annotate`; empty where that isn't plain.
  var verb: String {
    let verbs: Set = [
      "install", "upgrade", "uninstall", "rollback", "list", "status", "history", "get", "repo",
      "pull", "fetch", "search", "show", "template", "version", "annotate", "label", "create",
      "apply", "delete", "auth", "config", "rollout", "wait", "run", "logs", "expose", "env",
    ]
    return failure.arguments.first { verbs.contains($0) } ?? ""
  }

  /// The name behind the verb: of Helm's release, for verbs that take one.
  var release: String {
    guard let position = failure.arguments.firstIndex(of: verb) else { return "" }
    let names = failure.arguments[(position + 1)...].filter { !$0.hasPrefix("-") }
    return names.dropFirst(verb == "get" ? 1 : 0).first ?? ""
  }

  /// The namespace asked for; `linkerd` where none was named.
  var namespace: String { option("-n", "--namespace") ?? "linkerd" }

  /// The context asked for; nil where none was named.
  var context: String? { option("--context", "--kube-context") }

  /// How a person calls Helm for the same cluster.
  var helm: String { context.map { "helm --kube-context \($0.shellWord)" } ?? "helm" }

  /// How a person calls kubectl for the same cluster.
  var kubectl: String { context.map { "kubectl --context \($0.shellWord)" } ?? "kubectl" }

  /// Whether it is about a chart repository, and not about the cluster.
  var isAboutRepository: Bool {
    guard failure.tool == .helm else { return false }
    return ["repo", "pull", "fetch", "search", "show"].contains(verb)
      || says("is not a valid chart repository")
  }

  /// The address that was asked, without its path; nil where the text has none.
  var server: String? {
    if let host = value(after: "connection to the server ", until: " was refused") { return host }
    if let address = value(after: "Get \"", until: "\"") ?? value(after: "Post \"", until: "\"") {
      return address.withoutPath
    }
    return value(after: "dial tcp ", until: ": ")
  }
}

extension String {
  /// `https://host:6443/version` as `https://host:6443`.
  fileprivate var withoutPath: String {
    let parts = split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 3, parts[0].hasSuffix(":") else { return self }
    return parts[0..<3].joined(separator: "/")
  }
}
