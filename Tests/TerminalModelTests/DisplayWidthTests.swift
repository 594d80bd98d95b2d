import TerminalModel
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("中文", 4), ("ｱ", 1), ("Ａ", 2), ("한", 2),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧", 6), ("🇩🇪", 2), ("❤️", 1),
    ("1\u{FE0F}\u{20E3}", 1), ("\u{1B}[0m", 4), ("\u{202E}abc", 4), ("\u{301}", 1),
    ("a\u{200D}b", 2),
    ("─┬▌●✓…", 6), ("\u{E000}", 1), ("\u{10FFFF}", 1),
  ])
  func aTextTakesTheColumnsThatATerminalGivesIt(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test func everyGlyphTakesOneColumn() {
    for glyphs in [Glyphs.unicode, .ascii] {
      let signs = Mirror(reflecting: glyphs).children.compactMap { $0.value as? Character }
      #expect(signs.count > 25)
      for sign in signs {
        #expect(DisplayWidth.of(sign) == 1, "\(sign)")
        #expect(!glyphs.isASCII || sign.isASCII, "\(sign)")
      }
      #expect(DisplayWidth.of(glyphs.checkbox(true)) == 3)
      #expect(DisplayWidth.of(glyphs.radio(true)) == 3)
      #expect(DisplayWidth.of(glyphs.unavailable) == 3)
    }
  }

  @Test func everyScalarOfUnicodeHasAWidthThatWritingAgreesWith() {
    var surface = Surface(size: Size(columns: 4, rows: 1))
    for value in UInt32(0)...0x3FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "x" + String(scalar)
      let used = surface.write(text, at: Point(column: 0, row: 0), role: .body)
      if used != 1 + DisplayWidth.of(scalar) {
        Issue.record("U+\(String(value, radix: 16)) takes \(used - 1) columns")
      }
    }
  }
}
