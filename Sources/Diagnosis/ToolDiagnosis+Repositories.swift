import Planning

extension ToolDiagnosis {
  /// Chart repositories and the way to them.
  static let repository: [Reader] = [
    nameTaken, nameInvalid, addressMalformed, noRepositories, unknownRepository, ociAddress,
    emptyIndex, notARepository, repositoryAnswer, repositoryWay, provenanceMissing, archiveMissing,
  ]

  @Sendable private static func nameTaken(_ text: ToolText) -> Problem? {
    guard let name = text.value(after: "repository name (", until: ") already exists") else {
      return nil
    }
    return Problem(
      "repository-name-taken",
      "Helm knows a repository named \(name) already, with another address.",
      remedy: "See it (helm repo list); remove it (helm repo remove \(name)) if nobody needs it, "
        + "then retry.")
  }

  @Sendable private static func nameInvalid(_ text: ToolText) -> Problem? {
    guard text.says("contains '/', please specify") else { return nil }
    let name = text.value(after: "repository name (", until: ")") ?? ""
    return Problem(
      "repository-name-invalid", "Helm takes no repository name with a slash: \(name).",
      remedy: "Choose a name without one.")
  }

  @Sendable private static func addressMalformed(_ text: ToolText) -> Problem? {
    guard
      text.says(
        "could not find protocol handler", "unsupported protocol scheme", "invalid chart url format"
      )
    else { return nil }
    return Problem(
      "repository-address-malformed", "The repository's address is not one that Helm understands.",
      remedy: "Write it whole, with https:// before it, such as https://helm.linkerd.io/edge.")
  }

  @Sendable private static func noRepositories(_ text: ToolText) -> Problem? {
    guard text.says("no repositories configured", "no repositories to show") else { return nil }
    return Problem(
      "no-repositories", "Helm knows no chart repository yet.",
      remedy: "Add one: helm repo add linkerd-edge https://helm.linkerd.io/edge")
  }

  @Sendable private static func unknownRepository(_ text: ToolText) -> Problem? {
    let name =
      text.value(after: "no repositories found matching '", until: "'")
      ?? (text.says("chart", "release") ? nil : text.value(after: "repo ", until: " not found"))
    return name.map {
      Problem(
        "repository-unknown", "Helm knows no repository named \($0).",
        remedy: "See which there are (helm repo list), and add it: helm repo add \($0) ADDRESS")
    }
  }

  @Sendable private static func ociAddress(_ text: ToolText) -> Problem? {
    guard text.isAboutRepository, text.says("\"oci://") else { return nil }
    return Problem(
      "repository-is-oci", "An oci:// address is no repository that Helm can add.",
      remedy: "Give the address of a repository with an index.yaml, or a chart file.")
  }

  @Sendable private static func emptyIndex(_ text: ToolText) -> Problem? {
    guard text.says("empty index.yaml") else { return nil }
    return Problem(
      "repository-empty", "The repository \(address(text)) has an empty index.",
      remedy: "Look at the address; if it is right, the repository is broken at its side.")
  }

  @Sendable private static func notARepository(_ text: ToolText) -> Problem? {
    guard text.isAboutRepository,
      text.says("cannot unmarshal", "error unmarshaling", "error converting yaml", "did not find")
    else { return nil }
    return Problem(
      "repository-not-one", "What answers at \(address(text)) is no chart repository.",
      remedy: "Look at the address; a login page of a proxy can be the reason too.")
  }

  @Sendable private static func repositoryAnswer(_ text: ToolText) -> Problem? {
    guard text.isAboutRepository, text.says("index.yaml : ") else { return nil }
    let answer = text.value(after: "index.yaml : ") ?? ""
    switch answer.prefix(3) {
    case "401", "403", "407":
      return Problem(
        "repository-forbidden", "The repository \(address(text)) refuses to be read (\(answer)).",
        remedy: "Look at the address and at HTTPS_PROXY; or give a chart file of your own.")
    case "404", "410":
      return Problem(
        "repository-missing", "There is no repository at \(address(text)) (\(answer)).",
        remedy: "Look at the address: its index.yaml must be there.")
    default:
      return Problem(
        "repository-fails", "The repository \(address(text)) answers with an error (\(answer)).",
        remedy: "Try again later, or give a chart file of your own.")
    }
  }

  @Sendable private static func repositoryWay(_ text: ToolText) -> Problem? {
    guard text.isAboutRepository else { return nil }
    let place = address(text)
    if text.saysThatNameIsUnknown {
      return Problem(
        "repository-name-unknown", "The repository's name in \(place) is not known to DNS.",
        remedy: "Look at the address and at your network; or give a chart file of your own.")
    }
    if text.says("x509:", "tls:") {
      return Problem(
        "repository-certificate-untrusted",
        "The certificate of the repository \(place) is not one that this machine trusts.",
        remedy: "Something may stand between, such as a proxy: add its CA to this machine's, or "
          + "give a chart file of your own.")
    }
    guard text.saysThatServerIsOutOfReach else { return nil }
    return Problem(
      "repository-unreachable", "The repository \(place) can't be reached.",
      remedy: "Look at the address, your network and HTTPS_PROXY; or give a chart file of your own."
    )
  }

  @Sendable private static func provenanceMissing(_ text: ToolText) -> Problem? {
    guard let file = text.value(after: "failed to fetch provenance \"", until: "\"") else {
      return nil
    }
    return Problem(
      "chart-not-signed", "The chart has no signature to verify: \(file) is not there.",
      remedy: "Leave out --verify: Linkerd's charts are not signed.")
  }

  @Sendable private static func archiveMissing(_ text: ToolText) -> Problem? {
    guard let file = text.value(after: "failed to fetch ", until: " : ") else { return nil }
    let answer = text.value(after: "\(file) : ").map { " (\($0))" } ?? ""
    return Problem(
      "chart-archive-missing",
      "The repository lists the chart, but \(file) can't be fetched\(answer).",
      remedy: "Renew Helm's index (helm repo update), or choose another version.")
  }

  private static func address(_ text: ToolText) -> String {
    text.value(after: "looks like \"", until: "\"") ?? text.server ?? "asked"
  }
}
