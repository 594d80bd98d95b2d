import Diagnosis
import Planning
import TerminalModel
import Wizard

extension Page {
  /// Screen 4: the table of namespaces around the cursor.
  static func namespacesPage(
    _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> Page {
    let screen = Catalogue.screen(.namespaces)
    var page = Page()
    let table = NamespaceTable(state: state, columns: layout.content.columns, glyphs)
    page.head = titleLines(
      [Span(screen.title, .title)], blurb: screen.blurb, state, layout, glyphs)
    page.head.append(table.presetLine)
    if !layout.isCompact { page.head.append(.empty) }
    page.head.append(table.headLine)
    let legend = Line("[x] mesh  [+] create  [=] meshed  (-) not offered", .muted)
    let buttons = buttonLine(state, glyphs)
    let restart = table.restartLine.map { [$0] } ?? []
    page.foot =
      layout.isCompact
      ? [legend] + restart + [buttons] : [.empty, legend] + restart + [.empty, buttons]

    guard state.facts.namespaces.value != nil else {
      page.lines = table.missingLines
      return page
    }
    let total = state.namespaceCount
    if total == 0 {
      page.lines = [Line("No namespace has “\(state.namespaceFilter ?? "")” in its name.", .muted)]
      return page
    }
    let cursor = min(max(state.cursors[.namespaces] ?? 0, 0), total - 1)
    let window = ScrollWindow(
      total: total, room: page.room(in: layout), anchor: cursor..<(cursor + 1))
    page.lines = state.namespaceRows(from: window.first, count: window.visible).enumerated()
      .map { table.line(of: $1, isAtCursor: window.first + $0 == cursor) }
    page.window = (window.first, total)
    return page
  }
}

extension Page {
  /// The rows of the table that are in view, about: how far a page up or down goes.
  static func namespacesRoom(_ layout: ScreenLayout) -> Int {
    max(layout.content.rows - (layout.isCompact ? 6 : 11), 2)
  }
}

/// The columns of the namespaces' table.
private struct NamespaceTable {
  let state: WizardState
  let columns: Int
  let glyphs: Glyphs

  init(state: WizardState, columns: Int, _ glyphs: Glyphs) {
    self.state = state
    self.columns = columns
    self.glyphs = glyphs
  }

  private var noteColumns: Int { columns >= 70 ? 34 : 24 }
  private var nameColumns: Int { columns - 4 - 6 - 3 - noteColumns }
  private var layout: TextLayout { TextLayout(glyphs) }

  /// Preset, filter and how many there are.
  var presetLine: Line {
    let isFocused = state.focus == .button(.preset)
    let preset = state.shownPreset?.title ?? "none"
    var spans = [Span("Preset  \(preset) \(glyphs.opens)")].focused(isFocused)
    spans.append(Span(String(repeating: " ", count: max(24 - spans.width, 3))))
    let place = spans.width
    if let filter = state.namespaceFilter {
      spans += [Span("/ "), Span(filter, state.isFiltering ? .focus : .body)]
    } else {
      spans.append(Span("/ filter", .muted))
    }
    let totals = state.namespaceTotals
    let all = totals.all + totals.created
    let isFiltered = state.namespaceFilter?.isEmpty == false
    let counted = all == 1 ? "1 namespace" : "\(all) namespaces"
    let reading = state.isRereadingNamespaces ? "\(glyphs.ellipsis) " : ""
    let count = reading + (isFiltered ? "\(state.namespaceCount) of \(counted)" : counted)
    var line = Line(spans, trailing: [Span(count, .muted)], isFocused: isFocused)
    if state.isFiltering, state.dialog == nil {
      line.caret = place + 2 + DisplayWidth.of(state.namespaceFilter ?? "")
    }
    return line
  }

