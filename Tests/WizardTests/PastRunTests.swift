import Planning
import TestSupport
import Testing
import Wizard

/// What is offered when the wizard starts and something was left in the middle.
struct PastRunTests {
  private func offered() throws -> WizardFixture {
    let run = try #require(WizardFixture.interruptedRun())
    return .offering(run)
  }

  private func words(_ wizard: WizardFixture, since: Int) -> [String] {
    wizard.requests[since...].map(\.effect.word)
  }

  @Test func nothingIsOfferedWhereNothingWasLeft() {
    let wizard = WizardFixture.offering(nil)
    #expect(wizard.state.dialog == nil && wizard.state.interruption == nil)
    #expect(!wizard.state.looksForPast)
  }

  @Test func onlyAWizardThatMayOfferLooks() {
    let wizard = WizardFixture()
    #expect(!wizard.requests.contains { $0.effect.word == "find interrupted run" })
  }

  @Test func goingOnLooksAtTheClusterAndAsksBeforeItDoesAnything() throws {
    var wizard = try offered()
    #expect(wizard.state.interruption?.buttons == [.goOn, .takeBack, .startAfresh, .show])
    let before = wizard.requests.count
    wizard.user(.activated)
    #expect(words(wizard, since: before) == ["examine run"])
    wizard.examine()
    let buttons = try #require(wizard.state.interruption).buttons
    #expect(buttons == [.back, .confirm])
    // Enter once more leads back, not on.
    wizard.user(.activated)
    #expect(wizard.state.interruption?.wish == nil)
    #expect(words(wizard, since: before) == ["examine run"])
  }

