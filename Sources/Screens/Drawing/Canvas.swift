import TerminalModel

/// A surface that lines are drawn on, with the caret.
struct Canvas {
  var surface: Surface
  /// Where the caret stands; nil where nothing is typed.
  var cursor: Point?

  init(surface: Surface) { self.surface = surface }

  var glyphs: Glyphs { surface.glyphs }
  var layout: TextLayout { TextLayout(glyphs) }

  /// Draws a line into a rectangle of one row; the focus bar stands two columns left of it.
  mutating func draw(_ line: Line, in rect: Rect) {
    guard !rect.isEmpty else { return }
    if line.isFocused {
      surface.put(glyphs.focusBar, column: rect.column - 2, row: rect.row, role: .focus)
    }
    if line.isHeading { return drawHeading(line, in: rect) }
    let trailing = fitted(line.trailing, beside: line.spans.width, in: rect.columns)
    let room = trailing.isEmpty ? rect.columns : rect.columns - trailing.width - 1
    write(line.spans, at: rect.origin, room: room)
    write(
      trailing, at: Point(column: rect.endColumn - trailing.width, row: rect.row),
      room: trailing.width)
    if let caret = line.caret {
      cursor = Point(column: min(rect.column + caret, rect.endColumn), row: rect.row)
    }
    if !line.highlight.isEmpty { pickOut(line.highlight, in: rect) }
  }

  /// What stands at the right is left out, or cut in its middle where it is a path, before the left
  /// side is cut.
  private func fitted(_ spans: [Span], beside width: Int, in columns: Int) -> [Span] {
    guard width + 2 + spans.width > columns, spans.count == 1, let only = spans.first else {
      return width > columns || spans.width > columns ? [] : spans
    }
    let room = columns - width - 2
    return room < 10 || !only.text.contains("/")
      ? [] : [Span(layout.truncated(only.text, to: room, cutting: .middle), only.role)]
  }

  /// Writes spans one after the other, cut where the room ends.
  mutating func write(_ spans: [Span], at start: Point, room: Int) {
    var column = start.column
    let end = start.column + room
    for (number, span) in spans.enumerated() {
      guard column < end else { return }
      let rest = Array(spans[(number + 1)...]).width
      let width = DisplayWidth.of(span.text)
      let isCut = column + width > end || (column + width == end && rest > 0)
      let text = isCut ? cut(span.text, to: end - column, width: width) : span.text
      surface.write(text, at: Point(column: column, row: start.row), role: span.role)
      column += width
    }
  }

  /// A text that ends with the sign of a cut, also where the text itself would just fit.
  private func cut(_ text: String, to columns: Int, width: Int) -> String {
    width > columns
      ? layout.truncated(text, to: columns)
      : layout.truncated(text + "  ", to: columns)
  }

  private mutating func drawHeading(_ line: Line, in rect: Rect) {
    surface.horizontalRule(at: rect.origin, length: rect.columns, dashed: true)
    let room = rect.columns - 4
    let trailing = line.trailing.map { Span(" \($0.text)", $0.role) }
    let title = [Span(" ")] + line.spans + [Span(" ")]
    let hasTrailing = trailing.width + 20 < room
    write(
      title, at: Point(column: rect.column + 1, row: rect.row),
      room: hasTrailing ? room - trailing.width - 1 : room)
    if hasTrailing {
      write(
        trailing, at: Point(column: rect.endColumn - trailing.width, row: rect.row),
        room: trailing.width)
    }
  }

  /// Shows every match of a text within a line as picked out.
  private mutating func pickOut(_ needle: String, in rect: Rect) {
    let wanted = Array(needle.lowercased())
    var places: [(sign: String, column: Int)] = []
    for column in rect.column..<rect.endColumn {
      let cell = surface[column: column, row: rect.row]
      if !cell.isContinuation { places.append((cell.text.lowercased(), column)) }
    }
    guard !wanted.isEmpty, wanted.count <= places.count else { return }
    for start in 0...(places.count - wanted.count)
    where zip(places[start...], wanted).allSatisfy({ $0.sign == String($1) }) {
      let last = places[start + wanted.count - 1].column
      surface.restyle(
        Rect(
          column: places[start].column, row: rect.row,
          columns: last - places[start].column + 1, rows: 1), as: .selected)
    }
  }
}
