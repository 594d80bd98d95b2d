/// A program that the plan runs.
package enum ToolName: String, CaseIterable, Codable, Sendable {
  case kubectl, helm
  /// Smallstep's command, where certificates are made by it.
  case step
  /// The client of a container engine, where step runs in a container.
  case docker
}

/// A program that was found on this machine.
package struct Tool: Hashable, Codable, Sendable {
  /// Which program it is.
  package var name: ToolName
  /// Absolute.
  package var path: String
  /// The version that it tells.
  package var version: SemanticVersion

  /// Makes a description of a program that was found.
  package init(name: ToolName, path: String, version: SemanticVersion) {
    self.name = name
    self.path = path
    self.version = version
  }
}
