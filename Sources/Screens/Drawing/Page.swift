import TerminalModel
import Wizard

/// What stands between the rules: a head and a foot that stay, and lines that scroll between them.
struct Page {
  var head: [Line] = []
  var lines: [Line] = []
  var foot: [Line] = []
  /// The lines that have to be in view; nil shows the first ones.
  var anchor: Range<Int>?
  /// Where `lines` are only those in view: the place of the first one and how many there are.
  var window: (first: Int, total: Int)?
  /// Whether what is out of view is counted in a line of its own instead of by a scroll bar.
  var countsHidden = false

  /// The page of the state's screen.
  static func of(_ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs) -> Page {
    switch state.phase {
    case .asking(.cluster): clusterPage(state, layout, glyphs)
    case .asking(.certificates), .asking(.controlPlane): formPage(state, layout, glyphs)
    case .asking(.namespaces): namespacesPage(state, layout, glyphs)
    case .asking(.review): reviewPage(state, layout, glyphs)
    case .asking(.install): Page()
    case .running(let run): installPage(state, run, layout, glyphs)
    case .finished(let outcome): closingPage(state, outcome, layout, glyphs)
    }
  }

  /// The rows that scrolling lines have.
  func room(in layout: ScreenLayout) -> Int {
    max(layout.content.rows - head.count - foot.count, 1)
  }
}

/// Where a list is scrolled to, so that some of its rows are in view.
struct ScrollWindow: Equatable {
  let first: Int
  let visible: Int
  let total: Int

  /// The window that shows the anchor in its middle, as far as the ends allow.
  init(total: Int, room: Int, anchor: Range<Int>?) {
    self.total = max(total, 0)
    visible = max(min(room, total), 0)
    let latest = self.total - visible
    guard let anchor else {
      first = 0
      return
    }
    let middle = (anchor.lowerBound + anchor.upperBound) / 2
    let centred = min(max(middle - visible / 2, 0), latest)
    // A block that is higher than the window is shown from its beginning.
    first = anchor.count > visible ? min(max(anchor.lowerBound, 0), latest) : centred
  }

  init(first: Int, visible: Int, total: Int) {
    self.first = first
    self.visible = visible
    self.total = total
  }

  var isWhole: Bool { visible >= total }
  var below: Int { total - first - visible }
}

extension Canvas {
  /// Draws a page into the body.
  mutating func draw(_ page: Page, in layout: ScreenLayout) {
    let area = layout.content
    let (head, rest) = area.splitTop(rows: page.head.count)
    let (middle, foot) = rest.splitBottom(rows: page.foot.count)
    draw(page.head, in: head)
    draw(page.foot, in: foot)
    if let window = page.window {
      draw(page.lines, in: middle)
      drawScrollBar(
        ScrollWindow(first: window.first, visible: page.lines.count, total: window.total),
        in: middle)
    } else {
      drawScrolled(page, in: middle)
    }
  }

  private mutating func drawScrolled(_ page: Page, in area: Rect) {
    guard page.lines.count > area.rows else { return draw(page.lines, in: area) }
    let rows = page.countsHidden ? area.rows - 1 : area.rows
    let window = ScrollWindow(total: page.lines.count, room: rows, anchor: page.anchor)
    let visible = Array(page.lines[window.first..<(window.first + window.visible)])
    draw(visible, in: area)
    if page.countsHidden {
      draw(moreLine(window), in: area.line(area.rows - 1))
    } else {
      drawScrollBar(window, in: area)
    }
  }

  private func moreLine(_ window: ScrollWindow) -> Line {
    var parts: [String] = []
    if window.first > 0 { parts.append("\(window.first) more \(glyphs.up)") }
    if window.below > 0 { parts.append("\(window.below) more \(glyphs.down)") }
    return Line(trailing: [Span(parts.joined(separator: " \(glyphs.separator) "), .muted)])
  }

  /// Draws lines from the top of an area.
  mutating func draw(_ lines: [Line], in area: Rect) {
    for (number, line) in lines.prefix(area.rows).enumerated() {
      draw(line, in: area.line(number))
    }
  }

  /// Draws a scroll bar right of an area, a column of air between them, where not everything is in view.
  mutating func drawScrollBar(_ window: ScrollWindow, in area: Rect) {
    guard !window.isWhole, area.rows >= 3 else { return }
    let column = area.endColumn + 1
    surface.put(glyphs.scrollUp, column: column, row: area.row, role: .muted)
    surface.put(glyphs.scrollDown, column: column, row: area.endRow - 1, role: .muted)
    let track = area.rows - 2
    let thumb = min(max(track * window.visible / window.total, 1), track)
    let span = max(window.total - window.visible, 1)
    let top = (track - thumb) * window.first / span
    for row in 0..<track {
      let isThumb = row >= top && row < top + thumb
      surface.put(
        isThumb ? glyphs.scrollThumb : glyphs.scrollTrack, column: column,
        row: area.row + 1 + row, role: .muted)
    }
  }
}
