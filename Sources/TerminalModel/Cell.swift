/// One column of one row: a printable character and what it means.
package struct Cell: Equatable, Hashable, Sendable {
  /// What is shown; a base character with at most four combining marks.
  package let text: Character
  /// What it means.
  package let role: Role

  /// Makes a cell as it stands; text from outside goes through `Surface.write`, which cleans it.
  package init(text: Character, role: Role) {
    self.text = text
    self.role = role
  }

  /// An empty cell of the background.
  package static let blank = Cell(text: " ", role: .body)

  /// The second column of a wide character.
  package static func continuation(role: Role) -> Cell { Cell(text: "\0", role: role) }

  /// Whether this is the second column of a wide character.
  package var isContinuation: Bool { text == "\0" }
}
