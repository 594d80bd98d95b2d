import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// A run: stopping it, watching it, and what it prints.
struct RunTellingTests {
  @Test func podsAreWatchedWhileTheControlPlaneIsInstalledAndNoLonger() throws {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.finishItems(before: "control-plane")
    let watch = try #require(wizard.state.run?.podWatch)
    #expect(wizard.state.pending[watch]?.word == "pods")
    wizard.finishItem()
    #expect(wizard.requests.contains { $0.effect == .cancel(watch) })
    wizard.send(.host(watch, .ended))
    #expect(wizard.state.pending[watch] == nil)
  }

  @Test func failedControlPlaneEndsItsWatchAndRetryStartsAnother() throws {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.finishItems(before: "control-plane")
    let first = try #require(wizard.state.run?.podWatch)
    wizard.finishItem(.failed(Self.problem, .none))
    #expect(wizard.requests.contains { $0.effect == .cancel(first) })
    #expect(wizard.state.focus == .button(.retry))
    wizard.user(.activated)
    let second = try #require(wizard.state.run?.podWatch)
    #expect(second != first)
    #expect(wizard.state.focus == .list(.output))
  }

  @Test func stopNowCancelsTheRunningItemAndEndsWhenItHasEnded() throws {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.finishItem()
    let current = try #require(wizard.state.run?.current)
    wizard.user(.interrupted, .focusMovedBackward, .activated)
    #expect(wizard.requests.last?.effect == .cancel(current))
    #expect(wizard.state.dialog == nil)
    wizard.finishItem(.cancelled)
    #expect(wizard.outcome?.kind == .stopped)
    #expect(wizard.outcome?.exitStatus == .stopped)
  }

  @Test func stopNowWhileThePlanIsCheckedCancelsThatAndNothingIsDone() throws {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    wizard.user(.buttonPressed(.install))
    let begin = try #require(wizard.state.pending.first { $0.value.word == "begin" }?.key)
    wizard.user(.interrupted, .dialogAnswered(2))
    #expect(wizard.requests.last?.effect == .cancel(begin))
    wizard.send(.host(begin, .runBegan(.failure(Self.problem))))
    #expect(wizard.outcome?.kind == .stopped)
    #expect(!wizard.requests.contains { $0.effect.word.hasPrefix("do ") })
  }

  @Test func stopAfterThisCommandWhileThePlanIsCheckedDoesNothing() {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    wizard.user(.buttonPressed(.install), .stopAnswered(.afterThisCommand))
    wizard.beginRun()
    #expect(wizard.outcome?.kind == .stopped)
    #expect(!wizard.requests.contains { $0.effect.word.hasPrefix("do ") })
  }

