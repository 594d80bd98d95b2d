import Planning
import Testing
import Wizard

@testable import HostEffects

struct AnswersFileTests {
  private func read(_ text: String) throws(YAMLProblem) -> AnswersNode {
    try AnswersFile.read(Array(text.utf8))
  }

  private func problem(_ text: String) -> YAMLProblem? {
    do throws(YAMLProblem) {
      _ = try read(text)
      return nil
    } catch { return error }
  }

  @Test func everyValueKnowsItsLine() throws {
    let tree = try read(
      "context: kind-demo  # here\ncertificates:\n  directory: ./x\nnamespaces:\n  - a\n  - name: b\n"
    )
    #expect(
      tree
        == .map(
          [
            .init(key: "context", line: 1, value: .scalar("kind-demo", line: 1)),
            .init(
              key: "certificates", line: 2,
              value: .map(
                [.init(key: "directory", line: 3, value: .scalar("./x", line: 3))], line: 3)),
            .init(
              key: "namespaces", line: 4,
              value: .list(
                [
                  .scalar("a", line: 5),
                  .map([.init(key: "name", line: 6, value: .scalar("b", line: 6))], line: 6),
                ], line: 5)),
          ], line: 1))
  }

  @Test func nothingIsNull() throws {
    #expect(try read("") == .null(line: 1))
    #expect(try read("# only a comment\n") == .null(line: 1))
    guard case .map(let entries, _) = try read("a:\nb: ~\nc: 'null'\n") else {
      Issue.record("no map")
      return
    }
    #expect(entries.map(\.value) == [.null(line: 1), .null(line: 2), .scalar("null", line: 3)])
  }

  @Test(
    arguments: [
      ("a: 1\nb: 2\na: 3\n", 1...3, "twice"),
      ("a: 1\n---\nb: 2\n", 2...3, "second document"),
      ("a:\n\tb: 1\n", 2...2, "tab"),
      ("a: &x 1\n", 1...1, "Anchors"),
      ("a: 1\nb: *x\n", 2...2, "Anchors"),
      ("a: 1\n<<: {b: 1}\n", 2...2, "merges"),
      ("a: !ruby/object x\n", 1...1, "Tags"),
      ("a: [1, 2\n", 1...3, ""),
      ("? [a]\n: b\n", 1...1, "key"),
      ("a: b: c\n", 1...1, "colon"),
    ] as [(String, ClosedRange<Int>, String)])
  func badFilesAreRefusedWithALine(text: String, lines: ClosedRange<Int>, word: String) {
    let problem = problem(text)
    #expect(problem?.line.map { lines.contains($0) } == true, "\(String(describing: problem))")
    #expect(
      word.isEmpty || problem?.sentence.contains(word) == true, "\(String(describing: problem))")
  }

  @Test func hostileFilesAreRefusedQuickly() {
    #expect(problem(String(repeating: "[", count: 100_000)) != nil)
    #expect(problem(String(repeating: "- ", count: 100_000)) != nil)
    #expect(problem(String(repeating: "x", count: 300_000)) != nil)
    #expect(problem((0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined()) != nil)
    let laughs = "a: &a [x]\n" + (0..<30).map { "k\($0): &k\($0) [*a, *a]\n" }.joined()
    #expect(problem(laughs)?.sentence.contains("Anchors") == true)
    #expect(throws: YAMLProblem.self) { try AnswersFile.read([0x61, 0x3a, 0x20, 0xff, 0x0a]) }
    #expect(problem("a: \u{1}\n") != nil)
  }

  @Test func signsInQuotesAndWordsAreTexts() throws {
    let text = "a: \"*x & y\"\nb: '&z'\nc: a*b&c\nd: x # *note\ne: it's fine\nf: \"\\\"*\"\n"
    guard case .map(let entries, _) = try read(text) else {
      Issue.record("no map")
      return
    }
    #expect(
      entries.map(\.value) == [
        .scalar("*x & y", line: 1), .scalar("&z", line: 2), .scalar("a*b&c", line: 3),
        .scalar("x", line: 4), .scalar("it's fine", line: 5), .scalar("\"*", line: 6),
      ])
  }

  @Test func mutilatedFilesNeverCrashIt() {
    let seed = Array(AnswersText.render(Answers(), commented: true).utf8)
    for _ in 0..<500 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...8) {
        bytes[Int.random(in: 0..<bytes.count)] = UInt8.random(in: 0...255)
      }
      _ = try? AnswersFile.read(bytes)
    }
  }

  @Test func writtenAnswersAreReadBack() throws {
    var answers = Answers()
    answers.context = "kind: \"demo\"\n#"
    answers.controlPlane.values = ["./a b.yaml", "-x", "true"]
    guard case .map(let entries, _) = try read(AnswersText.render(answers, commented: true)),
      case .map(let plane, _)? = entries.first(where: { $0.key == "controlPlane" })?.value,
      case .list(let values, _)? = plane.first(where: { $0.key == "values" })?.value
    else {
      Issue.record("no map")
      return
    }
    #expect(entries.first { $0.key == "context" }?.value.text == answers.context)
    #expect(values.map(\.text) == ["./a b.yaml", "-x", "true"])
  }

  @Test(arguments: [
    "a", "8760h", "2026.8.3", "true", "No", "1e3", "0x1f", "12", "1.5", "- a", "a: b", "#x", "~",
    "./x y", "ümlaut", "a\tb", "\u{1b}[31m", "'", "\"", "\\", "12:30", "2026-11-20", "*", "&a",
    "@x",
  ])
  func everyTextSurvives(text: String) throws {
    var answers = Answers()
    answers.context = text
    let document = AnswersText.render(answers, commented: false)
    guard case .map(let entries, _) = try read(document) else {
      Issue.record("no map")
      return
    }
    #expect(entries.first { $0.key == "context" }?.value.text == text, "\(document)")
  }
}

extension AnswersNode {
  fileprivate var text: String? {
    guard case .scalar(let text, _) = self else { return nil }
    return text
  }
}
