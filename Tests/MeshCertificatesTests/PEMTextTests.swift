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
    let read = PEMText(Array(text.replacing("\n", with: end).utf8))
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
    #expect(PEMText(Array((block + "-----BEGIN A-----\nAA").utf8)).isCutShort)
    #expect(PEMText(Array(block.utf8.dropLast(3))).isCutShort)
  }
}
