import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// Runs programs, each as the leader of its own process group, of which nothing is left afterwards.
package enum ChildProcess {
  /// Runs a program and keeps the first bytes of what it prints; what is beyond is read and dropped.
  ///
  /// Nothing is thrown: how the run ended is in the outcome. Cancelling the task stops the child:
  /// SIGINT, then SIGTERM, then SIGKILL, each to the whole group.
  package static func collect(
    _ program: ChildProgram, outputLimit: Int = 64 << 20, errorLimit: Int = 1 << 20
  ) async -> CollectedOutput {
    let output = Mutex(Captured(limit: outputLimit))
    let error = Mutex(Captured(limit: errorLimit))
    let outcome = await supervise(program) { group in
      try await launch(
        program, group: group,
        output: { chunk in output.withLock { $0.append(chunk) } },
        error: { chunk in error.withLock { $0.append(chunk) } })
    }
    let out = output.withLock { $0 }
    let err = error.withLock { $0 }
    return CollectedOutput(
      outcome: outcome, standardOutput: out.bytes, standardError: err.bytes,
      outputTruncated: out.truncated, errorTruncated: err.truncated)
  }

  /// Runs a program and hands on what it prints, standard error among standard output, as it comes.
  ///
  /// The child waits while the sink is busy, so the sink sets the pace. `onStart` is told its process
  /// number once it runs. Otherwise as `collect`.
  package static func stream(
    _ program: ChildProgram, onStart: @escaping @Sendable (Int32) -> Void = { _ in },
    into sink: @escaping @Sendable ([UInt8]) -> Void
  ) async -> ProcessOutcome {
    await supervise(program, onStart) { group in
      try await launch(program, group: group, combined: sink)
    }
  }
}

/// The first bytes of an output.
private struct Captured: Sendable {
  let limit: Int
  var bytes: [UInt8] = []
  var truncated = false

  init(limit: Int) { self.limit = limit }

  mutating func append(_ chunk: [UInt8]) {
    let room = limit - bytes.count
    if chunk.count > room { truncated = true }
    bytes.append(contentsOf: chunk.prefix(room))
  }
}

extension ChildProcess {
  /// Runs the body, stops the child when its time is up or the task is cancelled, and names what happened.
  ///
  /// The body itself is never cancelled: a child that is told to stop has things to say, and a closed
  /// pipe would kill it before it has cleaned up.
  private static func supervise(
    _ program: ChildProgram, _ onStart: @escaping @Sendable (Int32) -> Void = { _ in },
    _ body: @escaping @Sendable (ProcessGroup) async throws -> ProcessEnding
  ) async -> ProcessOutcome {
    if let refusal = refusal(of: program) { return ProcessOutcome(ending: refusal) }
    if Task.isCancelled {
      return ProcessOutcome(ending: .notStarted("It was cancelled first."), stopped: .cancelled)
    }
    let began = ContinuousClock.now
    let group = ProcessGroup(patience: program.patience, onStart: onStart)
    let run = Task.detached { await attempt(program, group, body) }
    let alarm = program.timeout.map { timeout in
      Task.detached {
        try await Task.sleep(for: timeout)
        group.stop(.timedOut)
      }
    }
    let ending = await withTaskCancellationHandler {
      await run.value
    } onCancel: {
      group.stop(.cancelled)
    }
    alarm?.cancel()
    return ProcessOutcome(
      ending: ending, stopped: group.stopped, duration: ContinuousClock.now - began)
  }

  private static func attempt(
    _ program: ChildProgram, _ group: ProcessGroup,
    _ body: @Sendable (ProcessGroup) async throws -> ProcessEnding
  ) async -> ProcessEnding {
    defer { group.end() }
    do {
      return try await body(group)
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return refusal(of: program) ?? .notExecutable
    } catch {
      return refusal(of: program) ?? .notStarted("\(error)")
    }
  }

  /// What is wrong with the program before it is even started; nil where nothing is.
  static func refusal(of program: ChildProgram) -> ProcessEnding? {
    var info = stat()
    guard program.path.hasPrefix("/"), stat(program.path, &info) == 0 else { return .notFound }
    guard info.st_mode & S_IFMT == S_IFREG, access(program.path, X_OK) == 0 else {
      return .notExecutable
    }
    if program.arguments.contains(where: { $0.utf8.contains(0) }) {
      return .notStarted("One of its arguments contains a NUL byte.")
    }
    return nil
  }
}
