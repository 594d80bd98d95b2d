import Glibc

/// Masks private keys in what passes through, also when one is split over several chunks.
///
/// It knows PEM blocks of any kind of private key, with real or escaped line ends, and such a block
/// once more in base64, as Kubernetes prints Secrets. Certificates pass.
struct Redactor: Sendable {
  /// What stands in place of a key.
  static let mask = Array("‹private key hidden›".utf8)
  /// The most bytes that one key hides: an opening line that is never closed can't hide the rest.
  static let longestKey = 64 << 10

  private static let opening = Array("-----BEGIN ".utf8)
  private static let closing = Array("-----END ".utf8)
  private static let dashes = Array("-----".utf8)
  private static let encoded = Array("LS0tLS1CRUdJTi".utf8)  // "-----BEGIN" in base64
  private static let longestLabel = 64

  private enum State: Equatable { case open, block(Int), base64(Int) }
  private var state = State.open
  private var carry: [UInt8] = []

  /// The chunk without keys. A few bytes may be held back until the next chunk shows what they are.
  mutating func redact(_ chunk: [UInt8]) -> [UInt8] {
    if state == .open, carry.isEmpty, Self.isInnocent(chunk) { return chunk }
    var rest = (carry + chunk)[...]
    carry = []
    var clean: [UInt8] = []
    clean.reserveCapacity(rest.count)
    var more = true
    while more, !rest.isEmpty {
      switch state {
      case .open: more = passOpen(&rest, into: &clean)
      case .block(let hidden): more = passBlock(&rest, hidden)
      case .base64(let hidden): more = passBase64(&rest, hidden)
      }
    }
    carry = Array(rest)
    return clean
  }

  /// Gives out what was held back, when nothing more will come; inside a key, nothing.
  mutating func finish() -> [UInt8] {
    defer {
      carry = []
      state = .open
    }
    return state == .open ? carry : []
  }

  /// A whole output without keys.
  static func redacted(_ bytes: [UInt8]) -> [UInt8] {
    var redactor = Redactor()
    return redactor.redact(bytes) + redactor.finish()
  }

  /// Outside a key: passes on up to the next one. False when more bytes are needed to decide.
  private mutating func passOpen(_ rest: inout ArraySlice<UInt8>, into clean: inout [UInt8]) -> Bool
  {
    let block = Self.position(of: Self.opening, in: rest)
    let base64 = Self.position(of: Self.encoded, in: rest)
    guard let start = [block, base64].compactMap({ $0 }).min() else {
      let kept = Self.possibleMarker(at: rest)
      clean.append(contentsOf: rest.dropLast(kept))
      rest = rest.suffix(kept)
      return false
    }
    clean.append(contentsOf: rest[..<start])
    rest = rest[start...]
    let verdict = start == block ? Self.blockIsKey(rest) : Self.base64IsKey(rest)
    switch verdict {
    case nil: return false
    case true?:
      clean.append(contentsOf: Self.mask)
      state = start == block ? .block(0) : .base64(0)
    case false?:
      clean.append(rest[rest.startIndex])
      rest = rest.dropFirst()
    }
    return true
  }

  private mutating func passBlock(_ rest: inout ArraySlice<UInt8>, _ hidden: Int) -> Bool {
    if let end = Self.position(of: Self.closing, in: rest) {
      let label = rest[end...].dropFirst(Self.closing.count)
      if let close = Self.position(of: Self.dashes, in: label) {
        rest = rest[(close + Self.dashes.count)...]
        state = .open
        return true
      }
      guard label.count > Self.longestLabel else {
        rest = rest[end...]
        return false
      }
    }
    return hide(&rest, hidden, keeping: Self.closing.count - 1) { .block($0) }
  }

  private mutating func passBase64(_ rest: inout ArraySlice<UInt8>, _ hidden: Int) -> Bool {
    if let end = rest.firstIndex(where: { !Self.isBase64($0) }) {
      rest = rest[end...]
      state = .open
      return true
    }
    return hide(&rest, hidden, keeping: 0) { .base64($0) }
  }

  private mutating func hide(
    _ rest: inout ArraySlice<UInt8>, _ hidden: Int, keeping: Int, as inside: (Int) -> State
  ) -> Bool {
    let dropped = max(0, rest.count - keeping)
    rest = rest.suffix(keeping)
    state = hidden + dropped > Self.longestKey ? .open : inside(hidden + dropped)
    return state == .open
  }
}

extension Redactor {
  private static func isInnocent(_ chunk: [UInt8]) -> Bool {
    chunk.last != 0x2d && position(of: dashes, in: chunk[...]) == nil
      && position(of: encoded, in: chunk[...]) == nil && possibleMarker(at: chunk[...]) == 0
  }

  private static func position(of marker: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.withUnsafeBufferPointer { buffer -> Int? in
      guard let base = buffer.baseAddress, let first = marker.first else { return nil }
      var position = 0
      while buffer.count - position >= marker.count {
        let room = buffer.count - position - marker.count + 1
        guard let found = memchr(base + position, Int32(first), room) else { return nil }
        if memcmp(found, marker, marker.count) == 0 {
          return bytes.startIndex + (UnsafeRawPointer(found) - UnsafeRawPointer(base))
        }
        position = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
      }
      return nil
    }
  }

  /// How many of the last bytes could be the beginning of a marker.
  private static func possibleMarker(at bytes: ArraySlice<UInt8>) -> Int {
    [opening, encoded].map { marker in
      (1..<marker.count).last { bytes.suffix($0).elementsEqual(marker.prefix($0)) } ?? 0
    }.max() ?? 0
  }

  private static func blockIsKey(_ rest: ArraySlice<UInt8>) -> Bool? {
    let label = rest.dropFirst(opening.count).prefix(longestLabel)
    if let end = position(of: dashes, in: label) {
      return label[..<end].reversed().starts(with: "PRIVATE KEY".utf8.reversed())
    }
    return label.count < longestLabel ? nil : false
  }

  private static func base64IsKey(_ rest: ArraySlice<UInt8>) -> Bool? {
    let run = rest.prefix(88).prefix { isBase64($0) }
    if run.count == rest.count, run.count < 88 { return nil }
    return position(of: Array("PRIVATE KEY".utf8), in: decoded(run)[...]) != nil
  }

  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits = 0
    var held: UInt32 = 0
    for character in text {
      guard let value = value(of: character) else { break }
      held = (held << 6 | value) & 0xffff
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
      }
    }
    return bytes
  }

  private static func isBase64(_ byte: UInt8) -> Bool { byte == 0x3d || value(of: byte) != nil }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5a: UInt32(byte) - 0x41
    case 0x61...0x7a: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case 0x2b: 62
    case 0x2f: 63
    default: nil
    }
  }
}
