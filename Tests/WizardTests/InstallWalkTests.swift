import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// The way through all screens, as a first-time user takes it.
struct InstallWalkTests {
  @Test func nextOpensOnlyWhenTheFactsThatLaterScreensNeedAreIn() {
    var wizard = WizardFixture()
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.cluster))
    wizard.settle()
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.certificates))
  }

  @Test func defaultsLeadToAPlanThatCanBeConfirmed() throws {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    let plan = try #require(wizard.state.plan)
    #expect(wizard.state.readiness(of: .review) == .ready)
    #expect(plan.digest.count == 64)
    #expect(
      plan.plan.items.map(\.id)
        == ["certificates", "repository", "namespace", "crds", "control-plane", "proof"])
  }

  @Test func confirmedItemsRunInOrderAndEndOnTheClosingPage() throws {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    wizard.user(.namespaceToggled("direktiv"), .namespaceAdded("payments"))
    wizard.startRun()
    let items = try #require(wizard.state.run?.plan.items)
    #expect(items.map(\.id).suffix(3) == ["create-payments", "mesh", "proof"])
    while wizard.finishItem() {}
    guard case .finished(let outcome) = wizard.state.phase else {
      Issue.record("the run has not ended: \(wizard.state.phase)")
      return
    }
    #expect(outcome.kind == .installed)
    let carriedOut = wizard.requests.compactMap { request -> String? in
      guard case .carryOut(let item, _) = request.effect else { return nil }
      return item.id
    }
    #expect(carriedOut == items.map(\.id))
    #expect(wizard.state.nextSteps.count == 3)
  }

  @Test func confirmingAnotherDigestDoesNothing() {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    wizard.user(.installConfirmed(digest: String(repeating: "0", count: 64)))
    #expect(wizard.state.phase == .asking(.review))
    #expect(wizard.state.notice?.kind == .warning)
    #expect(wizard.requests.allSatisfy { !$0.effect.changesSomething })
  }

  @Test func changedClusterLeadsBackToReview() {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    wizard.user(.buttonPressed(.install))
    let problem = Problem("cluster-changed", "It is another cluster now.", remedy: "Read again.")
    wizard.report(
      .runBegan(.failure(problem)), to: { if case .beginRun = $0 { true } else { false } })
    #expect(wizard.state.phase == .asking(.review))
    #expect(wizard.state.notice?.text.contains("another cluster") == true)
    wizard.settle()
    #expect(wizard.state.readiness(of: .review) == .ready)
  }

  @Test func failedItemStopsTheRunAndCanBeRetried() throws {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.finishItem()
    let problem = Problem("repository-unreachable", "It can't be reached.", remedy: "Try again.")
    wizard.finishItem(.failed(problem, .none))
    let run = try #require(wizard.state.run)
    #expect(run.failedItem == 1)
    #expect(wizard.state.controls.contains(.button(.retry)))
    wizard.user(.buttonPressed(.retry))
    while wizard.finishItem() {}
    guard case .finished(let outcome) = wizard.state.phase else {
      Issue.record("the run has not ended")
      return
    }
    #expect(outcome.kind == .installed)
  }

  @Test func interruptingARunAsksFirst() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.user(.interrupted)
    #expect(wizard.state.dialog == .confirmStop(selected: 0))
    #expect(!wizard.requests.contains { if case .cancel = $0.effect { true } else { false } })
    wizard.user(.stopAnswered(.afterThisCommand))
    wizard.finishItem()
    guard case .finished(let outcome) = wizard.state.phase else {
      Issue.record("the run has not stopped")
      return
    }
    #expect(outcome.kind == .stopped)
    #expect(outcome.exitStatus == .stopped)
  }

  @Test func repeatingTheChecksForgetsWhatWasFoundUntilItIsFoundAgain() {
    var wizard = WizardFixture()
    wizard.settle()
    wizard.user(.checksRepeated)
    #expect(wizard.state.facts.server == .unknown)
    #expect(!wizard.state.checkRows.contains { $0.mark == .passed })
    wizard.settle()
    #expect(wizard.state.readiness(of: .cluster) == .ready)
  }

  @Test func interruptingBeforeTheInstallLeavesAtOnce() {
    var wizard = WizardFixture()
    wizard.user(.interrupted)
    #expect(wizard.requests.last?.effect == .exit(.stopped))
  }
}

extension Effect {
  /// Whether carrying it out changes the cluster, Helm's settings or the user's files.
  var changesSomething: Bool {
    switch self {
    case .beginRun, .carryOut: true
    default: false
    }
  }
}
