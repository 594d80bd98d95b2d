import Diagnosis
import Planning
import TerminalModel
import Wizard

extension PlainPrompter {
  /// The prompt behind the checks; nil while they are going on.
  mutating func checksPrompt(_ state: WizardState) -> String? {
    if asked != place {
      asked = place
      say("", "Checks")
    }
    sayChecks(state)
    let running = state.checkRows.filter { $0.mark == .running && $0.id != "node-clocks" }
    switch state.readiness(of: .cluster) {
    case .waiting(let reason): return wait(for: reason, state)
    case .ready: return readyPrompt
    case .blocked:
      if !running.isEmpty {
        return wait(for: "Still going on: \(running.map(\.text).joined(separator: ", ")).", state)
      }
      let offers = state.existingOffers.map { "\($0.rawValue) does what it says there, " }.joined()
      let signIn = state.offersSignIn ? ", sign in to let the credentials helper ask" : ""
      return "Not ready yet (see \(glyphs.bad)). \(offers)r checks again\(signIn), back chooses "
        + "another context, quit leaves: "
    }
  }

  private var readyPrompt: String {
    let goal = returnsToReview ? ScreenID.review : .certificates
    return "Enter goes on to \(Catalogue.screen(goal).name), r checks again: "
  }

  /// Says each check once it has its answer, and again where the answer has changed.
  private mutating func sayChecks(_ state: WizardState) {
    for row in state.checkRows {
      switch row.mark {
      case .waiting, .running: saidRows[row.id] = nil
      case .passed, .warning, .failed:
        let said = lines.check(row)
        let text = said.joined(separator: "\n")
        guard saidRows[row.id] != text else { continue }
        saidRows[row.id] = text
        queued += said
      }
    }
  }
}

extension PlainLines {
  /// A check with its mark, and where it did not pass its reason and remedy below.
  func check(_ row: CheckRow) -> [String] {
    let mark =
      switch row.mark {
      case .passed: glyphs.good
      case .warning: glyphs.warning
      case .failed: glyphs.bad
      case .waiting: glyphs.pending
      case .running: glyphs.running
      }
    let note = row.note.isEmpty ? "" : "  (\(row.note))"
    return ["  \(mark) \(row.text)\(note)"]
      + [row.reason, row.remedy].filter { !$0.isEmpty }.flatMap { prose($0, indent: 6) }
  }
}
