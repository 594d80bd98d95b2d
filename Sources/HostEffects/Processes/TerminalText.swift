/// Makes text of unknown origin harmless to a terminal.
///
/// Escape sequences (CSI, OSC, DCS and their kin, in 7-bit and 8-bit form) are taken out, other control
/// codes and direction overrides become a visible `·`, tabs become spaces, bad UTF-8 becomes U+FFFD.
package enum TerminalText {
  /// What stands for a code that must not reach the terminal.
  static let placeholder: Unicode.Scalar = "·"

  /// The bytes as text that can be painted as it is.
  static func harmless(_ bytes: some Collection<UInt8>) -> String {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) {
      return String(decoding: bytes, as: UTF8.self)
    }
    var cleaner = Cleaner()
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { cleaner.take(scalar) }
    return String(cleaner.text)
  }

  /// The text as one that can be painted as it is.
  static func harmless(_ text: String) -> String { harmless(Array(text.utf8)) }

  /// Lines of text, each as one that can be painted as it is; the line ends stay.
  package static func harmlessLines(_ text: String) -> String {
    let lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
    return lines.map { harmless($0) }.joined(separator: "\n")
  }

  /// Whether the character steers the terminal or the order of what is read, and is not for show.
  static func isTreacherous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0: true
    case 0x061c, 0x200b, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff: true
    case 0xfff9...0xfffb, 0xe0000...0xe007f: true
    default: false
    }
  }
}

/// Walks over text and drops escape sequences; how ECMA-48 builds them decides where one ends.
private struct Cleaner {
  var text = String.UnicodeScalarView()
  private var column = 0
  private var state = State.plain

  private enum State { case plain, escape, control, string, stringEscape }

  mutating func take(_ scalar: Unicode.Scalar) {
    switch state {
    case .plain: plain(scalar)
    case .escape: escape(scalar)
    case .control: if !(0x20...0x3f).contains(scalar.value) { state = .plain }
    case .string: string(scalar)
    case .stringEscape: state = scalar == "\\" ? .plain : .string
    }
  }

  private mutating func plain(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x1b: state = .escape
    case 0x9b: state = .control
    case 0x90, 0x98, 0x9d, 0x9e, 0x9f: state = .string
    case 0x09:
      repeat { put(" ") } while column % 8 != 0
    default: put(TerminalText.isTreacherous(scalar) ? TerminalText.placeholder : scalar)
    }
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x5b: state = .control  // [
    case 0x50, 0x58, 0x5d, 0x5e, 0x5f: state = .string  // P X ] ^ _
    case 0x20...0x2f: break
    case 0x1b: break
    default: state = .plain
    }
  }

  private mutating func string(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x07, 0x9c: state = .plain
    case 0x1b: state = .stringEscape
    default: break
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    text.append(scalar)
    column += 1
  }
}
