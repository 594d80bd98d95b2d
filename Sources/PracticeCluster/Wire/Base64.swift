/// Base64 as RFC 4648 has it, with padding.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(of bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let first = bytes[index]
      let second = left > 1 ? bytes[index + 1] : 0
      let third = left > 2 ? bytes[index + 2] : 0
      output.append(alphabet[Int(first >> 2)])
      output.append(alphabet[Int(first & 3) << 4 | Int(second >> 4)])
      output.append(left > 1 ? alphabet[Int(second & 15) << 2 | Int(third >> 6)] : 0x3D)
      output.append(left > 2 ? alphabet[Int(third & 63)] : 0x3D)
      index += 3
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Whether a text is well-formed base64, as the API asks of a secret's data.
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8).filter { $0 != 0x0A && $0 != 0x0D }
    let body = bytes.prefix { $0 != 0x3D }
    return bytes.count % 4 == 0 && bytes.count - body.count <= 2
      && body.allSatisfy(alphabet.contains)
  }
}

extension Base64 {
  /// The bytes of a base64 text; nil where it is none.
  static func bytes(of text: String) -> [UInt8]? {
    guard isValid(text) else { return nil }
    var output: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in text.utf8 where byte != 0x0A && byte != 0x0D && byte != 0x3D {
      bits = bits << 6 | UInt32(value(of: byte))
      count += 6
      if count >= 8 {
        count -= 8
        output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return output
  }

  private static func value(of byte: UInt8) -> UInt8 {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case 0x2B: 62
    default: 63
    }
  }
}
