/// Writes the protobuf wire format, as far as texts and nested messages go.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  mutating func text(_ field: Int, _ text: String) { append(field, Array(text.utf8)) }

  mutating func message(_ field: Int, _ fill: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    fill(&inner)
    append(field, inner.bytes)
  }

  private mutating func append(_ field: Int, _ content: [UInt8]) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  private mutating func varint(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: value))
  }
}
