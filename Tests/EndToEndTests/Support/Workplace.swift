import Glibc
import Synchronization
import Testing

/// A user's surroundings of one test: home, working folder, temporary folder and PATH of its own.
final class Workplace: Sendable {
  let folder: Folder
  let home: String
  let work: String
  /// A folder that is first on PATH.
  let bin: String
  private let started = Mutex<Int>(0)

  init() throws {
    folder = try Folder()
    home = folder.folder("home")
    work = folder.folder("work")
    bin = folder.folder("bin")
    folder.folder("tmp")
    folder.folder("outputs")
  }

  /// The variables of a program that is started here; those of `changes` on top, nil unsets.
  func environment(_ changes: [String: String?] = [:]) throws -> [String: String] {
    var variables: [String: String?] = [
      "HOME": home, "PATH": "\(bin):\(try Tools.path())", "TMPDIR": "\(folder.path)/tmp",
      "LANG": "C.UTF-8", "TERM": "dumb", "KUBECONFIG": "\(folder.path)/no-kubeconfig",
    ]
    variables.merge(changes) { $1 }
    return variables.compactMapValues { $0 }
  }

  /// Starts a program here.
  func start(
    _ program: String, _ arguments: [String], environment: [String: String?] = [:],
    input: String? = nil
  ) throws -> Child {
    let number = started.withLock { number in
      number += 1
      return number
    }
    let name = "outputs/\(number)"
    if let input { try folder.write(name + ".in", input) }
    return try Child(
      program, arguments, environment: try self.environment(environment), folder: work,
      input: input == nil ? "/dev/null" : "\(folder.path)/\(name).in",
      outputs: "\(folder.path)/\(name)")
  }

  /// Runs a program here until it ends.
  func run(
    _ program: String, _ arguments: [String], environment: [String: String?] = [:],
    input: String? = nil, within seconds: Int = 90
  ) async throws -> Finished {
    try await start(program, arguments, environment: environment, input: input)
      .finished(within: seconds)
  }

  /// Writes a file in the working folder, and gives back its path.
  @discardableResult
  func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws -> String {
    try folder.write("work/\(name)", text, mode: mode)
  }

  /// Puts a program first on PATH.
  func script(_ name: String, _ body: String) throws {
    try folder.write("bin/\(name)", "#!/bin/sh\n\(body)\n", mode: 0o755)
  }

  /// What is in home and the working folder, with mode and size of each file, without what the
  /// wizard may write for itself: its cache, its state, and kubectl's cache of what a server has.
  func snapshot() -> [String] {
    let own = ["/.cache/linkerd-wizard/", "/.local/state/linkerd-wizard/", "/.kube/cache/"]
    return (Folder.files(below: home) + Folder.files(below: work))
      .filter { path in !own.contains { path.hasPrefix(home + $0) } }
      .map { "\($0) \(Folder.mode($0) ?? 0) \(Folder.text($0).hashValue)" }
  }
}
