import CNCurses
import Glibc
package import TerminalModel

extension CursesTerminal {
  /// Waits until something happens, and returns everything that has happened, oldest first.
  ///
  /// `wakeUp` is a descriptor that others write to, such as an eventfd; it is emptied and reported
  /// once as `.wakeUp`; -1 for none. An empty result means that the time is up; without a time
  /// limit it waits as long as it takes.
  package func waitForInput(wakeUp: Int32 = -1, timeoutMilliseconds: Int32? = nil)
    -> [TerminalInput]
  {
    let deadline = timeoutMilliseconds.map { Self.now() + UInt64(max(0, $0)) * 1_000_000 }
    while true {
      var waits = [
        pollfd(fd: isGone ? -1 : input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: signals.readEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0),
      ]
      let limit = owesSize ? 0 : Self.milliseconds(until: deadline, decoderDeadline)
      let count = poll(&waits, nfds_t(waits.count), limit)
      var inputs: [TerminalInput] = []
      // Signals first: a key that was pressed on the new size is judged on the new size.
      if count != 0 { inputs += takeSignals() }
      if owesSize {
        owesSize = false
        inputs.append(.resized(size))
      }
      if count > 0, waits[0].revents != 0 { inputs += takeKeys() }
      inputs += giveUpHalfKey()
      if count > 0, waits[2].revents != 0 {
        Self.empty(wakeUp)
        inputs.append(.wakeUp)
      }
      if !inputs.isEmpty { return inputs }
      if let deadline, Self.now() >= deadline { return [] }
    }
  }

  private func takeSignals() -> [TerminalInput] {
    var inputs: [TerminalInput] = []
    var sizeMayDiffer = false
    for number in signals.drain() {
      switch number {
      case SIGWINCH: sizeMayDiffer = true
      case SIGTSTP: stop()
      case SIGCONT:
        // Stopped by a signal that can't be caught; the shell has used the terminal since.
        leaveScreen()
        enterScreen()
        owesSize = true
      default: inputs.append(.signal(number))
      }
    }
    if sizeMayDiffer, adoptSize() { owesSize = true }
    return inputs
  }

  /// Reads all that is there; a descriptor shared with the shell stays a blocking one.
  private func takeKeys() -> [TerminalInput] {
    var inputs: [TerminalInput] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    var waits = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    for _ in 0..<64 where poll(&waits, 1, 0) > 0 {
      let count = read(input, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else {
        isGone = true
        Emergency.setArmed(false)
        return inputs + [.closed]
      }
      inputs += decoder.decode(buffer.prefix(count)).map { .key($0) }
    }
    decoderDeadline = decoder.patienceMilliseconds.map { Self.now() + UInt64($0) * 1_000_000 }
    return inputs
  }

  private func giveUpHalfKey() -> [TerminalInput] {
    guard let deadline = decoderDeadline, Self.now() >= deadline else { return [] }
    decoderDeadline = nil
    return decoder.giveUpWaiting().map { .key($0) }
  }

  private static func empty(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    _ = read(descriptor, &buffer, buffer.count)
  }

  /// The monotonic clock in nanoseconds.
  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Rounded up, so that the deadline has passed when the time is up; -1 is for ever.
  private static func milliseconds(until deadlines: UInt64?...) -> Int32 {
    guard let deadline = deadlines.compactMap({ $0 }).min() else { return -1 }
    let now = now()
    guard deadline > now else { return 0 }
    return Int32(clamping: (deadline - now + 999_999) / 1_000_000)
  }
}
