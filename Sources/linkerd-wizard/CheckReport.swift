import Diagnosis
import Planning
import Screens
import TerminalModel

/// The rows of checks as `linkerd check` prints them.
struct CheckReport {
  var glyphs: Glyphs

  /// A heading for each category, a line for each check, reason and remedy below what didn't pass, and
  /// the verdict at the end.
  func lines(_ rows: [CheckRow]) -> [String] {
    var lines: [String] = []
    var category = ""
    for row in rows {
      if row.category != category {
        category = row.category
        if !lines.isEmpty { lines.append("") }
        lines += [category, String(repeating: "-", count: category.count)]
      }
      lines += self.lines(row)
    }
    let verdict = MeshProof.passed(rows) ? sign(.passed) : sign(.failed)
    return lines + ["", "Status check results are \(verdict)"]
  }

  private func lines(_ row: CheckRow) -> [String] {
    let note = row.note.isEmpty ? "" : " (\(row.note))"
    let hint = row.hint.isEmpty ? [] : ["see \(row.hint) for hints"]
    return ["\(sign(row.mark)) \(row.text)\(note)"]
      + ([row.reason, row.remedy].flatMap { ProseText.wrapped($0, to: 74) } + hint).map {
        "    " + $0
      }
  }

  /// The signs of `linkerd check`, where they can be shown.
  private func sign(_ mark: CheckRow.Mark) -> String {
    switch mark {
    case .passed: glyphs.isASCII ? "\(glyphs.good)" : "√"
    case .warning: glyphs.isASCII ? "\(glyphs.warning)" : "‼"
    case .failed: glyphs.isASCII ? "\(glyphs.bad)" : "×"
    case .waiting, .running: "-"
    }
  }

  /// The shape of `linkerd check -o json` (linkerd2 pkg/healthcheck/healthcheck_output.go).
  func json(_ rows: [CheckRow]) -> CanonicalJSON {
    var categories: [(name: String, checks: [CanonicalJSON])] = []
    for row in rows {
      if categories.last?.name != row.category { categories.append((row.category, [])) }
      categories[categories.count - 1].checks.append(json(row))
    }
    return .object([
      "success": .bool(MeshProof.passed(rows)),
      "categories": .array(
        categories.map {
          .object(["categoryName": .string($0.name), "checks": .array($0.checks)])
        }),
    ])
  }

  private func json(_ row: CheckRow) -> CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "description": .string(row.text), "result": .string(result(row.mark)),
    ]
    let error = [row.reason, row.remedy].filter { !$0.isEmpty }.joined(separator: " ")
    if row.mark != .passed {
      members["error"] = .string(error)
      if !row.hint.isEmpty { members["hint"] = .string(row.hint) }
    }
    return .object(members)
  }

  private func result(_ mark: CheckRow.Mark) -> String {
    switch mark {
    case .passed: "success"
    case .warning: "warning"
    case .failed, .waiting, .running: "error"
    }
  }
}
