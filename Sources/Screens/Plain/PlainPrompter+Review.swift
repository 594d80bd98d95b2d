import Planning
import TerminalModel
import Wizard

extension PlainPrompter {
  /// The prompt below the plan; nil while it is being built.
  mutating func reviewPrompt(_ state: WizardState) -> String? {
    switch state.readiness(of: .review) {
    case .waiting(let reason): return wait(for: reason, state)
    case .blocked(let problems):
      let text = problems.map(\.problem.sentence).joined()
      if shownDigest != text {
        shownDigest = text
        say("", "There is no plan yet:")
        problems.forEach { queued += lines.problem($0.problem) }
      }
      return "1-4 changes that screen, r looks again, quit leaves: "
    case .ready: break
    }
    guard let plan = state.plan else { return wait(for: "The plan is being made.", state) }
    if shownDigest != plan.digest { sayPlan(plan, state) }
    return (state.options.isPractice ? "PRACTICE. " : "") + "Type yes to install: "
  }

  private mutating func sayPlan(_ plan: ReviewedPlan, _ state: WizardState) {
    if asked == .review, shownDigest != nil {
      say("", "\(glyphs.warning) The plan has changed. This is what would be done now:")
    }
    asked = .review
    shownDigest = plan.digest
    say("", "What you chose")
    for row in state.reviewRows {
      guard case .screen(let screen, let summary) = row else { continue }
      let name = Catalogue.screen(screen).name
      queued += lines.entry("\(number(screen.number))  \(name)", summary, column: 22)
    }
    say("", "What will be done")
    queued += text(of: plan.plan)
    say("", "Nothing has been changed yet.")
    sayProse(
      "preview lists the objects that would be made, 1-4 changes that screen, save PATH writes the "
        + "plan as a shell script, back, quit.")
  }

  /// The plan as `linkerd-wizard plan` prints it, with its prose broken into lines.
  private func text(of plan: Plan) -> [String] {
    let explanations = Set(plan.items.map { "   " + $0.explanation })
    return plan.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .flatMap { line in
        explanations.contains(String(line))
          ? lines.prose(String(line.dropFirst(3)), indent: 3) : [String(line)]
      }
  }

  /// What a line at the review means.
  mutating func reviewEvents(for text: String, _ state: WizardState) -> [UserEvent] {
    switch text.lowercased() {
    case "yes":
      guard let shownDigest, state.readiness(of: .review) == .ready else { break }
      return [.installConfirmed(digest: shownDigest)]
    case "list", "show": shownDigest = nil
    case "":
      sayProse("Nothing has been changed. Only the word yes installs; back and quit are fine too.")
    case "preview":
      guard state.canPreview else { break }
      saidPreview = nil
      return [.previewOpened]
    case let command where command.hasPrefix("preview "):
      sayManifest(String(command.dropFirst("preview ".count)).trimmed, state)
    default:
      if let number = Int(text), (1...4).contains(number) {
        returnsToReview = number < 5
        return [.screenOpened(ScreenID.allCases[number - 1])]
      }
      sayProse(
        "\(glyphs.bad) “\(text)” is none of the answers here. Type yes to install, 1 to 4 to "
          + "change a screen, preview, save PATH, list, back or quit.")
    }
    return []
  }
}
