/// What terminals send for keys that are no characters.
enum KeySequences {
  /// After ESC O: cursor keys in application mode, F1 to F4, the numeric keypad.
  static func keypad(_ letter: UInt8) -> Key {
    switch letter {
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "I"): .tab
    case UInt8(ascii: " "): .character(" ")
    case UInt8(ascii: "X"): .character("=")
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      .character(Character(Unicode.Scalar(letter - 0x40)))
    default: cursor(letter)
    }
  }

  /// After ESC [ [: the Linux console's F1 to F5.
  static func linuxFunction(_ letter: UInt8) -> Key {
    guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(letter) else { return .unknown }
    return .function(Int(letter - UInt8(ascii: "A")) + 1)
  }

  /// After ESC [: parameters such as `1;5`, where the modifier is let go, and the final byte.
  static func control(parameters: ArraySlice<UInt8>, final: UInt8) -> Key {
    guard parameters.allSatisfy({ $0 == UInt8(ascii: ";") || (0x30...0x39).contains($0) }) else {
      return .unknown
    }
    if final == UInt8(ascii: "~") {
      let digits = parameters.prefix { $0 != UInt8(ascii: ";") }
      return numbered(Int(String(decoding: digits, as: UTF8.self)) ?? 0)
    }
    return final == UInt8(ascii: "Z") ? .backTab : cursor(final)
  }

  private static func cursor(_ letter: UInt8) -> Key {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(letter - UInt8(ascii: "P")) + 1)
    default: .unknown
    }
  }

  private static func numbered(_ number: Int) -> Key {
    switch number {
    case 1, 7: .home
    case 4, 8: .end
    case 3: .delete
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: .unknown
    }
  }
}
