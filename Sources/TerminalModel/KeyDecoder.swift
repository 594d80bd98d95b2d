/// Turns the bytes that a terminal sends into keys, whatever pieces they arrive in.
///
/// Knows the sequences of xterm and its kin, tmux, screen, the Linux console and rxvt, in both
/// cursor-key modes. Nothing that arrives can make it fail; what it doesn't know is `.unknown`.
package struct KeyDecoder: Sendable {
  /// Longer sequences are not a key's.
  private static let longestSequence = 40
  /// A paste is handed over in pieces of about this many bytes.
  private static let longestPaste = 1 << 20
  private static let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

  private var pending: [UInt8] = []
  private var paste: [UInt8]?

  /// Makes a decoder that has seen nothing yet.
  package init() {}

  /// How long to wait for more bytes before `giveUpWaiting`; nil when nothing is half read.
  package var patienceMilliseconds: Int? {
    if paste != nil { return 1000 }
    return pending.isEmpty ? nil : 25
  }

  /// Takes in bytes and returns the keys that are now complete.
  package mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending.append(contentsOf: bytes)
    var keys: [Key] = []
    var start = 0
    while start < pending.count {
      if paste != nil {
        takePasted(&start, into: &keys)
        if paste != nil { break }
        continue
      }
      guard let (key, length) = Self.firstKey(pending[start...]) else { break }
      start += length
      if let key { keys.append(key) } else { paste = [] }
    }
    pending.removeFirst(start)
    return keys
  }

  /// Takes what is half read as it stands: a lone escape byte was the escape key.
  package mutating func giveUpWaiting() -> [Key] {
    if let pasted = paste {
      let rest = pending
      (paste, pending) = (nil, [])
      return [Self.pasteKey(pasted + rest)]
    }
    guard let first = pending.first else { return [] }
    let rest = pending.dropFirst()
    pending = []
    return [first == 0x1B ? .escape : .unknown] + decode(Array(rest))
  }

  private mutating func takePasted(_ start: inout Int, into keys: inout [Key]) {
    var text = paste ?? []
    while start < pending.count {
      let rest = pending[start...]
      if rest.first == 0x1B, Self.pasteEnd.starts(with: rest.prefix(Self.pasteEnd.count)) {
        guard rest.count >= Self.pasteEnd.count else { break }
        start += Self.pasteEnd.count
        keys.append(Self.pasteKey(text))
        paste = nil
        return
      }
      text.append(pending[start])
      start += 1
    }
    if text.count > Self.longestPaste {
      keys.append(Self.pasteKey(text))
      text = []
    }
    paste = text
  }

  private static func pasteKey(_ bytes: [UInt8]) -> Key {
    let text = String(decoding: bytes, as: UTF8.self)
    return .paste(String(text.map { $0.isNewline ? "\n" : $0 }))
  }

  /// The first key and its bytes; a nil key begins a paste; nil when more bytes are needed.
  private static func firstKey(_ bytes: ArraySlice<UInt8>) -> (key: Key?, length: Int)? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1B: return escapeSequence(bytes)
    case 0x0A, 0x0D: return (.enter, 1)
    case 0x09: return (.tab, 1)
    case 0x08, 0x7F: return (.backspace, 1)
    case 0x00: return (.unknown, 1)
    case 0x01...0x1A: return (.control(Character(Unicode.Scalar(first + 0x60))), 1)
    case 0x1C...0x1F: return (.control(Character(Unicode.Scalar(first + 0x40))), 1)
    case 0x20...0x7E: return (.character(Character(Unicode.Scalar(first))), 1)
    default: return character(bytes, lead: first)
    }
  }

  private static func character(_ bytes: ArraySlice<UInt8>, lead: UInt8) -> (
    key: Key?, length: Int
  )? {
    let length =
      switch lead {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    let taken = bytes.prefix(length)
    guard length > 1, taken.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) else {
      return (.unknown, 1)
    }
    guard taken.count == length else { return nil }
    guard let text = String(validating: taken, as: UTF8.self),
      let scalar = text.unicodeScalars.first,
      scalar.value >= 0xA0
    else { return (.unknown, length) }
    return (.character(Character(scalar)), length)
  }

  private static func escapeSequence(_ bytes: ArraySlice<UInt8>) -> (key: Key?, length: Int)? {
    let second = bytes.dropFirst().first
    switch second {
    case nil: return nil
    case UInt8(ascii: "["): return controlSequence(bytes)
    case UInt8(ascii: "O"):
      guard let third = bytes.dropFirst(2).first else { return nil }
      return (KeySequences.keypad(third), 3)
    default: return (.escape, 1)
    }
  }

  /// ESC [, parameters, a final byte.
  private static func controlSequence(_ bytes: ArraySlice<UInt8>) -> (key: Key?, length: Int)? {
    let body = bytes.dropFirst(2)
    guard let first = body.first else { return nil }
    if first == UInt8(ascii: "[") {
      guard let letter = body.dropFirst().first else { return nil }
      return (KeySequences.linuxFunction(letter), 4)
    }
    // An old mouse report: three bytes of any value follow.
    if first == UInt8(ascii: "M") { return body.count < 4 ? nil : (.unknown, 6) }
    let parameters = body.prefix { (0x20...0x3F).contains($0) }
    guard let final = body.dropFirst(parameters.count).first else {
      return body.count > longestSequence ? (.unknown, bytes.count) : nil
    }
    guard (0x40...0x7E).contains(final) else { return (.unknown, 2 + parameters.count) }
    let length = 3 + parameters.count
    if final == UInt8(ascii: "~"), Array(parameters) == Array("200".utf8) { return (nil, length) }
    return (KeySequences.control(parameters: parameters, final: final), length)
  }
}
