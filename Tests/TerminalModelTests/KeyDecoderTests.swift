import TerminalModel
import Testing

@Suite struct KeyDecoderTests {
  private func keys(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    let keys = decoder.decode(Array(text.utf8))
    #expect(decoder.patienceMilliseconds == nil)
    return keys
  }

  @Test(arguments: [
    ("\u{1B}[A", Key.up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}OD", .left),
    ("\u{1B}[H", .home), ("\u{1B}[1~", .home), ("\u{1B}[7~", .home), ("\u{1B}OF", .end),
    ("\u{1B}[4~", .end), ("\u{1B}[3~", .delete), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown),
    ("\u{1B}OP", .function(1)), ("\u{1B}[11~", .function(1)), ("\u{1B}[[A", .function(1)),
    ("\u{1B}[15~", .function(5)), ("\u{1B}[[E", .function(5)), ("\u{1B}[17~", .function(6)),
    ("\u{1B}[21~", .function(10)), ("\u{1B}[24~", .function(12)), ("\u{1B}[Z", .backTab),
    ("\u{1B}[1;5A", .up), ("\u{1B}[<0;3;4M", .unknown), ("\u{1B}[M !!", .unknown),
    ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{8}", .backspace),
    ("\u{3}", .control("c")), ("\u{1A}", .control("z")), ("\u{1C}", .control("\\")),
    (" ", .character(" ")), ("é", .character("é")), ("中", .character("中")), ("👍", .character("👍")),
    ("\u{1B}OM", .enter), ("\u{1B}Oq", .character("1")), ("\u{1B}[I", .unknown),
  ])
  func aSequenceIsItsKeyInWhateverPiecesItArrives(text: String, key: Key) {
    #expect(keys(text) == [key])
    var decoder = KeyDecoder()
    #expect(text.utf8.flatMap { decoder.decode([$0]) } == [key])
    #expect(keys("a" + text + "b") == [.character("a"), key, .character("b")])
  }

  @Test func aLoneEscapeIsKnownOnceNothingFollows() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([0x1B]) == [])
    #expect(decoder.patienceMilliseconds == 25)
    #expect(decoder.giveUpWaiting() == [.escape])
    #expect(decoder.patienceMilliseconds == nil)
    #expect(decoder.decode([0x1B, 0x1B, 0x5B, 0x41]) == [.escape, .up])
    #expect(decoder.decode([0x1B, 0x78]) == [.escape, .character("x")])
    #expect(decoder.decode([0x1B, 0x4F]) == [])
    #expect(decoder.giveUpWaiting() == [.escape, .character("O")])
  }

  @Test func aPasteComesWholeWithItsControlsAsText() {
    #expect(
      keys("a\u{1B}[200~one\r\ntwo\rq\u{3}\u{1B}[A\u{1B}[201~b")
        == [.character("a"), .paste("one\ntwo\nq\u{3}\u{1B}[A"), .character("b")])
    var decoder = KeyDecoder()
    #expect("\u{1B}[200~hé\u{1B}[201~".utf8.flatMap { decoder.decode([$0]) } == [.paste("hé")])
  }

  @Test func aPasteWithoutAnEndDoesNotHoldTheKeyboard() {
    var decoder = KeyDecoder()
    #expect(decoder.decode("\u{1B}[200~half\u{1B}[2".utf8) == [])
    #expect(decoder.patienceMilliseconds == 1000)
    #expect(decoder.giveUpWaiting() == [.paste("half\u{1B}[2")])
    #expect(decoder.decode("q".utf8) == [.character("q")])
  }

  @Test func brokenUTF8IsUnknownAndCostsNoOtherKey() {
    #expect(decoded([0xFF, 0x61]) == [.unknown, .character("a")])
    #expect(decoded([0xC3, 0x61]) == [.unknown, .character("a")])
    #expect(decoded([0xED, 0xA0, 0x80, 0x61]) == [.unknown, .character("a")])
    #expect(decoded([0xC2, 0x9B, 0x61]) == [.unknown, .character("a")])
  }

  private func decoded(_ bytes: [UInt8]) -> [Key] {
    var decoder = KeyDecoder()
    return decoder.decode(bytes)
  }

  @Test func anyBytesAreSurvivedAndTheDecoderIsUsableAfterwards() {
    var random = SplitMix(seed: 13)
    let likely: [UInt8] = [0x1B, 0x5B, 0x4F, 0x4D, 0x3B, 0x32, 0x30, 0x31, 0x7E, 0xC3, 0xE4, 0x41]
    for _ in 0..<5000 {
      var decoder = KeyDecoder()
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
          Bool.random(using: &random)
            ? likely.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
        }
        _ = decoder.decode(bytes)
      }
      while decoder.patienceMilliseconds != nil { _ = decoder.giveUpWaiting() }
      #expect(decoder.decode([0x71]) == [.character("q")])
    }
  }

  @Test func labelsAreASCIIWhereTheyMustBe() {
    #expect(Key.control("c").label(.unicode) == "^C")
    #expect(Key.backTab.label(.unicode) == "⇧Tab")
    #expect(Key.backTab.label(.ascii) == "Shift-Tab")
    #expect(Key.function(1).label(.ascii) == "F1")
    #expect(Key.character(" ").label(.ascii) == "Space")
  }
}
