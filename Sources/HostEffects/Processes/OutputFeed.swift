import Synchronization
package import Wizard

/// Takes a command's output at full speed: all of it goes to the log, the newest to whoever paints.
///
/// `wake` is called at most about 30 times a second, and not again before `take` was called.
package final class OutputFeed: Sendable {
  private struct State: Sendable {
    var tail: OutputTail
    var redactor = Redactor()
    var announced = false
    var lastTaken: ContinuousClock.Instant?
  }

  private static let interval = Duration.milliseconds(33)
  private let state: Mutex<State>
  private let log: RunLog?
  private let wake: @Sendable () -> Void

  /// Makes a feed that writes to the log, if there is one, and calls `wake` when there is news.
  package init(
    capacity: Int = 256 << 10, log: RunLog? = nil, wake: @escaping @Sendable () -> Void
  ) {
    state = Mutex(State(tail: OutputTail(capacity: capacity)))
    self.log = log
    self.wake = wake
  }

  /// Takes what was printed; to be called from one place at a time, in the order of printing.
  package func receive(_ chunk: [UInt8]) {
    log?.append(chunk)
    let delay = state.withLock { state -> Duration? in
      let clean = state.redactor.redact(chunk)
      state.tail.append(clean)
      guard !state.announced else { return nil }
      state.announced = true
      guard let last = state.lastTaken else { return .zero }
      return max(.zero, Self.interval - (ContinuousClock.now - last))
    }
    guard let delay else { return }
    if delay == .zero {
      wake()
    } else {
      Task { [wake] in
        try? await Task.sleep(for: delay)
        wake()
      }
    }
  }

  /// The newest lines since the last time, at most so many; `final` when the command has ended.
  package func take(limit: Int = 200, final: Bool = false) -> OutputBatch {
    state.withLock { state in
      state.announced = false
      state.lastTaken = .now
      if final {
        let held = state.redactor.finish()
        state.tail.append(held)
      }
      return state.tail.take(limit: limit, final: final)
    }
  }

  /// The last so many bytes of what was printed, without private keys.
  package func last(_ count: Int) -> [UInt8] { state.withLock { $0.tail.last(count) } }

  /// How many lines and bytes have come.
  package var totals: (lines: Int, bytes: Int) {
    state.withLock { ($0.tail.totalLines, $0.tail.totalBytes) }
  }
}
