/// The PEM blocks of a text, read as Linkerd reads them, or more forgivingly.
///
/// Linkerd reads with Go's encoding/pem: marks stand at the beginning of a line, lines end in LF or
/// CRLF. Text before and between blocks is passed over, text behind the last one is noted, because
/// Linkerd refuses it in certificates (linkerd2 pkg/tls/codec.go).
struct PEMText {
  /// A text that is longer can't be a certificate or key of any use.
  static let largestSize = 1 << 20
  /// More blocks than that are no set of certificates for a mesh.
  static let mostBlocks = 100

  struct Block {
    var label: String
    /// The lines of the form `Name: value` before the base64.
    var headers: [String] = []
    /// nil where what stands between the marks isn't base64.
    var der: [UInt8]?
  }

  var blocks: [Block] = []
  /// Something other than white space stands behind the last block.
  var hasTrailingText = false
  /// Nothing but white space stands behind the last block, and it is more than its line's end.
  var hasTrailingBlanks = false
  /// The text ends inside a block.
  var isCutShort = false

  /// Reads the blocks of a text as Linkerd does.
  init(_ bytes: [UInt8]) {
    var reader = PEMReader()
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      reader.take((line.last == 13 ? line.dropLast() : line).dropLast(while: \.isBlank))
    }
    self = reader.finished()
    let tail = bytes.suffix(while: { $0.isBlank || $0 == 10 || $0 == 13 })
    let rest = tail.drop { $0 != 10 }.dropFirst()
    hasTrailingBlanks = !blocks.isEmpty && !isCutShort && !hasTrailingText && !rest.isEmpty
  }

  /// Reads also blocks that Linkerd doesn't see: indented, in lines that end in CR, in UTF-16, behind
  /// a byte order mark; a certificate or key in DER counts as one block.
  init(forgiving bytes: [UInt8]) {
    if let block = Self.derBlock(bytes) {
      blocks = [block]
      return
    }
    var reader = PEMReader()
    for line in Self.narrow(bytes).split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      reader.take(line.drop(while: \.isBlank).dropLast(while: \.isBlank))
    }
    self = reader.finished()
  }

  init() {}

  /// One block and a newline, in lines of 64 characters.
  static func block(_ label: String, der: [UInt8]) -> String {
    let digits = Base64.encode(der)
    var lines = ["-----BEGIN \(label)-----"]
    for start in stride(from: 0, to: digits.count, by: 64) {
      lines.append(String(decoding: digits[start..<min(start + 64, digits.count)], as: UTF8.self))
    }
    lines.append("-----END \(label)-----\n")
    return lines.joined(separator: "\n")
  }

  /// Whether the bytes are a text of two bytes a character, as PowerShell's `>` writes.
  static func isUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  /// Whether the text begins with UTF-8's byte order mark.
  static func hasByteOrderMark(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

  /// The text's ASCII characters in one byte each, without a byte order mark.
  private static func narrow(_ bytes: [UInt8]) -> [UInt8] {
    if isUTF16(bytes) { return bytes.dropFirst(2).filter { $0 != 0 } }
    return hasByteOrderMark(bytes) ? Array(bytes.dropFirst(3)) : bytes
  }

  private static func derBlock(_ bytes: [UInt8]) -> Block? {
    guard bytes.first == 0x30 else { return nil }
    if KeyKind.ofCertificate(der: bytes) != nil { return Block(label: "CERTIFICATE", der: bytes) }
    let label = ["PRIVATE KEY", "EC PRIVATE KEY"].first {
      KeyKind.ofPrivateKey(label: $0, der: bytes) == .p256
    }
    return label.map { Block(label: $0, der: bytes) }
  }
}

/// Takes lines one after the other and puts blocks together.
private struct PEMReader {
  private var text = PEMText()
  private var open: (label: String, headers: [String], digits: [UInt8])?

  /// Takes a line without its end.
  mutating func take(_ line: ArraySlice<UInt8>) {
    if let label = Self.label(in: line, mark: "-----BEGIN ") {
      text.isCutShort = text.isCutShort || open != nil
      open = (label, [], [])
    } else if open != nil {
      takeInside(line)
    } else if !line.allSatisfy({ $0.isBlank || $0 == 13 }) {
      text.hasTrailingText = true
    }
  }

  /// Takes a line of the open block, which is never copied: a block may have many lines.
  private mutating func takeInside(_ line: ArraySlice<UInt8>) {
    if let label = Self.label(in: line, mark: "-----END ") {
      close(label)
    } else if open?.digits.isEmpty == true, line.contains(UInt8(ascii: ":")) {
      open?.headers.append(String(decoding: line, as: UTF8.self))
    } else {
      open?.digits.append(contentsOf: line.filter { !$0.isBlank && $0 != 13 })
    }
  }

  private mutating func close(_ label: String) {
    guard let block = open else { return }
    let der = label == block.label ? Base64.decode(block.digits) : nil
    text.blocks.append(PEMText.Block(label: block.label, headers: block.headers, der: der))
    text.hasTrailingText = false
    open = nil
  }

  /// What was read; an open block is cut short.
  func finished() -> PEMText {
    var text = text
    text.isCutShort = text.isCutShort || open != nil
    text.hasTrailingText = text.hasTrailingText && !text.blocks.isEmpty
    return text
  }

  private static func label(in line: ArraySlice<UInt8>, mark: String) -> String? {
    let dashes = "-----".utf8
    guard line.count >= mark.utf8.count + dashes.count, line.starts(with: mark.utf8),
      line.suffix(dashes.count).elementsEqual(dashes)
    else { return nil }
    return String(
      decoding: line.dropFirst(mark.utf8.count).dropLast(dashes.count), as: UTF8.self)
  }
}

extension UInt8 {
  /// A space or a tab.
  fileprivate var isBlank: Bool { self == 32 || self == 9 }
}

extension Array<UInt8> {
  /// The longest end of it whose bytes all match.
  fileprivate func suffix(while matches: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, matches(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}

extension ArraySlice<UInt8> {
  fileprivate func dropLast(while matches: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var end = endIndex
    while end > startIndex, matches(self[end - 1]) { end -= 1 }
    return self[startIndex..<end]
  }
}
