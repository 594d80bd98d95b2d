extension Rect {
  /// The part that both rectangles cover; empty where they don't meet.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rect(
      column: left, row: top,
      columns: min(endColumn, other.endColumn) - left, rows: min(endRow, other.endRow) - top)
  }

  /// The same rectangle without margins; empty when the margins meet.
  package func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
    Rect(
      column: column + left, row: row + top,
      columns: columns - left - right, rows: rows - top - bottom)
  }

  /// Cuts off its first rows; fewer where it has fewer.
  package func splitTop(rows count: Int) -> (top: Rect, rest: Rect) {
    let taken = min(max(count, 0), rows)
    return (
      Rect(column: column, row: row, columns: columns, rows: taken), inset(top: taken)
    )
  }

  /// Cuts off its last rows; fewer where it has fewer.
  package func splitBottom(rows count: Int) -> (rest: Rect, bottom: Rect) {
    let (rest, bottom) = splitTop(rows: rows - min(max(count, 0), rows))
    return (rest, bottom)
  }

  /// Cuts off its first columns; fewer where it has fewer.
  package func splitLeft(columns count: Int) -> (left: Rect, rest: Rect) {
    let taken = min(max(count, 0), columns)
    return (
      Rect(column: column, row: row, columns: taken, rows: rows), inset(left: taken)
    )
  }

  /// Cuts off its last columns; fewer where it has fewer.
  package func splitRight(columns count: Int) -> (rest: Rect, right: Rect) {
    let (rest, right) = splitLeft(columns: columns - min(max(count, 0), columns))
    return (rest, right)
  }

  /// One of its rows, counted from 0 at its top; empty when it has no such row.
  package func line(_ index: Int) -> Rect {
    guard index >= 0, index < rows else {
      return Rect(column: column, row: row, columns: 0, rows: 0)
    }
    return Rect(column: column, row: row + index, columns: columns, rows: 1)
  }

  /// A rectangle of this size in its middle, cut down to what fits.
  package func centered(_ inner: Size) -> Rect {
    let width = min(inner.columns, columns)
    let height = min(inner.rows, rows)
    return Rect(
      column: column + (columns - width) / 2, row: row + (rows - height) / 2,
      columns: width, rows: height)
  }
}
