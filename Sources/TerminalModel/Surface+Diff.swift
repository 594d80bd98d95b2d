extension Surface {
  /// What must be drawn over `previous` so that it looks like this surface.
  ///
  /// Without a previous surface, or with one of another size, over an empty surface of this size.
  package func diff(from previous: Surface?) -> [Run] {
    let base = previous.flatMap { $0.size == size ? $0 : nil }
    return runs { column, row in
      let now = self[column: column, row: row]
      return now != base?[column: column, row: row] ?? .blank
    }
  }

  /// The whole surface, cell by cell, as runs.
  func allRuns() -> [Run] { runs { _, _ in true } }

  /// Draws runs that `diff` made for a surface of this size.
  package mutating func apply(_ runs: [Run]) {
    for run in runs {
      write(run.text, at: Point(column: run.column, row: run.row), role: run.role)
    }
  }

  private func runs(where isWanted: (Int, Int) -> Bool) -> [Run] {
    var result: [Run] = []
    for row in 0..<size.rows { appendRuns(of: row, to: &result, where: isWanted) }
    return result
  }

  private func appendRuns(of row: Int, to result: inout [Run], where isWanted: (Int, Int) -> Bool) {
    var text = ""
    var start = 0
    var role = Role.body
    var column = 0
    func flush() {
      if !text.isEmpty { result.append(Run(row: row, column: start, text: text, role: role)) }
      text = ""
    }
    while column < size.columns {
      let cell = self[column: column, row: row]
      let isWide = self[column: column + 1, row: row].isContinuation
      let wanted = isWanted(column, row) || (isWide && isWanted(column + 1, row))
      if !wanted || cell.role != role { flush() }
      if wanted {
        if text.isEmpty { (start, role) = (column, cell.role) }
        text.append(cell.text)
      }
      column += isWide ? 2 : 1
    }
    flush()
  }
}
