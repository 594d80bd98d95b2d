import Planning

/// Which Linkerd lines a Kubernetes version fits.
///
/// From the charts' `kubeVersion` and Linkerd's table of supported Kubernetes versions: edge wants
/// 1.31 since edge-26.5.1, 1.23 since 2.18 and 1.22 since 2.15; stable 2.14 wants 1.21 and was
/// tested up to 1.28.
struct KubernetesFit {
  var version: SemanticVersion

  init(_ version: SemanticVersion) {
    self.version = version
  }

  /// What fits, in a few words.
  var note: String {
    if atLeast(31) { return "fits Linkerd edge (1.31+)" }
    if atLeast(29) { return "fits older Linkerd edge (2.19)" }
    if atLeast(23) { return "fits older Linkerd edge, stable 2.14" }
    if atLeast(21) { return "fits Linkerd stable 2.14" }
    return "too old for Linkerd"
  }

  /// Why nothing fits; nil where something does.
  var problem: Problem? {
    if atLeast(21) { return nil }
    return Problem(
      "kubernetes-too-old",
      "Kubernetes \(version.dotted) is older than 1.21, the oldest that the charts accept.",
      remedy: "Upgrade the cluster, or choose the context of a newer one.")
  }

  private func atLeast(_ minor: Int) -> Bool {
    version.isAtLeast(SemanticVersion(1, minor, 0))
  }
}
