import Planning
import TestSupport
import Testing
import Wizard

/// What the closing page has to tell.
struct ClosingTests {
  @Test func stoppedRunSaysHowToUndoAndHowToBeginAnew() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.finishItem()
    wizard.user(.interrupted, .stopAnswered(.now))
    wizard.finishItem(.cancelled)
    #expect(
      wizard.state.nextSteps.map(\.text) == [
        "Undo what was done", "Begin anew with the same answers",
      ])
    #expect(wizard.state.focus == .list(.nextSteps))
    #expect(wizard.state.nextSteps.last?.lines.last?.contains("--answers") == true)
  }

  @Test func placeOfTheLogCanBeAskedFor() {
    var wizard = WizardFixture()
    wizard.startRun()
    while wizard.finishItem() {}
    wizard.user(.logPlaceOpened)
    guard case .reading(let reading) = wizard.state.dialog else {
      Issue.record("no page has opened")
      return
    }
    #expect(reading.lines.contains { $0.hasSuffix("/install.log") })
  }

  @Test func singleStepsLeadOutOfAShortListAndPagesDoNot() {
    var wizard = WizardFixture()
    wizard.settle()
    wizard.user(.focused(.list(.checks)), .moved(rows: 20))
    #expect(wizard.state.focus == .list(.checks))
    wizard.user(.moved(rows: 1))
    #expect(wizard.state.focus == .button(.next))
  }

  @Test func pageOfLongLinesIsScrolledAsFarAsTheFrontEndSays() {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    wizard.user(.moved(rows: 4), .activated, .scrolled(to: 99))
    guard case .reading(let reading) = wizard.state.dialog else {
      Issue.record("no page has opened")
      return
    }
    #expect(reading.scroll == 99)
  }
}
