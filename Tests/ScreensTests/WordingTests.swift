import Diagnosis
import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// What a screen says has to be true.
struct WordingTests {
  @Test func pickersPromptNamesNoKeyThatDoesNothing() {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    wizard.user(.focused(.field(.version)), .activated)
    #expect(!Self.shown(wizard).contains("/ type"))
    #expect(Self.shown(wizard).contains("Filter: type to narrow the list"))
    wizard.press(.character("2"))
    #expect(Self.shown(wizard).contains("Filter: 2"))
  }

  @Test func nothingIsSaidToFitWhileAWarningIsShown() {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    #expect(Self.shown(wizard).contains("Everything here fits this cluster"))
    let old = ChartVersion(
      version: "1.16.11", crdsVersion: "1.8.0", appVersion: "stable-2.14.10",
      kubeVersion: ">=1.21.0-0")
    wizard.state.answers.controlPlane.charts = .stable
    wizard.state.facts.chartVersions = .known([old])
    #expect(!Self.shown(wizard).contains("Everything here fits this cluster"))
    #expect(Self.shown(wizard).contains("1 warning: read it before you go on"))
  }

  @Test func presetIsForgottenWithTheLastOfItsNamespaces() {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    wizard.user(.presetChosen("direktiv"), .dismissed)
    #expect(Self.shown(wizard).contains("Preset  Direktiv"))
    wizard.user(.noneSelected)
    #expect(Self.shown(wizard).contains("Preset  none"))
  }

  @Test func blockedClusterScreenNamesTheCheckThatFailed() {
    var wizard = WizardFixture()
    wizard.settle()
    wizard.state.facts.access = .known(
      AccessFact(refused: [.init(verb: "create", resource: "namespaces")]))
    let shown = Self.words(wizard)
    #expect(shown.contains("You may not do all that the install needs: Next stays closed."))
    #expect(shown.contains("kind-demo auth can-i create namespaces"))
  }

  @Test func caretAtTheEndLeavesNoPartOfTheFieldUnused() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.user(.focused(.field(.certificateDirectory)))
    wizard.user(.erasedToStart)
    let path = "/srv/a-long-way/to/the/directory/of/the/certificates/of/the/mesh"
    wizard.type(path)
    let place = ScreenRenderer.render(
      wizard.state, size: Size(columns: 80, rows: 24), glyphs: .unicode
    ).cursor
    #expect(place?.column == 77)
    #expect(Self.shown(wizard).contains("…" + path.suffix(40)))
  }

  @Test func longLineOfOutputIsReadWhole() {
    var wizard = WizardFixture()
    wizard.playToControlPlane()
    let end = "the end of a long line"
    wizard.output([String(repeating: "x ", count: 60) + end])
    #expect(!Self.shown(wizard).contains(end))
    wizard.press(.enter)
    #expect(Self.words(wizard).contains(end))
    wizard.press(.escape)
    #expect(wizard.state.run?.isFollowing == true)
  }

  @Test func placeInTheOutputIsSaidBesideALongSearch() {
    var wizard = WizardFixture()
    wizard.playToControlPlane()
    wizard.output((1...60).map { "line \($0) of what helm says about the control plane's pods" })
    wizard.user(.findOpened)
    wizard.type("what helm says about the control plane")
    wizard.user(.activated)
    #expect(Self.shown(wizard).contains("of 62"))
  }

  @Test func wrappedCommentOfAShellStaysAComment() {
    var wizard = WizardFixture()
    wizard.playToFailure()
    wizard.user(.buttonPressed(.showUndo))
    for line in Self.shown(wizard).split(separator: "\n") where line.contains("look first") {
      #expect(line.contains("# "))
    }
  }

  /// The screen with its words on one line.
  private static func words(_ wizard: WizardFixture) -> String {
    shown(wizard).split { $0.isWhitespace || $0 == "│" }.joined(separator: " ")
  }

  private static func shown(_ wizard: WizardFixture) -> String {
    ScreenRenderer.render(
      wizard.state, size: Size(columns: 80, rows: 24), glyphs: .unicode
    ).surface.text()
  }
}
