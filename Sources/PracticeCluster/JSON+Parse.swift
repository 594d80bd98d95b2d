/// Why a text is not JSON: what was found, and at which byte.
struct JSONSyntaxError: Error, Equatable {
  var reason: String
  var offset: Int
}

extension JSON {
  /// Reads a JSON text in UTF-8; throws `JSONSyntaxError` on anything else, also on text after the value.
  package init(parsing bytes: [UInt8]) throws {
    self = try bytes.withUnsafeBufferPointer { buffer in
      var parser = JSONParser(bytes: buffer)
      let value = try parser.value(depth: 0)
      parser.skipSpace()
      guard parser.index == buffer.count else { throw parser.failure("text after the value") }
      return value
    }
  }

  /// Reads a JSON text; throws `JSONSyntaxError` where it is none.
  package init(parsing text: String) throws {
    try self.init(parsing: Array(text.utf8))
  }
}

/// A recursive descent over the bytes of one JSON text.
private struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  var index = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  func failure(_ reason: String) -> JSONSyntaxError {
    JSONSyntaxError(reason: reason, offset: index)
  }

  mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  mutating func value(depth: Int) throws -> JSON {
    guard depth < 512 else { throw failure("nested too deeply") }
    skipSpace()
    guard index < bytes.count else { throw failure("unexpected end") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  mutating func word(_ text: StaticString, _ value: JSON) throws -> JSON {
    let count = text.utf8CodeUnitCount
    guard index + count <= bytes.count else { throw failure("unexpected end") }
    for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] {
      throw failure("unknown word")
    }
    index += count
    return value
  }

  mutating func object(depth: Int) throws -> JSON {
    index += 1
    var members: [String: JSON] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw failure("a member's name is expected")
      }
      let name = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw failure("':' is expected") }
      members[name] = try value(depth: depth + 1)
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "}")) else { throw failure("',' or '}' is expected") }
      return .object(members)
    }
  }

  mutating func array(depth: Int) throws -> JSON {
    index += 1
    var elements: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "]")) else { throw failure("',' or ']' is expected") }
      return .array(elements)
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  mutating func number() throws -> JSON {
    let start = index
    var isWhole = true
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"):
        isWhole = false
      default: return try finished(start, isWhole)
      }
      index += 1
    }
    return try finished(start, isWhole)
  }

  func finished(_ start: Int, _ isWhole: Bool) throws -> JSON {
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let value = Int(text) { return .int(value) }
    guard let value = Double(text), value.isFinite else { throw failure("no value") }
    return .number(value)
  }
}

extension JSONParser {
  mutating func string() throws -> String {
    index += 1
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        let text = try checked(bytes[start..<index])
        index += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      guard byte >= 0x20 else { throw failure("a control character in a string") }
      index += 1
    }
    throw failure("a string without an end")
  }

  func checked(_ slice: Slice<UnsafeBufferPointer<UInt8>>) throws -> String {
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw failure("no valid UTF-8")
    }
    return text
  }

  mutating func escapedString(from start: Int) throws -> String {
    var text = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let result = String(validating: text, as: UTF8.self) else {
          throw failure("no valid UTF-8")
        }
        return result
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw failure("a control character in a string")
      default: text.append(byte)
      }
    }
    throw failure("a string without an end")
  }

  mutating func escape(into text: inout [UInt8]) throws {
    guard index < bytes.count else { throw failure("unexpected end") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try unicodeEscape()).utf8)
    default: throw failure("an unknown escape")
    }
  }

  /// A surrogate without its other half becomes U+FFFD, as in Go.
  mutating func unicodeEscape() throws -> Unicode.Scalar {
    let first = try hexQuad()
    let replacement: Unicode.Scalar = "\u{FFFD}"
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? replacement }
    let before = index
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      index = before
      return replacement
    }
    let second = try hexQuad()
    guard (0xDC00..<0xE000).contains(second) else {
      index = before
      return replacement
    }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? replacement
  }

  mutating func hexQuad() throws -> UInt32 {
    guard index + 4 <= bytes.count,
      let value = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits are expected") }
    index += 4
    return value
  }
}
