import Planning
import TerminalModel
import Wizard

extension Page {
  /// The lines at the top of a page: title, with the progress where there is no rail, and blurb.
  static func titleLines(
    _ title: [Span], blurb: String, _ state: WizardState, _ layout: ScreenLayout,
    _ glyphs: Glyphs, trailing: [Span] = []
  ) -> [Line] {
    var first = Line(title, trailing: trailing)
    if !layout.hasRail {
      let marks = ScreenID.allCases.map { RailMark.of($0, state, glyphs) }
      let progress = marks.flatMap { [Span(" "), Span(String($0.sign), $0.role)] }
      first.trailing = trailing + [Span("  ")] + progress
    }
    var lines = [first]
    if !blurb.isEmpty, !layout.isCompact { lines.append(Line(blurb, .muted)) }
    return layout.isCompact ? lines : lines + [.empty]
  }

  /// The buttons at the lower right.
  static func buttonLine(_ state: WizardState, _ glyphs: Glyphs) -> Line {
    let buttons = state.controls.compactMap { control -> ButtonID? in
      guard case .button(let button) = control, button.isInFoot else { return nil }
      return button
    }
    var spans: [Span] = []
    for button in buttons {
      let isFocused = state.focus == .button(button)
      if !spans.isEmpty { spans.append(Span("  ")) }
      spans.append(isFocused ? Span(String(glyphs.focusBar), .focus) : Span(" "))
      let isOpen = state.canPress(button)
      let text = isOpen ? "[ \(button.label) ]" : "( \(button.label) )"
      spans.append(Span(text, isFocused ? .focus : isOpen ? .body : .muted))
    }
    return Line(trailing: spans)
  }
}

extension ButtonID {
  /// What stands on it.
  var label: String {
    switch self {
    case .back: "Back"
    case .next: "Next"
    case .install: "Install"
    case .retry: "Retry"
    case .saveLog: "Save log"
    case .showUndo: "Show undo"
    case .quit: "Quit"
    case .finish: "Finish"
    case .signIn: "Sign in"
    case .preset: "Preset"
    }
  }

  /// Whether it stands at the lower right, with the others.
  fileprivate var isInFoot: Bool { self != .preset }
}

extension WizardState {
  /// Whether a button does something now; one that doesn't says why in the status line.
  func canPress(_ button: ButtonID) -> Bool {
    switch button {
    case .next, .install: refusal(of: screen) == nil
    case .saveLog: run?.record != nil
    default: true
    }
  }

  /// Why a screen can't be left forwards; nil where it can, and while a mistake is still typed.
  func refusal(of screen: ScreenID) -> Refusal? {
    refusal(of: screen, readiness(of: screen))
  }

  /// The same for a readiness that is known: finding it out takes a while with many namespaces.
  func refusal(of screen: ScreenID, _ readiness: Readiness) -> Refusal? {
    switch readiness {
    case .ready: return nil
    case .waiting(let reason): return .waiting(reason)
    case .blocked(let problems):
      let shown = problems.filter { isShown($0, on: screen) }
      return shown.isEmpty ? nil : .blocked(shown)
    }
  }

  private func isShown(_ problem: ScreenProblem, on screen: ScreenID) -> Bool {
    guard screen != .review, case .field(let field) = problem.control else { return true }
    return shownProblems(of: field).contains(problem.problem)
  }

  /// What closes a screen's way forwards.
  enum Refusal: Equatable {
    case waiting(String)
    case blocked([ScreenProblem])
  }
}

/// Lengths of time as a clock shows them.
enum ClockText {
  /// `0:07`, `1:42`, `1:02:03`.
  static func of(seconds: Int64) -> String {
    let seconds = max(seconds, 0)
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    let tail = (rest < 10 ? "0" : "") + "\(rest)"
    if hours == 0 { return "\(minutes):\(tail)" }
    return "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes):\(tail)"
  }
}
