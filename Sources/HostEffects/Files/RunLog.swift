import Glibc
import Synchronization

/// The log of a run: mode 0600, raw bytes as they come, without private keys.
package final class RunLog: Sendable {
  private struct State: Sendable {
    var file: Int32
    var redactor = Redactor()
    var problem: FileProblem?
    /// Whether something is missing at the end of the file.
    var hasGap = false
    var isTold = false
  }

  /// What stands in the log where it could not be written.
  private static let gap = Array("\n# Some output is missing here: it could not be written.\n".utf8)

  /// Where it is written.
  package let path: String
  private let state: Mutex<State>

  /// Makes the file, or goes on at the end of the one that an interrupted run left. Throws `FileProblem`.
  package init(path: String) throws(FileProblem) {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC
    let file = open(path, flags, 0o600)
    guard file >= 0 else { throw FileProblem(errno: errno, path) }
    guard fchmod(file, 0o600) == 0 else {
      let failure = errno
      close(file)
      throw FileProblem(errno: failure, path)
    }
    self.path = path
    state = Mutex(State(file: file))
  }

  deinit { end() }

  /// Why the log is incomplete; nil while it is complete. A full disk doesn't stop a run, and when
  /// there is room again the log goes on, with a line in the place of what is missing.
  package var problem: FileProblem? { state.withLock { $0.problem } }

  /// The same, but once for each time that the log could not go on.
  func takeProblem() -> FileProblem? {
    state.withLock { state in
      guard !state.isTold else { return nil }
      state.isTold = state.problem != nil
      return state.problem
    }
  }

  /// Adds bytes, without the private keys among them.
  package func append(_ bytes: [UInt8]) {
    state.withLock { state in
      let clean = state.redactor.redact(bytes)
      write(clean, &state)
    }
  }

  /// Adds a line of the wizard's own, after what a command printed before.
  package func note(_ line: String) {
    state.withLock { state in
      let held = state.redactor.finish()
      write(held, &state)
      write(Redactor.redacted(Array((line + "\n").utf8)), &state)
    }
  }

  /// Writes what was held back and closes the file; what is added later is dropped.
  package func end() {
    state.withLock { state in
      guard state.file >= 0 else { return }
      let held = state.redactor.finish()
      write(held, &state)
      fsync(state.file)
      close(state.file)
      state.file = -1
    }
  }

  private func write(_ bytes: [UInt8], _ state: inout State) {
    guard state.file >= 0, !bytes.isEmpty else { return }
    if state.hasGap {
      guard FileBytes.write(Self.gap, to: state.file) == 0 else { return }
      state.hasGap = false
    }
    let failure = FileBytes.write(bytes, to: state.file)
    guard failure != 0 else { return }
    state.problem = FileProblem(errno: failure, path)
    state.hasGap = true
    state.isTold = false
  }
}