  @Test func keepGoingTakesStoppingBack() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.user(.stopAnswered(.afterThisCommand), .interrupted, .activated)
    #expect(wizard.state.run?.stop == .keepGoing)
    wizard.finishItem()
    #expect(wizard.outcome == nil)
  }

  @Test func commandThatFailsBeforeAWantedStopIsAFailure() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.user(.stopAnswered(.afterThisCommand))
    wizard.finishItem(.failed(Self.problem, .none))
    #expect(wizard.outcome?.kind == .failed(Self.problem))
    #expect(wizard.outcome?.exitStatus == .failed)
  }

  @Test func stoppingAfterAFailureEndsTheRun() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.finishItem(.failed(Self.problem, .none))
    wizard.user(.stopAnswered(.afterThisCommand))
    #expect(wizard.outcome?.kind == .failed(Self.problem))
  }

  @Test func quittingIsAtOnceAfterAFailureAndAskedForDuringARun() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.user(.buttonPressed(.quit))
    #expect(wizard.state.dialog == .confirmStop(selected: 0))
    wizard.user(.dismissed)
    wizard.finishItem(.failed(Self.problem, .none))
    wizard.user(.buttonPressed(.quit))
    #expect(wizard.requests.last?.effect == .exit(.failed))
  }

  @Test func interruptIsAnsweredAtEveryPhase() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.finishItem(.failed(Self.problem, .none))
    wizard.user(.interrupted)
    #expect(wizard.requests.last?.effect == .exit(.failed))
    var done = WizardFixture()
    done.startRun()
    while done.finishItem() {}
    done.user(.interrupted)
    #expect(done.requests.last?.effect == .exit(.done))
  }

  @Test func stopIsHeardUnderAnyDialog() throws {
    var wizard = WizardFixture()
    wizard.startRun()
    let current = try #require(wizard.state.run?.current)
    wizard.user(.helpOpened, .stopAnswered(.now))
    #expect(wizard.requests.last?.effect == .cancel(current))
  }

  @Test func lateEndOfAnotherItemChangesNothing() throws {
    var wizard = WizardFixture()
    wizard.startRun()
    let first = try #require(wizard.state.run?.current)
    wizard.finishItem()
    let state = wizard.state
    wizard.send(.host(first, .itemFinished(.done(.none))))
    #expect(wizard.state == state)
  }

  @Test func millionLinesStayBounded() {
    var buffer = OutputBuffer()
    let batch = (0..<200).map { "line \($0)" }
    for _ in 0..<5000 { buffer.append(OutputBatch(lines: batch)) }
    #expect(buffer.end == 1_000_000)
    #expect(buffer.lines.count <= 2 * OutputBuffer.capacity)
    #expect(buffer.lines(from: 0, to: 5).isEmpty)
    #expect(Array(buffer.lines(from: 999_999, to: 2_000_000)) == ["line 199"])
    buffer.append(OutputBatch(lines: Array(repeating: "x", count: 50_000)))
    #expect(buffer.lines.count <= 2 * OutputBuffer.capacity)
  }

  @Test func longLinesAreCutAndSkippedOnesAreCounted() {
    var buffer = OutputBuffer()
    let line = String(repeating: "é", count: 60_000)
    buffer.append(OutputBatch(skipped: 3, lines: [line]))
    #expect(buffer.lines[0] == "… 3 lines, only in the log …")
    #expect(buffer.lines[1].utf8.count < OutputBuffer.lineCapacity + 60)
  }

  @Test func findGoesRoundInBothDirections() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.print(["one", "two Foo", "three", "FOO four", "five"])
    wizard.user(.findOpened)
    wizard.type("foo")
    wizard.user(.activated)
    #expect(wizard.state.run?.outputTop == 1)
    wizard.user(.foundNext)
    #expect(wizard.state.run?.outputTop == 3)
    wizard.user(.foundNext)
    #expect(wizard.state.run?.outputTop == 1)
    wizard.user(.foundPrevious)
    #expect(wizard.state.run?.outputTop == 3)
    wizard.user(.findOpened, .erasedToStart)
    wizard.type("nowhere")
    wizard.user(.activated)
    #expect(wizard.state.notice?.kind == .warning)
    #expect(wizard.state.run?.outputTop == 3)
  }

  @Test func viewThatStandsStillStaysWithinTheKeptLines() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.print(["first"])
    wizard.user(.scrolled(to: 0))
    wizard.print((0..<9000).map { "line \($0)" })
    #expect(wizard.state.run?.outputTop == wizard.state.run?.output.first)
    #expect(wizard.state.run?.isFollowing == false)
  }

  @Test func closingPageNamesTheClusterAndTheKubeconfigInItsCommands() throws {
    var options = WizardFixture.options
    options.kubeconfig = "/home/ada/my config"
    var wizard = WizardFixture(options: options)
    wizard.advance(to: .namespaces)
    wizard.user(.namespaceToggled("shop"))
    wizard.startRun()
    while wizard.finishItem() {}
    let restart = try #require(wizard.state.nextSteps.first)
    #expect(
      restart.lines.contains {
        $0.contains("--context kind-demo --kubeconfig '/home/ada/my config' rollout restart")
      })
  }

  static let problem = Problem("made-up", "It went wrong.", remedy: "Try again.")
}

extension WizardFixture {
  /// The item that is being done; nil between items.
  fileprivate var runningID: String? {
    guard let run = state.run, let place = run.runningItem else { return nil }
    return run.plan.items[place].id
  }

  /// Ends items until that one is being done.
  fileprivate mutating func finishItems(before item: String) {
    while runningID != item, finishItem() {}
  }

  fileprivate var outcome: Outcome? {
    if case .finished(let outcome) = state.phase { outcome } else { nil }
  }

  fileprivate mutating func print(_ lines: [String]) {
    report(.output(OutputBatch(lines: lines)), to: { $0.word.hasPrefix("do ") })
  }
}
