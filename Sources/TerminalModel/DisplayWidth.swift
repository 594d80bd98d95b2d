/// How many terminal columns a text takes once a surface shows it.
package enum DisplayWidth {
  /// The columns that `Surface.write` uses for this text; control characters count as one.
  package static func of(_ text: some StringProtocol) -> Int {
    if let ascii = plainASCII(text) { return ascii }
    return PrintableCells(text, glyphs: .unicode).reduce(0) { $0 + $1.width }
  }

  /// The columns that a surface uses for this character.
  package static func of(_ character: Character) -> Int { of(String(character)) }

  /// The columns that this scalar adds to a text: 0 for a combining mark or one that is dropped.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    switch ScalarDisplay(scalar) {
    case .mark, .dropped: 0
    case .ascii, .narrow, .letter, .control: 1
    case .wide: 2
    }
  }

  /// The number of bytes, when each is one ASCII character and so one column; nil otherwise.
  private static func plainASCII(_ text: some StringProtocol) -> Int? {
    let counted = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
      bytes.allSatisfy { $0 < 0x80 } ? bytes.count : nil
    }
    return counted ?? nil
  }
}
