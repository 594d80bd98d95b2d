/// Paths as texts, without looking at any file.
package enum PathText {
  /// The path made absolute, `~/` read as the home, without `.`, `..` and double slashes.
  ///
  /// `..` takes away the component before it, whatever that is on disk; above `/` it does nothing.
  package static func absolute(_ path: String, paths: HostPaths) -> String {
    if path == "~" { return normalised(paths.home) }
    if path.hasPrefix("~/") { return normalised(paths.home + "/" + path.dropFirst(2)) }
    if path.hasPrefix("/") { return normalised(path) }
    return normalised(paths.workingDirectory + "/" + path)
  }

  /// An absolute path without `.`, `..`, double slashes and a slash at its end.
  package static func normalised(_ path: String) -> String {
    var components: [Substring] = []
    for component in path.split(separator: "/") where component != "." {
      if component == ".." {
        _ = components.popLast()
      } else {
        components.append(component)
      }
    }
    return "/" + components.joined(separator: "/")
  }

  /// The path as a screen shows it: `./x` below the working directory, `~/x` below the home.
  package static func shortened(_ path: String, paths: HostPaths) -> String {
    if let below = below(paths.workingDirectory, path) { return below.isEmpty ? "." : "./" + below }
    if let below = below(paths.home, path) { return below.isEmpty ? "~" : "~/" + below }
    return path
  }

  /// The last component; `/` for the root.
  package static func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? "/"
  }

  /// The path without its last component; `/` for what stands at the root.
  package static func parent(_ path: String) -> String {
    normalised(path + "/..")
  }

  /// The rest of the path below the folder; nil where it is elsewhere, or everything is below.
  private static func below(_ folder: String, _ path: String) -> String? {
    if folder == "/" || folder.isEmpty { return nil }
    if path == folder { return "" }
    return path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : nil
  }
}