  @Test func whatWasShownIsDoneAndNothingElse() throws {
    var wizard = try offered()
    wizard.user(.activated)
    wizard.examine()
    guard case .success(let way)? = wizard.state.interruption?.result else {
      Issue.record("nothing was found out")
      return
    }
    wizard.user(.wayConfirmed(digest: String(repeating: "0", count: 64)))
    #expect(wizard.state.notice?.text.contains("has changed") == true)
    let before = wizard.requests.count
    wizard.user(.movedSideways(1), .activated)
    #expect(words(wizard, since: before).filter { $0 != "cancel" } == ["resume"])
    let run = try #require(wizard.state.run)
    #expect(run.plan == way.plan && run.digest == way.plan.digest)
    #expect(run.plan.items.contains { $0.id == "repair-linkerd-control-plane" })
    #expect(wizard.state.answers == Answers())
    wizard.report(.runBegan(.success(try #require(wizard.state.interruption).run.record))) {
      if case .resumeRun = $0 { true } else { false }
    }
    #expect(wizard.state.answers == wizard.state.interruption?.run.answers)
    var done: [String] = []
    while let place = wizard.state.run?.runningItem {
      done.append(wizard.state.run?.plan.items[place].id ?? "")
      wizard.finishItem()
    }
    #expect(done == ["repair-linkerd-control-plane", "control-plane", "mesh", "proof"])
    #expect(wizard.state.phase.isFinished)
  }

  @Test func aClusterThatHasChangedMeanwhileLeadsBack() throws {
    var wizard = try offered()
    wizard.user(.activated)
    wizard.examine()
    wizard.user(.dialogAnswered(1))
    wizard.report(
      .runBegan(.failure(Problem("plan-outdated", "It is another now.", remedy: "Look again.")))
    ) { if case .resumeRun = $0 { true } else { false } }
    #expect(wizard.state.phase == .asking(.cluster))
    #expect(wizard.state.notice?.text == "It is another now. Look again.")
    #expect(wizard.state.dialog != nil && wizard.state.answers == Answers())
    let buttons = try #require(wizard.state.interruption).buttons
    #expect(buttons == [.lookAgain, .back])
  }

  @Test func takingBackIsAPlanOfItsOwn() throws {
    var wizard = try offered()
    wizard.user(.dialogAnswered(1))
    let run = try #require(wizard.state.interruption).run
    let undo = run.plan.undo(
      of: run.name, after: run.steps,
      found: UndoFacts(traces: WizardFixture.pendingTraces, contents: ["linkerd": []]),
      removesCertificates: false)
    wizard.report(.undoPlanned(.success(undo))) {
      if case .planUndo(_, removesCertificates: false) = $0 { true } else { false }
    }
    let before = wizard.requests.count
    wizard.user(.dialogAnswered(1))
    #expect(words(wizard, since: before).filter { $0 != "cancel" } == ["undo"])
    #expect(wizard.state.run?.plan.isUndo == true)
    wizard.report(.runBegan(.success(RunRecord(directory: "/r/2")))) {
      if case .beginUndo = $0 { true } else { false }
    }
    while wizard.finishItem() {}
    #expect(wizard.state.phase.isFinished && wizard.state.nextSteps.isEmpty)
  }

  /// What an undo would delete can be in use by now: it is looked at anew.
  @Test func aTakingBackThatWasLeftIsPlannedAnew() throws {
    var run = try #require(WizardFixture.interruptedRun())
    run.undoing = InterruptedRun.Undoing(
      name: "20261120T220000Z-1", began: WizardFixture.start, ending: .cutOff, done: 2, items: 5,
      removesCertificates: true)
    var wizard = WizardFixture.offering(run)
    #expect(wizard.state.interruption?.buttons == [.goOn, .startAfresh, .show])
    #expect(run.sentence.hasPrefix("Taking back an install on kind-demo"))
    #expect(run.doneSentence == "2 of 5 items of that are done.")
    wizard.user(.activated)
    let isAsked = wizard.state.pending.values.contains {
      if case .planUndo(_, removesCertificates: true) = $0 { true } else { false }
    }
    #expect(isAsked)
  }

  @Test func lookingCanBeLeftAndRepeated() throws {
    var wizard = try offered()
    wizard.user(.activated)
    let id = try #require(wizard.state.interruption?.examining)
    wizard.send(.host(id, .told("Helm still works.")))
    #expect(wizard.state.interruption?.waitsFor == "Helm still works.")
    let before = wizard.requests.count
    wizard.user(.dismissed)
    #expect(words(wizard, since: before) == ["cancel"])
    #expect(wizard.state.interruption?.wish == nil && wizard.state.dialog != nil)
    wizard.user(.activated)
    wizard.report(
      .runExamined(.failure(Problem("server-refused", "Nobody answers.", remedy: "Start it.")))
    ) { if case .examineRun = $0 { true } else { false } }
    #expect(wizard.state.interruption?.buttons == [.lookAgain, .back])
    wizard.user(.activated)
    #expect(wizard.state.interruption?.examining != nil)
    // The answer to the first look comes too late.
    wizard.send(.host(id, .runExamined(.failure(Problem("x", "Late.", remedy: "")))))
    #expect(wizard.state.interruption?.result == nil)
  }

  @Test func startingAfreshLeavesTheRunAlone() throws {
    for event in [UserEvent.dismissed, .dialogAnswered(2)] {
      var wizard = try offered()
      let before = wizard.requests.count
      wizard.user(event)
      #expect(wizard.state.dialog == nil && wizard.state.interruption == nil)
      #expect(words(wizard, since: before) == [])
      wizard.advance(to: .review)
      #expect(wizard.state.plan != nil)
    }
  }

  @Test func whoeverIsBusyIsOnlyTold() throws {
    let run = try #require(WizardFixture.interruptedRun())
    var options = WizardFixture.options
    options.goal = .install(offers: true)
    var wizard = WizardFixture(options: options)
    wizard.user(.helpOpened)
    wizard.report(.interruptedRun(.success(run))) {
      if case .findInterruptedRun = $0 { true } else { false }
    }
    #expect(wizard.state.dialog == .help(scroll: 0))
    #expect(wizard.state.notice?.text.contains("linkerd-wizard resume \(run.name)") == true)
  }

  // MARK: Drafts

  private func draft() -> AnswersDraft {
    var answers = Answers()
    answers.namespaces = [NamespaceAnswer("shop")]
    return AnswersDraft(answers: answers, kept: WizardFixture.start)
  }

  @Test func keptAnswersAreOfferedAndTaken() {
    var wizard = WizardFixture.offering(nil, draft: draft())
    #expect(wizard.state.dialog == .draft(selected: 0))
    wizard.user(.activated)
    #expect(wizard.state.answers.namespaces == [NamespaceAnswer("shop")])
    #expect(wizard.state.draft == nil)
    wizard.advance(to: .review)
    #expect(wizard.state.plan?.plan.annotatedNamespaces == ["shop"])
  }

  @Test func keptAnswersAreLeftAlone() {
    for events in [[UserEvent.movedSideways(1), .activated], [.dialogAnswered(1)], [.dismissed]] {
      var wizard = WizardFixture.offering(nil, draft: draft())
      for event in events { wizard.user(event) }
      #expect(wizard.state.answers == Answers() && wizard.state.dialog == nil)
    }
  }

  @Test func theRunComesBeforeTheDraft() throws {
    var wizard = WizardFixture.offering(WizardFixture.interruptedRun(), draft: draft())
    #expect(wizard.state.dialog == .pastRun(PastRunDialog()))
    wizard.user(.dismissed)
    #expect(wizard.state.dialog == .draft(selected: 0))
  }

  @Test func whoeverNamesAnswersIsOfferedNoOthers() {
    var options = WizardFixture.options
    options.goal = .install(offers: true)
    var given = Answers()
    given.context = "kind-demo"
    let wizard = WizardFixture(answers: given, options: options)
    #expect(wizard.requests.contains { $0.effect.word == "find interrupted run" })
    #expect(!wizard.requests.contains { $0.effect.word == "find draft" })
  }

  @Test func changedAnswersAreKeptWithEachScreen() {
    var wizard = WizardFixture.offering(nil)
    wizard.advance(to: .certificates)
    #expect(!wizard.requests.contains { $0.effect.word == "save draft" })
    wizard.advance(to: .namespaces)
    wizard.user(.namespaceToggled("shop"))
    #expect(wizard.state.answersToKeep?.namespaces == [NamespaceAnswer("shop")])
    wizard.user(.buttonPressed(.next))
    let kept = wizard.requests.compactMap { request -> Answers? in
      if case .saveDraft(let answers) = request.effect { answers } else { nil }
    }
    #expect(kept.last?.namespaces == [NamespaceAnswer("shop")])
    wizard.startRun()
    #expect(wizard.state.answersToKeep == nil)
  }
}

extension Phase {
  fileprivate var isFinished: Bool {
    guard case .finished(let outcome) = self else { return false }
    return outcome.kind == .installed
  }
}

/// A clock that is set while the wizard runs.
struct JumpingClockTests {
  @Test func thePlanBeginsAtTheMomentThatTheClockShowsInTheEnd() throws {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    wizard.send(.tick(WizardFixture.start.adding(seconds: 86_400 * 400)))
    wizard.advance(to: .controlPlane)
    wizard.send(.tick(WizardFixture.start.adding(seconds: 60)))
    wizard.advance(to: .review)
    let plan = try #require(wizard.state.plan?.plan)
    // Five minutes before the present, for clocks that are late.
    #expect(plan.certificates?.notBefore == WizardFixture.start.adding(seconds: 60 - 300))
  }

  @Test func noItemTakesLessThanNoTime() throws {
    var wizard = WizardFixture()
    wizard.startRun()
    let jumps: [Int64] = [-86_400 * 700, 86_400 * 900, -3]
    for jump in jumps {
      wizard.send(.tick(wizard.state.now.adding(seconds: jump)))
      guard wizard.finishItem(), let run = wizard.state.run else { break }
      for item in run.items {
        if case .done(let seconds) = item.state { #expect(seconds >= 0) }
      }
    }
    while wizard.finishItem() {}
    guard case .finished(let outcome) = wizard.state.phase else {
      Issue.record("it has not ended")
      return
    }
    #expect(outcome.kind == .installed)
  }
}
