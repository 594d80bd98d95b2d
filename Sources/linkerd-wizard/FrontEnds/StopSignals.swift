import Glibc
import Synchronization
import Wizard

/// Notices SIGINT, SIGTERM and SIGHUP instead of dying of them, so that children end first.
///
/// Each one becomes a byte in a pipe, so that poll(2) can wait for it beside other things.
final class StopSignals: Sendable {
  private static let writeEnd = Atomic<Int32>(-1)

  /// The descriptor that can be read once one has come.
  let descriptor: Int32

  /// Starts noticing. Throws `UserError` where the system has no descriptors left.
  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw UserError(
        .unavailable,
        lines: [
          "No signal could be waited for: \(String(cString: strerror(errno))).",
          "  Close programs that hold many files open, then start again.",
        ])
    }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    descriptor = ends[0]
    Self.writeEnd.store(ends[1], ordering: .relaxed)
    for number in [SIGINT, SIGTERM] { signal(number) { StopSignals.note($0) } }
    // nohup lets a program outlive its terminal.
    if !Self.isIgnored(SIGHUP) { signal(SIGHUP) { StopSignals.note($0) } }
  }

  /// The oldest one that nobody has taken yet, by its number; nil where there is none.
  func takeArrival() -> Int32? {
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1 ? Int32(byte) : nil
  }

  /// Waits until one has come, on whichever thread it does.
  func wait() {
    while takeArrival() == nil {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&waiting, 1, -1)
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Runs in the handler.
  private static func note(_ number: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(writeEnd.load(ordering: .relaxed), &byte, 1)
    errno = saved
  }
}
