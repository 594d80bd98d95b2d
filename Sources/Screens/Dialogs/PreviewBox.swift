import Planning
import TerminalModel
import Wizard

extension DialogBox {
  /// What the plan would make: what is asked, the objects, or their manifest.
  static func previewing(
    _ pages: PreviewPages, _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    switch state.preview?.result {
    case nil: asking(state, layout, glyphs)
    case .failure(let problem): failed(problem, layout, glyphs)
    case .success(let preview):
      if let reading = pages.reading {
        manifest(preview, reading, pages, layout, glyphs)
      } else {
        objects(preview, pages.cursor, layout, glyphs)
      }
    }
  }

  private static let title = "Preview: nothing is changed by it"

  /// The columns of text in the widest preview.
  static func previewColumns(_ layout: ScreenLayout) -> Int { textColumns(layout, wanted: 140) }

  private static func asking(
    _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    let columns = min(62, textColumns(layout))
    let seconds = state.preview?.since.map { state.now.seconds(since: $0) } ?? 0
    let text = "Helm renders the charts, and the API server is asked what it would make of them "
    let lines =
      [Line].wrapping(
        text + "\(glyphs.ellipsis) \(ClockText.of(seconds: seconds))", .body, columns: columns,
        glyphs: glyphs)
    return around(lines, title: title, columns: columns, layout)
  }

  private static func failed(
    _ problem: Problem, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    let columns = min(62, textColumns(layout))
    return around(
      problemLines(problem, columns: columns, indent: 0, glyphs), title: title, columns: columns,
      layout)
  }

  static func problemLines(
    _ problem: Problem, columns: Int, indent: Int, _ glyphs: Glyphs
  ) -> [Line] {
    let isError = problem.severity == .error
    let mark = isError ? glyphs.bad : glyphs.warning
    return [Line].marked(
      mark, isError ? .bad : .warn, problem.sentence, isError ? .bad : .warn, columns: columns,
      indent: indent, glyphs: glyphs)
      + .wrapping(problem.remedy, .body, columns: columns, indent: indent + 2, glyphs: glyphs)
  }

  private static func objects(
    _ preview: Preview, _ cursor: Int, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    let columns = previewColumns(layout)
    let list = PreviewList(preview, cursor: cursor, columns: columns, glyphs)
    let rows = min(list.count, textRows(layout))
    var box = around(
      [], title: title, columns: columns, rows: rows, layout)
    let anchor = cursor == 0 ? 0..<1 : list.cursorPlace..<(list.cursorPlace + 1)
    box.window = ScrollWindow(total: list.count, room: rows, anchor: anchor)
    box.firstLine = box.window.first
    box.lines = list.lines(from: box.window.first, to: box.window.first + rows)
    box.showsPlace = true
    return box
  }

  private static func manifest(
    _ preview: Preview, _ reading: PreviewPages.Reading, _ pages: PreviewPages,
    _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    let columns = previewColumns(layout)
    let view = ManifestView(preview, reading, isTyping: pages.typed != nil, layout)
    let foot = pages.typed.map { typed -> [Line] in
      let window = TextWindow(text: typed, caret: typed.count, columns: columns - 8, glyphs: glyphs)
      let label = "Find: "
      return [
        Line(
          [Span(label, .muted), Span(window.shown, .focus)], isFocused: true,
          caret: DisplayWidth.of(label) + window.caret)
      ]
    }
    var box = around([], foot: foot ?? [], title: title, columns: columns, rows: view.rows, layout)
    box.window = ScrollWindow(first: view.top, visible: view.rows, total: preview.manifest.count)
    box.firstLine = view.top
    let text = TextLayout(glyphs)
    box.lines = preview.manifest[view.top..<min(view.top + view.rows, preview.manifest.count)].map {
      var line = Line(
        text.droppingColumns(reading.left, of: $0), $0.hasPrefix("#") ? .muted : .body)
      line.highlight = pages.find
      return line
    }
    box.showsPlace = true
    return box
  }
}

/// The part of a manifest that is in view.
struct ManifestView {
  let rows: Int
  /// The first line in view, and the last one that can be first.
  let top: Int
  let lastTop: Int
  /// How far one press of an arrow goes sideways.
  let sideways: Int

