/// What a piece of text means on the screen; only a theme turns it into colours and attributes.
package enum Role: UInt8, CaseIterable, Equatable, Hashable, Sendable {
  /// A heading.
  case title
  /// Ordinary text, and the blank background.
  case body
  /// Text of lesser weight: explanations, paths at the right, what can't be chosen.
  case muted
  /// The control that has the keyboard.
  case focus
  /// A result that is fine.
  case good
  /// A result that deserves a look.
  case warn
  /// A result that stops the user.
  case bad
  /// A key's name in the hint line.
  case key
  /// Lines between areas.
  case rule
  /// Text that is picked out of its line: a match of a search, the filled part of a bar.
  case selected

  /// One letter for it, for goldens that show roles as text.
  package var letter: Character {
    switch self {
    case .title: "T"
    case .body: "."
    case .muted: "m"
    case .focus: "F"
    case .good: "g"
    case .warn: "w"
    case .bad: "b"
    case .key: "k"
    case .rule: "r"
    case .selected: "S"
    }
  }
}
