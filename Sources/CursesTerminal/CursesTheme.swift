package import TerminalModel

/// How each role looks; every meaning also has a glyph or words, so that none hangs on colour.
package enum CursesTheme: Equatable, Sendable {
  /// Sixteen colours on the terminal's own background.
  case colour
  /// Without colours.
  case mono

  /// What a role looks like in this theme.
  package func style(for role: Role) -> CursesStyle {
    switch self {
    case .colour: Self.colourStyle(role)
    case .mono: Self.monoStyle(role)
    }
  }

  private static func colourStyle(_ role: Role) -> CursesStyle {
    switch role {
    case .title: CursesStyle(attributes: .bold)
    case .body: CursesStyle()
    case .muted: CursesStyle(attributes: .dim)
    case .focus: CursesStyle(colour: .cyan, attributes: .bold)
    case .good: CursesStyle(colour: .green)
    case .warn: CursesStyle(colour: .yellow)
    case .bad: CursesStyle(colour: .red, attributes: .bold)
    case .key: CursesStyle(attributes: .bold)
    case .rule: CursesStyle(attributes: .dim)
    case .selected: CursesStyle(attributes: .reverse)
    }
  }

  private static func monoStyle(_ role: Role) -> CursesStyle {
    switch role {
    case .title: CursesStyle(attributes: .bold)
    case .body: CursesStyle()
    case .muted: CursesStyle(attributes: .dim)
    case .focus: CursesStyle(attributes: .bold)
    case .good: CursesStyle()
    case .warn: CursesStyle(attributes: .bold)
    case .bad: CursesStyle(attributes: [.bold, .underline])
    case .key: CursesStyle(attributes: .bold)
    case .rule: CursesStyle(attributes: .dim)
    case .selected: CursesStyle(attributes: .reverse)
    }
  }
}
