import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// Texts at their caret, and when their problems are shown.
struct WritingTests {
  /// What is done in the empty trust domain, and what then stands there with the caret where.
  struct Edit: Sendable {
    var events: [UserEvent]
    var text: String
    var caret: Int

    init(_ events: [UserEvent], _ text: String, _ caret: Int) {
      (self.events, self.text, self.caret) = (events, text, caret)
    }
  }

  static let edits: [Edit] = [
    Edit([.typed("abc")], "abc", 3),
    Edit([.typed("a\nb\r\nc\t\u{1B}[2J\u{7F}")], "abc[2J", 6),
    Edit([.typed("e"), .typed("\u{301}")], "e\u{301}", 1),
    Edit([.typed("eX"), .movedSideways(-1), .typed("\u{301}")], "e\u{301}X", 1),
    Edit([.typed("👩‍👩‍👧x"), .erasedBackward, .erasedBackward], "", 0),
    Edit([.typed("日本"), .movedSideways(-1), .erasedForward], "日", 1),
    Edit([.typed("ab"), .movedSideways(-9), .typed("x")], "xab", 1),
    Edit([.typed("ab"), .movedSideways(9), .erasedForward], "ab", 2),
    Edit([.typed("ab"), .movedToStart, .erasedBackward, .erasedToEnd], "", 0),
    Edit([.typed("one two"), .erasedWord], "one ", 4),
    Edit([.typed("one two  "), .erasedWord, .erasedWord, .erasedWord], "", 0),
    Edit([.typed("./a/b/c"), .erasedWord], "./a/b/", 6),
    Edit([.typed("abcd"), .movedSideways(-2), .erasedToStart], "cd", 0),
  ]

  @Test(arguments: edits)
  func textIsEditedAtItsCaret(edit: Edit) {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.user(.focused(.field(.trustDomain)), .movedToEnd, .erasedToStart)
    for event in edit.events { wizard.user(event) }
    #expect(wizard.state.answers.certificates.trustDomain == edit.text)
    #expect(wizard.state.caret(of: .trustDomain) == edit.caret)
  }

  @Test func problemsAreSilentWhileFirstTypingAndShownOnceTheFieldWasLeft() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.user(.focused(.field(.issuerValidity)), .erasedToStart)
    wizard.type("20")
    #expect(wizard.state.shownProblems(of: .issuerValidity).isEmpty)
    #expect(wizard.state.readiness(of: .certificates) != .ready)
    wizard.user(.focusMovedForward)
    #expect(wizard.state.shownProblems(of: .issuerValidity).count == 1)
    wizard.user(.focused(.field(.issuerValidity)), .typed("y"))
    #expect(
      wizard.state.shownProblems(of: .issuerValidity).map(\.code) == ["issuer-outlives-anchor"])
    wizard.user(.erasedBackward, .erasedBackward, .erasedBackward)
    wizard.type("1y")
    #expect(wizard.state.shownProblems(of: .issuerValidity).isEmpty)
  }

  @Test func whatTheHostFoundIsShownBeforeAnythingIsTyped() {
    var wizard = WizardFixture()
    wizard.report(
      .directory(.success(DirectoryFact(path: "/c", state: .holdsCertificates(["ca.key"])))),
      to: { $0.word == "directory" })
    #expect(
      wizard.state.shownProblems(of: .certificateDirectory).map(\.code) == ["certificates-exist"])
  }

  @Test func nextOnABadPageShowsItsProblemsAndFocusesTheFirst() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.user(.answered(.issuerValidity, "20y"), .answered(.trustDomain, "Not A Domain"))
    wizard.settle()
    wizard.user(.focused(.button(.next)), .activated)
    #expect(wizard.state.phase == .asking(.certificates))
    #expect(wizard.state.focus == .field(.trustDomain))
    #expect(wizard.state.notice?.kind == .failed)
    #expect(!wizard.state.shownProblems(of: .issuerValidity).isEmpty)
  }

  @Test func issuerThatOutlivesItsAnchorIsRefusedWithTheLargestValue() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.user(.answered(.anchorValidity, "100d"), .answered(.issuerValidity, "101d"))
    let problem = wizard.state.problems(of: .issuerValidity).first
    #expect(
      problem?.remedy.contains("100 days") == true || problem?.remedy.contains("2400h") == true)
    wizard.user(.answered(.issuerValidity, "2400h"))
    #expect(wizard.state.problems(of: .issuerValidity).isEmpty)
  }

  @Test func backIsOpenOnABadPageAndKeepsWhatWasTyped() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.user(.focused(.field(.anchorValidity)), .erasedToStart)
    wizard.type("nonsense")
    wizard.user(.dismissed)
    #expect(wizard.state.phase == .asking(.cluster))
    #expect(wizard.state.answers.certificates.anchorValidity == "nonsense")
    wizard.user(.buttonPressed(.next))
    #expect(!wizard.state.shownProblems(of: .anchorValidity).isEmpty)
  }

  @Test func choicesGoRoundAndKeepTheOwnPlace() {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    wizard.user(.focused(.field(.charts)), .movedSideways(-1))
    #expect(wizard.state.answers.controlPlane.charts == .own)
    wizard.user(.answered(.ownCharts, "/charts"), .focused(.field(.charts)), .movedSideways(1))
    #expect(wizard.state.answers.controlPlane.charts == .edge)
    wizard.user(.movedSideways(-1))
    #expect(wizard.state.answers.controlPlane.ownCharts == "/charts")
    #expect(wizard.state.controls.contains(.field(.ownCharts)))
  }

  @Test func pickerIsNarrowedAndRefusesWhatDoesNotFit() {
    var wizard = WizardFixture()
    wizard.advance(to: .cluster)
    wizard.user(.buttonPressed(.next), .buttonPressed(.next))
    wizard.report(
      .chartVersions(.success([Self.tooNew] + WizardFixture.versions)),
      to: { $0.word == "versions" })
    wizard.user(.focused(.field(.version)), .activated)
    wizard.type("2099")
    wizard.user(.activated)
    #expect(wizard.state.notice?.text.contains("needs Kubernetes") == true)
    #expect(wizard.state.answers.controlPlane.version == "latest")
    wizard.user(.erasedToStart)
    wizard.type("2025")
    wizard.user(.activated)
    #expect(wizard.state.dialog == nil)
    #expect(wizard.state.answers.controlPlane.version == "2025.10.7")
    wizard.user(.activated, .dismissed)
    #expect(wizard.state.answers.controlPlane.version == "2025.10.7")
  }

  @Test(arguments: ["", "latest", "v2025.10.7", "2025.10.7"])
  func versionIsUnderstoodAsTheCheckUnderstandsIt(text: String) {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    wizard.user(.answered(.version, text))
    #expect(wizard.state.problems(of: .version).isEmpty)
    let expected = text.hasSuffix("2025.10.7") ? "2025.10.7" : "2026.8.3"
    #expect(wizard.state.chosenVersion?.version == expected)
  }

  static let tooNew = ChartVersion(
    version: "2099.1.1", crdsVersion: "2099.1.1", appVersion: "edge-99.1.1",
    kubeVersion: ">=1.99.0-0")
}
