import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// What a person with a small terminal has to be able to read and press.
struct SmallTerminalTests {
  private static let small = Size(columns: 60, rows: 18)

  @Test func noticeThatIsTooLongForALineIsReadInFull() {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    wizard.state.notice = Notice(
      .failed,
      "The plan has changed since it was shown, because the namespace shop is gone. Read it again, "
        + "then confirm.")
    let text = Self.words(wizard)
    #expect(text.contains("the namespace shop is gone. Read it again, then confirm."))
    #expect(text.contains("[ Next ]") && text.contains("? Help"))
  }

  @Test func noticeWithoutEndIsCutAfterThreeLines() {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    wizard.state.notice = Notice(
      .failed, Array(repeating: "word", count: 200).joined(separator: " "))
    let lines = Self.shown(wizard).split(separator: "\n").filter { $0.contains("word") }
    #expect(lines.count == 3)
    #expect(lines.last?.hasSuffix("…") == true)
  }

  @Test func keyThatStopsARunIsAlwaysNamed() {
    var wizard = WizardFixture()
    wizard.playToControlPlane()
    #expect(Self.shown(wizard).contains("^C Stop…"))
    wizard.user(.findOpened)
    wizard.type("pod")
    wizard.user(.activated)
    #expect(Self.shown(wizard).contains("^C Stop…"))
  }

  @Test func whatARunningCommandDoesNeverMovesTheScreen() {
    var wizard = WizardFixture()
    wizard.startRun()
    let rule = Self.shown(wizard).split(separator: "\n").lastIndex { $0.hasPrefix("────") }
    while wizard.finishItem(), wizard.state.run?.endedAt == nil {
      let next = Self.shown(wizard).split(separator: "\n").lastIndex { $0.hasPrefix("────") }
      #expect(next == rule)
    }
  }

  @Test func everyFileOfTheClosingPageComesIntoView() {
    var wizard = WizardFixture()
    wizard.playToEnd()
    #expect(!Self.shown(wizard).contains("install.log    their full output"))
    for _ in 0..<4 { wizard.press(.down) }
    #expect(wizard.state.focus == .list(.closing))
    #expect(Self.shown(wizard).contains("install.log    their full output"))
    wizard.press(.enter)
    #expect(Self.words(wizard).contains("/install.log"))
    wizard.press(.escape)
    wizard.press(.down)
    #expect(wizard.state.focus == .button(.finish))
  }

  @Test func stepOfTheClosingPageIsNotCutForTheNameOfItsKey() {
    var wizard = WizardFixture()
    wizard.playToEnd()
    wizard.press(.down)
    #expect(Self.shown(wizard).contains("Move ca.key off this machine, to a safe place"))
  }

  @Test func noticeOfATerminalThatIsFarTooSmallGoesOnBelow() {
    let shown = ScreenRenderer.render(
      WizardFixture().state, size: Size(columns: 20, rows: 6), glyphs: .unicode)
    let words = shown.surface.text().split { $0.isWhitespace }.joined(separator: " ")
    #expect(words == "Needs 60x18, has 20x6: make it larger. Nothing is lost.")
  }

  private static func shown(_ wizard: WizardFixture) -> String {
    ScreenRenderer.render(wizard.state, size: small, glyphs: .unicode).surface.text()
  }

  /// The screen with its words on one line.
  private static func words(_ wizard: WizardFixture) -> String {
    shown(wizard).split { $0.isWhitespace || $0 == "│" }.joined(separator: " ")
  }
}
