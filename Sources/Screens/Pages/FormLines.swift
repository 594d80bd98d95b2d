import Diagnosis
import Planning
import TerminalModel
import Wizard

/// Draws questions as lines of a form: label, answer, note, and what is wrong below.
struct FormLines {
  let state: WizardState
  /// The columns of a whole line, and those of the label.
  let columns: Int
  let labelColumns: Int
  let glyphs: Glyphs

  init(state: WizardState, columns: Int, labelColumns: Int, _ glyphs: Glyphs) {
    self.state = state
    self.columns = columns
    self.labelColumns = labelColumns
    self.glyphs = glyphs
  }

  private var room: Int { columns - labelColumns }

  /// All lines of a question.
  func lines(of id: FieldID) -> [Line] {
    let field = Catalogue.field(id)
    let answer: [Line] =
      switch field.kind {
      case .choice: choiceLines(field)
      case .picker: [pickerLine(field)]
      case .text, .namespaces: textLines(field)
      }
    return answer + problemLines(of: id)
  }

  private func isFocused(_ field: Field) -> Bool { state.focus == .field(field.id) }

  private func label(_ field: Field) -> Span {
    Span(TextLayout(glyphs).padded(field.label, to: labelColumns))
  }

  private func problemLines(of id: FieldID) -> [Line] {
    state.shownProblems(of: id).flatMap { problem -> [Line] in
      let isError = problem.severity == .error
      let sentence = [Line].marked(
        isError ? glyphs.bad : glyphs.warning, isError ? .bad : .warn, problem.sentence,
        isError ? .bad : .warn, columns: columns, indent: labelColumns, glyphs: glyphs)
      let remedy = [Line].wrapping(
        problem.remedy, .body, columns: columns, indent: labelColumns + 2, glyphs: glyphs)
      return sentence + remedy
    }
  }
}

extension FormLines {
  /// A text with its note at the right; the part around the caret where it is too long.
  private func textLines(_ field: Field) -> [Line] {
    let isFocused = isFocused(field)
    let text = state.text(of: field.id)
    let note = field.note(state)
    let wanted = DisplayWidth.of(text) + 1
    let noteFits = note.isEmpty || wanted + 2 + DisplayWidth.of(note) <= room
    let field_ = TextWindow(
      text: text, caret: isFocused ? state.caret(of: field.id) : nil, columns: room,
      glyphs: glyphs)
    let shown = text.isEmpty && !isFocused ? Span("none", .muted) : Span(field_.shown)
    var line = Line(
      [label(field), shown].focused(isFocused),
      trailing: noteFits && !note.isEmpty ? [Span(note, .muted)] : [], isFocused: isFocused)
    if isFocused { line.caret = labelColumns + field_.caret }
    let below = noteFits ? [] : [Line([Span(pad), Span(note, .muted)])]
    return [line] + below
  }

  private var pad: String { String(repeating: " ", count: labelColumns) }

  private func pickerLine(_ field: Field) -> Line {
    let isFocused = isFocused(field)
    var value = field.read(state.answers)
    if field.id == .context { value = state.contextName }
    var note = field.note(state)
    if field.id == .version, note.isEmpty { note = versionsNote }
    let answer = value.isEmpty ? [Span("none chosen", .muted)] : [Span(value)]
    let spans = [label(field)] + answer + (note.isEmpty ? [] : [Span("  " + note, .muted)])
    return Line(
      spans.focused(isFocused),
      trailing: [Span(String(glyphs.opens), isFocused ? .focus : .muted)], isFocused: isFocused)
  }

  /// What is known of the list of versions while none of it is chosen.
  private var versionsNote: String {
    switch state.facts.chartVersions {
    case .asking(let since):
      "the list is being read \(glyphs.ellipsis) \(max(state.now.seconds(since: since), 0)) s"
    case .failed: "the list could not be read"
    case .unknown, .known: ""
    }
  }

  /// Radio buttons, as many to a line as fit, and the note below them.
  private func choiceLines(_ field: Field) -> [Line] {
    let isFocused = isFocused(field)
    let current = field.read(state.answers)
    let options = field.options(state)
    let isListed = options.contains { $0.value == current }
    let buttons = options.map { option in
      let isChosen = option.value == current || (!isListed && option.value == "own")
      return radio(option, isChosen: isChosen, isFocused: isFocused)
    }
    let (wide, narrow) = (rows(of: buttons, gap: 3), rows(of: buttons, gap: 2))
    let rows = narrow.count < wide.count ? narrow : wide
    var lines = rows.enumerated().map { number, spans in
      Line(
        (number == 0 ? [label(field)].focused(isFocused) : [Span(pad)]) + spans,
        isFocused: isFocused && number == 0)
    }
    lines += [Line].wrapping(
      field.note(state), .muted, columns: columns, indent: labelColumns, glyphs: glyphs)
    return lines
  }

  /// The buttons in lines, as many to a line as fit.
  private func rows(of buttons: [[Span]], gap: Int) -> [[Span]] {
    var rows: [[Span]] = [[]]
    for button in buttons {
      if let last = rows.last, !last.isEmpty, last.width + gap + button.width > room {
        rows.append([])
      }
      let space = rows[rows.count - 1].isEmpty ? [] : [Span(String(repeating: " ", count: gap))]
      rows[rows.count - 1] += space + button
    }
    return rows
  }

  private func radio(_ option: FieldOption, isChosen: Bool, isFocused: Bool) -> [Span] {
    if let refusal = option.refusal {
      return [Span("\(glyphs.unavailable) \(option.label): \(refusal)", .muted)]
    }
    return [
      Span("\(glyphs.radio(isChosen)) \(option.label)", isFocused && isChosen ? .focus : .body)
    ]
  }
}

/// The part of a text that a narrow field shows, with the caret in view.
struct TextWindow: Equatable {
  let shown: String
  /// Columns from the shown part's start.
  let caret: Int

  /// Without a caret the beginning is shown. One column is kept free for the caret at the end.
  init(text: String, caret place: Int?, columns: Int, glyphs: Glyphs) {
    let room = max(columns - 1, 1)
    let layout = TextLayout(glyphs)
    guard let place, DisplayWidth.of(text) > room else {
      shown = layout.truncated(text, to: columns)
      caret = min(DisplayWidth.of(text.prefix(place ?? 0)), columns)
      return
    }
    // What stands behind the caret is seen too, as far as there is any.
    let behind = min(DisplayWidth.of(text.dropFirst(place)), room / 4)
    let before = layout.truncated(text.prefix(place), to: room - behind, cutting: .start)
    let used = DisplayWidth.of(before)
    shown = before + layout.truncated(text.dropFirst(place), to: columns - used)
    caret = used
  }
}
