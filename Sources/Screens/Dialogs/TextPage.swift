import Planning
import TerminalModel
import Wizard

/// A page of text that is read in a box: wrapped, and scrolled as the dialog says.
struct TextPage {
  let title: String
  let lines: [Line]
  let columns: Int
  /// The first line in view, the lines in view, and the last first line.
  let top: Int
  let rows: Int
  let lastTop: Int

  private init(
    title: String, lines: [Line], scroll: Int, columns: Int, _ layout: ScreenLayout
  ) {
    self.title = title
    self.lines = lines
    self.columns = columns
    rows = min(lines.count, DialogBox.textRows(layout))
    lastTop = max(lines.count - rows, 0)
    top = min(max(scroll, 0), lastTop)
  }

  /// The page of a help or reading dialog; an empty one for others.
  static func of(
    _ dialog: Dialog, _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> TextPage {
    switch dialog {
    case .help(let scroll):
      let columns = DialogBox.textColumns(layout)
      return TextPage(
        title: "Help", lines: helpLines(of: state, columns: columns, layout, glyphs),
        scroll: scroll, columns: columns, layout)
    case .reading(let reading):
      let columns = DialogBox.textColumns(layout, wanted: 96)
      return TextPage(
        title: reading.title,
        lines: reading.lines.flatMap { wrapped($0, columns: columns, glyphs) },
        scroll: reading.scroll, columns: columns, layout)
    case .picker, .confirmQuit, .confirmStop, .asking, .preview, .pastRun, .draft:
      return TextPage(title: "", lines: [], scroll: 0, columns: 10, layout)
    }
  }

  /// A line of text as lines that fit; what goes on stands further in than its beginning, and a
  /// shell's comment stays one.
  static func wrapped(_ text: String, columns: Int, _ glyphs: Glyphs) -> [Line] {
    let layout = TextLayout(glyphs)
    let text = layout.expandingTabs(text)
    guard DisplayWidth.of(text) > columns else { return [Line(text)] }
    if text.hasPrefix("# ") {
      return layout.wrapped(text.dropFirst(2), to: columns - 2).map { Line("# " + $0) }
    }
    let indent = text.prefix { $0 == " " }.count
    return layout.wrapped(
      text, to: columns, hangingIndent: indent == 0 ? 0 : min(indent + 2, columns / 2)
    ).map { Line($0) }
  }
}

extension TextPage {
  /// The focused question's help, then what every key does.
  private static func helpLines(
    of state: WizardState, columns: Int, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> [Line] {
    var below = state
    below.dialog = nil
    var lines: [Line] = []
    if let (title, help) = state.focusedHelp {
      lines.append(Line(title, .title))
      lines += [Line].wrapping(help, .body, columns: columns, glyphs: glyphs)
      lines.append(.empty)
    }
    lines.append(Line("Keys", .title))
    let bindings = KeyBindings.bindings(for: below, size: layout.size)
    let keyColumns = min(bindings.map { DisplayWidth.of($0.allKeysLabel(glyphs)) }.max() ?? 0, 20)
    for binding in bindings where !binding.help.isEmpty {
      lines += keyLines(binding, keyColumns: keyColumns, columns: columns, glyphs)
    }
    return lines
  }

  private static func keyLines(
    _ binding: KeyBinding, keyColumns: Int, columns: Int, _ glyphs: Glyphs
  ) -> [Line] {
    let layout = TextLayout(glyphs)
    let texts = layout.wrapped(binding.help, to: max(columns - keyColumns - 2, 10))
    return texts.enumerated().map { number, text in
      let key = number == 0 ? binding.allKeysLabel(glyphs) : ""
      return Line([Span(layout.padded(key, to: keyColumns) + "  ", .key), Span(text)])
    }
  }
}

extension WizardState {
  /// What the control with the focus is for, with its name; nil where there is nothing to say.
  fileprivate var focusedHelp: (title: String, help: String)? {
    switch focus {
    case .field(let id):
      let field = Catalogue.field(id)
      return (field.label, field.help)
    case .list(.namespaces), .button(.preset):
      let field = Catalogue.field(.namespaces)
      return (field.label, field.help)
    case .list(.checks):
      return (
        "Checks",
        "What has to be true before Linkerd can be installed. Every one that isn't says why, and "
          + "what to do about it; r looks again."
      )
    case .list(.review):
      return (
        "Review",
        "Exactly what Install does, in this order, and nothing else. Every line can be read in "
          + "full, with the whole command; the answers above can be changed."
      )
    case .list(.output):
      return (
        "Install",
        "The plan's items are done one after the other. What their commands print is shown below "
          + "and kept in the log."
      )
    case .list(.closing), .button: return nil
    }
  }
}
