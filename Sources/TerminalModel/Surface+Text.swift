extension Surface {
  /// Its rows as text, joined with line feeds, roles left out; for goldens and for reading aloud.
  package func text(trimmingTrailingSpaces: Bool = true) -> String {
    lines { $0.isContinuation ? nil : $0.text }
      .map { trimmingTrailingSpaces ? Self.trimmed($0) : $0 }
      .joined(separator: "\n")
  }

  /// Its roles as text: for each column the role's letter, a space where the cell is blank.
  package func roleText(trimmingTrailingSpaces: Bool = true) -> String {
    lines { $0 == .blank ? " " : $0.role.letter }
      .map { trimmingTrailingSpaces ? Self.trimmed($0) : $0 }
      .joined(separator: "\n")
  }

  private func lines(_ sign: (Cell) -> Character?) -> [String] {
    (0..<size.rows).map { row in
      var line = ""
      for column in 0..<size.columns {
        if let character = sign(self[column: column, row: row]) { line.append(character) }
      }
      return line
    }
  }

  private static func trimmed(_ line: String) -> String {
    guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
    return String(line[...last])
  }
}
