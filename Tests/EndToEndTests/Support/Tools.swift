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

  /// Whether kubectl knows a credentials helper's `interactiveMode`, as from 1.22 on; an older one
  /// hands no helper its standard input. False also where there is no kubectl.
  static let kubectlKnowsInteractiveMode: Bool = {
    guard let kubectl = try? find("kubectl"),
      let pipe = popen("'\(kubectl)' version --client -o json 2>/dev/null", "r")
    else { return false }
    defer { pclose(pipe) }
    var bytes = [CChar](repeating: 0, count: 4096)
    var text = ""
    while let line = fgets(&bytes, Int32(bytes.count), pipe) { text += String(cString: line) }
    let minor = text.split(separator: "\"minor\": \"").dropFirst().first?.prefix { $0.isNumber }
    return minor.flatMap { Int($0) }.map { $0 >= 22 } ?? false
  }()

  /// A variable of this process; nil where it is unset or empty.
  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func folder(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
