import TerminalModel
import Testing

@Suite struct RectTests {
  private let area = Rect(column: 2, row: 1, columns: 10, rows: 5)

  @Test func splittingLosesNothing() {
    for count in [-1, 0, 3, 5, 10, 99] {
      let top = area.splitTop(rows: count)
      #expect(top.top.rows + top.rest.rows == 5 && top.top.endRow == top.rest.row)
      let bottom = area.splitBottom(rows: count)
      #expect(bottom.rest.rows + bottom.bottom.rows == 5 && bottom.bottom.endRow == area.endRow)
      let left = area.splitLeft(columns: count)
      #expect(
        left.left.columns + left.rest.columns == 10 && left.left.endColumn == left.rest.column)
      let right = area.splitRight(columns: count)
      #expect(right.rest.columns + right.right.columns == 10)
      #expect(right.right.endColumn == area.endColumn)
    }
    #expect(area.splitBottom(rows: 2).bottom.rows == 2)
    #expect(area.splitRight(columns: 3).right.columns == 3)
  }

  @Test func marginsThatMeetLeaveNothing() {
    #expect(
      area.inset(left: 1, top: 1, right: 1, bottom: 1)
        == Rect(column: 3, row: 2, columns: 8, rows: 3))
    #expect(area.inset(left: 6, right: 6).isEmpty)
    #expect(Rect(column: 0, row: 0, columns: -5, rows: 3).isEmpty)
  }

  @Test func intersectionsLinesAndTheMiddleStayInside() {
    #expect(
      area.intersection(Rect(column: 0, row: 0, columns: 4, rows: 2))
        == Rect(column: 2, row: 1, columns: 2, rows: 1))
    #expect(area.intersection(Rect(column: 50, row: 0, columns: 4, rows: 2)).isEmpty)
    #expect(area.line(1) == Rect(column: 2, row: 2, columns: 10, rows: 1))
    #expect(area.line(5).isEmpty && area.line(-1).isEmpty)
    #expect(
      area.centered(Size(columns: 4, rows: 3)) == Rect(column: 5, row: 2, columns: 4, rows: 3))
    #expect(area.centered(Size(columns: 40, rows: 30)) == area)
  }
}
