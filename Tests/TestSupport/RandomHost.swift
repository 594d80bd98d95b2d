import Planning
package import Wizard

/// A host that answers well or badly, as chance has it.
package enum RandomHost {
  private static let problem = Problem("made-up", "It went wrong.", remedy: "Try again.")

  /// The next report to that effect; nil where the effect has none. Not all are final.
  package static func report(
    to effect: Effect, using generator: inout SeededGenerator
  ) -> HostReport? {
    if let report = answer(effect, using: &generator) { return report }
    switch effect {
    case .beginRun, .resumeRun, .beginUndo:
      return .runBegan(
        Bool.random(using: &generator) ? .success(RunRecord(directory: "/r")) : .failure(problem))
    case .carryOut:
      let outcomes: [ItemOutcome] = [
        .done(.none), .done(.none), .failed(problem, .none), .cancelled,
      ]
      return .itemFinished(outcomes.randomElement(using: &generator) ?? .cancelled)
    case .watchPods: return .ended
    default: return nil
    }
  }

  /// Now and then a program isn't there and a file is wrong.
  private static func answer(
    _ effect: Effect, using generator: inout SeededGenerator
  ) -> HostReport? {
    guard Int.random(in: 0..<4, using: &generator) == 0 else { return WizardFixture.answer(effect) }
    switch effect {
    case .locateTool(.step): return .tool(.step, .failure(problem))
    case .inspectEngine: return .engine(.failure(problem))
    case .readCertificates(let paths):
      var given = WizardFixture.given(paths)
      given.problems = [FieldProblem(.givenAnchor, problem)]
      return .givenCertificates(.success(given))
    case .examineRun: return .runExamined(.failure(problem))
    case .planUndo: return .undoPlanned(.failure(problem))
    case .findDraft:
      return .draft(AnswersDraft(answers: Answers(), kept: WizardFixture.start))
    default: return WizardFixture.answer(effect)
    }
  }
}
