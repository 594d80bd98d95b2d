import Planning
import TestSupport
import Testing
import Wizard

/// Answers files: every key is known, every problem is told with its line.
///
/// That the text which is written is read back through a YAML reader is tested in HostEffectsTests.
struct AnswersFileTextTests {
  @Test func everyKeyOfTheIssueIsWrittenAtItsDefault() {
    let text = AnswersText.render(Answers(), commented: false)
    #expect(
      text == """
        #context: NAME
        existing: stop
        certificates:
          source: built-in
          image: docker.io/smallstep/step-cli
          from: ./linkerd-certificates
          anchor: ca.crt
          anchorKey: ca.key
          issuer: issuer.crt
          issuerKey: issuer.key
          directory: ./linkerd-certificates
          trustDomain: cluster.local
          anchorValidity: 87600h
          issuerValidity: 8760h
        controlPlane:
          charts: edge
          version: latest
          namespace: linkerd
          wait: 5m
          clusterDomain: auto
          clusterNetworks: auto
          gatewayAPI: auto
          podNetwork: auto
          issuerKey: helm
          availability: single
          registry: cr.l5d.io/linkerd
          pullSecrets: []
          set: []
          values: []
        namespaces: []
        restart: none
        restartExcept: []

        """)
  }

  @Test(arguments: [
    ("plain", "plain"), ("./a/b", "./a/b"), ("2026.8.3", "2026.8.3"), ("87600h", "87600h"),
    ("yes", "\"yes\""), ("NULL", "\"NULL\""), ("1.5", "\"1.5\""), ("0x1F", "\"0x1F\""),
    ("1:30", "\"1:30\""), (".inf", "\".inf\""), ("...", "\"...\""), ("1_000", "\"1_000\""),
    ("1e3", "\"1e3\""), ("", "\"\""), ("a b", "\"a b\""), ("a: b", "\"a: b\""), ("x:", "\"x:\""),
    ("#x", "\"#x\""), ("-x", "\"-x\""), ("~", "\"~\""), ("a\"b\\c", "\"a\\\"b\\\\c\""),
    ("a\nb\t", "\"a\\nb\\t\""),
    ("\u{0}\u{85}\u{2028}\u{FEFF}\u{FFFE}", "\"\\u0000\\u0085\\u2028\\uFEFF\\uFFFE\""),
    ("gke_p_europe-west1_c", "gke_p_europe-west1_c"), ("arn:aws:eks:x/y", "arn:aws:eks:x/y"),
    ("été 🎉", "\"été 🎉\""), ("2026-08-03", "\"2026-08-03\""),
  ])
  func textsAreQuotedWhereAReaderCouldMistakeThem(text: String, written: String) {
    var answers = Answers()
    answers.context = text
    let line = AnswersText.render(answers, commented: false).split(separator: "\n").first
    #expect(line.map(String.init) == "context: \(written)")
  }

  @Test func commentedFileFitsEightyColumns() {
    let lines = AnswersText.render(Answers(), commented: true).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count < 80 || $0.hasPrefix("# Answers for") })
  }

  @Test func ownPlaceIsWrittenSoThatItStaysAPlace() {
    var answers = Answers()
    answers.controlPlane.charts = .own
    answers.controlPlane.ownCharts = "edge"
    #expect(AnswersText.render(answers, commented: false).contains("charts: ./edge\n"))
  }

  @Test func allProblemsAreToldAtOnceInTheOrderOfTheirLines() {
    let root = AnswersNode.map(
      [
        entry("contxt", 1, .scalar("x", line: 1)),
        entry(
          "certificates", 2,
          .map(
            [
              entry("anchorValidity", 3, .scalar("1h", line: 3)),
              entry("directory", 4, .list([], line: 4)),
              entry("key", 5, .scalar("x", line: 5)),
            ], line: 3)),
        entry("controlPlane", 6, .scalar("x", line: 6)),
        entry("certificates.directory", 7, .scalar("/x", line: 7)),
        entry(
          "namespaces", 8,
          .list(
            [
              .scalar("fine", line: 9), .null(line: 10), .scalar("Bad Name", line: 11),
              .map([entry("inject", 12, .scalar("perhaps", line: 12))], line: 12),
              .scalar("kube-system", line: 13), .scalar("fine", line: 14),
            ], line: 9)),
      ], line: 1)
    #expect(
      problems(root) == [
        "1 unknown-key", "3 issuer-outlives-anchor", "4 wrong-type", "5 unknown-key",
        "6 wrong-type", "7 unknown-key", "10 wrong-type", "11 name-invalid", "12 unknown-choice",
        "12 namespace-without-name", "13 namespace-not-meshable", "14 namespace-twice",
      ])
  }

  @Test func emptyFilesAndFilesWithoutKeysAreRefused() {
    #expect(problems(.null(line: 1)) == ["- answers-empty"])
    #expect(problems(.scalar("x", line: 1)) == ["1 answers-not-a-map"])
    #expect(problems(.list([], line: 2)) == ["2 answers-not-a-map"])
  }

  @Test func sectionsWithoutValuesAreDefaults() {
    let root = AnswersNode.map(
      [entry("certificates", 1, .null(line: 1)), entry("namespaces", 2, .null(line: 2))], line: 1)
    #expect(read(root) == .success(Answers()))
  }

  private func entry(_ key: String, _ line: Int, _ value: AnswersNode) -> AnswersNode.Entry {
    AnswersNode.Entry(key: key, line: line, value: value)
  }

  private func read(_ root: AnswersNode) -> Result<Answers, AnswersRefusal> {
    AnswersReader.read(root, paths: WizardFixture.options.paths, now: WizardFixture.start)
  }

  private func problems(_ root: AnswersNode) -> [String] {
    switch read(root) {
    case .success: []
    case .failure(let refusal):
      refusal.problems.map { "\($0.line.map(String.init) ?? "-") \($0.problem.code)" }
    }
  }
}
