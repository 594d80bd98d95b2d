import Glibc

/// Where a tool is.
package enum ToolLocation: Equatable, Sendable {
  /// An executable file, by its absolute path.
  case found(String)
  /// A file of that name that can't be run; no later directory has one that can.
  case notExecutable(String)
  /// Nothing of that name.
  case absent
}

/// Finds tools in the directories of PATH.
package enum ToolLocator {
  /// The first executable of that name; entries of PATH that are not absolute are passed over.
  package static func find(_ name: String, path: String?) -> ToolLocation {
    var refused: String?
    for directory in (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":") {
      guard directory.hasPrefix("/") else { continue }
      let candidate = (directory.hasSuffix("/") ? "\(directory)" : "\(directory)/") + name
      var info = stat()
      guard stat(candidate, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { continue }
      if access(candidate, X_OK) == 0 { return .found(candidate) }
      refused = refused ?? candidate
    }
    return refused.map { .notExecutable($0) } ?? .absent
  }
}
