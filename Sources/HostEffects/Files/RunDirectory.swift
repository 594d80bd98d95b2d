package import Planning

/// The directory in which a run leaves its answers, its script and its log.
package struct RunDirectory: Equatable, Sendable {
  /// The absolute path.
  package var path: String

  /// Names a directory that is there.
  package init(path: String) { self.path = path }

  /// Makes a new one below the state directory, `runs/<UTC>-<digest8>`, mode 0700.
  ///
  /// Where two runs of one plan begin in one second, the later gets a number
  /// behind its name. Throws `FileProblem`.
  package static func make(
    in state: String, now: Instant, digest: String
  ) throws(FileProblem) -> RunDirectory {
    let runs = "\(state)/runs"
    try ProtectedDirectory.make(runs)
    let name = "\(runs)/\(now.compactStamp)-\(digest.prefix(8))"
    for attempt in 1...99 {
      let path = attempt == 1 ? name : "\(name)-\(attempt)"
      do throws(FileProblem) {
        try ProtectedDirectory.makeNew(path)
        return RunDirectory(path: path)
      } catch {
        guard error.code == .exists else { throw error }
      }
    }
    throw FileProblem(.exists, name)
  }
}
