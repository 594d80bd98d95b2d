import CNCurses
import Glibc

/// Gives the terminal back when the program dies without leaving the screen in order.
///
/// What the handlers need lies in memory that is set up beforehand; they only make calls that are
/// allowed in a signal handler. There is one screen at a time, so there is one of these.
enum Emergency {
  /// Everything the handlers read, and the room that they work in.
  private struct Preparation {
    var output: Int32
    var saved: termios
    var restore: UnsafeMutableBufferPointer<UInt8>
    var buffer: UnsafeMutableRawBufferPointer
    var realError: Int32
    var heldError: Int32
  }

  /// Signals that say the program itself is broken.
  private static let fatal = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]

  private nonisolated(unsafe) static var prepared: UnsafeMutablePointer<Preparation>?
  private nonisolated(unsafe) static var armed: Int32 = 0
  private nonisolated(unsafe) static var previous: [(Int32, sigaction)] = []
  /// The stack for the handlers, and the one that the thread had before.
  private nonisolated(unsafe) static var stacks: (own: stack_t, before: stack_t)?
  private nonisolated(unsafe) static var watchesExit = false

  /// Prepares for the worst on this terminal; `disarm` takes it back.
  ///
  /// `realError` and `heldError` are where standard error really goes and where it is kept
  /// meanwhile, or -1.
  static func arm(
    output: Int32, saved: termios, restore: [UInt8], realError: Int32, heldError: Int32
  ) {
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: restore.count)
    _ = bytes.initialize(from: restore)
    let preparation = UnsafeMutablePointer<Preparation>.allocate(capacity: 1)
    preparation.initialize(
      to: Preparation(
        output: output, saved: saved, restore: bytes,
        buffer: .allocate(byteCount: 4096, alignment: 16),
        realError: realError, heldError: heldError))
    prepared = preparation
    armed = 1
    useAlternateStack()
    installHandlers()
    if !watchesExit {
      watchesExit = true
      atexit { Emergency.restoreNow() }
    }
  }

  /// Takes the handlers away and forgets the terminal.
  static func disarm() {
    armed = 0
    for (number, action) in previous {
      var action = action
      sigaction(number, &action, nil)
    }
    previous = []
    giveBackAlternateStack()
    guard let preparation = prepared else { return }
    prepared = nil
    preparation.pointee.restore.deallocate()
    preparation.pointee.buffer.deallocate()
    preparation.deallocate()
  }

  /// Whether the screen is up, so that there is something to give back.
  static func setArmed(_ isArmed: Bool) { armed = isArmed ? 1 : 0 }

  /// Writes the prepared bytes and restores the terminal's settings, once; safe in a handler.
  static func restoreNow() {
    guard armed != 0, let preparation = prepared else { return }
    armed = 0
    let output = preparation.pointee.output
    writeAll(output, preparation.pointee.restore.baseAddress, preparation.pointee.restore.count)
    // Not TCSADRAIN: a terminal that has stopped reading must not hold the program's end.
    tcsetattr(output, TCSANOW, &preparation.pointee.saved)
    replayHeldError(preparation)
  }

  private static func replayHeldError(_ preparation: UnsafeMutablePointer<Preparation>) {
    guard preparation.pointee.realError >= 0, preparation.pointee.heldError >= 0 else { return }
    dup2(preparation.pointee.realError, STDERR_FILENO)
    let held = preparation.pointee.heldError
    let end = lseek(held, 0, SEEK_END)
    lseek(held, max(0, end - StandardErrorHold.mostReplayed), SEEK_SET)
    let buffer = preparation.pointee.buffer
    while true {
      let count = read(held, buffer.baseAddress, buffer.count)
      guard count > 0 else { break }
      writeAll(STDERR_FILENO, buffer.baseAddress, count)
    }
  }

  private static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) {
    guard var next = bytes else { return }
    var left = count
    while left > 0 {
      let written = write(descriptor, next, left)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return }
      next += written
      left -= written
    }
  }

  /// A stack overflow leaves no stack for its own handler.
  private static func useAlternateStack() {
    guard stacks == nil else { return }
    let size = 64 * 1024
    var own = stack_t()
    own.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    own.ss_size = size
    var before = stack_t()
    sigaltstack(&own, &before)
    stacks = (own, before)
  }

  /// Gives the thread back the stack that it had, which others may have made and want to free.
  ///
  /// On another thread than `useAlternateStack` nothing happens.
  private static func giveBackAlternateStack() {
    guard let (own, before) = stacks else { return }
    var current = stack_t()
    sigaltstack(nil, &current)
    guard current.ss_sp == own.ss_sp else { return }
    var old = before
    sigaltstack(&old, nil)
    own.ss_sp.deallocate()
    stacks = nil
  }

  private static func installHandlers() {
    previous = fatal.map { number in
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        Emergency.restoreNow()
        raise(number)
      }
      action.sa_flags = SA_ONSTACK | Int32(bitPattern: UInt32(SA_RESETHAND))
      // Writing to the terminal from the background would otherwise stop the program here.
      sigaddset(&action.sa_mask, SIGTTOU)
      var old = sigaction()
      sigaction(number, &action, &old)
      return (number, old)
    }
  }
}
