extension JSON {
  /// The value as compact JSON text in UTF-8, members in the order of their names.
  package var printed: [UInt8] {
    var output: [UInt8] = []
    print(into: &output)
    return output
  }

  /// The value as compact JSON text, members in the order of their names.
  package var printedText: String { String(decoding: printed, as: UTF8.self) }

  /// Appends the compact JSON text to `output`.
  func print(into output: inout [UInt8]) {
    switch self {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): output.append(contentsOf: String(value).utf8)
    case .number(let value): output.append(contentsOf: Self.text(of: value).utf8)
    case .string(let value): Self.quote(value, into: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (position, element) in elements.enumerated() {
        if position > 0 { output.append(UInt8(ascii: ",")) }
        element.print(into: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members): Self.print(members, into: &output)
    }
  }

  private static func print(_ members: [String: JSON], into output: inout [UInt8]) {
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      quote(name, into: &output)
      output.append(UInt8(ascii: ":"))
      value.print(into: &output)
    }
    output.append(UInt8(ascii: "}"))
  }

  private static func text(of value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return String(value)
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)

  private static func quote(_ text: String, into output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      guard bytes.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else {
        output.append(contentsOf: bytes)
        return
      }
      for byte in bytes { escape(byte, into: &output) }
    }
    output.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, into output: inout [UInt8]) {
    switch byte {
    case 0x22, 0x5C: output.append(contentsOf: [0x5C, byte])
    case 0x0A: output.append(contentsOf: "\\n".utf8)
    case 0x0D: output.append(contentsOf: "\\r".utf8)
    case 0x09: output.append(contentsOf: "\\t".utf8)
    case 0..<0x20:
      output.append(contentsOf: "\\u00".utf8)
      output.append(hexDigits[Int(byte >> 4)])
      output.append(hexDigits[Int(byte & 15)])
    default: output.append(byte)
    }
  }
}
