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
