import Glibc

/// A tool that a test needs and that isn't there; the test fails with these words.
struct MissingTool: Error, CustomStringConvertible {
  var description: String
}

/// The real programs that these tests drive.
enum Tools {
  /// The program itself: `WIZARD_PROGRAM`, the debug binary that `Tests/run` has built.
  static func wizard() throws -> String {
    guard let path = variable("WIZARD_PROGRAM"), access(path, X_OK) == 0 else {
      throw MissingTool(
        description: "WIZARD_PROGRAM names no program. Run Tests/run, or build and export "
          + "WIZARD_PROGRAM=\"$(swift build --show-bin-path)/linkerd-wizard\".")
    }
    return path
  }

  /// The PATH on which kubectl and a helm are found: ours, then the launcher's folder.
  static func path() throws -> String {
    let path = variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    let launcher = variable("WIZARD_HELM_LAUNCHER").map { ":" + folder(of: $0) } ?? ""
    return path + launcher
  }

  /// Where a program is. Throws `MissingTool` where it isn't.
  static func find(_ name: String) throws -> String {
    for folder in try path().split(separator: ":") {
      let candidate = "\(folder)/\(name)"
      if access(candidate, X_OK) == 0 { return candidate }
    }
    throw MissingTool(
      description: "\(name) is not on PATH, nor beside WIZARD_HELM_LAUNCHER. Run Tests/run.")
  }

  /// A variable of this process; nil where it is unset or empty.
  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func folder(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
