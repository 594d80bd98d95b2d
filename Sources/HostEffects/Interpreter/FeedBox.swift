import Synchronization
import Wizard

/// The feed of a running command, for the moment at which its newest lines are wanted.
final class FeedBox: Sendable {
  private let feed = Mutex<OutputFeed?>(nil)

  func set(_ value: OutputFeed?) { feed.withLock { $0 = value } }

  /// The newest lines; nil where there are none, or the command has ended and told its last.
  func take() -> OutputBatch? {
    let batch = feed.withLock { $0 }?.take(limit: 400)
    return batch.flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension OutputBatch {
  /// Whether it tells nothing.
  var isEmpty: Bool { lines.isEmpty && skipped == 0 }
}
