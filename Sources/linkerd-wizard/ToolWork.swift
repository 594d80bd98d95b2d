import ArgumentParser
import Glibc
import HostEffects
import Planning
import Synchronization
import Wizard

/// Work of a verb that runs other programs: what they print is told on standard error as it comes,
/// and a signal stops them before this program ends.
final class ToolWork {
  let interpreter: EffectInterpreter
  private let signals: StopSignals
  private var stopping: Int32?

  /// Prepares for work. Throws where the system has no descriptors left.
  init(_ settings: HostSettings) throws {
    interpreter = EffectInterpreter(settings: settings, mailbox: try Mailbox())
    signals = try StopSignals()
  }

  /// Does the work and waits for it, on the main thread; a signal cancels it.
  func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let result = Mutex<Value?>(nil)
    let mailbox = interpreter.mailbox
    let task = Task.detached {
      let value = await work()
      result.withLock { $0 = value }
      // Nothing but a reason to look.
      mailbox.post(.tick(Instant(secondsSince1970: 0)))
    }
    while true {
      waitForNews()
      if let number = signals.takeArrival() {
        stopping = stopping ?? number
        task.cancel()
      }
      let value = result.withLock { $0 }
      tellOutput()
      if let value { return value }
    }
  }

  /// Ends the program where a signal has asked for it. Throws `ExitCode` then.
  func endIfAsked() throws {
    if let stopping { throw ExitCode(ExitStatus.signal(stopping).code) }
  }

  /// Asks on the terminal whether something is to be done. Throws `ExitCode` where a signal asks to
  /// end.
  func isConfirmed() throws -> Bool { try Confirmation.isGiven(endingOn: signals) }

  private func waitForNews() {
    var waiting = [interpreter.mailbox.descriptor, signals.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    _ = poll(&waiting, 2, 500)
  }

  private func tellOutput() {
    for case .host(_, .output(let batch)) in interpreter.mailbox.drain() {
      if batch.skipped > 0 { Terminal.printError("… \(batch.skipped) lines …") }
      batch.lines.map(Terminal.shown).forEach(Terminal.printError)
    }
  }
}
