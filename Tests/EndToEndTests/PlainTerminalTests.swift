import Glibc
import Testing

/// The plain questions in a real terminal: what `^C` and signals do, and which signs are used.
@Suite(.serialized, .fewAtATime) struct PlainTerminalTests {
  private func practice(
    _ arguments: String = "", environment: [String: String?] = [:],
    _ body: @Sendable (Tmux) async throws -> Void
  ) async throws {
    try await Turnstile.shared.pass {
      try await PracticeTerminal.open(
        columns: 100, rows: 200, environment: environment, arguments: "--plain \(arguments)", body)
    }
  }

  /// Confirms an install whose control plane never gets ready, and waits until it waits for it.
  private func startEndlessInstall(_ terminal: Tmux) async throws {
    try await terminal.keepPlainAnswers(until: "PRACTICE. Type yes to install:")
    try await terminal.command("yes")
    try await terminal.waitFor("] control plane:", within: 60)
    try await terminal.waitFor("pods:", within: 60)
  }

  @Test func interruptingAQuestionLeaves() async throws {
    try await practice { terminal in
      try await terminal.waitFor("Context [practice]:")
      try await terminal.press("C-c")
      try await PracticeTerminal.expectEnd(130, terminal)
      let screen = try await terminal.screen()
      #expect(screen.contains("Context [practice]: ^C\nNothing has been changed.\n"), "\(screen)")
    }
  }

  @Test func interruptingAnInstallAsksByNumbersAndStops() async throws {
    try await practice("--scenario pods-never-ready") { terminal in
      try await startEndlessInstall(terminal)
      // Typed before there was a question: it is no answer to the one that comes.
      try await terminal.command("3")
      try await terminal.press("C-c")
      try await terminal.waitFor("Stop the install?")
      try await terminal.waitFor("Choose [1]:")
      try await terminal.command("1")
      try await terminal.waitFor("Choose [1]: 1")
      try await terminal.press("C-c")
      let isAskedAgain = try await eventually {
        let screen = try await terminal.screen()
        let last = try await terminal.lastLine()
        return screen.split(separator: "Stop the install?").count == 3 && last == "Choose [1]:"
      }
      let asked = try await terminal.screen()
      #expect(isAskedAgain, "\(asked)")
      #expect(!asked.contains("Stopped."), "\(asked)")
      try await terminal.command("3")
      try await terminal.waitFor("Stopped.", within: 60)
      try await terminal.waitFor("Enter ends:")
      try await terminal.press("Enter")
      try await PracticeTerminal.expectEnd(130, terminal)
    }
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aSignalEndsTheInstallAndItsChildren(signal: Int32) async throws {
    try await practice("--scenario pods-never-ready") { terminal in
      try await startEndlessInstall(terminal)
      kill(try await PracticeTerminal.wizard(in: terminal), signal)
      try await PracticeTerminal.expectEnd(128 + signal, terminal, within: 60)
      let left = try await terminal.place.processes().filter { process in
        Folder.text("/proc/\(process)/cmdline").contains("upgrade")
      }
      #expect(left == [])
    }
  }

  @Test func interruptingTheQuestionOfApplyLeavesEverythingAsItWas() async throws {
    let server = try await PracticeServer.start()
    let place = try Workplace()
    try place.write("answers.yaml", server.answers())
    let before = try await server.snapshot()
    let terminal = try await Tmux(
      place, columns: 100, rows: 200, environment: ["KUBECONFIG": server.kubeconfig])
    try await terminal.command("\(try Tools.wizard()) apply --answers answers.yaml; echo status=$?")
    try await terminal.waitFor("Do this now? Type yes:", within: 60)
    try await terminal.press("C-c")
    try await terminal.waitFor("status=130")
    try await terminal.close()
    #expect(try await server.snapshot() == before)
  }

  @Test func withoutUTF8EverythingIsASCII() async throws {
    try await practice(environment: ["LANG": "C", "LC_ALL": "C"]) { terminal in
      try await terminal.keepPlainAnswers(until: "PRACTICE. Type yes to install:")
      try await terminal.command("yes")
      try await terminal.waitFor("Enter ends:", within: 90)
      let screen = try await terminal.screen()
      #expect(screen.contains("+ Linkerd is running on practice."), "\(screen)")
      #expect(screen.beyondASCII == "", "\(screen)")
      try await terminal.press("Enter")
      try await PracticeTerminal.expectEnd(0, terminal)
    }
  }
}
