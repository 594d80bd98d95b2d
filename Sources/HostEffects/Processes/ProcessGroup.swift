import Glibc
import Synchronization

/// The process group of a child, and how it is brought to an end.
final class ProcessGroup: Sendable {
  private struct State: Sendable {
    var leader: pid_t = 0
    var reason: StopReason?
    var isOver = false
  }

  private let patience: StopPatience
  private let state = Mutex(State())

  private let onStart: @Sendable (pid_t) -> Void

  /// `onStart` is told the leader's number, once it runs.
  init(patience: StopPatience, onStart: @escaping @Sendable (pid_t) -> Void = { _ in }) {
    self.patience = patience
    self.onStart = onStart
  }

  /// Why it was told to stop; nil where it ended by itself.
  var stopped: StopReason? { state.withLock { $0.reason } }

  /// Names the leader, once it runs.
  func started(_ leader: pid_t) {
    let mustStop = state.withLock { state in
      state.leader = leader
      return state.reason != nil
    }
    if mustStop { goOnStopping() }
    onStart(leader)
  }

  /// Begins to stop it: SIGINT, then SIGTERM, then SIGKILL to all its members. Returns at once.
  func stop(_ reason: StopReason) {
    let isRunning = state.withLock { state in
      guard !state.isOver, state.reason == nil else { return false }
      state.reason = reason
      return state.leader > 1
    }
    if isRunning { goOnStopping() }
  }

  /// Ends whoever is left, when the leader has ended.
  func end() {
    state.withLock { state in
      state.isOver = true
      if state.leader > 1 { kill(-state.leader, SIGKILL) }
    }
  }

  private func goOnStopping() {
    Task.detached { [self] in
      send(SIGINT)
      try? await Task.sleep(for: patience.afterInterrupt)
      send(SIGTERM)
      try? await Task.sleep(for: patience.afterTerminate)
      send(SIGKILL)
    }
  }

  private func send(_ signal: Int32) {
    state.withLock { state in
      if !state.isOver, state.leader > 1 { kill(-state.leader, signal) }
    }
  }
}
