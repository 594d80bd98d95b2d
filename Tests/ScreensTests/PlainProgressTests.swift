import Diagnosis
import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// What an unattended run and the closed full screen leave on the terminal.
struct PlainProgressTests {
  @Test func reportTellsEachLineOnce() {
    var wizard = WizardFixture()
    var reporter = ProgressReporter()
    let silence1 = reporter.lines(for: wizard.state)
    #expect(silence1.isEmpty)
    wizard.startRun()
    let begun = reporter.lines(for: wizard.state)
    #expect(begun.contains { $0.hasPrefix("[1/6] certificates: ") })
    let silence2 = reporter.lines(for: wizard.state)
    #expect(silence2.isEmpty)
    wizard.wait(seconds: 2)
    wizard.finishItem()
    let next = reporter.lines(for: wizard.state)
    #expect(next.first == "    ✓ done in 2 s")
    #expect(
      next.last == "      $ /usr/local/bin/helm repo add linkerd-edge https://helm.linkerd.io/edge")
  }

  @Test func outputOfItemsThatEndedBetweenTwoCallsStandsBelowItsItem() {
    var wizard = WizardFixture()
    var reporter = ProgressReporter()
    wizard.startRun()
    for place in 1...3 {
      wizard.report(.output(OutputBatch(lines: ["output \(place)"])), to: \.isCarryOut)
      wizard.finishItem()
    }
    let lines = reporter.lines(for: wizard.state).filter {
      $0.hasPrefix("[") || $0.contains("output ")
    }
    let shape = lines.map { $0.hasPrefix("[") ? String($0.prefix(4)) : $0 }
    #expect(
      shape == [
        "[1/6", "      output 1", "[2/6", "      output 2", "[3/6", "      output 3", "[4/6",
      ])
  }

  @Test func podsAreToldWhenTheyChangeButNotTooOften() {
    var wizard = WizardFixture()
    var reporter = ProgressReporter()
    wizard.startRun()
    while wizard.state.run?.podWatch == nil { wizard.finishItem() }
    _ = reporter.lines(for: wizard.state)
    var told: [String] = []
    for second in 0..<20 {
      let ready = second / 2 % 2
      let pod = PodStatus(
        name: "linkerd-identity-1", deployment: "linkerd-identity", readyContainers: ready,
        containers: 1, phase: "Running", age: Int64(second))
      wizard.report(.pods([pod]), to: \.isPodWatch)
      told += reporter.lines(for: wizard.state)
      wizard.wait(seconds: 1)
    }
    #expect(told.first == "      pods: identity 0/1")
    #expect((3...7).contains(told.count))
  }

  @Test func failureNamesItsRemedyAndTheUndoCommands() {
    var wizard = WizardFixture()
    var reporter = ProgressReporter()
    wizard.startRun()
    wizard.finishItem()
    wizard.finishItem()
    wizard.finishItem(
      .failed(Problem("no-network", "There is no network.", remedy: "Plug it in."), .none))
    let lines = reporter.lines(for: wizard.state)
    #expect(lines.contains("    ✗ There is no network."))
    #expect(lines.contains("      Plug it in."))
    let wayOn = lines.firstIndex(of: "To go on from here:")
    #expect(wayOn.map { lines[$0 + 1].contains("linkerd-wizard resume ") } == true)
    #expect(lines.contains("To undo it by hand:"))
    #expect(lines.contains("  /usr/local/bin/helm repo remove linkerd-edge"))
    #expect(lines.contains("  install.log   their full output"))
    let silence3 = reporter.lines(for: wizard.state)
    #expect(silence3.isEmpty)
  }

  @Test func unattendedRunFromStartToEnd() {
    var wizard = WizardFixture()
    var reporter = ProgressReporter()
    wizard.advance(to: .namespaces)
    wizard.user(.namespaceToggled("direktiv"))
    wizard.startRun()
    var lines = reporter.lines(for: wizard.state)
    repeat {
      lines += reporter.lines(for: wizard.state)
      wizard.wait(seconds: 2)
    } while wizard.finishItem()
    lines += reporter.lines(for: wizard.state)
    let text = lines.map { $0 + "\n" }.joined()
    let difference = Golden.mismatch(text, named: #function)
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func commandIsToldOnceThoughItsOutputBeginsWithIt() throws {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.finishItem()
    var reporter = ProgressReporter(glyphs: .unicode)
    var lines = reporter.lines(for: wizard.state)
    let run = try #require(wizard.state.run)
    let item = run.plan.items[try #require(run.runningItem)]
    guard case .command(let command) = item.action else {
      Issue.record("no command runs")
      return
    }
    wizard.output(["$ \(command.shellLine)", "it is done"])
    lines += reporter.lines(for: wizard.state)
    #expect(lines.count { $0 == "      $ \(command.shellLine)" } == 1)
    #expect(lines.last == "      it is done")
  }

  @Test func farewellSaysNothingWhereNothingWasDone() {
    var wizard = WizardFixture()
    #expect(FarewellText.lines(wizard.state).isEmpty)
    wizard.advance(to: .review)
    #expect(FarewellText.lines(wizard.state).isEmpty)
  }

  @Test func farewellAfterAnInstallNamesFilesAndTheNextStep() {
    var wizard = WizardFixture()
    wizard.startRun()
    while wizard.finishItem() {}
    #expect(
      FarewellText.lines(wizard.state) == [
        "✓ Linkerd is running on kind-demo.",
        "  Installed in 0:00. No namespace gets proxies yet.",
        "Certificates: ./linkerd-certificates, the issuer's until 2027-11-20",
        "This run's files: ~/.local/state/linkerd-wizard/runs/20261120T210100Z-3f9a02c1",
        "Next: Choose namespaces to mesh.",
      ])
  }

  @Test func farewellOfPracticeAsksForNothingOnAClusterThatIsGone() {
    for outcome in [ItemOutcome.done(.none), .cancelled] {
      var wizard = WizardFixture(options: Scene.practice)
      wizard.startRun()
      while wizard.finishItem(outcome) {}
      let lines = FarewellText.lines(wizard.state)
      #expect(!lines.contains { $0.contains("Next:") || $0.contains("uninstall") })
      #expect(lines.last?.contains("its cluster is gone now") == true)
    }
  }

  @Test func farewellIsASCIIWhereTheGlyphsAre() {
    var wizard = WizardFixture(
      options: LaunchOptions(
        programVersion: "0.1.0", paths: HostPaths(workingDirectory: "/home/æsa", home: "/home/b")))
    wizard.startRun()
    while wizard.finishItem() {}
    let lines = FarewellText.lines(wizard.state, glyphs: .ascii)
    #expect(lines.first == "+ Linkerd is running on kind-demo.")
    let foreign = lines.joined().filter { !$0.isASCII }
    #expect(foreign == "")
  }

  @Test func farewellAfterAFailureSaysHowFarItGot() {
    var wizard = WizardFixture()
    wizard.startRun()
    wizard.finishItem()
    wizard.finishItem()
    wizard.finishItem(.failed(Problem("no-network", "There is no network."), .none))
    wizard.user(.buttonPressed(.quit))
    let lines = FarewellText.lines(wizard.state)
    #expect(lines.first == "The install failed; 2 of 6 items are done on kind-demo.")
    #expect(lines.contains { $0.contains("install.log") })
    #expect(lines.contains { $0.contains("helm repo remove") })
    #expect(lines.last?.hasPrefix("  linkerd-wizard --answers ") == true)
  }
}
