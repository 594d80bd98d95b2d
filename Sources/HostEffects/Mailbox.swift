import Glibc
import Synchronization

/// A queue of messages from any thread to the one that waits with poll(2).
///
/// Messages that only tell the newest state of something are posted under a key: at most one of a key
/// is waiting, and it is made when the queue is drained.
package final class Mailbox<Message: Sendable>: Sendable {
  private struct State: Sendable {
    var messages: [Entry] = []
    var waiting: Set<String> = []
    var signalled = false
  }

  private enum Entry: Sendable {
    case message(Message)
    case newest(String, @Sendable () -> Message?)
  }

  /// The descriptor that can be read while messages wait; for poll(2) only.
  package let descriptor: Int32
  private let wakeUp: Int32
  private let state = Mutex(State())

  /// Makes an empty mailbox. Throws `FileProblem` where the system has no descriptors left.
  package init() throws(FileProblem) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw FileProblem(errno: errno, "pipe") }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    descriptor = ends[0]
    wakeUp = ends[1]
  }

  deinit {
    close(descriptor)
    close(wakeUp)
  }

  /// Adds a message.
  package func post(_ message: Message) {
    add { $0.messages.append(.message(message)) }
  }

  /// Adds a message that is made at draining, unless one of that key is waiting already.
  package func post(newestOf key: String, _ make: @escaping @Sendable () -> Message?) {
    add { state in
      guard state.waiting.insert(key).inserted else { return }
      state.messages.append(.newest(key, make))
    }
  }

  /// All messages that wait, oldest first; the descriptor is quiet again.
  package func drain() -> [Message] {
    let entries = state.withLock { state in
      if state.signalled {
        var byte: UInt8 = 0
        _ = read(descriptor, &byte, 1)
      }
      state.signalled = false
      state.waiting = []
      defer { state.messages = [] }
      return state.messages
    }
    return entries.compactMap { entry in
      switch entry {
      case .message(let message): message
      case .newest(_, let make): make()
      }
    }
  }

  /// Waits until a message waits; false when the time is up first.
  package func wait(milliseconds: Int32) -> Bool {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&poller, 1, milliseconds) > 0
  }

  private func add(_ change: (inout State) -> Void) {
    state.withLock { state in
      change(&state)
      guard !state.signalled, !state.messages.isEmpty else { return }
      state.signalled = true
      var byte: UInt8 = 1
      _ = write(wakeUp, &byte, 1)
    }
  }
}
