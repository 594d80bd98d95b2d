import Dispatch
import HostEffects
import Synchronization

/// Waits on this thread for work that is done by tasks.
enum Blocking {
  /// Runs the work and returns when it has ended; for the main thread, never for a task.
  static func wait<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
  ) -> Value where Value: Sendable {
    let done = DispatchSemaphore(value: 0)
    let box = Mutex<Value?>(nil)
    Task.detached {
      let value = await work()
      box.withLock { $0 = value }
      done.signal()
    }
    while true {
      done.wait()
      if let value = box.withLock({ $0 }) { return value }
    }
  }

  /// The same for work that can fail.
  static func wait<Value: Sendable>(
    throwing work: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    try wait {
      do { return Result<Value, any Error>.success(try await work()) } catch {
        return Result<Value, any Error>.failure(error)
      }
    }.get()
  }
}

extension Session {
  /// Stops everything that goes on and waits until no child is left.
  func stopEverything() {
    let interpreter = interpreter
    Blocking.wait { await interpreter.stopAll() }
  }
}
