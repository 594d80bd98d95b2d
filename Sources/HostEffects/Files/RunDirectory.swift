import Glibc

/// The directory in which a run leaves its answers, its script and its log.
package struct RunDirectory: Equatable, Sendable {
  /// The absolute path.
  package var path: String

  /// Names a directory that is there.
  package init(path: String) { self.path = path }

  /// The log of everything that the commands printed.
  package var log: String { "\(path)/install.log" }
  /// The answers that lead to the same plan.
  package var answers: String { "\(path)/answers.yaml" }
  /// The commands as a shell script.
  package var script: String { "\(path)/install.sh" }
  /// The plan that is carried out, and how far.
  package var journal: String { "\(path)/journal.json" }

  /// Makes a new one below the state directory, `runs/<UTC>-<digest8>`, mode 0700.
  ///
  /// `seconds` are since 1970. Where two runs of one plan begin in one second, the later gets a number
  /// behind its name. Throws `FileProblem`.
  package static func make(
    in state: String, seconds: Int64, digest: String
  ) throws(FileProblem) -> RunDirectory {
    let runs = "\(state)/runs"
    try ProtectedDirectory.make(runs)
    let name = "\(runs)/\(stamp(seconds))-\(digest.prefix(8))"
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

  /// The instant as `20261120T210105Z`.
  static func stamp(_ seconds: Int64) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y%m%dT%H%M%SZ", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
