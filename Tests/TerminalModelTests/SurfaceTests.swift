import TerminalModel
import Testing

@Suite struct SurfaceTests {
  private let origin = Point(column: 0, row: 0)

  @Test func writingReturnsTheColumnsUsed() {
    var surface = Surface(size: Size(columns: 10, rows: 1))
    let used = surface.write("中a", at: origin, role: .title)
    #expect(used == 3)
    #expect(surface.text() == "中a")
    #expect(surface.roleText() == "TTT")
    #expect(surface.write("far too long a text", at: origin, role: .body) == 10)
    #expect(surface.write("below", at: Point(column: 0, row: 1), role: .body) == 0)
  }

  @Test func controlCharactersAndDirectionMarksBecomeDots() {
    var surface = Surface(size: Size(columns: 20, rows: 1))
    surface.write("a\u{1B}[2J\r\n\u{202E}b\u{7F}\u{9B}c", at: origin, role: .body)
    #expect(surface.text() == "a·[2J···b··c")
  }

  @Test func nothingButASCIIIsShownWithASCIIGlyphs() {
    var random = SplitMix(seed: 7)
    for _ in 0..<500 {
      var surface = Surface(size: Size(columns: 30, rows: 1), glyphs: .ascii)
      surface.write(HostileText.make(&random), at: origin, role: .body)
      #expect(surface.text().utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }
    var surface = Surface(size: Size(columns: 30, rows: 1), glyphs: .ascii)
    surface.write("kind · “a”… 中é\u{7}x", at: origin, role: .body)
    #expect(surface.text() == "kind - \"a\"~ ???.x")
  }

  @Test func aWideCharacterIsNeverCutInHalf() {
    var surface = Surface(size: Size(columns: 5, rows: 1))
    surface.write("中文字", at: origin, role: .body)
    #expect(surface.text(trimmingTrailingSpaces: false) == "中文 ")
    surface.write("x", at: Point(column: 1, row: 0), role: .body)
    #expect(surface.text(trimmingTrailingSpaces: false) == " x文 ")
    surface.write("y", at: Point(column: 2, row: 0), role: .body)
    #expect(surface.text(trimmingTrailingSpaces: false) == " xy  ")
    surface.write("中", at: Point(column: -1, row: 0), role: .body)
    #expect(surface.text(trimmingTrailingSpaces: false) == " xy  ")
  }

  @Test func aClipKeepsTheRestUntouched() {
    var surface = Surface(size: Size(columns: 8, rows: 2))
    surface.fill(surface.bounds, with: "-")
    let clip = Rect(column: 2, row: 0, columns: 3, rows: 1)
    let used = surface.write("abcdefgh", at: origin, role: .body, clip: clip)
    #expect(used == 5)
    surface.write("abcdefgh", at: Point(column: 0, row: 1), role: .body, clip: clip)
    #expect(surface.text() == "--cde---\n--------")
  }

  @Test func framesAndRulesAreDrawnFromGlyphs() {
    var surface = Surface(size: Size(columns: 5, rows: 3))
    surface.frame(surface.bounds)
    surface.horizontalRule(at: Point(column: 1, row: 1), length: 99, dashed: true)
    #expect(surface.text() == "┌───┐\n│┄┄┄┄\n└───┘")
  }

  @Test func restylingTakesWholeCharacters() {
    var surface = Surface(size: Size(columns: 6, rows: 1))
    surface.write("a中文b", at: origin, role: .body)
    surface.restyle(Rect(column: 2, row: 0, columns: 2, rows: 1), as: .focus)
    #expect(surface.roleText() == ".FFFF.")
    #expect(surface.text() == "a中文b")
  }

  @Test func everySizeAndPlaceIsSafe() {
    var random = SplitMix(seed: 3)
    for _ in 0..<2000 {
      let size = Size(
        columns: Int.random(in: -1...9, using: &random),
        rows: Int.random(in: -1...4, using: &random))
      var surface = Surface(size: size)
      for _ in 0..<5 { surface.scribble(&random) }
      #expect(surface.isWhole)
      let lines = surface.text(trimmingTrailingSpaces: false).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { DisplayWidth.of($0) == size.columns } || size.rows == 0)
    }
  }

  @Test func applyingADifferenceGivesTheOtherSurface() {
    var random = SplitMix(seed: 11)
    for round in 0..<3000 {
      let glyphs = round % 5 == 0 ? Glyphs.ascii : .unicode
      let size = Size(
        columns: Int.random(in: 1...14, using: &random), rows: Int.random(in: 1...3, using: &random)
      )
      var first = Surface(size: size, glyphs: glyphs)
      for _ in 0..<3 { first.scribble(&random) }
      var second = Bool.random(using: &random) ? first : Surface(size: size, glyphs: glyphs)
      for _ in 0..<2 { second.scribble(&random) }
      var result = first
      result.apply(second.diff(from: first))
      #expect(result == second)
      var fresh = Surface(size: size, glyphs: glyphs)
      fresh.apply(second.diff(from: nil))
      #expect(fresh == second)
      #expect(second.diff(from: second).isEmpty)
    }
  }

  @Test func aDifferenceHoldsOnlyWhatChanged() {
    var first = Surface(size: Size(columns: 20, rows: 2))
    first.write("waiting 1 s", at: origin, role: .body)
    var second = first
    second.write("2", at: Point(column: 8, row: 0), role: .body)
    second.write("ok", at: Point(column: 0, row: 1), role: .good)
    #expect(
      second.diff(from: first) == [
        Run(row: 0, column: 8, text: "2", role: .body),
        Run(row: 1, column: 0, text: "ok", role: .good),
      ])
  }

  @Test func aSurfaceDrawnOnAnotherCoversIt() {
    var below = Surface(size: Size(columns: 6, rows: 2))
    below.fill(below.bounds, with: "x")
    var above = Surface(size: Size(columns: 3, rows: 1))
    above.write("中", at: origin, role: .bad)
    below.draw(above, at: Point(column: 2, row: 1))
    #expect(below.text() == "xxxxxx\nxx中 x")
  }
}

extension Surface {
  /// Does something random to it, often beyond its edges.
  fileprivate mutating func scribble(_ random: inout SplitMix) {
    let column = Int.random(in: -4...15, using: &random)
    let row = Int.random(in: -1...4, using: &random)
    let role = Role.allCases.randomElement(using: &random) ?? .body
    let area = Rect(
      column: column, row: row, columns: Int.random(in: -1...8, using: &random),
      rows: Int.random(in: -1...3, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0: fill(area, with: Bool.random(using: &random) ? "#" : "中", role: role)
    case 1: restyle(area, as: role)
    case 2: frame(area, role: role)
    default:
      write(
        HostileText.make(&random, most: 8), at: Point(column: column, row: row), role: role,
        clip: Bool.random(using: &random) ? area : nil)
    }
  }

  /// Whether each wide character has its second column, of the same role, and each of these its first.
  fileprivate var isWhole: Bool {
    (0..<size.rows).allSatisfy { row in
      (0..<size.columns).allSatisfy { column in
        let cell = self[column: column, row: row]
        let next = self[column: column + 1, row: row]
        if cell.isContinuation {
          return column > 0 && !self[column: column - 1, row: row].isContinuation
        }
        let isWide = DisplayWidth.of(cell.text) == 2
        return isWide == next.isContinuation && (!isWide || next.role == cell.role)
      }
    }
  }
}
