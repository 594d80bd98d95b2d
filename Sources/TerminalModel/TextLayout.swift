/// Fits text into columns: cutting, padding and wrapping by display width.
///
/// Everything that comes out of cutting, padding and wrapping is cleaned as `Surface.write` does.
package struct TextLayout: Equatable, Sendable {
  /// Where a text that is too long loses its part.
  package enum Cut: Equatable, Sendable { case start, middle, end }

  /// Where a text that is too short stands.
  package enum Alignment: Equatable, Sendable { case leading, trailing, center }

  let glyphs: Glyphs

  /// Makes a layout for these signs, which say what a cut looks like.
  package init(_ glyphs: Glyphs) { self.glyphs = glyphs }

  /// The text, cut to at most `columns`; where it is cut stands `Glyphs.ellipsis`.
  package func truncated(
    _ text: some StringProtocol, to columns: Int, cutting cut: Cut = .end
  ) -> String {
    guard columns > 0 else { return "" }
    let cells = Array(PrintableCells(text, glyphs: glyphs))
    if width(cells[...]) <= columns { return string(cells[...]) }
    let room = columns - 1
    let ellipsis = String(glyphs.ellipsis)
    switch cut {
    case .end: return string(head(cells, room)) + ellipsis
    case .start: return ellipsis + string(tail(cells, room))
    case .middle:
      let front = string(head(cells, room - room / 2))
      return front + ellipsis + string(tail(cells, room / 2))
    }
  }

  /// The text without what stands in its first `columns`.
  package func droppingColumns(_ columns: Int, of text: some StringProtocol) -> String {
    guard columns > 0 else { return String(text) }
    let cells = Array(PrintableCells(text, glyphs: glyphs))
    return string(cells[head(cells, columns).endIndex...])
  }

  /// The text in exactly `columns`, cut at its end or filled with spaces.
  package func padded(
    _ text: some StringProtocol, to columns: Int, alignment: Alignment = .leading
  ) -> String {
    let fitted = truncated(text, to: columns)
    let missing = max(0, columns - DisplayWidth.of(fitted))
    switch alignment {
    case .leading: return fitted + spaces(missing)
    case .trailing: return spaces(missing) + fitted
    case .center: return spaces(missing / 2) + fitted + spaces(missing - missing / 2)
    }
  }

  /// The text with each tab as spaces up to the next multiple of `stop` columns.
  package func expandingTabs(_ text: some StringProtocol, stop: Int = 8) -> String {
    guard text.contains("\t"), stop > 0 else { return String(text) }
    var result = ""
    var column = 0
    for (index, part) in text.split(separator: "\t", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 {
        let missing = stop - column % stop
        result += spaces(missing)
        column += missing
      }
      result += part
      column += DisplayWidth.of(part)
    }
    return result
  }

  func string(_ cells: ArraySlice<PrintableCells.Element>) -> String {
    cells.reduce(into: "") { $0.append($1.text) }
  }

  func width(_ cells: ArraySlice<PrintableCells.Element>) -> Int {
    cells.reduce(0) { $0 + $1.width }
  }

  /// The longest beginning that fits.
  func head(
    _ cells: [PrintableCells.Element], _ columns: Int
  ) -> ArraySlice<PrintableCells.Element> {
    var used = 0
    let end = cells.firstIndex { cell in
      used += cell.width
      return used > columns
    }
    return cells[..<(end ?? cells.endIndex)]
  }

  private func tail(
    _ cells: [PrintableCells.Element], _ columns: Int
  ) -> ArraySlice<PrintableCells.Element> {
    var used = 0
    let last = cells.lastIndex { cell in
      used += cell.width
      return used > columns
    }
    return cells[(last.map { $0 + 1 } ?? cells.startIndex)...]
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
