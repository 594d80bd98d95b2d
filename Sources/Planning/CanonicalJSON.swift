import Crypto

/// A JSON value with a single way of being written.
package indirect enum CanonicalJSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Int64)
  case string(String)
  case array([CanonicalJSON])
  case object([String: CanonicalJSON])

  /// The value that describes what is encoded.
  ///
  /// Throws `EncodingError` where the value holds floating-point numbers, which plans have none of,
  /// or an integer beyond Int64.
  package init(_ value: some Encodable) throws {
    let encoder = CanonicalEncoder(codingPath: [])
    try value.encode(to: encoder)
    self = encoder.node.value
  }

  /// The value without spaces, keys sorted by their Unicode scalars.
  package var text: String { written(indent: nil) }

  /// The value with line breaks, two spaces per level and the same order of keys.
  package var prettyText: String { written(indent: 0) }

  private func written(indent: Int?) -> String {
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .number(let value): return String(value)
    case .string(let value): return Self.quoted(value)
    case .array(let values):
      let items = values.map { $0.written(indent: indent.map { $0 + 1 }) }
      return Self.wrapped(items, "[", "]", indent: indent)
    case .object(let entries):
      let keys = entries.keys.sorted {
        $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
      }
      let items = keys.map { key in
        let value = entries[key] ?? .null
        let colon = indent == nil ? ":" : ": "
        return Self.quoted(key) + colon + value.written(indent: indent.map { $0 + 1 })
      }
      return Self.wrapped(items, "{", "}", indent: indent)
    }
  }

  private static func wrapped(
    _ items: [String], _ open: String, _ close: String, indent: Int?
  ) -> String {
    guard let indent, !items.isEmpty else {
      return open + items.joined(separator: ",") + close
    }
    let outer = String(repeating: "  ", count: indent)
    let lines = items.map { outer + "  " + $0 }.joined(separator: ",\n")
    return "\(open)\n\(lines)\n\(outer)\(close)"
  }

  /// A JSON string: only what JSON demands is escaped.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Plan {
  /// The plan's one canonical encoding: sorted keys, no spaces.
  package var canonicalJSON: String { canonicalValue.text }

  /// SHA-256 of the canonical encoding, 64 lowercase hex digits.
  package var digest: String {
    var hasher = SHA256()
    var text = canonicalJSON
    text.withUTF8 { hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    return hasher.finalize().map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// The first 8 digits of the digest, for file names and screens.
  package var shortDigest: String { String(digest.prefix(8)) }

  /// A plan holds only texts, whole numbers and truth values, all of which can be encoded; null
  /// would say that somebody has added something else.
  var canonicalValue: CanonicalJSON {
    (try? CanonicalJSON(self)) ?? .null
  }
}
