import Planning
import TerminalModel
import Wizard

extension Page {
  /// Screen 5: the answers, then every item in order.
  static func reviewPage(
    _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> Page {
    let screen = Catalogue.screen(.review)
    var page = Page()
    page.countsHidden = true
    page.head = titleLines(
      [Span(screen.title, .title)], blurb: screen.blurb, state, layout, glyphs)
    page.foot = [buttonLine(state, glyphs)]
    let isInList = state.focus == .list(.review)
    let cursor = isInList ? state.cursor(of: .review) : -1
    for (number, row) in state.reviewRows.enumerated() {
      if number == 4 { page.addPlanHeading(state, layout) }
      if number == cursor {
        // The line above comes along, so that the heading is seen with the first item.
        page.anchor = page.lines.count..<(page.lines.count + 1)
      }
      page.lines.append(
        line(of: row, number, isFocused: number == cursor, state, layout.content.columns))
    }
    if state.plan == nil { page.addMissingPlan(state, layout, glyphs) }
    return page
  }

  private mutating func addPlanHeading(_ state: WizardState, _ layout: ScreenLayout) {
    guard let plan = state.plan?.plan else { return }
    if !layout.isCompact { lines.append(.empty) }
    let count = plan.items.count
    lines.append(Line("Install runs \(count) items, in this order", .title))
  }

  private static func line(
    of row: ReviewRow, _ number: Int, isFocused: Bool, _ state: WizardState, _ columns: Int
  ) -> Line {
    switch row {
    case .screen(let screen, let summary):
      let name = Catalogue.screen(screen).name
      let pad = String(repeating: " ", count: max(16 - name.count, 1))
      return Line(
        [Span("\(number + 1) ", .key)] + [Span(name + pad), Span(summary)].focused(isFocused),
        isFocused: isFocused)
    case .item(let item):
      let pad = String(repeating: " ", count: max(14 - item.purpose.count, 1))
      let preview = item.previewLine(width: columns - 15, paths: state.options.paths)
      return Line(
        [Span(item.purpose + pad), Span(" " + preview, .body)].focused(isFocused),
        isFocused: isFocused)
    }
  }

  /// Says why there is no plan yet, or what stands against it.
  private mutating func addMissingPlan(
    _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) {
    let columns = layout.content.columns
    lines.append(.empty)
    switch state.readiness(of: .review) {
    case .ready: break
    case .waiting(let reason):
      lines += .marked(glyphs.ellipsis, .muted, reason, .body, columns: columns, glyphs: glyphs)
    case .blocked(let problems):
      for problem in problems.map(\.problem) {
        lines += .marked(
          glyphs.bad, .bad, problem.sentence, .bad, columns: columns, glyphs: glyphs)
        lines += .wrapping(problem.remedy, .body, columns: columns, indent: 2, glyphs: glyphs)
      }
    }
  }
}
