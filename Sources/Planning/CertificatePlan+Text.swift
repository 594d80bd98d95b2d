/// A file of the certificates' directory, in a few words.
package struct CertificateFileNote: Equatable, Sendable {
  /// Its name in the directory.
  package var file: String
  /// What it is, such as `issuer, until 2027-11-20`.
  package var text: String
}

extension CertificatePlan {
  /// The files of the directory that belong to the plan, in the order of `files`.
  package var fileNotes: [CertificateFileNote] {
    Self.files.filter { Self.neededFiles.contains($0) || written.contains($0) }.map { file in
      let text =
        switch file {
        case Self.anchorCertificateFile: "trust anchor, until \(anchorNotAfter.date)"
        case Self.issuerCertificateFile: "issuer, until \(issuerNotAfter.date)"
        default: written.contains(file) ? "its private key, mode 0600" : "its private key"
        }
      return CertificateFileNote(file: file, text: text)
    }
  }

  /// The trust anchor's key, where a run leaves it or has read it; nil where it was not needed.
  package var anchorKeyPath: String? {
    switch origin {
    case .builtIn, .made: path(of: Self.anchorKeyFile)
    case .files: nil
    case .existingRoot(let given): given.files.last?.path
    }
  }

  /// What is done, in one line.
  func previewLine(paths: HostPaths) -> String {
    let directory = PathText.shortened(directory, paths: paths)
    let files = written.count == 1 ? "1 file" : "\(written.count) files"
    switch origin {
    case .files where written.isEmpty: return "use the files in \(directory) as they are"
    case .made(let making):
      let maker = making.image == nil ? "step" : "step in a container"
      return "write \(files) to \(directory), made by \(maker)"
    case .builtIn, .files, .existingRoot: return "write \(files) to \(directory)"
    }
  }

  /// What exactly is done, line by line.
  var detailLines: [String] {
    switch origin {
    case .builtIn: madeLines + [""] + [modes]
    case .made(let making): lines(of: making) + madeLines + [""] + [modes]
    case .files(let given): lines(of: given) + filesLines(given) + [""] + repairLines(given)
    case .existingRoot(let given): lines(of: given) + rootLines(given) + [""] + repairLines(given)
    }
  }

  private var modes: String {
    "The files get mode 0600, and the directory mode 0700 where it is new."
  }

  private var madeLines: [String] {
    [
      path(of: Self.anchorCertificateFile),
      "  \(anchorName), ECDSA P-256, a CA that may sign issuers",
      "  valid from \(notBefore.iso8601) until \(anchorNotAfter.iso8601)",
      path(of: Self.anchorKeyFile),
      "  its private key, never sent to the cluster; needed to renew the issuer",
    ] + issuerLines
  }

  private var issuerLines: [String] {
    [
      path(of: Self.issuerCertificateFile),
      "  \(issuerName), ECDSA P-256, a CA that signs the proxies' certificates",
      "  valid from \(notBefore.iso8601) until \(issuerNotAfter.iso8601)",
      path(of: Self.issuerKeyFile),
      "  its private key, which the control plane gets",
    ]
  }

  /// The commands, each with its arguments below it.
  private func lines(of making: StagedMaking) -> [String] {
    let commands = making.commands.flatMap { command in
      [ShellQuoting.quote(command.tool.path)]
        + command.argumentGroups.map { "  " + ShellQuoting.join($0) } + [""]
    }
    return commands + [
      "They write into \(making.staging),",
      "which only you can read. There their work is checked, and then moved:",
      "",
    ]
  }

  private func lines(of given: GivenPlan) -> [String] {
    ["Your files, as they were reviewed:"]
      + given.files.map { "  \($0.path)" } + [""]
  }

  private func filesLines(_ given: GivenPlan) -> [String] {
    if written.isEmpty {
      return ["Helm gets them as they are: nothing is written."]
    }
    let contents = [
      Self.anchorCertificateFile: "  \(anchorName), until \(anchorNotAfter.iso8601)",
      Self.issuerCertificateFile: "  \(issuerName), until \(issuerNotAfter.iso8601)",
      Self.issuerKeyFile: "  its private key, which the control plane gets",
    ]
    return ["What is written for Helm:"]
      + written.flatMap { [path(of: $0)] + (contents[$0].map { [$0] } ?? []) }
      + inPlaceLines(given)
  }

  private func rootLines(_ given: GivenPlan) -> [String] {
    var lines = [
      "Your trust anchor signs the issuer; its key is read for that, and stays where it is."
    ]
    if written.contains(Self.anchorCertificateFile) {
      lines += [
        path(of: Self.anchorCertificateFile), "  \(anchorName), until \(anchorNotAfter.iso8601)",
      ]
    }
    return lines + issuerLines + inPlaceLines(given)
  }

  private func inPlaceLines(_ given: GivenPlan) -> [String] {
    given.inPlace.isEmpty
      ? [] : ["There already, as Helm gets them: \(given.inPlace.joined(separator: ", "))."]
  }

  /// What is put right, and the certificates as Helm gets them.
  private func repairLines(_ given: GivenPlan) -> [String] {
    let repairs =
      given.repairs.isEmpty
      ? [] : [["Put right in what is written:"] + given.repairs.map { "  " + $0 }]
    let texts = given.normalised.map { normalised in
      [
        given.inPlace.contains(normalised.file)
          ? "The certificates in \(normalised.file):" : "\(normalised.file), as Helm gets it:"
      ] + normalised.text.split(separator: "\n").map { "  " + $0 }
    }
    return Array((repairs + texts + (written.isEmpty ? [] : [[modes]])).joined(separator: [""]))
  }
}
