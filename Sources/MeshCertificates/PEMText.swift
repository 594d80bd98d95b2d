/// The PEM blocks of a text, read as forgivingly as Linkerd does and told apart more exactly.
///
/// Lines may end in LF, CRLF or CR. Text before and between blocks is passed over, text behind the
/// last one is noted, because Linkerd refuses it in certificates (linkerd2 pkg/tls/codec.go).
struct PEMText {
  /// A text that is longer can't be a certificate or key of any use.
  static let largestSize = 1 << 20

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
  /// The text ends inside a block.
  var isCutShort = false

  init(_ bytes: [UInt8]) {
    var open: (label: String, headers: [String], digits: [UInt8])?
    for rawLine in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      let line = rawLine.dropLast(while: { $0 == 32 || $0 == 9 })
      if let label = Self.label(in: line, mark: "-----BEGIN ") {
        isCutShort = isCutShort || open != nil
        open = (label, [], [])
      } else if let current = open {
        if let label = Self.label(in: line, mark: "-----END ") {
          let der = label == current.label ? Base64.decode(current.digits) : nil
          blocks.append(Block(label: current.label, headers: current.headers, der: der))
          hasTrailingText = false
          open = nil
        } else if line.contains(UInt8(ascii: ":")) {
          open?.headers.append(String(decoding: line, as: UTF8.self))
        } else {
          open?.digits.append(contentsOf: line)
        }
      } else if !line.allSatisfy({ $0 == 32 || $0 == 9 }) {
        hasTrailingText = true
      }
    }
    isCutShort = isCutShort || open != nil
    hasTrailingText = hasTrailingText && !blocks.isEmpty
  }

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

  private static func label(in line: ArraySlice<UInt8>, mark: String) -> String? {
    let dashes = "-----".utf8
    guard line.count >= mark.utf8.count + dashes.count, line.starts(with: mark.utf8),
      line.suffix(dashes.count).elementsEqual(dashes)
    else { return nil }
    return String(
      decoding: line.dropFirst(mark.utf8.count).dropLast(dashes.count), as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  fileprivate func dropLast(while matches: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var end = endIndex
    while end > startIndex, matches(self[end - 1]) { end -= 1 }
    return self[startIndex..<end]
  }
}
