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
        "Go on from here", "Undo what was done", "Begin anew with the same answers",
      ])
    let commands = wizard.state.nextSteps.flatMap(\.lines)
    #expect(commands.contains { $0.hasPrefix("  linkerd-wizard resume ") })
    #expect(commands.contains { $0.hasPrefix("  linkerd-wizard undo ") })
    #expect(wizard.state.focus == .list(.closing))
    #expect(wizard.state.nextSteps.last?.lines.last?.contains("--answers") == true)
  }

  @Test func runThatDidNothingHasNothingToUndo() {
    for outcome in [ItemOutcome.cancelled, .failed(Problem("x", "It failed."), .none)] {
      var wizard = WizardFixture()
      wizard.startRun()
      wizard.finishItem(outcome)
      if wizard.state.run != nil { wizard.user(.buttonPressed(.showUndo)) }
      if case .reading(let reading) = wizard.state.dialog {
        #expect(reading.lines == ["Nothing was done, so there is nothing to undo."])
        wizard.user(.dismissed)
      }
      wizard.user(.interrupted, .stopAnswered(.now))
      #expect(
        wizard.state.nextSteps.map(\.text) == [
          "Go on from here", "Begin anew with the same answers",
        ])
      #expect(
        wizard.state.nextSteps.last?.lines.first == "Nothing was done, so nothing is in the way:")
    }
  }

  @Test func answersOfARunNameTheirPlacesWhereverTheyAreRead() throws {
    var wizard = WizardFixture()
    wizard.state.answers.controlPlane.values = ["more.yaml", "~/own.yaml"]
    wizard.state.answers.certificates.directory = "certs"
    wizard.startRun()
    let kept = try #require(
      wizard.requests.compactMap { request -> Answers? in
        if case .beginRun(_, let answers) = request.effect { answers } else { nil }
      }.last)
    #expect(kept.certificates.directory == "/home/ada/mesh/certs")
    #expect(kept.certificates.from == "./linkerd-certificates")
    #expect(kept.controlPlane.values == ["/home/ada/mesh/more.yaml", "/home/ada/own.yaml"])
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
