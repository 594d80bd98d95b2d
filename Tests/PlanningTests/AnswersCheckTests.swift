import Planning
import Testing

@Suite struct AnswersCheckTests {
  private func problems(_ field: FieldID, _ change: (inout Answers) -> Void) -> [Problem] {
    var answers = Answers()
    change(&answers)
    return AnswersCheck.problems(in: field, of: answers, paths: paths, now: now)
  }

  private func codes(_ field: FieldID, _ change: (inout Answers) -> Void) -> [String] {
    problems(field, change).map(\.code)
  }

  @Test func theDefaultsAreRightAndMeanWhatTheySay() throws {
    let checked = try AnswersCheck.check(Answers(), paths: paths, now: now).get()
    #expect(
      checked
        == CheckedAnswers(
          context: nil, certificateDirectory: "/home/ada/work/linkerd-certificates",
          trustDomain: "cluster.local", anchorValidity: Lifetime(seconds: 315_360_000),
          issuerValidity: Lifetime(seconds: 31_536_000), chartSource: .edge, version: nil,
          controlPlaneNamespace: "linkerd", wait: Lifetime(seconds: 300), gatewayAPI: .auto,
          values: [], namespaces: []))
    #expect(AnswersCheck.problems(of: Answers(), paths: paths, now: now).isEmpty)
  }

  @Test func allProblemsAreToldAtOnce() {
    var answers = Answers()
    answers.certificates.trustDomain = "No Good"
    answers.certificates.anchorValidity = "8760"
    answers.controlPlane.namespace = "Linkerd"
    answers.controlPlane.wait = "0s"
    answers.namespaces = [NamespaceAnswer("kube-system"), NamespaceAnswer("A_B")]
    guard case .failure(let found) = AnswersCheck.check(answers, paths: paths, now: now) else {
      Issue.record("the answers were taken")
      return
    }
    #expect(
      found.problems.map { "\($0.field.rawValue) \($0.problem.code)" } == [
        "certificates.trustDomain trust-domain-invalid",
        "certificates.anchorValidity lifetime-without-unit",
        "controlPlane.namespace name-invalid", "controlPlane.wait lifetime-not-positive",
        "namespaces namespace-not-meshable", "namespaces name-invalid",
      ])
  }

  @Test func anIssuerThatOutlivesItsAnchorIsToldTheLargestValue() {
    let found = problems(.issuerValidity) { $0.certificates.issuerValidity = "90000h" }
    #expect(
      found == [
        Problem(
          "issuer-outlives-anchor", "Longer than the trust anchor.",
          remedy: "Use 87600h (10 years) or less.")
      ])
  }

  @Test func theLargestValueWorks() {
    let found = problems(.issuerValidity) {
      $0.certificates.anchorValidity = "1y30s"
      $0.certificates.issuerValidity = "1y31s"
    }
    #expect(found.first?.remedy == "Use 8760h30s (1 year 30 seconds) or less.")
    #expect(
      codes(.issuerValidity) {
        $0.certificates.anchorValidity = "1y30s"
        $0.certificates.issuerValidity = "8760h30s"
      }.isEmpty)
  }

  @Test func aBrokenAnchorIsNotHeldAgainstTheIssuer() {
    #expect(codes(.issuerValidity) { $0.certificates.anchorValidity = "?" }.isEmpty)
  }

  @Test func certificatesEndBeforeTheYear10000() throws {
    let found = problems(.anchorValidity) { $0.certificates.anchorValidity = "9000y" }
    #expect(found.map(\.code) == ["validity-beyond-9999"])
    let hours = try #require(found.first?.remedy.split(separator: " ").dropFirst().first)
    #expect(codes(.anchorValidity) { $0.certificates.anchorValidity = String(hours) }.isEmpty)
    #expect(AnswersCheck.end(of: String(hours), from: now)?.date == "9999-12-31")
    #expect(AnswersCheck.end(of: "9000y", from: now) == nil)
  }

  @Test func shortLifetimesAreWarnedAboutAndTaken() throws {
    var answers = Answers()
    answers.certificates.anchorValidity = "59d"
    answers.certificates.issuerValidity = "48h"
    let found = AnswersCheck.problems(of: answers, paths: paths, now: now)
    #expect(found.map(\.problem.code) == ["anchor-short", "issuer-short"])
    #expect(found.allSatisfy { $0.problem.severity == .warning })
    _ = try AnswersCheck.check(answers, paths: paths, now: now).get()
    #expect(codes(.issuerValidity) { $0.certificates.issuerValidity = "60d" }.isEmpty)
    #expect(
      codes(.issuerValidity) { $0.certificates.issuerValidity = "59m" } == ["validity-too-short"])
  }

  @Test(arguments: [
    ("5m", []), ("24h", []), ("24h1s", ["wait-too-long"]), ("1s", ["wait-short"]),
    ("0s", ["lifetime-not-positive"]), ("5", ["lifetime-without-unit"]), ("", ["lifetime-missing"]),
  ])
  func theWaitIsBetweenASecondAndADay(text: String, expected: [String]) {
    #expect(codes(.wait) { $0.controlPlane.wait = text } == expected)
  }

  @Test(arguments: [
    ("linkerd", []), ("mesh", []), ("kube-system", ["control-plane-namespace-reserved"]),
    ("default", ["control-plane-namespace-reserved"]), ("", ["name-missing"]),
    ("A", ["name-invalid"]),
  ])
  func theControlPlaneHasANamespaceOfItsOwn(name: String, expected: [String]) {
    #expect(codes(.controlPlaneNamespace) { $0.controlPlane.namespace = name } == expected)
  }

  @Test func namespacesAreThereOnceAndCanBeMeshed() {
    let found = problems(.namespaces) {
      $0.controlPlane.namespace = "mesh"
      $0.namespaces = ["shop", "shop", "mesh", "cert-manager", "linkerd", ""].map {
        NamespaceAnswer($0)
      }
    }
    #expect(
      found.map(\.code) == [
        "namespace-twice", "namespace-not-meshable", "namespace-not-meshable", "name-missing",
      ])
    #expect(found[2].sentence.contains("cert-manager"))
  }

  @Test(arguments: [
    ("latest", []), ("", []), ("2026.8.3", []), ("v2026.8.3", []), ("1.16.11-rc1", []),
    ("edge-26.8.3", ["version-is-release-name"]), ("stable-2.14.10", ["version-is-release-name"]),
    ("2026", ["version-invalid"]), (">=2026.1.1", ["version-invalid"]),
    ("newest", ["version-invalid"]),
  ])
  func versionsAreWhole(text: String, expected: [String]) {
    #expect(codes(.version) { $0.controlPlane.version = text } == expected)
  }

  @Test func linkerdsNameOfAReleaseLeadsToTheChartsVersion() {
    let found = problems(.version) { $0.controlPlane.version = "edge-26.8.3" }
    #expect(found.first?.remedy == "Write 2026.8.3.")
  }

  @Test func pathsAreChecked() {
    #expect(codes(.certificateDirectory) { $0.certificates.directory = "" } == ["path-missing"])
    #expect(codes(.certificateDirectory) { $0.certificates.directory = "/" } == ["path-invalid"])
    #expect(codes(.certificateDirectory) { $0.certificates.directory = "a\nb" } == ["path-invalid"])
    #expect(
      codes(.certificateDirectory) { $0.certificates.directory = "~bob/x" } == [
        "path-of-other-home"
      ])
    #expect(
      codes(.values) { $0.controlPlane.values = ["a.yaml", "-", "https://x/y.yaml", ""] }
        == ["values-not-a-file", "values-not-a-file", "path-missing"])
    #expect(codes(.context) { $0.context = "" } == ["context-empty"])
    #expect(codes(.context) { $0.context = "a\u{7}" } == ["context-invalid"])
  }
}
