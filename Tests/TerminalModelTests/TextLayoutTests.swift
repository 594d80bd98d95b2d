import TerminalModel
import Testing

@Suite struct TextLayoutTests {
  private let layout = TextLayout(.unicode)

  @Test func aTextThatFitsStaysWhole() {
    #expect(layout.truncated("abc", to: 3) == "abc")
    #expect(layout.truncated("", to: 0) == "")
  }

  @Test func aLongTextIsCutWhereAsked() {
    #expect(layout.truncated("abcdefgh", to: 5) == "abcd…")
    #expect(layout.truncated("abcdefgh", to: 5, cutting: .start) == "…efgh")
    #expect(layout.truncated("abcdefgh", to: 5, cutting: .middle) == "ab…gh")
    #expect(layout.truncated("中文字", to: 4) == "中…")
    #expect(layout.truncated("abc", to: 0) == "")
    #expect(layout.truncated("abc", to: 1) == "…")
    #expect(TextLayout(.ascii).truncated("abcdef", to: 4) == "abc~")
  }

  @Test func paddingFillsTheColumnsExactly() {
    #expect(layout.padded("ab", to: 5) == "ab   ")
    #expect(layout.padded("ab", to: 5, alignment: .trailing) == "   ab")
    #expect(layout.padded("ab", to: 5, alignment: .center) == " ab  ")
    #expect(layout.padded("中文字", to: 4) == "中… ")
  }

  @Test func wordsAreWrappedAndLongOnesCut() {
    #expect(layout.wrapped("the quick brown fox", to: 10) == ["the quick", "brown fox"])
    #expect(layout.wrapped("abcdefghij kl", to: 4) == ["abcd", "efgh", "ij", "kl"])
    #expect(layout.wrapped("a\n\nb", to: 4) == ["a", "", "b"])
    #expect(layout.wrapped("", to: 4) == [""])
    #expect(layout.wrapped("abc", to: 0) == [])
    #expect(layout.wrapped("- one two", to: 6, hangingIndent: 2) == ["- one", "  two"])
    #expect(layout.wrapped("  one two", to: 6) == ["  one", "two"])
    #expect(layout.wrapped("中", to: 1) == [""])
  }

  @Test func pathsAreBrokenBehindTheirSlashes() {
    #expect(
      layout.wrapped("at /var/lib/wizard/charts/a.tgz", to: 16)
        == ["at", "/var/lib/wizard/", "charts/a.tgz"])
    #expect(
      layout.wrapped("  key=/srv/linkerd-certificates/ca.crt", to: 18, hangingIndent: 4)
        == ["  key=/srv/", "    linkerd-certif", "    icates/ca.crt"])
    // A slash near the beginning would leave the line nearly empty.
    #expect(layout.wrapped("/abcdefghijkl", to: 10) == ["/abcdefghi", "jkl"])
  }

  @Test func tabsReachTheNextStop() {
    #expect(layout.expandingTabs("a\tb\t\tc", stop: 4) == "a   b       c")
    #expect(layout.expandingTabs("\tx", stop: 4) == "    x")
    #expect(layout.expandingTabs("中\tx", stop: 4) == "中  x")
  }

  @Test func nothingEverExceedsItsColumns() {
    var random = SplitMix(seed: 5)
    for _ in 0..<2000 {
      let text = HostileText.make(&random)
      let columns = Int.random(in: 1...12, using: &random)
      for cut in [TextLayout.Cut.start, .middle, .end] {
        #expect(DisplayWidth.of(layout.truncated(text, to: columns, cutting: cut)) <= columns)
      }
      #expect(DisplayWidth.of(layout.padded(text, to: columns)) == columns)
      let indent = Int.random(in: 0...14, using: &random)
      for line in layout.wrapped(text, to: columns, hangingIndent: indent) {
        #expect(DisplayWidth.of(line) <= columns)
      }
    }
  }
}
