import Glibc
import Synchronization

/// Notices SIGINT, SIGTERM and SIGHUP instead of dying of them, so that children end first.
final class StopSignals: Sendable {
  private static let arrived = Atomic<Bool>(false)

  /// Starts noticing.
  init() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { _ in StopSignals.arrived.store(true, ordering: .relaxed) }
    }
  }

  /// Whether one has come since the last look.
  func takeArrival() -> Bool { Self.arrived.exchange(false, ordering: .relaxed) }

  /// Waits until one has come, on whichever thread it does.
  func wait() {
    while !takeArrival() { _ = poll(nil, 0, 200) }
  }
}
