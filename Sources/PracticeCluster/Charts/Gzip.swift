/// Bytes in gzip's format (RFC 1952), stored and not made smaller.
enum Gzip {
  /// The same bytes for the same content: no name and no time is kept.
  static func stored(_ content: [UInt8]) -> [UInt8] {
    let unknownSystem: UInt8 = 255
    var result: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, unknownSystem]
    var rest = content[...]
    repeat {
      let block = rest.prefix(0xffff)
      rest = rest.dropFirst(block.count)
      result.append(rest.isEmpty ? 1 : 0)
      result += littleEndian(UInt16(block.count))
      result += littleEndian(~UInt16(block.count))
      result += block
    } while !rest.isEmpty
    return result + littleEndian(checksum(of: content))
      + littleEndian(UInt32(truncatingIfNeeded: content.count))
  }

  /// The CRC-32 of the bytes.
  static func checksum(of bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ remainders[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  private static let remainders: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1
    }
  }

  private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian, Array.init)
  }
}
