/// Takes any text apart into what a terminal can be trusted to show, one column or two at a time.
///
/// Each scalar is judged by itself, never by its neighbours, so that the same cells come out again
/// when the text of neighbouring cells is joined and taken apart once more. Terminals disagree
/// about joined emoji; so joiners, variation selectors and skin tones are dropped, and flags become
/// their letters. Control, formatting, direction and unassigned scalars become `Glyphs.control`.
struct PrintableCells: Sequence, IteratorProtocol {
  /// A base character with its combining marks, and the columns it takes: 1 or 2.
  typealias Element = (text: Character, width: Int)

  /// curses keeps five scalars in a cell.
  private static let mostMarks = 4

  private var scalars: String.UnicodeScalarView.Iterator
  private var upcoming: Unicode.Scalar?
  private var repeated: Character?
  private let control: Character
  private let asciiOnly: Bool

  init(_ text: some StringProtocol, control: Character, asciiOnly: Bool) {
    scalars = String(text).unicodeScalars.makeIterator()
    upcoming = scalars.next()
    self.control = control
    self.asciiOnly = asciiOnly
  }

  init(_ text: some StringProtocol, glyphs: Glyphs) {
    self.init(text, control: glyphs.control, asciiOnly: glyphs.isASCII)
  }

  mutating func next() -> Element? {
    if let again = repeated {
      repeated = nil
      return (again, 1)
    }
    while let scalar = upcoming {
      switch ScalarDisplay(scalar) {
      case .ascii:
        upcoming = scalars.next()
        if upcoming?.isASCII ?? true { return (Character(scalar), 1) }
        return (Character(withMarks(scalar)), 1)
      case .narrow:
        upcoming = scalars.next()
        let base = Character(withMarks(scalar))
        return asciiOnly ? (asciiStandIn(for: scalar), 1) : (base, 1)
      case .wide:
        upcoming = scalars.next()
        let base = Character(withMarks(scalar))
        guard asciiOnly else { return (base, 2) }
        repeated = "?"
        return ("?", 1)
      case .mark:
        // A mark with nothing before it gets a space to stand on.
        let base = Character(withMarks(" "))
        return (base, 1)
      case .letter(let letter):
        upcoming = scalars.next()
        return (Character(withMarks(letter)), 1)
      case .control:
        upcoming = scalars.next()
        _ = withMarks(" ")
        return (control, 1)
      case .dropped:
        upcoming = scalars.next()
      }
    }
    return nil
  }

  /// Takes the marks that follow; in ASCII there are none.
  private mutating func withMarks(_ base: Unicode.Scalar) -> String {
    var text = String(base)
    var marks = 0
    while let scalar = upcoming {
      // The common case first: plain text after plain text.
      if scalar.isASCII { break }
      let display = ScalarDisplay(scalar)
      guard display == .mark || display == .dropped else { break }
      if display == .mark, marks < Self.mostMarks, !asciiOnly {
        text.unicodeScalars.append(scalar)
        marks += 1
      }
      upcoming = scalars.next()
    }
    return text
  }

  /// An ASCII character that says about the same.
  private func asciiStandIn(for scalar: Unicode.Scalar) -> Character {
    switch scalar.value {
    case 0xA0, 0x2000...0x200A, 0x202F: " "
    case 0xB7, 0x2010...0x2015, 0x2500, 0x2504, 0x2212: "-"
    case 0x2018, 0x2019: "'"
    case 0x201C, 0x201D: "\""
    case 0x2026: "~"
    case 0x2039: "<"
    case 0x203A: ">"
    case 0x2502: "|"
    default: "?"
    }
  }
}

/// How one scalar is shown.
enum ScalarDisplay: Equatable {
  /// A printable ASCII character.
  case ascii
  /// One column.
  case narrow
  /// Two columns.
  case wide
  /// No column: it goes onto the character before it.
  case mark
  /// Shown as this letter.
  case letter(Unicode.Scalar)
  /// Shown as a sign that something is there that is not shown.
  case control
  /// Not shown, and nothing is lost.
  case dropped

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x20...0x7E: self = .ascii
    case 0...0x1F, 0x7F...0x9F, 0xAD: self = .control
    case 0xA0...0x2FF: self = .narrow
    case 0x200C, 0x200D, 0x034F, 0x180B...0x180D, 0x180F, 0xFE00...0xFE0F, 0xE0100...0xE01EF:
      self = .dropped
    case 0x1F3FB...0x1F3FF: self = .dropped
    case 0x1F1E6...0x1F1FF:
      self = .letter(Unicode.Scalar(UInt8(65 + scalar.value - 0x1F1E6)))
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: self = .mark
    case 0x115F, 0x3164, 0xFFA0: self = .control
    default: self = ScalarDisplay(category: scalar)
    }
  }

  private init(category scalar: Unicode.Scalar) {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: self = .mark
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
      self = .control
    default: self = WideScalars.contains(scalar) ? .wide : .narrow
    }
  }
}
