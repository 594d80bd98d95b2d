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

/// A foreground colour and attributes; the background is always the terminal's own.
package struct CursesStyle: Equatable, Sendable {
  /// One of the eight colours that every colour terminal has, by its ANSI number.
  package enum Colour: Int16, CaseIterable, Equatable, Sendable {
    case red = 1
    case green = 2
    case yellow = 3
    case cyan = 6
  }

  /// What a terminal can do to letters.
  package struct Attributes: OptionSet, Equatable, Sendable {
    /// One bit for each attribute.
    package let rawValue: UInt8
    /// Makes a set from its bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Heavier, or brighter.
    package static let bold = Attributes(rawValue: 1)
    /// Fainter, where the terminal can.
    package static let dim = Attributes(rawValue: 2)
    /// Foreground and background exchanged.
    package static let reverse = Attributes(rawValue: 4)
    /// Underlined.
    package static let underline = Attributes(rawValue: 8)
  }

  /// The foreground; nil is the terminal's own.
  package let colour: Colour?
  /// What is done to the letters.
  package let attributes: Attributes

  /// Makes a style; without arguments, plain text.
  package init(colour: Colour? = nil, attributes: Attributes = []) {
    self.colour = colour
    self.attributes = attributes
  }
}

/// Whether colours are wanted.
package enum ColourMode: Equatable, Sendable {
  /// Where the terminal has them.
  case automatic
  /// Never: `NO_COLOR` or an option says so.
  case never

  /// What `NO_COLOR` asks for: never, when it is set to anything but an empty text.
  package init(noColor: String?) {
    self = noColor?.isEmpty ?? true ? .automatic : .never
  }
}
