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

  /// A run that waits for the first workload that it has restarted.
  private func waitingForAWorkload() -> WizardFixture {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    wizard.user(.namespaceToggled("shop"), .restartToggled)
    wizard.startRun()
    while wizard.runningID?.hasPrefix("wait-") == false { wizard.finishItem() }
    return wizard
  }

  @Test func theNewPodsOfARestartedWorkloadAreWatched() throws {
    let wizard = waitingForAWorkload()
    #expect(wizard.runningID == "wait-shop/deployment/cart")
    let watched = wizard.state.pending.values.compactMap { effect -> WorkloadName? in
      guard case .watchPods("shop", let workload, _) = effect else { return nil }
      return workload
    }
    #expect(watched == [WorkloadName(.deployment, "cart", in: "shop")])
    #expect(wizard.state.run?.waitsForPods(at: wizard.state.run?.runningItem ?? 0) == true)
  }

  @Test(arguments: ["rollout-timed-out", "rollout-stuck"])
  func aWorkloadThatDoesNotComeBackSaysWhy(code: String) throws {
    var wizard = waitingForAWorkload()
    let crashed = PodStatus(
      name: "cart-6d9-x", deployment: "cart", readyContainers: 1, containers: 2,
      phase: "CrashLoopBackOff", age: 20,
      clues: [
        PodClue(.container, container: "cart", reason: "CrashLoopBackOff", message: "back-off"),
        PodClue(.log, container: "cart", message: "x509: certificate has expired"),
      ])
    wizard.report(.pods([crashed]), to: { if case .watchPods = $0 { true } else { false } })
    // A log that tells of certificates is not about Linkerd's.
    #expect(wizard.state.run?.podProblem?.code == "container-crashes")
    wizard.finishItem(.failed(Problem(code, "Late."), .none))
    let run = try #require(wizard.state.run)
    guard case .failed(let problem, _) = run.items[try #require(run.failedItem)].state else {
      return
    }
    #expect(problem.code == "container-crashes" && problem.sentence.contains("cart-6d9-x"))
    #expect(problem.remedy.contains("rollout undo deployment/cart --namespace shop"))
    #expect(!problem.remedy.contains("helm"))
  }

  @Test func aWarningOfTheProofSpeaksAgainstInjection() {
    var run = waiting().state.run
    #expect(run?.provesInjection == true)
    run?.proof = [CheckRow(id: "injection", mark: .warning, text: "x")]
    #expect(run?.provesInjection == false)
  }
}

extension WizardFixture {
  /// The id of the item that is being done; nil where none is.
  fileprivate var runningID: String? {
    state.run.flatMap { run in run.runningItem.map { run.plan.items[$0].id } }
  }
}
