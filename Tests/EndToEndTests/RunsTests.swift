import Glibc
import Testing

/// What is known of runs afterwards, and of one that goes on.
@Suite(.fewAtATime) struct RunsTests {
  private static let waiting = "pods-never-ready"

  /// An install that waits for pods which never get ready; returns once Helm waits for them.
  private func install(on server: PracticeServer, _ wizard: WizardProgram) async throws -> Child {
    try wizard.place.write("answers.yaml", server.answers())
    return try await wizard.install(until: WizardProgram.started("control-plane"))
  }

  private static func journal(of wizard: WizardProgram) -> String {
    wizard.runFolders.last.map { Folder.text($0 + "/journal.jsonl") } ?? ""
  }

  @Test func withoutARunThereIsNothingToTell() async throws {
    let wizard = WizardProgram(try Workplace(), on: nil)
    let runs = try await wizard.run("runs")
    #expect(runs.status == 0)
    #expect(runs.out == "No install was begun on this machine by this user.\n")
    #expect(try await wizard.run("runs", "--format", "json").out == "[]\n")
    let one = try await wizard.run("runs", "2026")
    #expect(one.status == 1 && one.err.contains("No run has a name that begins with 2026."))
  }

  @Test func aWizardThatWasKilledLeavesWhatItDidAndWhatItWasAt() async throws {
    let server = try await PracticeServer.start(Self.waiting)
    let wizard = WizardProgram(try Workplace(), on: server)
    let apply = try await install(on: server, wizard)
    #expect(try await wizard.run("runs").out.contains("under way"))
    apply.send(SIGKILL)
    _ = await apply.finished()
    let runs = try await wizard.run("runs")
    #expect(runs.out.contains("cut off at control-plane"), "\(runs.out)")
    let name = try #require(wizard.runFolders.last?.split(separator: "/").last)
    let one = try await wizard.run("runs", String(name.prefix(12)))
    #expect(one.out.contains("control-plane: begun, and its end is not known"), "\(one.out)")
    #expect(one.out.contains("ca.crt  SHA-256 "), "\(one.out)")
    #expect(!one.out.contains("PRIVATE KEY") && !Self.journal(of: wizard).contains("PRIVATE KEY"))
    try await endHelm(Self.journal(of: wizard))
  }

  /// Helm is left running by a wizard that was killed; the journal knows it.
  private func endHelm(_ journal: String) async throws {
    let line = try #require(journal.split(separator: "\n").last { $0.contains("childStarted") })
    let digits = try #require(line.firstMatch(of: /"pid":(\d+)/)?.1)
    let helm = try #require(Int32(digits))
    #expect(kill(helm, 0) == 0, "Helm isn't running any more: \(line)")
    kill(-helm, SIGKILL)
  }

  @Test func aSecondWizardAtTheSameClusterIsToldAndChangesNothing() async throws {
    let server = try await PracticeServer.start(Self.waiting)
    let wizard = WizardProgram(try Workplace(), on: server)
    let first = try await install(on: server, wizard)
    try wizard.place.write(
      "other.yaml", server.answers("certificates:\n  directory: ./other\n"))
    let second = try await wizard.run("apply", "--answers", "other.yaml", "--yes")
    #expect(second.status != 0, "\(second.testDescription)")
    let told = second.out + second.err
    #expect(told.contains("Another linkerd-wizard") || told.contains("Helm"), "\(told)")
    #expect(wizard.runFolders.count == 1)
    #expect(!Folder.names(in: wizard.place.work).contains("other"))
    first.send(SIGTERM)
    #expect(await first.finished().status == 143)
    let runs = try await wizard.run("runs")
    #expect(runs.out.contains("stopped at control-plane"), "\(runs.out)")
  }

  @Test func whatWasInstalledIsFinished() async throws {
    let install = try await UnattendedInstall.done()
    let runs = try await install.wizard.run("runs")
    let lines = runs.out.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("RUN "), "\(runs.out)")
    #expect(lines[1].hasSuffix("finished") && lines[1].contains("  practice  "), "\(runs.out)")
    let json = try await install.wizard.run("runs", "--format", "json")
    #expect(json.out.contains(#""state": "finished""#), "\(json.out)")
    #expect(json.out.contains(install.plan.digest))
  }
}
