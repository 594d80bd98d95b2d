/// Cuts a stream of JSON objects, as kubectl prints them one after the other, into its objects.
struct JSONDocuments: Sendable {
  /// An object of more bytes than that is given up.
  static let largest = 16 << 20

  private var pending: [UInt8] = []
  private var depth = 0
  private var inString = false
  private var escaped = false

  /// Takes more bytes; gives back the objects that are complete with them.
  mutating func feed(_ bytes: [UInt8]) -> [[UInt8]] {
    var documents: [[UInt8]] = []
    for byte in bytes {
      if depth == 0, byte != 0x7b { continue }
      pending.append(byte)
      step(byte)
      if depth == 0 || pending.count > Self.largest {
        if depth == 0 { documents.append(pending) }
        pending = []
        depth = 0
        inString = false
      }
    }
    return documents
  }

  private mutating func step(_ byte: UInt8) {
    if inString {
      if escaped {
        escaped = false
      } else if byte == 0x5c {
        escaped = true
      } else if byte == 0x22 {
        inString = false
      }
      return
    }
    switch byte {
    case 0x22: inString = true
    case 0x7b: depth += 1
    case 0x7d: depth -= 1
    default: break
    }
  }

  /// The objects of a whole output.
  static func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var documents = JSONDocuments()
    return documents.feed(bytes)
  }
}
