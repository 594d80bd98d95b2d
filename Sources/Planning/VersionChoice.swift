/// Chooses among the versions that a charts' place offers.
package enum VersionChoice {
  /// The releases that fit that Kubernetes, newest first; pre-releases are left out.
  package static func fitting(
    _ versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> [ChartVersion] { [] }

  /// The newest release that fits that Kubernetes; nil where none does.
  package static func newest(
    _ versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> ChartVersion? { fitting(versions, kubernetes: kubernetes).first }

  /// The version that was asked for (nil: the newest that fits), or why it can't be installed.
  package static func choose(
    _ version: String?, among versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> Result<ChartVersion, Problem> { .failure(Problem("no-version-fits", "")) }

  /// Why no version fits that Kubernetes, with a way out; nil where one does.
  package static func problem(
    _ versions: [ChartVersion], kubernetes: SemanticVersion
  ) -> Problem? { nil }
}
