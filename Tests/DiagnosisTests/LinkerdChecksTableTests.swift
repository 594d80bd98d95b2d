import Diagnosis
import Foundation
import Testing

/// `Tests/linkerd-checks.md` tells the truth about the program.
@Suite struct LinkerdChecksTableTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  private func lines() throws -> [[String]] {
    try String(contentsOf: Self.tests.appending(path: "linkerd-checks.md"), encoding: .utf8)
      .split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("|---") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  private func rows() throws -> [(number: Int, how: String, tests: String)] {
    try lines().compactMap { cells in
      Int(cells[0]).map { ($0, cells[2], cells.count > 3 ? cells[3] : "") }
    }
  }

  private func names(_ cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  @Test func everyRowIsThereOnce() throws { #expect(try rows().map(\.number) == Array(1...71)) }

  @Test func everyCheckOfTheProgramIsInItAndNoOther() throws {
    let linkerds = try rows().filter { !$0.how.hasPrefix("not done: ") }.flatMap { names($0.how) }
    let own = try lines().filter { $0.count == 3 && $0[0].hasPrefix("`") }.flatMap { names($0[0]) }
    let program = MeshProof.identifiers + PreInstallChecks.identifiers
    #expect(Set(linkerds + own) == Set(program))
    #expect((linkerds + own).count == program.count)
  }

  @Test func everyRowHasTestsThatExistOrSaysWhyNot() throws {
    let files = FileManager.default.enumerator(at: Self.tests, includingPropertiesForKeys: nil)
    let texts = try (files?.allObjects ?? []).compactMap { $0 as? URL }
      .filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }
    for row in try rows() {
      #expect(names(row.tests).isEmpty == row.how.hasPrefix("not done: "), "row \(row.number)")
    }
    let all =
      try rows().flatMap { names($0.tests) }
      + lines().filter { $0.count == 3 }.flatMap { names($0[2]) }
    for name in Set(all) {
      #expect(texts.contains { $0.contains("func \(name)(") }, "\(name)")
    }
  }
}
