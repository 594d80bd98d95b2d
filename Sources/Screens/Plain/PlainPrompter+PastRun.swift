import Planning
import TerminalModel
import Wizard

// The questions about a run that was begun before, and about answers that were kept.
extension PlainPrompter {
  /// The prompt of the dialog; nil while the cluster is looked at.
  mutating func pastRunPrompt(_ state: WizardState) -> String? {
    guard let interruption = state.interruption else { return nil }
    let isNew = saidPastRun != interruption
    saidPastRun = interruption
    switch (interruption.wish, interruption.result) {
    case (nil, _):
      if isNew || outstanding == nil { sayOffer(interruption) }
      return "Choose 1-\(interruption.buttons.count): "
    case (.show?, _):
      if isNew { sayStanding(of: interruption.run) }
      return "Enter goes back: "
    case (_, nil):
      if isNew, !interruption.waitsFor.isEmpty { sayProse(interruption.waitsFor) }
      return wait(for: "The cluster is being looked at; nothing is changed by it.", state)
    case (_, .failure(let problem)?):
      if isNew { queued += lines.problem(problem) }
      return "r looks again, Enter goes back: "
    case (_, .success(let way)?):
      if isNew { queued += [""] + WayText(glyphs: glyphs).lines(way) + [""] }
      return interruption.buttons == [.back]
        ? "Enter goes back: " : "Type yes to do this now, Enter goes back: "
    }
  }

  private mutating func sayOffer(_ interruption: Interruption) {
    let run = interruption.run
    say("")
    sayProse(
      "\(run.sentence) \(run.doneSentence) What now?")
    for (number, button) in interruption.buttons.enumerated() {
      say("  \(number + 1)  \(button.label)")
      sayProse(button.meaning, indent: 5)
    }
  }

  private mutating func sayStanding(of run: InterruptedRun) {
    say("", "Run \(run.name)")
    for item in run.plan.items {
      let mark =
        switch run.steps[item.id] ?? .waiting {
        case .waiting: glyphs.pending
        case .begun: glyphs.warning
        case .done: glyphs.good
        }
      say("  \(mark) \(item.title)")
    }
    say("", "Its files, which hold no secret: \(run.record.directory)")
  }

  /// What a line means while the dialog is open.
  mutating func pastRunEvents(for text: String, _ state: WizardState) -> [UserEvent] {
    guard let interruption = state.interruption else { return [.dismissed] }
    if text == "quit" {
      isLeaving = true
      return [.interrupted]
    }
    guard interruption.wish != nil else { return offerEvents(for: text, interruption) }
    switch text {
    case "", "back": return [.dismissed]
    case "r":
      if let number = interruption.buttons.firstIndex(of: .lookAgain) {
        return [.dialogAnswered(number)]
      }
    case "yes":
      if case .success(let way)? = interruption.result, interruption.buttons.contains(.confirm) {
        return [.wayConfirmed(digest: way.plan.digest)]
      }
    default: break
    }
    say("\(glyphs.bad) “\(text)” is none of the answers here.")
    return []
  }

  private mutating func offerEvents(
    for text: String, _ interruption: Interruption
  ) -> [UserEvent] {
    let buttons = interruption.buttons
    if let number = Int(text), buttons.indices.contains(number - 1) {
      return [.dialogAnswered(number - 1)]
    }
    if let number = buttons.firstIndex(where: { $0.label.lowercased() == text.lowercased() }) {
      return [.dialogAnswered(number)]
    }
    say("\(glyphs.bad) Type a number from 1 to \(buttons.count).")
    return []
  }

  /// Whether the answers that were kept are taken.
  mutating func draftPrompt(_ state: WizardState) -> String {
    if outstanding == nil {
      say("")
      sayProse(DraftText.sentence(state))
      say("  1  Use them", "  2  Start afresh")
    }
    return "Choose [1]: "
  }

  /// What a line means there.
  mutating func draftEvents(for text: String) -> [UserEvent] {
    switch text.lowercased() {
    case "", "1", "yes", "use them": return [.dialogAnswered(0)]
    case "2", "no", "start afresh": return [.dialogAnswered(1)]
    case "quit":
      isLeaving = true
      return [.interrupted]
    default:
      say("\(glyphs.bad) Type 1 or 2.")
      return []
    }
  }
}
