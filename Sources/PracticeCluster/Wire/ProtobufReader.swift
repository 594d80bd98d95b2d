/// One field of a protobuf message.
enum ProtobufField {
  case number(UInt64)
  case bytes(ArraySlice<UInt8>)
}

/// Reads the protobuf wire format, field by field.
struct ProtobufReader {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// The next field with its number; nil at the end. Throws `APIError` (400) on what is no protobuf.
  mutating func next() throws -> (number: Int, value: ProtobufField)? {
    guard !bytes.isEmpty else { return nil }
    let tag = try varint()
    let number = Int(truncatingIfNeeded: tag >> 3)
    switch tag & 7 {
    case 0: return (number, .number(try varint()))
    case 1: return (number, .number(try fixed(8)))
    case 2: return (number, .bytes(try take(Int(truncatingIfNeeded: try varint()))))
    case 5: return (number, .number(try fixed(4)))
    default: throw Self.broken
    }
  }

  private mutating func fixed(_ count: Int) throws -> UInt64 {
    try take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count else { throw Self.broken }
    let head = bytes.prefix(count)
    bytes = bytes.dropFirst(count)
    return head
  }

  private mutating func varint() throws -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = bytes.popFirst() {
      guard shift < 64 else { throw Self.broken }
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
      shift += 7
    }
    throw Self.broken
  }

  static let broken = APIError.badRequest("the body of the request is no valid protobuf")
}
