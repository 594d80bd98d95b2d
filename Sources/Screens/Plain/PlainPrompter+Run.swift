import Planning
import TerminalModel
import Wizard

extension PlainPrompter {
  /// The prompt during a run: nil while it goes on, a choice after a failure or `^C`.
  mutating func prompt(during run: RunProgress, _ state: WizardState) -> String? {
    if shown != .install {
      shown = .install
      let title =
        run.plan.isUndo ? "Taking the install back" : Catalogue.screen(.install).title
      say("", title, "^C asks before it stops anything.")
    }
    queued += narrator.lines(for: run, now: state.now, paths: state.options.paths)
    sayNotice(state)
    sayPage(state)
    if asksForPath { return pathPrompt(state) }
    if case .confirmStop = state.dialog { return stopPrompt(state) }
    if state.workInHand != nil { return nil }
    guard run.failedItem != nil else { return nil }
    if outstanding == nil {
      say("", "The install has stopped here. What now?")
      say("  1  Try this item again", "  2  Save the log")
      say("  3  Show the commands that undo what was done", "  4  Quit")
    }
    return "Choose 1-4: "
  }

  /// The prompt on the closing page.
  mutating func prompt(after outcome: Outcome, _ state: WizardState) -> String? {
    queued += narrator.lines(for: outcome.run, now: state.now, paths: state.options.paths)
    if !hasClosed {
      hasClosed = true
      queued += [""] + ClosingText(state: state, lines: lines).all(outcome) + [""]
    }
    sayNotice(state)
    if asksForPath { return pathPrompt(state) }
    if state.workInHand != nil { return nil }
    return "save PATH keeps a copy of the log, Enter ends: "
  }

  private mutating func stopPrompt(_ state: WizardState) -> String {
    if outstanding == nil {
      say("", "Stop the install?")
      for (number, choice) in StopChoice.allCases.enumerated() {
        say("  \(number + 1)  \(choice.label)")
        ProseText.wrapped(choice.meaning(during: state.run?.runningAction), to: 74).forEach {
          say("     \($0)")
        }
      }
    }
    return "Choose [1]: "
  }

  /// What a line means while `^C` asks.
  mutating func stopEvents(for text: String, _ state: WizardState) -> [UserEvent] {
    let choices = StopChoice.allCases
    if text.isEmpty || text == "back" { return [.stopAnswered(.keepGoing)] }
    if let number = Int(text), choices.indices.contains(number - 1) {
      return [.stopAnswered(choices[number - 1])]
    }
    if text.hasPrefix("save ") {
      return [.stopAnswered(.keepGoing), .logSaved(path: String(text.dropFirst(5)).trimmed)]
    }
    say("\(glyphs.bad) Type 1, 2 or 3.")
    return []
  }

  /// What a line means after a failed item.
  mutating func failureEvents(for text: String, _ run: RunProgress) -> [UserEvent] {
    guard run.failedItem != nil else { return [] }
    switch text.lowercased() {
    case "1", "retry":
      narrator.forgetFailure(of: run)
      return [.buttonPressed(.retry)]
    case "2": asksForPath = true
    case "3", "undo": return [.buttonPressed(.showUndo)]
    case "4":
      isLeaving = true
      return [.buttonPressed(.quit)]
    case "": break
    default: say("\(glyphs.bad) Type 1, 2, 3 or 4.")
    }
    return []
  }

  /// What a line means on the closing page.
  mutating func closingEvents(for text: String) -> [UserEvent] {
    if text.isEmpty {
      isLeaving = true
      return [.buttonPressed(.finish)]
    }
    say("\(glyphs.bad) “\(text)” is none of the answers here. Press Enter to end.")
    return []
  }
}
