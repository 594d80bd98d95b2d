extension TextLayout {
  /// The text as lines of at most `columns`, broken between words; a word that is longer than a line
  /// is broken behind a slash where it has one, so that a path stays readable.
  ///
  /// Line feeds in the text begin a new line; an empty text gives one empty line. Every line but
  /// the first of a paragraph begins with `hangingIndent` spaces, as far as that leaves room.
  package func wrapped(
    _ text: some StringProtocol, to columns: Int, hangingIndent: Int = 0
  ) -> [String] {
    guard columns > 0 else { return [] }
    let indent = min(max(hangingIndent, 0), columns - 1)
    return text.split(omittingEmptySubsequences: false) { $0.isNewline }
      .flatMap { wrappedParagraph($0, columns: columns, indent: indent) }
  }

  private func wrappedParagraph(
    _ text: some StringProtocol, columns: Int, indent: Int
  ) -> [String] {
    var paragraph = Paragraph(layout: self, columns: columns, indent: indent)
    paragraph.keepIndent(of: text)
    for word in text.split(separator: " ") {
      paragraph.append(Array(PrintableCells(word, glyphs: glyphs)))
    }
    return paragraph.lines + [paragraph.line]
  }

  /// Lines that are full, and the one being filled.
  private struct Paragraph {
    let layout: TextLayout
    let columns: Int
    let indent: Int
    var lines: [String] = []
    var line = ""
    var used = 0
    var hasWord = false

    mutating func keepIndent(of text: some StringProtocol) {
      line = String(text.prefix { $0 == " " }.prefix(columns - 1))
      used = line.utf8.count
    }

    mutating func append(_ word: [PrintableCells.Element]) {
      if hasWord {
        if used + 1 + layout.width(word[...]) <= columns {
          line += " "
          used += 1
        } else {
          breakLine()
        }
      }
      var rest = word[...]
      while used + layout.width(rest) > columns {
        let part = pathPart(of: layout.head(Array(rest), columns - used))
        line += layout.string(part)
        // A wide character that doesn't fit even an empty line is given up, not looped over.
        rest = rest.dropFirst(part.isEmpty && used <= indent ? 1 : part.count)
        if !rest.isEmpty { breakLine() }
      }
      line += layout.string(rest)
      used += layout.width(rest)
      hasWord = true
    }

    /// The part up to its last slash, where that leaves the line not nearly empty.
    private func pathPart(
      of part: ArraySlice<PrintableCells.Element>
    ) -> ArraySlice<PrintableCells.Element> {
      guard let slash = part.lastIndex(where: { $0.text == "/" }) else { return part }
      let head = part[...slash]
      return layout.width(head) * 3 > columns - used ? head : part
    }

    mutating func breakLine() {
      lines.append(line)
      line = String(repeating: " ", count: indent)
      used = indent
      hasWord = false
    }
  }
}
