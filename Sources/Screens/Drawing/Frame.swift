import Planning
import TerminalModel
import Wizard

extension Canvas {
  /// Draws everything around the body: header, rail, rules, status and hints.
  mutating func drawFrame(of state: WizardState, _ layout: ScreenLayout) {
    drawHeader(of: state, layout)
    drawRules(layout)
    if layout.hasRail { drawRail(of: state, layout) }
    for (number, span) in layout.status.enumerated() {
      write(
        [span], at: Point(column: 2, row: layout.statusRow + number),
        room: layout.size.columns - 4)
    }
    drawHints(of: state, layout)
  }

  private mutating func drawHeader(of state: WizardState, _ layout: ScreenLayout) {
    var left = [Span("Linkerd wizard", .title)]
    if state.options.isPractice { left += [Span("  "), Span("PRACTICE", .warn)] }
    write(left, at: Point(column: 2, row: 0), room: layout.size.columns - 4)
    let room = layout.size.columns - 4 - left.width - 2
    let place = state.placeText
    let context = state.shownContextName
    let separator = context.isEmpty ? "" : " \(glyphs.separator) "
    let name = self.layout.truncated(
      context, to: room - DisplayWidth.of(place + separator), cutting: .middle)
    let text = name.isEmpty ? place : name + separator + place
    surface.write(
      text, at: Point(column: layout.size.columns - 2 - DisplayWidth.of(text), row: 0),
      role: .muted)
  }

  private mutating func drawRules(_ layout: ScreenLayout) {
    let bottom = layout.statusRow - 1
    for row in [1, bottom] {
      surface.horizontalRule(at: Point(column: 0, row: row), length: layout.size.columns)
    }
    guard layout.hasRail else { return }
    let column = ScreenLayout.railColumns
    surface.verticalRule(at: Point(column: column, row: 2), length: bottom - 2)
    surface.put(glyphs.teeDown, column: column, row: 1, role: .rule)
    surface.put(glyphs.teeUp, column: column, row: bottom, role: .rule)
  }

  private mutating func drawRail(of state: WizardState, _ layout: ScreenLayout) {
    for (number, screen) in Catalogue.screens.enumerated() {
      let mark = RailMark.of(screen.id, state, glyphs)
      let row = 3 + number
      surface.put(mark.sign, column: 2, row: row, role: mark.role)
      surface.write(
        screen.name, at: Point(column: 4, row: row),
        role: screen.id == state.screen ? .title : .body,
        clip: Rect(column: 0, row: 0, columns: ScreenLayout.railColumns, rows: layout.size.rows))
    }
  }

  /// Draws the hint line; what doesn't fit is left out, with the sign of a cut.
  mutating func drawHints(of state: WizardState, _ layout: ScreenLayout) {
    let row = layout.size.rows - 1
    surface.fill(Rect(column: 0, row: row, columns: layout.size.columns, rows: 1))
    var hints = KeyBindings.bindings(for: state, size: layout.size).filter(\.isHinted)
    let room = layout.size.columns - 4
    var column = 2
    guard width(of: hints) > room else {
      for hint in hints { column = write(hint, column: column, row: row) }
      return
    }
    // The help page names every key, so its own key is the last to go.
    let help = hints.first { $0.strokes.contains { $0.event == .helpOpened } }
    hints.removeAll { $0 == help }
    let kept = help.map { [$0] } ?? []
    while width(of: hints + kept) + 4 > room, !hints.isEmpty { hints.removeLast() }
    for hint in hints { column = write(hint, column: column, row: row) }
    surface.put(glyphs.ellipsis, column: column, row: row, role: .muted)
    for hint in kept { column = write(hint, column: column + 4, row: row) }
  }

  private func width(of hints: [KeyBinding]) -> Int {
    hints.reduce(-3) { $0 + width(of: $1) + 3 }
  }

  private func width(of hint: KeyBinding) -> Int {
    DisplayWidth.of(hint.keyLabel(glyphs)) + 1 + DisplayWidth.of(hint.hint)
  }

  /// Writes a key with what it does; returns where the next one stands.
  private mutating func write(_ hint: KeyBinding, column: Int, row: Int) -> Int {
    let key = hint.keyLabel(glyphs)
    surface.write(key, at: Point(column: column, row: row), role: .key)
    surface.write(
      hint.hint, at: Point(column: column + DisplayWidth.of(key) + 1, row: row), role: .body)
    return column + width(of: hint) + 3
  }

  /// Shows the screen below a dialog in the background's colour, the header left as it is.
  mutating func dim(_ layout: ScreenLayout) {
    surface.restyle(
      Rect(column: 0, row: 1, columns: layout.size.columns, rows: layout.size.rows - 1),
      as: .muted)
    cursor = nil
  }
}

/// How a screen stands in the rail.
enum RailMark {
  static func of(
    _ screen: ScreenID, _ state: WizardState, _ glyphs: Glyphs
  ) -> (sign: Character, role: Role) {
    switch state.phase {
    case .finished(let outcome) where screen == .install:
      switch outcome.kind {
      case .installed: (glyphs.good, .good)
      case .failed: (glyphs.bad, .bad)
      case .stopped: (glyphs.warning, .warn)
      }
    case .running(let run) where screen == .install && run.failedItem != nil: (glyphs.bad, .bad)
    case .finished, .running:
      screen == .install ? (glyphs.current, .focus) : (glyphs.good, .good)
    case .asking(let current):
      if screen == current {
        (glyphs.current, .focus)
      } else if screen < state.furthest {
        (glyphs.good, .good)
      } else {
        (glyphs.pending, .muted)
      }
    }
  }
}

extension WizardState {
  /// Where the wizard is, for the header.
  fileprivate var placeText: String {
    switch phase {
    case .asking, .running: "screen \(screen.number) of \(ScreenID.allCases.count)"
    case .finished(let outcome):
      switch outcome.kind {
      case .installed: "done"
      case .failed: "failed"
      case .stopped: "stopped"
      }
    }
  }

  /// The cluster's name: that of the plan once it is confirmed.
  var shownContextName: String { run?.plan.cluster.context ?? contextName }
}
