import Planning

/// What a failed tool said and was asked, made easy to look things up in.
///
/// Phrases are found whatever the case of their letters: Helm 3 and Helm 4 differ in that.
struct ToolText {
  let failure: ToolFailure
  /// Standard error without the lines that are written for programmers.
  let lines: [String]
  private let core: [UInt8]
  private let foldedCore: [UInt8]
  private let foldedAll: [UInt8]
  private let foldedOutput: [UInt8]

  init(_ failure: ToolFailure) {
    self.failure = failure
    let text = failure.standardError
    lines = text.split(whereSeparator: \.isNewline).map(String.init)
      .filter { !Self.isForProgrammers($0) }
    core = Array(lines.joined(separator: "\n").utf8)
    foldedCore = core.map(Self.folded)
    foldedAll = text.utf8.map(Self.folded)
    foldedOutput = failure.standardOutput.utf8.map(Self.folded)
  }

  /// Whether the meaningful lines of standard error hold one of the phrases.
  func says(_ phrases: String...) -> Bool {
    phrases.contains { Self.position(of: $0, in: foldedCore) != nil }
  }

  /// Whether a server's name could not be looked up, in the words of Go's resolver.
  var saysThatNameIsUnknown: Bool { says("no such host", "temporary failure in name resolution") }

  /// Whether a server could not be reached by HTTP, in the words of Go.
  var saysThatServerIsOutOfReach: Bool {
    says(
      "connection refused", "no route to host", "network is unreachable", "timeout",
      "connection reset", "proxyconnect", "context deadline exceeded", "\": EOF",
      "\": unexpected EOF")
  }

  /// Whether standard error holds one of the phrases, warnings and debug lines included.
  func mentions(_ phrases: String...) -> Bool {
    phrases.contains { Self.position(of: $0, in: foldedAll) != nil }
  }

  /// Whether standard output holds the phrase.
  func prints(_ phrase: String) -> Bool {
    Self.position(of: phrase, in: foldedOutput) != nil
  }

  /// The text behind the first `start` up to the next `end`; nil where one of them is missing or
  /// nothing stands between them. Without an `end` it goes to the end of the line.
  func value(after start: String, until end: String? = nil) -> String? {
    guard let found = Self.position(of: start, in: foldedCore) else { return nil }
    let rest = core[(found + start.utf8.count)...]
    let newline = UInt8(ascii: "\n")
    let stop: Int
    if let end {
      guard let position = Self.position(of: end, in: Array(rest).map(Self.folded)) else {
        return nil
      }
      stop = rest.startIndex + position
    } else {
      stop = rest.firstIndex(of: newline) ?? rest.endIndex
    }
    let text = String(decoding: rest[rest.startIndex..<stop], as: UTF8.self)
    return text.isEmpty ? nil : text
  }

  /// The last line that says something, without `Error: ` or the like before it; empty where there is
  /// none.
  ///
  /// Nothing is quoted where a private key was printed.
  var lastLine: String {
    if mentions("PRIVATE KEY-----") || prints("PRIVATE KEY-----") { return "" }
    let output = failure.standardOutput.split(whereSeparator: \.isNewline).map(String.init)
    let said = lines.last { !$0.allSatisfy(\.isWhitespace) && !isHint($0) } ?? output.last ?? ""
    var line = said[...]
    let prefixes = ["docker: ", "Error: ", "error: ", "Error response from daemon: "]
    for prefix in prefixes where line.hasPrefix(prefix) {
      line = line.dropFirst(prefix.count)
    }
    return line.count > 300 ? line.prefix(299) + "…" : String(line)
  }

  /// `: ` and the last line, for the end of a sentence; a full stop alone where there is none.
  var asSaid: String {
    var line = lastLine
    while let last = line.last, last == " " || last == ":" { line.removeLast() }
    return line.isEmpty ? "." : ": " + line + (line.hasSuffix(".") ? "" : ".")
  }

  /// Whether the line only says where docker's help is, which stands behind each of its failures.
  private func isHint(_ line: String) -> Bool {
    failure.tool == .docker
      && (line.hasPrefix("Run 'docker ") || line.hasPrefix("See 'docker ")
        || line.hasPrefix("Usage:"))
  }

  /// Lines of klog (`E1120 …`), of Helm's debugging and of Go's structured logs.
  private static func isForProgrammers(_ line: String) -> Bool {
    if line.hasPrefix("level=") || line.contains("[debug]") { return true }
    let bytes = Array(line.utf8.prefix(6))
    return bytes.count == 6 && "IWEF".utf8.contains(bytes[0])
      && bytes[1...4].allSatisfy { (48...57).contains($0) } && bytes[5] == 32
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte + 32 : byte
  }

  private static func position(of phrase: String, in text: [UInt8]) -> Int? {
    let wanted = phrase.utf8.map(folded)
    guard let first = wanted.first, text.count >= wanted.count else { return nil }
    for start in 0...(text.count - wanted.count) where text[start] == first {
      if text[start..<(start + wanted.count)].elementsEqual(wanted) { return start }
    }
    return nil
  }
}
