import Glibc
import HostEffects
import Planning
import Wizard

/// The answers file that was named on the command line.
enum AnswersSource {
  /// Reads the answers; `-` is standard input.
  ///
  /// Throws `UserError` with status 64, naming the file, and for each problem its line.
  static func read(_ path: String, paths: HostPaths, now: Instant) throws -> Answers {
    let bytes = try bytes(of: path, paths: paths)
    let name = path == "-" ? "standard input" : path
    let node: AnswersNode
    do {
      node = try AnswersFile.read(bytes)
    } catch {
      throw UserError(
        .usage,
        lines: [
          "\(place(name, error.line)): \(error.sentence)",
          "  The file is YAML; linkerd-wizard answers prints one to start from.",
        ])
    }
    switch AnswersReader.read(node, paths: paths, now: now) {
    case .success(let answers): return answers
    case .failure(let refusal):
      let count = refusal.problems.count
      let head = "\(name) has \(count) problem\(count == 1 ? "" : "s"):"
      throw UserError(
        .usage,
        lines: [head]
          + refusal.problems.flatMap { found -> [String] in
            let line = "  \(place(name, found.line)): \(found.problem.sentence)"
            return found.problem.remedy.isEmpty ? [line] : [line, "    \(found.problem.remedy)"]
          })
    }
  }

  private static func place(_ name: String, _ line: Int?) -> String {
    line.map { "\(name):\($0)" } ?? name
  }

  private static func bytes(of path: String, paths: HostPaths) throws -> [UInt8] {
    do {
      if path == "-" {
        return try FileBytes.read(
          descriptor: STDIN_FILENO, named: "standard input", limit: AnswersFile.largestText + 1)
      }
      return try FileBytes.read(
        PathText.absolute(path, paths: paths), limit: AnswersFile.largestText + 1)
    } catch {
      throw UserError(
        .usage,
        lines: [
          "The answers file can't be read. \(error.sentence)",
          "  Name a file that you can read; linkerd-wizard answers prints one to start from.",
        ])
    }
  }
}
