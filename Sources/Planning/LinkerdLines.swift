/// Linkerd's lines of releases and the Kubernetes versions that they were made for.
package enum LinkerdLines {
  /// Which Linkerd fits that Kubernetes, such as `fits Linkerd edge (1.31+)`.
  package static func fitText(_ kubernetes: SemanticVersion) -> String { "" }

  /// Why nothing offered here fits that Kubernetes; nil where something does.
  package static func problem(_ kubernetes: SemanticVersion) -> Problem? { nil }

  /// A warning where that Kubernetes is newer than what those charts were tried with; nil otherwise.
  package static func warning(
    _ charts: ChartVersion, kubernetes: SemanticVersion
  ) -> Problem? { nil }
}
