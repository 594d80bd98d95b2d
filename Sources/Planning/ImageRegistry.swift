/// Where the control plane's images come from.
package enum ImageRegistry {
  /// Linkerd's own, which sends on to ghcr.io.
  package static let own = "cr.l5d.io/linkerd"

  /// The values that make a chart take its images from a registry; empty for Linkerd's own.
  ///
  /// There is no single switch (linkerd2 #11672). The policy controller's image was given up with
  /// edge-25.8.3, proxy-init's with edge-25.11.3 (charts/linkerd-control-plane/values.yaml).
  static func settings(_ registry: String, for charts: ChartVersion) -> [String] {
    if registry == own { return [] }
    let version = SemanticVersion.parse(charts.version) ?? SemanticVersion(.max, 0, 0)
    var images = [
      ("controllerImage", "controller"), ("proxy.image.name", "proxy"),
      ("debugContainer.image.name", "debug"),
    ]
    if version < SemanticVersion(2025, 11, 3) {
      images.append(("proxyInit.image.name", "proxy-init"))
    }
    if version < policyControllerGivenUp {
      images.append(("policyController.image.name", "policy-controller"))
    }
    return images.map { "\($0)=\(registry)/\($1)" }
  }

  /// The values that make the chart of the CNI plugin take its image from a registry; empty for
  /// Linkerd's own. The value's name changed with 2.13 (charts/linkerd2-cni/values.yaml, #10209).
  static func pluginSettings(_ registry: String, for charts: ChartVersion) -> [String] {
    if registry == own { return [] }
    let version = SemanticVersion.parse(charts.version) ?? SemanticVersion(.max, 0, 0)
    let isOld = charts.isOneChart || version < SemanticVersion(1, 12, 0)
    return ["\(isOld ? "cniPluginImage" : "image.name")=\(registry)/cni-plugin"]
  }

  private static let policyControllerGivenUp = SemanticVersion(2025, 8, 3)
}

extension AnswersCheck {
  /// What is wrong with a registry: images are its name with one more part behind.
  static func registryProblems(_ registry: String) -> [Problem] {
    guard !registry.isEmpty, !registry.contains("@"), ImageName.isOne(registry + "/proxy") else {
      return [
        Problem(
          "registry-invalid", "\(quoted(registry)) is no place of images.",
          remedy: "Write it without the images' names: registry.example.com/linkerd.")
      ]
    }
    return []
  }
}
