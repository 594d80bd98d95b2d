import Diagnosis
import Planning
import TerminalModel
import Wizard

extension PlainPrompter {
  /// The prompt on a screen with questions; nil while the host is at work.
  mutating func prompt(on screen: ScreenID, _ state: WizardState) -> String? {
    if state.looksForPast { return nil }
    if case .pastRun = state.dialog { return pastRunPrompt(state) }
    if case .draft = state.dialog { return draftPrompt(state) }
    if let reason = judge(state) { return wait(for: reason, state) }
    sayNotice(state)
    sayPage(state)
    sayPreview(state)
    if screen != shown { enter(screen, state) }
    if case .confirmQuit = state.dialog { return quitPrompt(state) }
    if asksForPath { return pathPrompt(state) }
    if let reason = state.workInHand { return wait(for: reason, state) }
    switch place {
    case .field(let id): return prompt(for: id, state)
    case .end: return screen == .cluster ? checksPrompt(state) : endPrompt(screen, state)
    case .namespaces: return namespacesPrompt(state)
    case .review: return reviewPrompt(state)
    }
  }

  private mutating func enter(_ screen: ScreenID, _ state: WizardState) {
    shown = screen
    asked = nil
    kept = [:]
    saidRows = [:]
    saidChosen = nil
    saidRestart = nil
    shownDigest = nil
    let heading = Catalogue.screen(screen)
    let practice = state.options.isPractice ? "PRACTICE - " : ""
    let title = "\(practice)\(screen.number) of \(ScreenID.allCases.count): \(heading.title)"
    say("", title, String(repeating: "-", count: title.count))
    let blurb = state.blurb(of: screen)
    if screen != .review, !blurb.isEmpty { sayProse(blurb) }
    switch screen {
    case .namespaces: place = .namespaces
    case .review: place = .review
    default: place = Catalogue.fields(on: screen, of: state).first.map { .field($0.id) } ?? .end
    }
    if screen == .review { returnsToReview = false }
  }

  /// The prompt behind the last question of a screen.
  private mutating func endPrompt(_ screen: ScreenID, _ state: WizardState) -> String? {
    switch state.readiness(of: screen) {
    case .waiting(let reason): return wait(for: reason, state)
    case .ready:
      let goal = returnsToReview ? .review : (screen.next ?? .review)
      return "Enter goes on to \(Catalogue.screen(goal).name): "
    case .blocked(let problems):
      if case .field(let id) = problems.first?.control {
        place = .field(id)
        asked = nil
        return prompt(for: id, state)
      }
      problems.forEach { queued += lines.problem($0.problem) }
      return "back, r to look again, or quit: "
    }
  }

  /// Says once what just happened.
  mutating func sayNotice(_ state: WizardState) {
    guard let notice = state.notice else { return }
    guard notice != saidNotice else { return }
    saidNotice = notice
    if case .blocked(let problems) = state.readiness(of: state.screen),
      problems.contains(where: { $0.problem.sentence == notice.text })
    {
      return
    }
    let mark =
      switch notice.kind {
      case .done: glyphs.good
      case .warning: glyphs.warning
      case .failed: glyphs.bad
      }
    queued += lines.prose("\(mark) \(notice.text)", hanging: 2)
  }

  /// Says once the page of text that the state has open.
  mutating func sayPage(_ state: WizardState) {
    guard case .reading(let page) = state.dialog else {
      saidPage = nil
      return
    }
    guard page != saidPage else { return }
    saidPage = page
    say("", page.title)
    queued += page.lines.flatMap { line in
      let isProse = line.first.map { !" #/".contains($0) } ?? false
      return isProse ? lines.prose(line, indent: 2) : [line.isEmpty ? "" : "  " + line]
    }
  }

  /// Says after two seconds, and then now and again, what is waited for.
  mutating func wait(for reason: String, _ state: WizardState) -> String? {
    // A clock that has gone back begins to count anew.
    if let begun = waiting, begun.since > state.now { waiting = (state.now, nil) }
    let since = waiting?.since ?? state.now
    let seconds = state.now.seconds(since: since)
    let quiet = state.now.seconds(since: waiting?.said ?? since)
    let isDue = waiting?.said == nil ? seconds >= 2 : quiet >= 15
    waiting = (since, isDue ? state.now : waiting?.said)
    if isDue { sayProse("\(glyphs.ellipsis) \(reason) (\(seconds) s)") }
    return nil
  }

  /// The question behind `quit`.
  private mutating func quitPrompt(_ state: WizardState) -> String {
    if outstanding == nil {
      let kept = state.keepsAnswers ? "kept for the next start" : "not kept"
      say("", "Quit? Nothing has been changed, and the answers are \(kept).")
      say("  1  Stay", "  2  Quit")
    }
    return "Choose [1]: "
  }

  /// The question for a path to save to.
  func pathPrompt(_ state: WizardState) -> String {
    "Save as [\(defaultPath(state))]: "
  }

  /// The path that Enter takes.
  func defaultPath(_ state: WizardState) -> String {
    state.run == nil ? "./install-linkerd.sh" : "./linkerd-install.log"
  }
}

extension WizardState {
  /// What the host was asked to do on the person's word and has not finished; nil for nothing.
  var workInHand: String? {
    for effect in pending.values {
      switch effect {
      case .signIn: return "Waiting for the sign-in."
      case .saveScript, .saveLog: return "The file is being saved."
      case .preview:
        return "Helm and the API server are being asked; nothing is changed by it."
      default: break
      }
    }
    return nil
  }
}
