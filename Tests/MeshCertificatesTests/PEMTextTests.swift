import Testing

@testable import MeshCertificates

struct PEMTextTests {
  @Test func whatIsWrittenReadsBackForEveryLength() {
    var generator = SeededGenerator(state: 1)
    for length in 0...200 {
      let der = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let read = PEMText(Array(PEMText.block("THING", der: der).utf8))
      #expect(read.blocks.map(\.der) == [der])
      #expect(!read.isCutShort && !read.hasTrailingText)
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r", " \n", "\n\n"])
  func everyKindOfLineEndIsRead(end: String) {
    let text =
      "leading words\n" + PEMText.block("A", der: [1, 2, 3]) + "between\n"
      + PEMText.block("B", der: Array(0...99))
    let bytes = Array(text.replacing("\n", with: end).utf8)
    let read = end == "\r" ? PEMText(forgiving: bytes) : PEMText(bytes)
    #expect(read.blocks.map(\.label) == ["A", "B"])
    #expect(read.blocks.map(\.der) == [[1, 2, 3], Array(0...99)])
    #expect(!read.hasTrailingText)
  }

  @Test(arguments: ["A", "AA", "AAA", "A===", "====", "AA=A", "AA==AAAA", "A*AA", "é"])
  func whatIsNotBase64IsRefused(digits: String) {
    #expect(Base64.decode(Array(digits.utf8)) == nil)
  }

  @Test func whatStandsBehindTheLastBlockIsNoted() {
    let block = PEMText.block("A", der: [1])
    #expect(PEMText(Array((block + "text").utf8)).hasTrailingText)
    #expect(!PEMText(Array((block + " \n\t\n").utf8)).hasTrailingText)
    #expect(PEMText(Array((block + " \n\t\n").utf8)).hasTrailingBlanks)
    #expect(PEMText(Array((block + "\n").utf8)).hasTrailingBlanks)
    #expect(!PEMText(Array(block.utf8)).hasTrailingBlanks)
    #expect(!PEMText(Array(block.replacing("\n", with: " \r\n").utf8)).hasTrailingBlanks)
    #expect(PEMText(Array((block + "-----BEGIN A-----\nAA").utf8)).isCutShort)
    #expect(PEMText(Array(block.utf8.dropLast(3))).isCutShort)
  }

  @Test(arguments: [
    "\u{FEFF}" + PEMText.block("A", der: [1, 2, 3]),
    PEMText.block("A", der: [1, 2, 3]).replacing("\n", with: "\r"),
    PEMText.block("A", der: [1, 2, 3]).replacing("-----BEGIN", with: "   -----BEGIN"),
    PEMText.block("A", der: [1, 2, 3]).replacing("-----END", with: "\t-----END"),
  ])
  func aBlockThatGoDoesNotSeeIsSeenForgivingly(text: String) {
    #expect(PEMText(Array(text.utf8)).blocks.isEmpty)
    #expect(PEMText(forgiving: Array(text.utf8)).blocks.map(\.der) == [[1, 2, 3]])
  }

  @Test func aTextOfTwoBytesACharacterIsReadForgivingly() {
    let text = Array(PEMText.block("A", der: [7, 8]).utf16)
    let little: [UInt8] = [0xFF, 0xFE] + text.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big: [UInt8] = [0xFE, 0xFF] + text.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [little, big] {
      #expect(PEMText(bytes).blocks.isEmpty)
      #expect(PEMText(forgiving: bytes).blocks.map(\.der) == [[7, 8]])
    }
  }

  @Test func aHeaderBehindTheFirstDigitsDamagesTheBlock() {
    let good = "-----BEGIN A-----\nName: value\n\nAQID\n-----END A-----\n"
    let bad = "-----BEGIN A-----\nAQID\nName: value\n-----END A-----\n"
    #expect(PEMText(Array(good.utf8)).blocks.map(\.der) == [[1, 2, 3]])
    #expect(PEMText(Array(bad.utf8)).blocks.map(\.der) == [nil])
  }
}
