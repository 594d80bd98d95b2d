import CNCurses
import Glibc

/// Keeps what is written to standard error while the screen is up, and shows it afterwards.
///
/// Otherwise a message of the runtime or of a library would tear the screen, and be lost with it.
final class StandardErrorHold {
  /// At most this many bytes, the last ones, are shown afterwards.
  static let mostReplayed = 64 * 1024

  /// Where standard error really goes; -1 when it could not be held.
  let real: Int32
  /// The file in memory that takes it meanwhile; -1 when it could not be held.
  let held: Int32
  private var isHolding = false

  /// Prepares; nothing is diverted before `begin`.
  init() {
    let copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    let memory = copy < 0 ? -1 : nc_memory_file("standard-error")
    if memory < 0, copy >= 0 { Glibc.close(copy) }
    (real, held) = memory < 0 ? (-1, -1) : (copy, memory)
  }

  /// Diverts standard error.
  func begin() {
    guard held >= 0, !isHolding else { return }
    isHolding = true
    fflush(nil)
    dup2(held, STDERR_FILENO)
  }

  /// Gives standard error back and writes to it what was kept.
  func end() {
    guard isHolding else { return }
    isHolding = false
    dup2(real, STDERR_FILENO)
    let size = lseek(held, 0, SEEK_END)
    lseek(held, max(0, size - Self.mostReplayed), SEEK_SET)
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      while true {
        let count = read(held, buffer.baseAddress, buffer.count)
        guard count > 0 else { break }
        _ = write(STDERR_FILENO, buffer.baseAddress, count)
      }
    }
    ftruncate(held, 0)
    lseek(held, 0, SEEK_SET)
  }

  deinit {
    end()
    if held >= 0 {
      Glibc.close(held)
      Glibc.close(real)
    }
  }
}
