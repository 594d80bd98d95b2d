/// A program run by the plan, described once for everybody who reads it: what runs, what Review
/// shows, what the log says and what the exported script does.
package struct Command: Equatable, Codable, Sendable {
  /// The program that runs.
  package var tool: Tool
  /// What stands behind the program's name; never goes through a shell, holds no secret.
  package var arguments: [String]
  /// Environment variables that are set, beside those that every child gets; no secrets.
  package var environment: [String: String]
  /// Bytes for standard input, such as a manifest; nil means /dev/null. No secrets.
  package var input: String?
  /// Seconds after which the program is stopped; nil means that it ends by itself.
  package var timeout: Int?
  /// Which outcomes, beside exit status 0, count as done.
  package var tolerated: Tolerance

  /// Outcomes that are no failure although the program says so.
  package enum Tolerance: Equatable, Codable, Sendable {
    case none
    /// kubectl's `AlreadyExists`: somebody else was faster.
    case alreadyExists
    /// kubectl's `AlreadyExists`, where the issuer's Secret holds the certificate of that file: an
    /// attempt whose answer got lost has made it.
    case sameIssuer(file: String)
    /// Any failure: it is told, and stops nothing.
    case anyFailure
  }

  /// Makes a command.
  package init(
    tool: Tool, arguments: [String], environment: [String: String] = [:], input: String? = nil,
    timeout: Int? = nil, tolerated: Tolerance = .none
  ) {
    self.tool = tool
    self.arguments = arguments
    self.environment = environment
    self.input = input
    self.timeout = timeout
    self.tolerated = tolerated
  }
}