  init(
    _ preview: Preview, _ reading: PreviewPages.Reading, isTyping: Bool, _ layout: ScreenLayout
  ) {
    rows = DialogBox.textRows(layout) - (isTyping ? 1 : 0)
    lastTop = max(preview.manifest.count - rows, 0)
    top = min(max(reading.top, 0), lastTop)
    sideways = DialogBox.previewColumns(layout) / 2
  }
}

/// The page of objects, of which only what is in view is laid out.
struct PreviewList {
  private enum Entry {
    case line(Line)
    case heading(Int)
    /// The kind of an object and those that follow.
    case kind(Int, Int)
    case object(Int, Int)
    case note(Int, Int)
  }

  private let preview: Preview
  private let cursor: PreviewRow?
  private let columns: Int
  private let glyphs: Glyphs
  private var entries: [Entry] = []
  /// The line on which the cursor stands.
  private(set) var cursorPlace = 0

  /// How many lines there are.
  var count: Int { entries.count }

  init(_ preview: Preview, cursor: Int, columns: Int, _ glyphs: Glyphs) {
    self.preview = preview
    self.cursor = preview.row(cursor)
    self.columns = columns
    self.glyphs = glyphs
    addSummary()
    for (place, part) in preview.parts.enumerated() where !part.objects.isEmpty {
      entries += [.line(.empty), .heading(place)]
      for (number, object) in part.objects.enumerated() {
        if number == 0 || object.id.kind != part.objects[number - 1].id.kind {
          entries.append(.kind(place, number))
        }
        if self.cursor == .object(place, number) { cursorPlace = entries.count }
        entries.append(.object(place, number))
        if !object.note.isEmpty { entries.append(.note(place, number)) }
      }
    }
  }

  private mutating func addSummary() {
    let objects = preview.objects
    entries.append(.line(Line("\(objects.countText): \(objects.statesText)", .title)))
    let width = min(preview.parts.map { DisplayWidth.of($0.name) }.max() ?? 0, columns / 2)
    let layout = TextLayout(glyphs)
    for (place, part) in preview.parts.enumerated() {
      let isHere = cursor == .part(place)
      if isHere { cursorPlace = entries.count }
      let spans = [Span(layout.padded(part.name, to: width)), Span("  " + part.objects.statesText)]
      entries.append(.line(Line(spans.focused(isHere), isFocused: isHere)))
      add(part.kindsText(separator: String(glyphs.separator)), .muted)
      if let problem = part.problem {
        let lines = DialogBox.problemLines(problem, columns: columns, indent: 2, glyphs)
        entries += lines.map { .line($0) }
      }
      part.notes.forEach { add($0, .muted) }
    }
    guard !preview.notes.isEmpty else { return }
    entries.append(.line(.empty))
    for note in preview.notes {
      entries += [Line].wrapping(note, .muted, columns: columns, glyphs: glyphs).map { .line($0) }
    }
  }

  private mutating func add(_ text: String, _ role: Role) {
    let lines = [Line].wrapping(text, role, columns: columns, indent: 2, glyphs: glyphs)
    entries += lines.map { .line($0) }
  }

  /// The lines from one place up to, not including, another.
  func lines(from start: Int, to end: Int) -> [Line] {
    entries[max(start, 0)..<min(end, entries.count)].map(line)
  }

  private func line(_ entry: Entry) -> Line {
    switch entry {
    case .line(let line): return line
    case .heading(let place): return .heading(preview.parts[place].name)
    case .kind(let place, let number):
      let kind = preview.parts[place].objects[number].id.kind
      return Line(kind.isEmpty ? "A document that can't be read" : kind, .muted)
    case .note(let place, let number):
      return Line("            " + preview.parts[place].objects[number].note, .muted)
    case .object(let place, let number):
      let object = preview.parts[place].objects[number]
      let isHere = cursor == .object(place, number)
      let word = TextLayout(glyphs).padded(object.state.word, to: 10)
      let spans = [Span("  "), Span(word, object.state.role), Span(object.fullName)]
      return Line(spans.focused(isHere), isFocused: isHere)
    }
  }
}

extension PreviewObject.State {
  fileprivate var role: Role {
    switch self {
    case .new: .good
    case .changed: .warn
    case .same: .muted
    case .unknown: .warn
    }
  }
}
