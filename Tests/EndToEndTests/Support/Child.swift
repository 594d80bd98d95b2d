import Glibc
import Synchronization
import Testing

/// How a program ended and what it wrote.
struct Finished: Sendable, CustomTestStringConvertible {
  /// The exit status; 128 and more for a signal, as a shell says it.
  var status: Int32
  var out: String
  var err: String

  var testDescription: String { "status \(status)\nout: \(out)\nerr: \(err)" }
}

/// A program that was started, with its streams in files, so that nothing it writes can block it.
final class Child: Sendable {
  let process: pid_t
  private let outputs: (out: String, err: String)
  private let ending = Mutex<Int32?>(nil)
  /// Starting is one at a time, so that no child inherits another's end of a pipe.
  private static let starting = Mutex<Int>(0)

  /// Starts a program in a process group of its own. `input` names a file for standard input.
  init(
    _ program: String, _ arguments: [String], environment: [String: String], folder: String,
    input: String = "/dev/null", outputs: String
  ) throws {
    self.outputs = (outputs + ".out", outputs + ".err")
    process = try Self.starting.withLock { _ in
      try Self.spawn(
        program, arguments, environment, folder, [input, outputs + ".out", outputs + ".err"])
    }
  }

  private static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String: String], _ folder: String,
    _ streams: [String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, streams[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, streams[1], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, streams[2], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var handled = sigset_t()
    sigfillset(&handled)
    posix_spawnattr_setsigdefault(&attributes, &handled)
    var masked = sigset_t()
    sigemptyset(&masked)
    posix_spawnattr_setsigmask(&attributes, &masked)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    // env changes the folder and then becomes the program.
    let words = (["env", "-C", folder, program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, "/usr/bin/env", &actions, &attributes, words, variables)
    guard failure == 0 else {
      throw MissingTool(
        description: "\(program) can't be started: \(String(cString: strerror(failure))).")
    }
    return process
  }

  /// What it has written to standard output so far.
  var out: String { Folder.text(outputs.out) }
  /// What it has written to standard error so far.
  var err: String { Folder.text(outputs.err) }

  /// Sends it a signal, if it still runs.
  func send(_ signal: Int32) {
    if status == nil { kill(process, signal) }
  }

  /// How it ended; nil while it runs.
  var status: Int32? {
    ending.withLock { ending in
      if let ending { return ending }
      var raw: Int32 = 0
      guard waitpid(process, &raw, WNOHANG) == process else { return nil }
      ending = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
      return ending
    }
  }

  /// Waits until it has ended; after that time it is killed, and the status says so: 137.
  func finished(within seconds: Int = 90) async -> Finished {
    if !(await eventually(within: seconds, { self.status != nil })) {
      kill(-process, SIGKILL)
      _ = await eventually(within: 5) { self.status != nil }
    }
    return Finished(status: status ?? 137, out: out, err: err)
  }
}

/// Looks again and again until the condition holds; false where the time is up first.
func eventually(
  within seconds: Int = 30, _ condition: () async throws -> Bool
) async rethrows -> Bool {
  let deadline = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < deadline {
    if try await condition() { return true }
    try? await Task.sleep(for: .milliseconds(20))
  }
  return try await condition()
}
