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
    #expect(wizard.state.focus == .list(.closing))
    #expect(wizard.state.nextSteps.last?.lines.last?.contains("--answers") == true)
  }

  @Test func logIsOpenedWithItsNewestLinesAndItsPlace() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.report(.output(OutputBatch(lines: ["first words"])), to: { $0.word.hasPrefix("do ") })
    while wizard.finishItem() {}
    wizard.user(.logOpened)
    guard case .reading(let reading) = wizard.state.dialog else {
      Issue.record("no page has opened")
      return
    }
    #expect(reading.lines.contains { $0.hasSuffix("/install.log") })
    #expect(reading.lines.last == "first words")
  }

  @Test func directoriesOfTheFilesAreRowsThatCanBeRead() throws {
    var wizard = WizardFixture()
    wizard.startRun()
    while wizard.finishItem() {}
    wizard.user(.movedToEnd, .activated)
    guard case .reading(let reading) = wizard.state.dialog else {
      Issue.record("no page has opened")
      return
    }
    let record = try #require(wizard.state.run?.record)
    #expect(reading.lines.contains(record.scriptPath))
    wizard.user(.dismissed, .moved(rows: -1), .activated)
    guard case .reading(let certificates) = wizard.state.dialog else {
      Issue.record("no page has opened")
      return
    }
    #expect(certificates.lines.contains("/home/ada/mesh/linkerd-certificates/ca.key"))
  }

  @Test func fileThatCouldNotBeSavedIsAskedForOnceMore() {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    wizard.user(.scriptSaved(path: "/nowhere/install.sh"))
    let problem = Problem("not-there", "There is no /nowhere.", remedy: "Choose another place.")
    wizard.report(.saved(.failure(problem)), to: { $0.word.hasPrefix("save") })
    let question = Dialog.TextQuestion(
      purpose: .scriptPath, text: "/nowhere/install.sh", problem: problem)
    #expect(wizard.state.dialog == .asking(question))
    wizard.user(.erasedToStart, .typed("./install.sh"), .activated)
    wizard.report(.saved(.success("/home/ada/mesh/install.sh")), to: { $0.word.hasPrefix("save") })
    #expect(wizard.state.notice?.kind == .done)
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
