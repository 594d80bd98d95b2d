extension PlanItem {
  /// What it does in one line of at most so many characters, for lists; without its purpose.
  package func previewLine(width: Int, paths: HostPaths) -> String {
    switch action {
    case .command(let command): return command.previewLine(width: width)
    case .writeCertificates(let certificates):
      return Command.cut(certificates.previewLine(paths: paths), to: width)
    case .removeCertificates(let certificates, _):
      return Command.cut(
        "delete the run's files in \(certificates.directory)", to: width)
    case .verify(let check):
      let count = check.meshedNamespaces.count
      let rest = count == 0 ? "" : count == 1 ? " and 1 namespace" : " and \(count) namespaces"
      return Command.cut("check the control plane in \(check.namespace)\(rest)", to: width)
    }
  }

  /// Everything about it, in lines: purpose, explanation, the exact command, its input, its files.
  package var fullText: String {
    ([purpose, "", explanation, ""] + detailLines).joined(separator: "\n") + "\n"
  }

  /// What exactly it does, line by line, without purpose and explanation.
  package var detailLines: [String] {
    switch action {
    case .command(let command): command.detailLines
    case .writeCertificates(let certificates): certificates.detailLines
    case .verify(let check): check.detailLines
    case .removeCertificates(let certificates, _):
      ["Deletes:"] + certificates.written.map { "  " + certificates.path(of: $0) }
    }
  }
}

extension Command {
  fileprivate var detailLines: [String] {
    var lines = environment.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(ShellQuoting.quote($0.value))" }
    lines.append(ShellQuoting.quote(tool.path))
    lines += argumentGroups.map { "  " + ShellQuoting.join($0) }
    if let input {
      lines += ["", "Its standard input:", ""]
      lines += input.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "  \($0)" }
      while lines.last?.isEmpty == true { lines.removeLast() }
    }
    let notes = notes
    return notes.isEmpty ? lines : lines + [""] + notes
  }

  private var notes: [String] {
    var notes: [String] = []
    if let timeout {
      let limit = Lifetime(seconds: Int64(timeout)).humanText
      notes.append("Stopped if it takes longer than \(limit).")
    }
    switch tolerated {
    case .none: break
    case .alreadyExists: notes.append("That it exists already is no failure.")
    case .anyFailure: notes.append("Where it fails, that is told, and the next item follows.")
    case .sameIssuer: notes.append("That it exists with this issuer already is no failure.")
    }
    return notes
  }
}

extension MeshCheck {
  fileprivate var detailLines: [String] {
    var lines = ["The control plane's deployments in the namespace \(namespace) are ready."]
    if let anchorCertificatePath {
      lines.append("The ConfigMap linkerd-identity-trust-roots holds \(anchorCertificatePath).")
    }
    if !meshedNamespaces.isEmpty {
      lines += [
        "These namespaces have linkerd.io/inject=enabled, or ingress: "
          + meshedNamespaces.joined(separator: ", ") + ".",
        restartedNamespaces.map {
          "A pod that is asked for in \($0.joined(separator: ", ")) by a dry run (nothing is made) gets "
            + "a proxy; where it gets none, nothing is restarted."
        }
          ?? "A pod that is asked for in the first of them by a dry run (nothing is made) gets a proxy; "
          + "where it gets none, that is a warning.",
      ]
    }
    return lines
  }
}
