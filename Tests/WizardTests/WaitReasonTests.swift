import Diagnosis
import Planning
import TestSupport
import Testing

@testable import Wizard

@Suite struct WaitReasonTests {
  private let refused = PodStatus(
    name: "linkerd-identity", deployment: "linkerd-identity", readyContainers: 0, containers: 0,
    phase: "FailedCreate", message: "exceeded quota: few", age: 3)

  private func waiting() -> WizardFixture {
    var wizard = WizardFixture()
    wizard.startRun()
    while wizard.state.run?.podWatch == nil { wizard.finishItem() }
    wizard.report(.pods([refused]), to: { if case .watchPods = $0 { true } else { false } })
    return wizard
  }

  @Test func theReasonIsKnownWhileHelmWaits() {
    #expect(waiting().state.run?.podProblem?.code == "quota-exceeded")
  }

  @Test func afterTheFailureItStandsInPlaceOfHelmsWords() throws {
    var wizard = waiting()
    wizard.finishItem(.failed(Problem("pods-not-ready", "Not ready."), .none))
    let run = try #require(wizard.state.run)
    let place = try #require(run.failedItem)
    guard case .failed(let problem, _) = run.items[place].state else { return }
    #expect(problem.code == "quota-exceeded")
    #expect(problem.remedy.contains("uninstall linkerd-control-plane"))
    #expect(run.podProblem == nil)
  }

  @Test func itIsReadWholeAboveTheOutput() {
    var wizard = waiting()
    wizard.user(.activated)
    guard case .reading(let page) = wizard.state.dialog else {
      Issue.record("no page: \(String(describing: wizard.state.dialog))")
      return
    }
    #expect(page.lines.first?.contains("A quota of the namespace forbids") == true)
    #expect(page.lines.contains { $0.contains("get resourcequota") } && page.scroll == 0)
  }

  @Test func aFailureWithAReasonOfItsOwnKeepsIt() throws {
    var wizard = waiting()
    let own = Problem("chart-broken", "The chart is broken.")
    wizard.finishItem(.failed(own, .none))
    let run = try #require(wizard.state.run)
    let place = try #require(run.failedItem)
    #expect(run.items[place].state == .failed(own, seconds: 0))
  }

  @Test func anotherTryBeginsWithoutTheOldPods() throws {
    var wizard = waiting()
    wizard.finishItem(.failed(Problem("pods-not-ready", "Not ready."), .none))
    wizard.user(.buttonPressed(.retry))
    #expect(wizard.state.run?.pods == [])
    #expect(wizard.state.run?.podProblem == nil)
  }

  @Test func aWarningOfTheProofSpeaksAgainstInjection() {
    var run = waiting().state.run
    #expect(run?.provesInjection == true)
    run?.proof = [CheckRow(id: "injection", mark: .warning, text: "x")]
    #expect(run?.provesInjection == false)
  }
}
