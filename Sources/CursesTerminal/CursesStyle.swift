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
