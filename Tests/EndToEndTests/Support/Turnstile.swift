import Testing

/// Lets a few cases of a suite run at once, each of which starts programs of its own.
///
/// Without it all begin at the same moment, and on two cores none gets its answers in time.
struct FewAtATime: SuiteTrait, TestTrait, TestScoping {
  private static let cases = Turnstile(places: 5)

  var isRecursive: Bool { true }

  func scopeProvider(for test: Test, testCase: Test.Case?) -> FewAtATime? {
    testCase == nil ? nil : self
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await Self.cases.pass(function)
  }
}

extension Trait where Self == FewAtATime {
  /// Few cases at a time, counted over all suites that say so.
  static var fewAtATime: FewAtATime { FewAtATime() }
}

/// Lets a few tests at a time do heavy work, so that none waits for its share of the machine.
actor Turnstile {
  static let shared = Turnstile(places: 4)

  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int) { self.places = places }

  /// Does the work once a place is free.
  nonisolated func pass<Value: Sendable>(
    _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    await enter()
    do {
      let value = try await work()
      await leave()
      return value
    } catch {
      await leave()
      throw error
    }
  }

  private func enter() async {
    if places > 0 {
      places -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
  }
}
