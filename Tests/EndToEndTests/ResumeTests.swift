import Glibc
import Testing

/// An install that was left in the middle goes on from there.
@Suite(.fewAtATime) struct ResumeTests {
  private func wizard(
    helm: HelmChoice? = nil, _ scenario: String = "ready"
  ) async throws -> (WizardProgram, PracticeServer) {
    let place = try Workplace()
    if let helm { symlink(try helm.program(), place.bin + "/helm") }
    let server = try await PracticeServer.start(scenario)
    let wizard = WizardProgram(place, on: server)
    try DisturbedRun.prepare(wizard, server)
    return (wizard, server)
  }

  /// Starts an install and returns once Helm has made its record of the control plane's release.
  private func install(_ wizard: WizardProgram, _ server: PracticeServer) async throws -> Child {
    let apply = try wizard.start("apply", "--answers", "answers.yaml", "--yes")
    let isPending = try await eventually(within: 90) {
      try await server.kubectl("get", "secrets", "-n", "linkerd", "-o", "name").out
        .contains("sh.helm.release.v1.linkerd-control-plane.v1")
    }
    try #require(isPending, "\(apply.out)\(apply.err)")
    return apply
  }

  private func expectWhole(_ wizard: WizardProgram, _ server: PracticeServer) async throws {
    let state = try await EndState(wizard, on: server)
    let releases = state.releases.map { $0.split(separator: " ")[1...2].joined(separator: " ") }
    #expect(releases == ["1 deployed", "1 deployed"], "\(state.releases)")
    let check = try await wizard.run("check")
    #expect(check.status == 0, "\(check)")
  }

  /// The wizard is killed, and Helm with it, as when a machine goes down.
  @Test(arguments: HelmChoice.present)
  func whatHelmLeftPendingIsMendedFirst(helm: HelmChoice) async throws {
    let (wizard, server) = try await wizard(helm: helm)
    try await Turnstile.shared.pass {
      let apply = try await install(wizard, server)
      apply.send(SIGKILL)
      JournalWatch(wizard).killChild()
      _ = await apply.finished()
      let asked = try await wizard.run("resume")
      #expect(asked.status == 64 && asked.err.contains("--yes"), "\(asked)")
      let resume = try await wizard.run("resume", "--yes", within: 180)
      #expect(resume.status == 0, "\(resume)")
      #expect(resume.out.contains("uninstall linkerd-control-plane"), "\(resume)")
      #expect(resume.out.contains("pending-install"), "\(resume)")
      #expect(resume.out.contains("Linkerd is running"), "\(resume)")
      try await expectWhole(wizard, server)
    }
    let again = try await wizard.run("resume", "--yes")
    #expect(again.status == 1 && again.err.contains("No install is left in the middle"), "\(again)")
    #expect(try await wizard.run("runs").out.contains("finished"))
  }

  /// Helm goes on without the wizard that has started it, until it is done.
  @Test func aHelmThatStillRunsIsWaitedFor() async throws {
    let (wizard, server) = try await wizard()
    let resume = try await Turnstile.shared.pass {
      let apply = try await install(wizard, server)
      let helm = try #require(JournalWatch(wizard).child)
      #expect(kill(-helm, SIGSTOP) == 0)
      apply.send(SIGKILL)
      _ = await apply.finished()
      let resume = try wizard.start("resume", "--yes")
      let waits = await eventually(within: 60) { resume.out.contains("still works") }
      #expect(waits, "\(resume.out)\(resume.err)")
      #expect(resume.out.contains("process \(helm)"), "\(resume.out)")
      #expect(kill(-helm, SIGCONT) == 0)
      return await resume.finished(within: 180)
    }
    #expect(resume.status == 0, "\(resume)")
    #expect(!resume.out.contains("uninstall"), "\(resume)")
    #expect(resume.out.contains("Helm has finished the release"), "\(resume)")
    try await expectWhole(wizard, server)
  }

  /// Somebody else, who has nothing of the run's files, is told what is pending there.
  @Test func fromAnotherMachineAPendingReleaseIsRecognised() async throws {
    let (wizard, server) = try await wizard()
    let apply = try await Turnstile.shared.pass {
      let apply = try await install(wizard, server)
      apply.send(SIGKILL)
      JournalWatch(wizard).killChild()
      return await apply.finished()
    }
    #expect(apply.status == 137)
    let other = WizardProgram(try Workplace(), on: server)
    try DisturbedRun.prepare(other, server)
    let before = try await EndState(other, on: server).objects
    let refused = try await other.run("apply", "--answers", "answers.yaml", "--yes")
    #expect(refused.status == 69, "\(refused)")
    #expect(refused.err.contains("pending-install"), "\(refused)")
    #expect(refused.err.contains("existing: repair"), "\(refused)")
    #expect(try await EndState(other, on: server).objects == before)
    #expect(other.runFolders.isEmpty)
  }

  /// The API server goes away in the middle of Helm's work, and comes back.
  @Test func anAPIThatWasAwayIsGoneOnWith() async throws {
    let (place, server) = (try Workplace(), try await PracticeServer.start())
    let gate = Gate()
    var wizard = WizardProgram(place, on: server)
    try wizard.pass(gate, to: server)
    try DisturbedRun.prepare(wizard, server)
    try await Turnstile.shared.pass { [wizard] in
      let apply = try await install(wizard, server)
      gate.shut()
      let failed = await apply.finished(within: 400)
      #expect(failed.status == 1, "\(failed)")
      #expect(failed.out.contains("linkerd-wizard resume "), "\(failed)")
      let away = try await wizard.run("resume", "--yes", within: 120)
      #expect(away.status == 69, "\(away)")
      gate.open()
      let resume = try await wizard.run("resume", "--yes", within: 180)
      #expect(resume.status == 0, "\(resume)")
      #expect(resume.out.contains("Linkerd is running"), "\(resume)")
    }
    let list = try await server.helm("list", "--all-namespaces")
    #expect(list.out.split(separator: "\n").count { $0.contains("deployed") } == 2, "\(list)")
    #expect(try await wizard.run("check").status == 0)
  }

  @Test func aFileOfTheRunThatIsGoneIsSaid() async throws {
    let (wizard, server) = try await wizard()
    try await Turnstile.shared.pass {
      let apply = try await install(wizard, server)
      apply.send(SIGKILL)
      JournalWatch(wizard).killChild()
      _ = await apply.finished()
    }
    let key = wizard.place.work + "/linkerd-certificates/issuer.key"
    rename(key, key + ".away")
    let before = try await EndState(wizard, on: server).objects
    let refused = try await wizard.run("resume", "--yes")
    #expect(
      refused.status == 69 && refused.err.contains("issuer.key is no longer there"), "\(refused)")
    #expect(try await EndState(wizard, on: server).objects == before)
    rename(key + ".away", key)
    let resume = try await Turnstile.shared.pass {
      try await wizard.run("resume", "--yes", within: 180)
    }
    #expect(resume.status == 0, "\(resume)")
  }
}
