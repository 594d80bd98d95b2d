/// A piece of YAML text to be written, with the comments that explain it.
package indirect enum YAMLText: Equatable, Sendable {
  /// A text; put in quotes where YAML would read it as something else.
  case text(String)
  /// A truth value.
  case flag(Bool)
  /// A list of texts or maps.
  case list([YAMLText])
  /// A map, in this order.
  case map([Line])

  /// A key with its value, a comment behind it, and comment lines above it.
  package struct Line: Equatable, Sendable {
    /// The key.
    package var key: String
    /// The value; nil leaves it empty.
    package var value: YAMLText?
    /// What stands behind a `#` on the same line; for texts, flags and empty lists only.
    package var comment: String?
    /// Comment lines above.
    package var above: [String]

    /// Makes a line.
    package init(
      _ key: String, _ value: YAMLText?, comment: String? = nil, above: [String] = []
    ) {
      self.key = key
      self.value = value
      self.comment = comment
      self.above = above
    }
  }

  /// The text of a file, with a line feed at its end.
  package var document: String {
    switch self {
    case .map(let lines): lines.isEmpty ? "{}\n" : Self.write(lines, "").joined(separator: "\n") + "\n"
    case .list(let elements) where !elements.isEmpty:
      Self.write(elements, "").joined(separator: "\n") + "\n"
    default: (inline ?? "") + "\n"
    }
  }

  private var inline: String? {
    switch self {
    case .text(let text): YAMLText.quoted(text)
    case .flag(let flag): flag ? "true" : "false"
    case .list(let elements): elements.isEmpty ? "[]" : nil
    case .map(let lines): lines.isEmpty ? "{}" : nil
    }
  }

  private static func write(_ lines: [Line], _ indent: String) -> [String] {
    lines.flatMap { line -> [String] in
      let above = line.above.map { $0.isEmpty ? "" : "\(indent)# \(oneLine($0))" }
      let comment = line.comment.map { "# \(oneLine($0))" }
      let key = "\(indent)\(quoted(line.key)):"
      guard let value = line.value else { return above + [beside(key, comment)] }
      if let inline = value.inline { return above + [beside("\(key) \(inline)", comment)] }
      return above + [beside(key, comment)] + block(value, indent + "  ")
    }
  }

  private static func write(_ elements: [YAMLText], _ indent: String) -> [String] {
    elements.flatMap { element -> [String] in
      if let inline = element.inline { return ["\(indent)- \(inline)"] }
      var lines = block(element, indent + "  ")
      if let first = lines.first { lines[0] = indent + "- " + first.dropFirst(indent.count + 2) }
      return lines
    }
  }

  private static func block(_ value: YAMLText, _ indent: String) -> [String] {
    switch value {
    case .map(let lines): write(lines, indent)
    case .list(let elements): write(elements, indent)
    case .text, .flag: []
    }
  }

  private static func beside(_ text: String, _ comment: String?) -> String {
    guard let comment else { return text }
    return text + String(repeating: " ", count: max(1, 32 - text.count)) + comment
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// The text as a scalar that YAML reads as that text, whatever the version of YAML.
  static func quoted(_ text: String) -> String {
    if isPlain(text) { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where TerminalText.isTreacherous(scalar):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func isPlain(_ text: String) -> Bool {
    let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
    guard let first = text.unicodeScalars.first, !words.contains(text.lowercased()) else {
      return false
    }
    let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    let safe = Set((letters + "0123456789./_-+@:").unicodeScalars)
    guard text.unicodeScalars.allSatisfy(safe.contains), text.last != ":" else { return false }
    if Set((letters + "/").unicodeScalars).contains(first) { return true }
    if first == "." { return text.hasPrefix("./") || text.hasPrefix("../") }
    // `8760h` and `2026.8.3` are texts; a number, a time or a date would be read as another type.
    let hasLetter = text.unicodeScalars.contains { Set(letters.unicodeScalars).contains($0) }
    let unlikeNumber = !["0x", "0o", "0b"].contains(String(text.prefix(2)).lowercased())
    return ("0"..."9").contains(first) && (text.filter { $0 == "." }.count == 2 || hasLetter)
      && unlikeNumber && !text.lowercased().contains("e") && !text.contains(":")
  }
}
