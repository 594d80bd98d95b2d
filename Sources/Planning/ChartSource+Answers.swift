extension ChartSource {
  /// The place that the answers name; nil where their own place can't be used.
  package init?(answers: ControlPlaneAnswers, paths: HostPaths) {
    guard case .success(let source) = ChartSource.read(answers, paths: paths) else { return nil }
    self = source
  }

  /// The place that the answers name, or why it can't be used.
  package static func read(
    _ answers: ControlPlaneAnswers, paths: HostPaths
  ) -> Result<ChartSource, Problem> {
    switch answers.charts {
    case .edge: .success(.edge)
    case .stable: .success(.stable)
    case .linkerd2: .success(.linkerd2)
    case .own: read(own: answers.ownCharts, paths: paths)
    }
  }

  /// The place as the answers file writes it: `edge`, `stable`, `linkerd2`, an address or an absolute
  /// path.
  package var answersText: String {
    switch self {
    case .edge: ChartsAnswer.edge.rawValue
    case .stable: ChartsAnswer.stable.rawValue
    case .linkerd2: ChartsAnswer.linkerd2.rawValue
    case .repository(let url, _), .oneChartRepository(let url, _): url
    case .registry(let address): address
    case .directory(let path), .archive(let path): path
    }
  }

  private static func read(own text: String, paths: HostPaths) -> Result<ChartSource, Problem> {
    if text.isEmpty {
      return .failure(
        Problem(
          "charts-missing", "Your own charts need a place.",
          remedy:
            "Write a directory, a .tgz file, or the http(s):// or oci:// address that holds them."))
    }
    if hasControlCharacters(text) { return .failure(unreadable) }
    if let end = text.firstRange(of: "://") {
      return read(address: text, scheme: text[..<end.lowerBound].lowercased())
    }
    let path = PathText.absolute(text, paths: paths)
    return .success(path.hasSuffix(".tgz") ? .archive(path: path) : .directory(path: path))
  }

  private static func read(address: String, scheme: String) -> Result<ChartSource, Problem> {
    guard ["http", "https", "oci"].contains(scheme) else { return .failure(unsupported(scheme)) }
    let behindScheme = address.dropFirst(scheme.count + 3)
    let authority = behindScheme.prefix { !"/?#".contains($0) }
    if authority.contains("@") {
      return .failure(
        Problem(
          "charts-address-with-password",
          "The address holds a user name or a password, which other users of this machine could "
            + "read while Helm runs.",
          remedy: "Pull both charts into a directory with helm pull and give the directory."))
    }
    if authority.isEmpty || authority.hasPrefix(":") || address.contains(" ") {
      return .failure(unreadable)
    }
    if scheme == "oci" { return read(registry: behindScheme) }
    if address.hasSuffix(".tgz") {
      return .failure(
        Problem(
          "charts-address-of-archive", "This is the address of one chart, not of a repository.",
          remedy: "Give the repository's address, or download both charts into one directory."))
    }
    for known in [edge, stable] where known.isRepository(at: address) { return .success(known) }
    return .success(
      .repository(url: address, preferredName: repositoryName(for: behindScheme)))
  }

  /// Whether this is the repository at that address; a slash at the end makes no difference.
  package func isRepository(at address: String) -> Bool {
    repository.map { HelmRepository.areSameAddress($0.url, address) } ?? false
  }

  /// Charts stand in a registry under their names, below the address that is given.
  private static func read(registry address: Substring) -> Result<ChartSource, Problem> {
    let parts = address.split(separator: "/").map(String.init)
    if address.contains(where: { "?#".contains($0) }) { return .failure(unreadable) }
    if let last = parts.last, parts.count > 1 {
      let name = String(last.prefix { $0 != ":" && $0 != "@" })
      if ChartName.all.contains(name) || name != last {
        let folder = registryScheme + parts.dropLast().joined(separator: "/")
        return .failure(
          Problem(
            "charts-address-of-chart",
            "This is the address of one chart, not of the place that holds all of them.",
            remedy: "Leave out the chart's name and version: \(folder)"))
      }
    }
    return .success(.registry(address: registryScheme + parts.joined(separator: "/")))
  }

  private static func unsupported(_ scheme: String) -> Problem {
    Problem(
      "charts-address-scheme",
      "\(quoted(scheme + "://")) is not supported; charts are read by http(s):// and oci://.",
      remedy: "Give an http://, https:// or oci:// address, a directory or a .tgz file.")
  }

  private static var unreadable: Problem {
    Problem(
      "charts-address-invalid", "This is no repository's address and no path.",
      remedy:
        "Write a directory, a .tgz file or an address such as https://charts.example.com or oci://registry.example.com/linkerd."
    )
  }

  /// A name for Helm's list, of the last part of the path, as in `linkerd-edge`, else of the host.
  private static func repositoryName(for address: Substring) -> String {
    let path = address.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
    let host = path.first?.split(separator: ":").first ?? ""
    let last = path.count > 1 ? path.last ?? "" : host
    let allowed = last.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isWholeNumber) ? character : "-"
    }
    let words = String(allowed).split(separator: "-").joined(separator: "-")
    if words.isEmpty || words == "linkerd" { return "linkerd-charts" }
    return words.hasPrefix("linkerd-") ? words : "linkerd-" + words
  }
}

extension HelmRepository {
  /// Whether two addresses name the same repository; a slash at the end makes no difference.
  package static func areSameAddress(_ one: String, _ other: String) -> Bool {
    trimmed(one) == trimmed(other)
  }

  private static func trimmed(_ address: String) -> Substring {
    var rest = address[...]
    while rest.last == "/" { rest.removeLast() }
    return rest
  }
}

extension ControlPlaneAnswers {
  /// The charts' place as the answers file writes it: `edge`, `stable`, `linkerd2`, an address or a
  /// path.
  package var chartsText: String {
    get { charts == .own ? ownCharts : charts.rawValue }
    set {
      switch newValue {
      case ChartsAnswer.edge.rawValue: (charts, ownCharts) = (.edge, "")
      case ChartsAnswer.stable.rawValue: (charts, ownCharts) = (.stable, "")
      case ChartsAnswer.linkerd2.rawValue: (charts, ownCharts) = (.linkerd2, "")
      default: (charts, ownCharts) = (.own, newValue)
      }
    }
  }
}
