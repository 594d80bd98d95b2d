/// Prose as lines, for files and for output that isn't laid out for a terminal of a known width.
package enum ProseText {
  /// The text as lines of at most `columns` characters, broken between words; a word that is longer
  /// stands on a line of its own. An empty text gives none.
  package static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= columns {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
