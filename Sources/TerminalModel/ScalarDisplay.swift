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
