/// A constraint on versions as Helm reads a chart's `kubeVersion`.
package struct VersionConstraint: Equatable, Sendable {
  /// Reads a constraint such as `>=1.22.0-0 <1.30.0`; nil where Helm could not read it either.
  package init?(_ text: String) { return nil }

  /// Whether the constraint lets that version pass.
  package func allows(_ version: SemanticVersion) -> Bool { false }
}
