import Glibc

/// Lets signals be waited for like input: each one that comes in becomes a byte in a pipe.
final class SignalPipe {
  /// Signals that ask the program to end in order.
  static let ending = [SIGINT, SIGQUIT, SIGTERM, SIGHUP]
  private static let watched = ending + [SIGWINCH, SIGTSTP, SIGCONT]
  /// This many requests to end that nobody read mean that the program is stuck.
  private static let patience: Int32 = 3

  private nonisolated(unsafe) static var writeEnd: Int32 = -1
  private nonisolated(unsafe) static var unreadEndings: Int32 = 0

  /// What to poll for reading.
  let readEnd: Int32
  private var previous: [(Int32, sigaction)] = []

  /// Installs the handlers; throws `TerminalProblem.system` and leaves nothing behind.
  init() throws(TerminalProblem) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw .system(operation: "pipe", errorNumber: errno)
    }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    readEnd = ends[0]
    Self.writeEnd = ends[1]
    Self.unreadEndings = 0
    previous = Self.watched.map { ($0, Self.install($0)) }
  }

  /// All signals since the last call, oldest first.
  func drain() -> [Int32] {
    Self.unreadEndings = 0
    var signals: [Int32] = []
    var buffer = [UInt8](repeating: 0, count: 64)
    while true {
      let count = read(readEnd, &buffer, buffer.count)
      guard count > 0 else { return signals }
      signals += buffer.prefix(count).map(Int32.init)
    }
  }

  /// Lets SIGTSTP stop the program, as it does by default.
  func allowStopping() { signal(SIGTSTP, SIG_DFL) }

  /// Turns SIGTSTP into a byte again.
  func catchStopping() { _ = Self.install(SIGTSTP) }

  /// Gives back the handlers that were there before.
  func close() {
    for (number, action) in previous {
      var action = action
      sigaction(number, &action, nil)
    }
    guard !previous.isEmpty else { return }
    previous = []
    let end = Self.writeEnd
    Self.writeEnd = -1
    Glibc.close(end)
    Glibc.close(readEnd)
  }

  deinit { close() }

  private static func install(_ number: Int32) -> sigaction {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { SignalPipe.note($0) }
    action.sa_flags = SA_RESTART
    var old = sigaction()
    sigaction(number, &action, &old)
    return old
  }

  /// Runs in the handler.
  private static func note(_ number: Int32) {
    let saved = errno
    if number == SIGTERM || number == SIGHUP || number == SIGINT || number == SIGQUIT {
      unreadEndings += 1
      if unreadEndings > patience {
        Emergency.restoreNow()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(writeEnd, &byte, 1)
    errno = saved
  }
}
