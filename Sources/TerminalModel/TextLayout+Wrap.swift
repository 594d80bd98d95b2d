extension TextLayout {
  /// The text as lines of at most `columns`, broken between words; long words are cut to fit.
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
    var lines: [String] = []
    var line = String(text.prefix { $0 == " " }.prefix(max(0, columns - 1)))
    var used = line.utf8.count
    var isFresh = true
    func breakLine() {
      lines.append(line)
      line = String(repeating: " ", count: indent)
      (used, isFresh) = (indent, true)
    }
    for word in text.split(separator: " ") {
      var cells = Array(PrintableCells(word, glyphs: glyphs))
      let needed = width(cells[...])
      if !isFresh {
        if used + 1 + needed <= columns {
          line += " "
          used += 1
        } else {
          breakLine()
        }
      }
      while used + width(cells[...]) > columns {
        let part = head(cells, columns - used)
        // A wide character may not fit into one column at all: it is given up, not looped over.
        let taken = max(part.count, used > indent || used > 0 && indent == 0 ? 0 : 1)
        line += string(part)
        cells.removeFirst(taken)
        breakLine()
      }
      line += string(cells[...])
      used += width(cells[...])
      isFresh = false
    }
    lines.append(line)
    return lines
  }
}
