import Planning

/// Something that a person wants of the wizard, whichever front end shows it.
enum Intention: Equatable, Sendable {
  case chooseContext(String)
  /// Writes a text, or picks an option, at a question.
  case answer(FieldID, String)
  /// Takes the charts from a repository of one's own; each depth has it elsewhere.
  case takeChartsOfRepository
  case chooseNamespace(String)
  case addNamespace(String)
  /// Goes on to Review.
  case review
  /// Confirms the plan that Review shows.
  case confirm
  /// Waits until the run has ended, and leaves.
  case waitToTheEnd
}

/// What a person does from the first screen to the last.
enum UserScript {
  /// The context that the kubeconfig names as the current one, whose cluster is down.
  static let currentContext = "elsewhere"

  /// An install with an answer of one's own on each of the screens.
  static let install: [Intention] = [
    .chooseContext("practice"),
    .answer(.certificateDirectory, "./mesh-certificates"),
    .answer(.trustDomain, "mesh.example"),
    .takeChartsOfRepository,
    .answer(.version, "2025.10.7"),
    .chooseNamespace("direktiv"),
    .addNamespace("payments"),
    .review,
    .confirm,
    .waitToTheEnd,
  ]
}

/// A script that didn't get to its end; the test fails with these words.
struct UnplayableScript: Error, CustomStringConvertible {
  var description: String
}

/// A way to play a script, from the bare state machine to the program in a terminal.
protocol Depth {
  /// Does what the person wants, as it is done at this depth.
  mutating func perform(_ intention: Intention) async throws
  /// What came of it.
  func outcome() async throws -> DepthOutcome
}

extension Depth {
  /// Plays a script and gives back what came of it.
  mutating func play(_ script: [Intention]) async throws -> DepthOutcome {
    for intention in script { try await perform(intention) }
    return try await outcome()
  }
}
