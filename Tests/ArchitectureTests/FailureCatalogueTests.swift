import Foundation
import Testing

/// `Tests/failure-catalogue.md` tells the truth about the program, as far as codes go.
struct FailureCatalogueTests {
  private struct Row {
    var number: Int
    var met: String
    var codes: [String]
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func rows() throws -> [Row] {
    let text = try String(
      contentsOf: Self.root.appending(path: "Tests/failure-catalogue.md"), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count >= 3, let number = cells.first.flatMap({ Int($0) }) else { return nil }
      let codes = cells.count > 3 ? cells[3].split(separator: " ") : []
      return Row(
        number: number, met: cells[2],
        codes: codes.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "`")) }
          .filter { !$0.isEmpty })
    }
  }

  @Test func everyRowIsThereOnce() throws {
    #expect(try rows().map(\.number) == Array(1...24) + Array(39...60))
  }

  @Test func aRowNamesACodeOrSaysThatItIsNotMet() throws {
    for row in try rows() {
      let isMet = !row.met.hasPrefix("not ")
      #expect(row.codes.isEmpty != isMet, "row \(row.number)")
    }
  }

  @Test func everyCodeIsOneThatTheProgramGives() throws {
    let sources = try sourceTexts()
    for row in try rows() {
      for code in row.codes {
        #expect(sources.contains { $0.contains("\"\(code)\"") }, "row \(row.number): \(code)")
      }
    }
  }

  /// Each is a test function, a suite, or a recording of the table test.
  @Test func everySurpriseHasItsTests() throws {
    let text = try String(
      contentsOf: Self.root.appending(path: "Tests/failure-catalogue.md"), encoding: .utf8)
    let table = try #require(text.components(separatedBy: "| tests and recordings |").last)
    let recordings = try String(
      contentsOf: Self.root.appending(path: "Tests/DiagnosisTests/Recordings/codes.txt"),
      encoding: .utf8)
    let tests = try texts(below: "Tests")
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("| ") }
    #expect(rows.count >= 30)
    for row in rows {
      let names =
        row.split(separator: "|").last?.split(separator: "`").map(String.init)
        .filter { !$0.allSatisfy(\.isWhitespace) } ?? []
      #expect(!names.isEmpty, "\(row)")
      for name in names {
        let isThere =
          recordings.contains("\(name) ")
          || tests.contains { $0.contains("func \(name)(") || $0.contains("struct \(name) ") }
        #expect(isThere, "\(name)")
      }
    }
  }

  @Test func readmeNamesTheTable() throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("Tests/failure-catalogue.md"))
    for row in try rows() where row.met.hasPrefix("not detectable") {
      #expect(readme.contains("(row \(row.number))"), "\(row.number)")
    }
  }

  @Test func nothingIsLeftUnmet() throws {
    let others = try rows().filter {
      $0.met.hasPrefix("not ") && !$0.met.hasPrefix("not detectable")
    }
    #expect(others.map(\.number).isEmpty)
  }

  private func sourceTexts() throws -> [String] { try texts(below: "Sources") }

  private func texts(below name: String) throws -> [String] {
    let folder = Self.root.appending(path: name)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return try (files?.allObjects ?? []).compactMap { $0 as? URL }
      .filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
  }
}
