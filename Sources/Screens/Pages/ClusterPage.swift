import Diagnosis
import Planning
import TerminalModel
import Wizard

extension Page {
  /// Screen 1: the context, its server, and the checks.
  static func clusterPage(
    _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> Page {
    let screen = Catalogue.screen(.cluster)
    var page = Page()
    page.head = titleLines(
      [Span(screen.title, .title)], blurb: state.blurb(of: screen.id), state, layout, glyphs)
    let form = FormLines(state: state, columns: layout.content.columns, labelColumns: 12, glyphs)
    page.head += form.lines(of: .context)
    page.head.append(serverLine(state))
    if Catalogue.field(.existing).isShown(state) { page.head += form.lines(of: .existing) }
    if !layout.isCompact { page.head.append(.empty) }
    let rows = state.checkRows
    let isInList = state.focus == .list(.checks)
    let cursor = isInList ? state.cursor(of: .checks) : rows.firstIndex { $0.mark == .failed }
    for (number, row) in rows.enumerated() {
      let start = page.lines.count
      page.lines += checkLines(
        row, isFocused: isInList && number == cursor, layout.content.columns, glyphs)
      if number == cursor { page.anchor = start..<page.lines.count }
    }
    page.foot = [buttonLine(state, glyphs)]
    return page
  }

  private static func serverLine(_ state: WizardState) -> Line {
    let server = state.context?.server ?? ""
    let text =
      if !server.isEmpty { server } else if state.facts.contexts.isSettled { "none" } else {
        "the kubeconfig is being read"
      }
    return Line([Span("Server      "), Span(text, server.isEmpty ? .muted : .body)])
  }

  /// A check with its mark, and below it why it is not passed and what to do.
  static func checkLines(
    _ row: CheckRow, isFocused: Bool = false, _ columns: Int, _ glyphs: Glyphs
  ) -> [Line] {
    let mark = row.mark.shown(glyphs)
    let text = Span(row.text, row.mark == .waiting ? .muted : .body)
    let first = Line(
      [Span("\(mark.sign) ", mark.role)] + [text].focused(isFocused),
      trailing: row.note.isEmpty ? [] : [Span(row.note, .muted)], isFocused: isFocused)
    let texts = [row.reason, row.remedy].filter { !$0.isEmpty }
    let reasons = texts.enumerated().flatMap { number, text in
      [Line].wrapping(
        text, number == 0 && texts.count > 1 ? .muted : .body, columns: columns, indent: 4,
        glyphs: glyphs)
    }
    return [first] + reasons
  }
}

extension CheckRow.Mark {
  /// Its sign and what it means.
  func shown(_ glyphs: Glyphs) -> (sign: Character, role: Role) {
    switch self {
    case .waiting: (glyphs.pending, .muted)
    case .running: (glyphs.ellipsis, .muted)
    case .passed: (glyphs.good, .good)
    case .warning: (glyphs.warning, .warn)
    case .failed: (glyphs.bad, .bad)
    }
  }
}
