/// How many columns and rows a terminal or an area has; never negative.
package struct Size: Equatable, Hashable, Sendable {
  /// Width in terminal columns, 0 or more.
  package let columns: Int
  /// Height in rows, 0 or more.
  package let rows: Int

  /// Makes a size; what is negative becomes 0, and what no terminal has (over 4096) becomes 4096.
  package init(columns: Int, rows: Int) {
    self.columns = min(max(columns, 0), 4096)
    self.rows = min(max(rows, 0), 4096)
  }
}

/// A place on a surface, counted from 0 at the top left; it may lie outside of the surface.
package struct Point: Equatable, Hashable, Sendable {
  /// Column, 0 at the left.
  package var column: Int
  /// Row, 0 at the top.
  package var row: Int

  /// Makes a place from its column and row.
  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A rectangle of cells; an empty one has no column or no row.
package struct Rect: Equatable, Hashable, Sendable {
  /// The first column.
  package let column: Int
  /// The first row.
  package let row: Int
  /// Its width and height.
  package let size: Size

  /// Makes a rectangle; a negative width or height becomes 0.
  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.size = Size(columns: columns, rows: rows)
  }

  /// Makes the rectangle that covers a whole surface of this size.
  package init(_ size: Size) {
    self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
  }

  /// Width in columns, 0 or more.
  package var columns: Int { size.columns }
  /// Height in rows, 0 or more.
  package var rows: Int { size.rows }
  /// The first column to the right of it.
  package var endColumn: Int { column + columns }
  /// The first row below it.
  package var endRow: Int { row + rows }
  /// Whether it covers no cell.
  package var isEmpty: Bool { columns == 0 || rows == 0 }
  /// Its top left cell.
  package var origin: Point { Point(column: column, row: row) }

  /// Whether the cell at this place lies within it.
  package func contains(_ point: Point) -> Bool {
    point.column >= column && point.column < endColumn && point.row >= row && point.row < endRow
  }
}
