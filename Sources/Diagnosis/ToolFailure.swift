package import Planning

/// How a program ended that did not do what it was asked.
package struct ToolFailure: Equatable, Sendable {
  /// The program that failed.
  package var tool: ToolName
  /// nil where the program's version isn't known.
  package var version: SemanticVersion?
  /// What stands behind the program's name.
  package var arguments: [String]
  /// How it ended.
  package var ending: Ending
  /// The last part of what it printed, at most a few KiB, cleaned of control codes.
  package var standardOutput: String
  /// The last part of what it printed on its standard error.
  package var standardError: String

  /// How it ended.
  package enum Ending: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    case timedOut(seconds: Int)
    case cancelled
    /// It could not be started, and the system's reason.
    case notStarted(String)
  }

  /// Makes a description of a failure.
  package init(
    tool: ToolName, version: SemanticVersion?, arguments: [String], ending: Ending,
    standardOutput: String, standardError: String
  ) {
    self.tool = tool
    self.version = version
    self.arguments = arguments
    self.ending = ending
    self.standardOutput = standardOutput
    self.standardError = standardError
  }
}
