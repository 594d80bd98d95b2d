import Planning

extension ToolDiagnosis {
  /// Registries that hold charts as images (`oci://`), and the way to them.
  ///
  /// The texts are those of Helm 3.19 and 4.2, which ask by oras-go and Go's HTTP.
  static let registry: [Reader] = [
    registryLogin, registryForbidden, registryWithoutTLS, registryCertificate, registryNotOne,
    registryChartMissing, registryBusy, registryWay,
  ]

  @Sendable private static func registryLogin(_ text: ToolText) -> Problem? {
    guard let place = text.registry,
      text.says("basic credential not found", "status code 401", "credential required")
    else { return nil }
    return Problem(
      "registry-login-needed",
      "The registry \(place.host) wants a login, and Helm has none for it or a wrong one.",
      remedy: "Log in, then try again: helm registry login \(place.host.shellWord)")
  }

  @Sendable private static func registryForbidden(_ text: ToolText) -> Problem? {
    guard let place = text.registry, text.says("status code 403") else { return nil }
    return Problem(
      "registry-forbidden", "The registry \(place.host) doesn't let you read \(place.chart).",
      remedy: "Look at the address; log in as somebody who may: "
        + "helm registry login \(place.host.shellWord)")
  }

  @Sendable private static func registryWithoutTLS(_ text: ToolText) -> Problem? {
    guard let place = text.registry,
      text.says(
        "server gave HTTP response to HTTPS client", "first record does not look like a TLS",
        "HTTP request to an HTTPS server")
    else { return nil }
    let speaksTLS = text.says("to an HTTPS server")
    return Problem(
      "registry-other-protocol",
      speaksTLS
        ? "The registry \(place.host) speaks HTTPS, and was asked by HTTP."
        : "The registry \(place.host) speaks HTTP without TLS, and was asked by HTTPS.",
      remedy: speaksTLS
        ? "Name it by the name in its certificate; localhost and 127.0.0.1 are asked by HTTP."
        : "Only registries on localhost are asked by HTTP. Pull both charts into a directory "
          + "(helm pull --plain-http) and give the directory.")
  }

  @Sendable private static func registryCertificate(_ text: ToolText) -> Problem? {
    guard let place = text.registry, text.says("x509:", "tls:") else { return nil }
    return Problem(
      "registry-certificate-untrusted",
      "The certificate of the registry \(place.host) is not one that this machine trusts.",
      remedy: "Add its CA to this machine's; or pull both charts into a directory (helm pull "
        + "--ca-file CA) and give the directory.")
  }

  @Sendable private static func registryNotOne(_ text: ToolText) -> Problem? {
    guard let place = text.registry,
      text.says("failed to decode response", "minimum number of descriptors", "unknown manifest")
    else { return nil }
    return Problem(
      "registry-not-one", "What answers at \(place.address) is no chart of a registry.",
      remedy: "Look at the address; a login page of a proxy can be the reason too.")
  }

  @Sendable private static func registryChartMissing(_ text: ToolText) -> Problem? {
    guard let place = text.registry,
      text.says(
        ": not found", "status code 404", "manifest unknown", "name unknown",
        "locate a version matching")
    else { return nil }
    let version = text.option("--version").map { " in version \($0)" } ?? ""
    return Problem(
      "registry-chart-missing",
      "The registry \(place.host) has no \(place.chart)\(version) at \(place.folder).",
      remedy: "Look at the address and the version; push the chart there: "
        + "helm push FILE.tgz \(place.folder.shellWord)")
  }

  @Sendable private static func registryBusy(_ text: ToolText) -> Problem? {
    guard let place = text.registry, let status = text.value(after: "response status code ") else {
      return nil
    }
    return Problem(
      "registry-fails", "The registry \(place.host) answers with an error (\(status)).",
      remedy: "Try again later; or give a directory with both charts.")
  }

  @Sendable private static func registryWay(_ text: ToolText) -> Problem? {
    guard let place = text.registry else { return nil }
    if text.saysThatNameIsUnknown {
      return Problem(
        "registry-name-unknown", "The registry's name \(place.host) is not known to DNS.",
        remedy: "Look at the address and at your network; or give a directory with both charts.")
    }
    guard text.saysThatServerIsOutOfReach else { return nil }
    return Problem(
      "registry-unreachable", "The registry \(place.host) can't be reached.",
      remedy: "Look at the address, your network and HTTPS_PROXY; or give a directory with both "
        + "charts.")
  }
}

/// A chart in a registry, as Helm was asked for it.
struct RegistryPlace {
  /// The whole address.
  var address: String

  /// The registry, with its port.
  var host: String { String(address.dropFirst("oci://".count).prefix { $0 != "/" }) }
  /// The chart's name.
  var chart: String { address.split(separator: "/").last.map(String.init) ?? "" }
  /// The address without the chart's name.
  var folder: String { String(address.dropLast(chart.count + 1)) }
}

extension ToolText {
  /// The chart that Helm was asked to pull or to show from a registry; nil where it wasn't.
  var registry: RegistryPlace? {
    guard failure.tool == .helm, ["pull", "show"].contains(verb) else { return nil }
    return failure.arguments.first { $0.hasPrefix("oci://") }.map(RegistryPlace.init)
  }
}
