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
