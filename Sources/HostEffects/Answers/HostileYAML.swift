/// Finds, before a parser sees a text, what could keep a parser busy forever or overflow its stack.
enum HostileYAML {
  /// The refusal of anchors and aliases.
  static func anchors(_ line: Int) -> YAMLProblem {
    YAMLProblem(
      line: line, "Anchors (&), aliases (*) and merges (<<) are not read. Write the value out.")
  }

  /// Throws for anchors, aliases, tags and absurd nesting. What stands in quotes or comments is passed
  /// over; a value that begins with such a sign must be quoted in YAML anyway.
  static func check(_ text: String) throws(YAMLProblem) {
    var scan = Scan()
    for byte in text.utf8 { try scan.take(byte) }
  }

  private struct Scan {
    var line = 1
    var quote: UInt8?
    var escaped = false
    var comment = false
    var openers = 0
    var indicators = 0
    /// Whether a value or a key may begin at the next byte.
    var atStart = true
    var afterSpace = false

    mutating func take(_ byte: UInt8) throws(YAMLProblem) {
      if byte == 0x0a {
        line += 1
        comment = false
        indicators = 0
        if quote == nil { atStart = true }
        return
      }
      guard !comment else { return }
      if let open = quote {
        let escapes = byte == 0x5c && open == 0x22 && !escaped
        if byte == open, !escaped { quote = nil }
        escaped = escapes
        return
      }
      try outside(byte)
    }

    private mutating func outside(_ byte: UInt8) throws(YAMLProblem) {
      let began = atStart
      switch byte {
      case 0x20:
        afterSpace = true
        return
      case 0x23: if began || afterSpace { comment = true }
      case 0x22, 0x27: if began { quote = byte }
      case 0x26, 0x2a: if began { throw HostileYAML.anchors(line) }
      case 0x21:
        if began { throw YAMLProblem(line: line, "Tags (!) are not read. Write the plain value.") }
      case 0x5b, 0x7b:
        openers += 1
        if openers > 200 { throw YAMLProblem(line: line, "There are far too many brackets.") }
      case 0x2d, 0x3f:
        if began {
          indicators += 1
          if indicators > 20 { throw YAMLProblem(line: line, "It is nested too deeply.") }
        }
      default: break
      }
      afterSpace = false
      atStart = [0x5b, 0x7b, 0x2c, 0x3a].contains(byte) || began && [0x2d, 0x3f].contains(byte)
    }
  }
}
