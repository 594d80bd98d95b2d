package import Planning

/// What is known about one thing outside the program.
package enum Fact<Value: Equatable & Sendable>: Equatable, Sendable {
  /// Nobody has asked yet.
  case unknown
  /// Asked, and no answer yet. `since` is when.
  case asking(since: Instant)
  case known(Value)
  /// The asking failed, and why.
  case failed(Problem)

  /// The value, where it is known; nil otherwise.
  package var value: Value? {
    guard case .known(let value) = self else { return nil }
    return value
  }

  /// Whether an answer is on its way.
  package var isBeingAsked: Bool {
    if case .asking = self { true } else { false }
  }

  /// Whether there is an answer, good or bad.
  package var isSettled: Bool {
    switch self {
    case .unknown, .asking: false
    case .known, .failed: true
    }
  }
}
