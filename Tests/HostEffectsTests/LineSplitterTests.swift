import Testing

@testable import HostEffects

struct LineSplitterTests {
  private func lines(_ chunks: String...) -> [String] {
    var splitter = LineSplitter()
    var lines: [String] = []
    for chunk in chunks { splitter.feed(Array(chunk.utf8), into: &lines) }
    splitter.finish(into: &lines)
    return lines
  }

  @Test func linesEndWithLineFeedsWhereverTheChunksEnd() {
    #expect(lines("a\nb\r\nc") == ["a", "b", "c"])
    #expect(lines("a", "b\n", "\n", "c\r", "\nd\n") == ["ab", "", "c", "d"])
  }

  @Test func aCarriageReturnStartsTheLineAnew() {
    #expect(lines("10%\r50%\r100%\ndone\n") == ["100%", "done"])
  }

  @Test func aVeryLongLineIsChopped() {
    let long = String(repeating: "x", count: 200_000)
    #expect(lines(long + "\n").map(\.count) == [65536, 65536, 65536, 3392])
    #expect(lines(String(repeating: "x", count: 100_000)).map(\.count) == [65536, 34464])
  }

  @Test(arguments: [
    ("\u{1b}[31mred\u{1b}[0m", "red"),
    ("\u{1b}]0;title\u{07}after", "after"),
    ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
    ("\u{1b}Pq#0\u{1b}\\x", "x"),
    ("\u{9b}2Jx", "x"),
    ("\u{9d}0;t\u{9c}x", "x"),
    ("a\u{1b}cb", "ab"),
    ("a\u{1b}(0b", "ab"),
    ("bell\u{07}", "bell·"),
    ("back\u{08}\u{7f}", "back··"),
    ("\u{202e}evil\u{2066}", "·evil·"),
    ("a\tb", "a       b"),
    ("überrascht 日本", "überrascht 日本"),
    ("open \u{1b}]0;never closed", "open "),
  ])
  func nothingReachesTheTerminal(text: String, shown: String) {
    #expect(lines(text) == [shown])
  }

  @Test func anEscapeThatIsSplitOverChunksIsTakenOut() {
    #expect(lines("a\u{1b}", "[3", "1mb\n") == ["ab"])
  }

  @Test func badUTF8IsShownAsReplacement() {
    var splitter = LineSplitter()
    var lines: [String] = []
    splitter.feed([0x61, 0xff, 0xfe, 0x62, 0x0a], into: &lines)
    #expect(lines == ["a\u{fffd}\u{fffd}b"])
  }

  @Test func linesKeepTheirEndsAndLoseWhatSteersATerminal() {
    let text = "a\u{1b}[2Jb\n\nc\u{1b}]0;never closed\n\u{9b}1md · ✓\n"
    #expect(TerminalText.harmlessLines(text) == "ab\n\nc\nd · ✓\n")
    #expect(TerminalText.harmlessLines("") == "" && TerminalText.harmlessLines("\n") == "\n")
  }

  @Test func noBytesWhateverLeaveAControlCode() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let bytes = (0..<200).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...255) : [0x1b, 0x5b, 0x5d, 0x9b][Int.random(in: 0..<4)]
      }
      for line in LineSplitter.lines(of: bytes) {
        #expect(!line.unicodeScalars.contains(where: TerminalText.isTreacherous))
      }
    }
  }
}
