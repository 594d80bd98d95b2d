import Planning
import TerminalModel
import Wizard

extension DialogBox {
  /// Whether to leave, before anything was installed or after an item failed.
  static func quitting(
    _ selected: Int, _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    let text =
      state.run != nil
      ? "What was done stays. The closing words say where its files are."
      : state.keepsAnswers
        ? "Nothing has been changed. Your answers are kept for the next start."
        : "Nothing has been changed. Your answers are not kept."
    return choosing(
      among: ["Stay", "Quit"], selected, title: "Leave the wizard?", text: text, layout, glyphs)
  }

  /// A text with a choice below it, side by side.
  static func choosing(
    among labels: [String], _ selected: Int, title: String, text: String, _ layout: ScreenLayout,
    _ glyphs: Glyphs
  ) -> DialogBox {
    let columns = min(52, textColumns(layout))
    return around(
      .wrapping(text, .body, columns: columns, glyphs: glyphs),
      foot: [.empty, buttons(labels, selected, glyphs)], title: title, columns: columns, layout)
  }

  /// Buttons side by side, of which one has the focus.
  static func buttons(_ labels: [String], _ selected: Int, _ glyphs: Glyphs) -> Line {
    var line = Line()
    for (number, label) in labels.enumerated() {
      let isFocused = number == selected
      if number > 0 { line.spans.append(Span("   ")) }
      line.spans.append(isFocused ? Span(String(glyphs.focusBar), .focus) : Span(" "))
      line.spans.append(Span("[ \(label) ]", isFocused ? .focus : .body))
    }
    return line
  }

  /// What to do about a running install.
  static func stopping(
    _ selected: Int, _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    let columns = min(62, textColumns(layout))
    var lines: [Line] = []
    if let run = state.run, let place = run.runningItem {
      lines = [Line("Running: \(run.plan.items[place].title)", .muted), .empty]
    }
    for (number, choice) in StopChoice.allCases.enumerated() {
      let isFocused = number == selected
      lines.append(
        Line([Span("[ \(choice.label) ]")].focused(isFocused), isFocused: isFocused))
      lines += [Line].wrapping(
        choice.meaning(during: state.run?.runningAction), .muted, columns: columns, indent: 2,
        glyphs: glyphs)
    }
    return around(lines, title: "Stop the install?", columns: columns, layout)
  }

  /// One line of text, with what is wrong with it below.
  static func asking(
    _ question: Dialog.TextQuestion, _ state: WizardState, _ layout: ScreenLayout,
    _ glyphs: Glyphs
  ) -> DialogBox {
    let columns = min(62, textColumns(layout))
    var lines = [Line].wrapping(
      question.purpose.sentence, .body, columns: columns, glyphs: glyphs)
    let window = TextWindow(
      text: question.text, caret: question.caret, columns: columns - 2, glyphs: glyphs)
    lines += [
      .empty,
      Line([Span(window.shown, .focus)], isFocused: true, caret: window.caret),
    ]
    if let problem = question.problem {
      lines += [Line].marked(
        glyphs.bad, .bad, problem.sentence, .bad, columns: columns, glyphs: glyphs)
      lines += [Line].wrapping(
        problem.remedy, .body, columns: columns, indent: 2, glyphs: glyphs)
    }
    return around(lines, title: question.purpose.title, columns: columns, layout)
  }
}

extension StopChoice {
  /// What stands on its button.
  var label: String {
    switch self {
    case .keepGoing: "Keep going"
    case .afterThisCommand: "Stop after this command"
    case .now: "Stop now"
    }
  }

  /// What follows from it while an item of that kind is done; nil where none is.
  func meaning(during action: PlanItem.Action?) -> String {
    switch self {
    case .keepGoing: "The install goes on as if nothing had been pressed."
    case .afterThisCommand: "The running command ends by itself; nothing after it is begun."
    case .now: Self.stoppingNow(action)
    }
  }

  private static func stoppingNow(_ action: PlanItem.Action?) -> String {
    switch action {
    case .writeCertificates: "Nothing more is made. Each file is there whole, or not at all."
    case .removeCertificates: "What is deleted by then is gone."
    case .verify: "The look at the cluster ends. It changes nothing."
    case .command(let command) where command.tool.name == .helm:
      "The running command is told to end. Helm may leave a half-done release behind."
    case .command: "The running command is told to end. What it has done so far stays."
    case nil: "The run ends. What is done so far stays."
    }
  }
}

extension Dialog.TextQuestion.Purpose {
  fileprivate var title: String {
    switch self {
    case .namespaceName: "Add a namespace"
    case .opaquePorts(let name): "Opaque ports in \(name)"
    case .scriptPath: "Save the script"
    case .logPath: "Save the log"
    case .find: "Find in the output"
    }
  }

  fileprivate var sentence: String {
    switch self {
    case .namespaceName: "Its name. It is created if it isn't there, and meshed."
    case .opaquePorts:
      "Ports on which the server speaks first, such as 4222,6222. They are opaque beside the usual "
        + "ones: \(OpaquePorts.usual.map(String.init).joined(separator: ", "))."
    case .scriptPath: "The file to write; one that is there already is never overwritten."
    case .logPath: "The file to copy the log to; one that is there is never overwritten."
    case .find: "Text to find, in capitals or not. n goes to the next match, N to the one before."
    }
  }
}
