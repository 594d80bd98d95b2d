extension Surface {
  /// Draws a line from `at` to the right, `length` columns long.
  package mutating func horizontalRule(
    at: Point, length: Int, dashed: Bool = false, role: Role = .rule
  ) {
    fill(
      Rect(column: at.column, row: at.row, columns: length, rows: 1),
      with: dashed ? glyphs.dashed : glyphs.horizontal, role: role)
  }

  /// Draws a line from `at` downwards, `length` rows long.
  package mutating func verticalRule(at: Point, length: Int, role: Role = .rule) {
    fill(
      Rect(column: at.column, row: at.row, columns: 1, rows: length), with: glyphs.vertical,
      role: role)
  }

  /// Draws a box along the inside of a rectangle's edge; its inside is left as it is.
  package mutating func frame(_ rect: Rect, role: Role = .rule) {
    guard rect.columns >= 2, rect.rows >= 2 else { return }
    let right = rect.endColumn - 1
    let bottom = rect.endRow - 1
    for row in [rect.row, bottom] {
      horizontalRule(at: Point(column: rect.column, row: row), length: rect.columns, role: role)
    }
    for column in [rect.column, right] {
      verticalRule(at: Point(column: column, row: rect.row), length: rect.rows, role: role)
    }
    put(glyphs.topLeft, column: rect.column, row: rect.row, role: role)
    put(glyphs.topRight, column: right, row: rect.row, role: role)
    put(glyphs.bottomLeft, column: rect.column, row: bottom, role: role)
    put(glyphs.bottomRight, column: right, row: bottom, role: role)
  }

  /// Writes a single character of width one.
  package mutating func put(_ character: Character, column: Int, row: Int, role: Role) {
    fill(Rect(column: column, row: row, columns: 1, rows: 1), with: character, role: role)
  }

  /// Copies another surface onto this one, its top left cell at `at`.
  package mutating func draw(_ other: Surface, at: Point, clip: Rect? = nil) {
    for run in other.allRuns() {
      write(
        run.text, at: Point(column: at.column + run.column, row: at.row + run.row),
        role: run.role, clip: clip)
    }
  }
}
