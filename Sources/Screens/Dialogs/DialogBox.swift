import TerminalModel
import Wizard

/// A box over the dimmed screen.
struct DialogBox {
  var title: String
  /// Its lines, or those in view of very many.
  var lines: [Line]
  /// The number of the first of `lines` among all of them.
  var firstLine = 0
  /// Buttons or keys, at the bottom.
  var foot: [Line] = []
  /// Where it stands, its frame included.
  var rect: Rect
  /// The part of `lines` in view.
  var window: ScrollWindow
  /// Whether the foot tells which part is in view.
  var showsPlace = false

  /// The area inside the frame, with a column of air at both sides, two for the focus bar at the
  /// left and two for a scroll bar at the right.
  static func inside(_ rect: Rect) -> Rect { rect.inset(left: 4, top: 1, right: 4, bottom: 1) }

  /// The columns of text in the widest box.
  static func textColumns(_ layout: ScreenLayout, wanted: Int = 76) -> Int {
    min(wanted, layout.size.columns - 4) - 8
  }

  /// The rows of text in the highest box.
  static func textRows(_ layout: ScreenLayout) -> Int { layout.size.rows - 5 }

  static func of(
    _ dialog: Dialog, _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> DialogBox {
    switch dialog {
    case .help, .reading: reading(TextPage.of(dialog, state, layout, glyphs), layout)
    case .picker(let picker): picking(picker, state, layout, glyphs)
    case .confirmQuit(let selected): quitting(selected, state, layout, glyphs)
    case .confirmStop(let selected): stopping(selected, state, layout, glyphs)
    case .asking(let question): asking(question, state, layout, glyphs)
    case .preview(let pages): previewing(pages, state, layout, glyphs)
    case .pastRun(let dialog):
      pastRun(PastRunPage(dialog, state, layout, glyphs), layout, glyphs)
    case .draft(let selected): draft(selected, state, layout, glyphs)
    }
  }

  /// A box around those lines, in the middle of the screen, as wide as `columns` of text and, where
  /// `rows` is given, as high.
  static func around(
    _ lines: [Line], foot: [Line] = [], title: String, columns: Int, rows wanted: Int? = nil,
    _ layout: ScreenLayout, anchor: Range<Int>? = nil
  ) -> DialogBox {
    let rows = min(wanted ?? lines.count, textRows(layout) - foot.count)
    let area = Rect(
      column: 0, row: 1, columns: layout.size.columns, rows: layout.size.rows - 2)
    let rect = area.centered(Size(columns: columns + 8, rows: rows + foot.count + 2))
    return DialogBox(
      title: title, lines: lines, foot: foot, rect: rect,
      window: ScrollWindow(total: lines.count, room: rows, anchor: anchor))
  }

  private static func reading(_ page: TextPage, _ layout: ScreenLayout) -> DialogBox {
    var box = around(page.lines, title: page.title, columns: page.columns, layout)
    box.window = ScrollWindow(first: page.top, visible: page.rows, total: page.lines.count)
    box.showsPlace = true
    return box
  }
}

extension Canvas {
  /// Draws a box over whatever is there.
  mutating func draw(_ box: DialogBox) {
    surface.fill(box.rect)
    surface.frame(box.rect)
    let room = box.rect.columns - 6
    let title = layout.truncated(box.title, to: room)
    surface.write(
      " \(title) ", at: Point(column: box.rect.column + 2, row: box.rect.row), role: .title)
    let (middle, foot) = DialogBox.inside(box.rect).splitBottom(rows: box.foot.count)
    let end = min(box.window.first + box.window.visible, box.firstLine + box.lines.count)
    if box.window.first < end {
      let visible = (box.window.first - box.firstLine)..<(end - box.firstLine)
      draw(Array(box.lines[visible]), in: middle)
    }
    draw(box.foot, in: foot)
    guard !box.window.isWhole else { return }
    drawScrollBar(box.window, in: middle)
    guard box.showsPlace else { return }
    let place = " \(box.window.first + 1)-\(end) of \(box.window.total) "
    surface.write(
      place,
      at: Point(
        column: box.rect.endColumn - 2 - DisplayWidth.of(place), row: box.rect.endRow - 1),
      role: .muted)
  }
}
