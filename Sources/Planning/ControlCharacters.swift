/// Whether a text holds line breaks, escapes or other control characters.
func hasControlCharacters(_ text: String) -> Bool {
  text.unicodeScalars.contains(where: isControl)
}

/// The text with a mark in the place of each control character, so that it can do nothing to a
/// terminal and can't end a comment's line.
func harmless(_ text: String) -> String {
  guard hasControlCharacters(text) else { return text }
  let scalars = text.unicodeScalars.map { isControl($0) ? "\u{fffd}" : $0 }
  return String(String.UnicodeScalarView(scalars))
}

/// What somebody typed, as a sentence can repeat it: in quotes, without control characters, short.
func quoted(_ text: String) -> String {
  let short = text.count > 60 ? text.prefix(59) + "…" : text
  return "“\(harmless(short))”"
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
}
