/// Neighbouring cells of one row with one role, to be drawn at once.
package struct Run: Equatable, Hashable, Sendable {
  /// Row, 0 at the top.
  package let row: Int
  /// Column of its first character, 0 at the left.
  package let column: Int
  /// Cleaned text, free of control characters.
  package let text: String
  /// What the text means.
  package let role: Role

  /// Makes a run from its place, text and role.
  package init(row: Int, column: Int, text: String, role: Role) {
    self.row = row
    self.column = column
    self.text = text
    self.role = role
  }
}
