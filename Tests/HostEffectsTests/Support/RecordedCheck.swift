import Diagnosis
import Foundation

/// One line of a recorded `linkerd check -o json`.
struct RecordedCheck: CustomStringConvertible {
  var category: String
  var description: String
  /// `success`, `warning` or `error`.
  var result: String

  /// What ours has not, or says otherwise; Tests/linkerd-checks.md gives the reasons.
  static let notOurs: Set = [
    "can determine the latest version", "cli is up-to-date", "control plane is up-to-date",
    "control plane and cli versions match", "control plane proxies are up-to-date",
    "control plane proxies and cli versions match", "data plane is up-to-date",
    "data plane and cli versions match",
  ]

  /// The lines of the recording of that name.
  static func all(of name: String) throws -> [RecordedCheck] {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/linkerd-checks.tsv")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count == 4, cells[0] == name else { return nil }
      return RecordedCheck(category: cells[1], description: cells[2], result: cells[3])
    }
  }

  /// How `linkerd check` calls what a row of ours says.
  static func result(_ row: CheckRow) -> String {
    switch row.mark {
    case .passed: "success"
    case .warning: "warning"
    case .failed, .waiting, .running: "error"
    }
  }
}
