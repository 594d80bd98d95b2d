import Planning
import TerminalModel
import Wizard

/// The page of the dialog about a run that was begun before: its text, its buttons, what is in view.
struct PastRunPage {
  let title: String
  let lines: [Line]
  let buttons: [PastRunButton]
  let selected: Int
  let columns: Int
  /// The first line in view, the lines in view, and the last first line.
  let top: Int
  let rows: Int
  let lastTop: Int
  /// Whether the buttons stand below each other, each with a word on what it does.
  let isOffer: Bool

  init(
    _ dialog: PastRunDialog, _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) {
    columns = DialogBox.textColumns(layout, wanted: 84)
    guard let interruption = state.interruption else {
      (title, lines, buttons, isOffer) = ("", [], [.back], false)
      (selected, top, rows, lastTop) = (0, 0, 0, 0)
      return
    }
    isOffer = interruption.wish == nil
    buttons = interruption.buttons
    selected = min(max(dialog.selected, 0), buttons.count - 1)
    title = Self.title(of: interruption)
    lines = Self.lines(of: interruption, selected, columns, glyphs)
    rows = min(lines.count, DialogBox.textRows(layout) - (isOffer ? 0 : 2))
    lastTop = max(lines.count - rows, 0)
    top = min(max(dialog.scroll, 0), lastTop)
  }

  private static func title(of interruption: Interruption) -> String {
    let subject = interruption.run.undoing == nil ? "An install" : "Taking an install back"
    return switch interruption.wish {
    case nil: "\(subject) was left in the middle"
    case .show: "Run \(interruption.run.name)"
    case .resume: "Go on: nothing is changed before you confirm"
    case .undo: "Take it back: nothing is changed before you confirm"
    }
  }

  private static func lines(
    of interruption: Interruption, _ selected: Int, _ columns: Int, _ glyphs: Glyphs
  ) -> [Line] {
    switch (interruption.wish, interruption.result) {
    case (nil, _): return offer(interruption, selected, columns, glyphs)
    case (.show?, _): return standing(of: interruption.run, columns, glyphs)
    case (_, nil):
      let text =
        interruption.waitsFor.isEmpty
        ? "Looking at the cluster \(glyphs.ellipsis)" : interruption.waitsFor
      return .wrapping(text, .body, columns: columns, glyphs: glyphs)
    case (_, .failure(let problem)?):
      return DialogBox.problemLines(problem, columns: columns, indent: 0, glyphs)
    case (_, .success(let way)?):
      return WayText(glyphs: glyphs, columns: columns).lines(way).flatMap {
        TextPage.wrapped($0, columns: columns, glyphs)
      }
    }
  }

  private static func offer(
    _ interruption: Interruption, _ selected: Int, _ columns: Int, _ glyphs: Glyphs
  ) -> [Line] {
    let run = interruption.run
    var lines = [Line].wrapping(
      "\(run.sentence) \(run.doneSentence)", .body, columns: columns, glyphs: glyphs)
    lines.append(.empty)
    for (number, button) in interruption.buttons.enumerated() {
      let isFocused = number == selected
      lines.append(
        Line([Span("[ \(button.label) ]")].focused(isFocused), isFocused: isFocused))
      lines += .wrapping(button.meaning, .muted, columns: columns, indent: 2, glyphs: glyphs)
    }
    return lines
  }

  private static func standing(
    of run: InterruptedRun, _ columns: Int, _ glyphs: Glyphs
  ) -> [Line] {
    var lines = [Line].wrapping(run.sentence, .body, columns: columns, glyphs: glyphs) + [.empty]
    for item in run.plan.items {
      let (mark, role): (Character, Role) =
        switch run.steps[item.id] ?? .waiting {
        case .waiting: (glyphs.pending, .muted)
        case .begun: (glyphs.warning, .warn)
        case .done: (glyphs.good, .good)
        }
      lines += .marked(mark, role, item.title, .body, columns: columns, glyphs: glyphs)
    }
    lines += [.empty, Line("Its files, which hold no secret:", .muted)]
    return lines
      + TextLayout(glyphs).wrapped(run.record.directory, to: columns).map { Line($0) }
  }
}

extension DialogBox {
  static func pastRun(_ page: PastRunPage, _ layout: ScreenLayout, _ glyphs: Glyphs) -> DialogBox {
    if page.isOffer { return around(page.lines, title: page.title, columns: page.columns, layout) }
    let foot = buttons(page.buttons.map(\.label), page.selected, glyphs)
    var box = around(
      page.lines, foot: [.empty, foot], title: page.title, columns: page.columns, layout)
    box.window = ScrollWindow(first: page.top, visible: page.rows, total: page.lines.count)
    box.showsPlace = true
    return box
  }

  /// Whether the answers of a wizard that was left before are taken.
  static func draft(
    _ selected: Int, _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    choosing(
      among: ["Use them", "Start afresh"], selected, title: "Answers of before",
      text: DraftText.sentence(state), layout, glyphs)
  }
}

/// What is said of the answers that were kept.
enum DraftText {
  static func sentence(_ state: WizardState) -> String {
    let moment = state.draft.map { " at \($0.kept.iso8601)" } ?? ""
    return "The wizard was left before it installed anything\(moment). Its answers were kept."
  }
}

extension PastRunButton {
  /// What stands on it.
  var label: String {
    switch self {
    case .goOn: "Go on"
    case .takeBack: "Take it back"
    case .startAfresh: "Start afresh"
    case .show: "Show the run"
    case .lookAgain: "Look again"
    case .back: "Back"
    case .confirm: "Do it"
    }
  }

  /// What follows from it.
  var meaning: String {
    switch self {
    case .goOn: "Looks at the cluster, and shows what is still to be done."
    case .takeBack: "Shows the commands that take back what was done."
    case .startAfresh: "Leaves it as it is. linkerd-wizard resume goes on with it later."
    case .show: "How far each item came, and where its files are."
    case .lookAgain: "Looks at the cluster once more."
    case .back: "Goes back."
    case .confirm: "Does exactly what is shown."
    }
  }
}
