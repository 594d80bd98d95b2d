import Glibc
import Testing

/// A Helm that installs are tried with: the launcher always, and each real one that is there.
struct HelmChoice: Sendable, CustomTestStringConvertible {
  /// Where it comes from, in words.
  let testDescription: String
  private let named: Named

  private enum Named {
    /// The program that the variable names.
    case variable(String)
    case path(String)
  }

  /// Those that are there; a variable that is set counts, whatever it names.
  static var present: [HelmChoice] {
    let launcher = HelmChoice(
      testDescription: "the launcher", named: .variable("WIZARD_HELM_LAUNCHER"))
    let named = ["WIZARD_HELM3", "WIZARD_HELM4"].filter { Tools.variable($0) != nil }.map {
      HelmChoice(testDescription: $0, named: .variable($0))
    }
    let onPath = ownHelm(path: Tools.variable("PATH") ?? "").map {
      HelmChoice(testDescription: "helm on PATH", named: .path($0))
    }
    return [launcher] + named + (onPath.map { [$0] } ?? [])
  }

  private init(testDescription: String, named: Named) {
    (self.testDescription, self.named) = (testDescription, named)
  }

  /// Whether it is the launcher with Helm's engine, which is always there.
  var isLauncher: Bool {
    guard case .variable("WIZARD_HELM_LAUNCHER") = named else { return false }
    return true
  }

  /// Its path. Throws `MissingTool` where the variable is unset or names no program.
  func program() throws -> String {
    switch named {
    case .path(let path): return path
    case .variable(let name):
      guard let path = Tools.variable(name) else {
        throw MissingTool(description: "\(name) is not set. Run Tests/run.")
      }
      return try Self.checked(path, from: name)
    }
  }

  /// The path, if a program is there. Throws `MissingTool` otherwise: a test that is to run with
  /// that Helm fails, and is not left out.
  static func checked(_ path: String, from variable: String) throws -> String {
    guard path.hasPrefix("/"), isProgram(path) else {
      throw MissingTool(
        description: "\(variable) names \(path), which can't be run. Set it to the absolute path "
          + "of a Helm, or unset it.")
    }
    return path
  }

  /// The first `helm` on PATH that the set-up has not made; nil where there is none.
  private static func ownHelm(path: String) -> String? {
    path.split(separator: ":").map { "\($0)/helm" }.first { candidate in
      candidate.hasPrefix("/") && isProgram(candidate)
        && !candidate.contains("/linkerd-wizard/tools/")
    }
  }

  private static func isProgram(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}
