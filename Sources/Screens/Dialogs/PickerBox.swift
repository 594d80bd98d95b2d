import Diagnosis
import Planning
import TerminalModel
import Wizard

extension DialogBox {
  /// The options of a question, narrowed by what was typed.
  static func picking(
    _ picker: Dialog.Picker, _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    let columns = textColumns(layout)
    let rows = state.rows(of: picker)
    let cursor = min(max(picker.cursor, 0), max(rows.count - 1, 0))
    let names = min(rows.map { DisplayWidth.of($0.label) }.max() ?? 0, columns * 2 / 3)
    var lines = rows.enumerated().map { number, row in
      line(of: row, isAtCursor: number == cursor, nameColumns: names, columns, glyphs)
    }
    if rows.isEmpty, picker.subject == .workloads, picker.filter.isEmpty {
      lines = [Line(state.workloadsMissing, .muted)]
    } else if rows.isEmpty {
      lines = [Line("Nothing has “\(picker.filter)” in it.", .muted)]
    }
    var filter = Line([Span(filterLabel, .muted), Span(picker.filter, .focus)])
    if picker.filter.isEmpty { filter.spans.append(Span("type to narrow the list", .muted)) }
    filter.caret = DisplayWidth.of(filterLabel + picker.filter)
    let title =
      switch picker.subject {
      case .field(let id): Catalogue.field(id).label
      case .preset: "Preset"
      case .workloads: "Workloads to restart once Linkerd is ready"
      }
    return around(
      lines, foot: [.empty, filter], title: title, columns: columns, layout,
      anchor: cursor..<(cursor + 1))
  }

  private static let filterLabel = "Filter: "

  private static func line(
    of row: FieldOption, isAtCursor: Bool, nameColumns: Int, _ columns: Int, _ glyphs: Glyphs
  ) -> Line {
    let layout = TextLayout(glyphs)
    let note = row.refusal ?? row.note
    let name =
      note.isEmpty
      ? layout.truncated(row.label, to: columns) : layout.padded(row.label, to: nameColumns) + "  "
    let room = columns - DisplayWidth.of(name)
    let spans = [
      Span(name, row.refusal == nil ? .body : .muted),
      Span(layout.truncated(note, to: room, cutting: .middle), .muted),
    ]
    return Line(spans.focused(isAtCursor), isFocused: isAtCursor)
  }
}

extension WizardState {
  /// What stands in the place of the workloads while there are none.
  var workloadsMissing: String {
    switch facts.workloads {
    case .known: "Nothing that could be restarted runs in the chosen namespaces."
    case .failed(let problem): problem.sentence
    case .unknown, .asking: "The workloads are being read."
    }
  }
}
