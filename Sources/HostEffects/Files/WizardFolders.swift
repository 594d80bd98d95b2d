import Glibc
package import Planning

/// Where the wizard keeps its own things, by the XDG Base Directory Specification.
package struct WizardFolders: Equatable, Sendable {
  /// The user's home directory.
  package var home: String
  /// The directory in which the wizard was started.
  package var working: String
  /// The wizard's state: `$XDG_STATE_HOME/linkerd-wizard`.
  package var state: String
  /// The wizard's cache: `$XDG_CACHE_HOME/linkerd-wizard`.
  package var cache: String
  /// What the person has set up for the wizard: `$XDG_CONFIG_HOME/linkerd-wizard`.
  package var config: String

  /// The folder of the person's own presets.
  package var presets: String { config + "/presets" }

  /// The folders that relative paths are read against.
  package var hostPaths: HostPaths { HostPaths(workingDirectory: working, home: home) }

  /// Reads the places from the environment; values that are not absolute don't count, as XDG says.
  package init(environment: [String: String], working: String) {
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let home = absolute("HOME") ?? Self.homeOfUser() ?? "/"
    self.home = home
    self.working = working
    state = (absolute("XDG_STATE_HOME") ?? "\(home)/.local/state") + "/linkerd-wizard"
    config = (absolute("XDG_CONFIG_HOME") ?? "\(home)/.config") + "/linkerd-wizard"
    cache = (absolute("XDG_CACHE_HOME") ?? "\(home)/.cache") + "/linkerd-wizard"
  }

  /// The directory that this process was started in; "/" where it is gone.
  package static func workingDirectory() -> String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// The variables of this process.
  package static func environment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2, !pair[0].isEmpty { variables[String(pair[0])] = String(pair[1]) }
      entry += 1
    }
    return variables
  }

  private static func homeOfUser() -> String? {
    guard let entry = getpwuid(geteuid()), let home = entry.pointee.pw_dir else { return nil }
    return String(cString: home)
  }
}
