/// A grid of cells: what a screen should look like, before any terminal is involved.
///
/// Every write clips, so no place and no size can be wrong, 0x0 included. A wide character is
/// always whole: where only half of it would fit or remain, there is a space.
package struct Surface: Equatable, Sendable {
  /// Its columns and rows.
  package let size: Size
  /// The signs in use; they say what stands for a control character, and whether all is ASCII.
  package let glyphs: Glyphs
  private var cells: [Cell]

  /// Makes an empty surface.
  package init(size: Size, glyphs: Glyphs = .unicode) {
    self.size = size
    self.glyphs = glyphs
    cells = Array(repeating: .blank, count: size.columns * size.rows)
  }

  /// The rectangle that covers all of it.
  package var bounds: Rect { Rect(size) }

  /// The cell at this place; a blank one outside of the surface.
  package subscript(column column: Int, row row: Int) -> Cell {
    guard bounds.contains(Point(column: column, row: row)) else { return .blank }
    return cells[row * size.columns + column]
  }

  /// Writes one line of text and returns the columns from `at` to where more text would go on.
  ///
  /// The count includes what was cut off at the left; what was cut off at the right is not counted.
  /// Control characters, line feeds included, are shown as `Glyphs.control`.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, at: Point, role: Role, clip: Rect? = nil
  ) -> Int {
    let area = clip.map { bounds.intersection($0) } ?? bounds
    guard at.row >= area.row, at.row < area.endRow, at.column < area.endColumn else { return 0 }
    var column = at.column
    for (character, width) in PrintableCells(text, glyphs: glyphs) {
      guard column < area.endColumn else { break }
      if column >= area.column, column + width <= area.endColumn {
        put(character, width: width, column: column, row: at.row, role: role)
      } else {
        for half in column..<(column + width) where half >= area.column && half < area.endColumn {
          put(" ", width: 1, column: half, row: at.row, role: role)
        }
      }
      column += width
    }
    return min(column, area.endColumn) - at.column
  }

  /// Covers a rectangle with one character of width one; a wide one is replaced by a space.
  package mutating func fill(_ rect: Rect, with character: Character = " ", role: Role = .body) {
    let area = bounds.intersection(rect)
    guard !area.isEmpty else { return }
    let first = PrintableCells(String(character), glyphs: glyphs).first { _ in true }
    let sign: Character = first.flatMap { $0.width == 1 ? $0.text : nil } ?? " "
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        put(sign, width: 1, column: column, row: row, role: role)
      }
    }
  }

  /// Gives the cells of a rectangle another role, whole characters only.
  package mutating func restyle(_ rect: Rect, as role: Role) {
    let area = bounds.intersection(rect)
    guard !area.isEmpty else { return }
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        let cell = self[column: column, row: row]
        if cell.isContinuation {
          if column == area.column { setRole(role, column: column - 1, row: row) }
        } else if column == area.endColumn - 1, self[column: column + 1, row: row].isContinuation {
          setRole(role, column: column + 1, row: row)
        }
        setRole(role, column: column, row: row)
      }
    }
  }

  private mutating func setRole(_ role: Role, column: Int, row: Int) {
    let index = row * size.columns + column
    cells[index] = Cell(text: cells[index].text, role: role)
  }

  /// Sets one character that lies wholly inside, and mends the wide characters that it cuts.
  private mutating func put(_ text: Character, width: Int, column: Int, row: Int, role: Role) {
    let start = row * size.columns
    let last = column + width - 1
    if cells[start + column].isContinuation {
      cells[start + column - 1] = Cell(text: " ", role: cells[start + column - 1].role)
    }
    if last + 1 < size.columns, cells[start + last + 1].isContinuation {
      cells[start + last + 1] = Cell(text: " ", role: cells[start + last + 1].role)
    }
    cells[start + column] = Cell(text: text, role: role)
    if width == 2 { cells[start + last] = .continuation(role: role) }
  }
}