  /// Whether what runs already is restarted; nil where that isn't asked.
  var restartLine: Line? {
    if state.isUpgrade { return nil }
    let mark = glyphs.checkbox(state.isRestarting) + " "
    let words = "Restart \(state.restartWords) once Linkerd is ready"
    let keys = ["r, list: w", "r, w"].first {
      DisplayWidth.of(mark + words + $0) + 2 <= columns
    }
    return Line(
      [Span(mark, state.isRestarting ? .good : .body), Span(words)],
      trailing: keys.map { [Span($0, .muted)] } ?? [])
  }

  var headLine: Line {
    func title(_ text: String, _ order: NamespaceOrder) -> String {
      text + (state.namespaceOrder == order && order != .name ? String(glyphs.opens) : "")
    }
    return Line(
      "    " + layout.padded("Namespace", to: nameColumns)
        + layout.padded(title("Pods", .pods), to: 6, alignment: .trailing) + "   "
        + title("Injection", .injection), .muted)
  }

  func line(of row: NamespaceRow, isAtCursor: Bool) -> Line {
    let isFocused = isAtCursor && state.focus == .list(.namespaces)
    let role: Role = row.mark == .notOffered ? .muted : .body
    let text =
      layout.padded(row.name, to: nameColumns)
      + layout.padded(row.pods.map(String.init) ?? "?", to: 6, alignment: .trailing) + "   "
    var spans = [Span(row.mark.sign(glyphs) + " ", row.mark.role), Span(text, role)]
    let care = row.care.joined(separator: ", ")
    if care.isEmpty {
      spans.append(Span(layout.truncated(row.note, to: noteColumns), role))
    } else {
      let note = layout.truncated(row.note, to: noteColumns)
      let room = noteColumns - DisplayWidth.of(note) - 1
      spans.append(Span(note, role))
      if room > 4 {
        spans.append(Span(" " + layout.truncated("\(glyphs.warning) \(care)", to: room), .warn))
      }
    }
    return Line(spans.focused(isFocused), isFocused: isFocused)
  }

  /// What stands in the table's place while the namespaces aren't known.
  var missingLines: [Line] {
    switch state.facts.namespaces {
    case .failed(let problem):
      [Line].marked(
        glyphs.bad, .bad, problem.sentence, .bad, columns: columns, glyphs: glyphs)
        + .wrapping(problem.remedy, .body, columns: columns, indent: 2, glyphs: glyphs)
    case .asking(let since):
      [
        Line(
          "\(glyphs.ellipsis) The namespaces are being read, "
            + "\(max(state.now.seconds(since: since), 0)) s", .muted)
      ]
    case .unknown, .known: [Line("\(glyphs.ellipsis) The namespaces are being read", .muted)]
    }
  }
}

extension NamespaceRow.Mark {
  /// Its three columns.
  func sign(_ glyphs: Glyphs) -> String {
    switch self {
    case .chosen: glyphs.checkbox(true)
    case .notChosen: glyphs.checkbox(false)
    case .created: "[+]"
    case .meshed: "[=]"
    case .notOffered: glyphs.unavailable
    }
  }

  var role: Role {
    switch self {
    case .chosen, .created: .good
    case .notChosen, .meshed: .body
    case .notOffered: .muted
    }
  }
}

extension WizardState {
  /// The preset that was chosen last, as long as any of its namespaces is still chosen.
  fileprivate var shownPreset: NamespacePreset? {
    guard let preset = presets.first(where: { $0.id == namespacePreset }) else {
      return nil
    }
    let names = Set(preset.namespaces.map(\.name))
    return answers.namespaces.contains { names.contains($0.name) } ? preset : nil
  }
}

extension WizardState {
  /// What would be restarted, as far as that is known.
  var restartWords: String {
    if facts.workloads.isBeingAsked { return "workloads (reading)" }
    if case .failed = facts.workloads { return "workloads (can't be read)" }
    guard let all = restartableCount else { return "workloads" }
    func counted(_ count: Int) -> String { count == 1 ? "1 workload" : "\(count) workloads" }
    guard isRestarting, restarts.count != all else { return counted(all) }
    return "\(restarts.count) of \(counted(all))"
  }
}
