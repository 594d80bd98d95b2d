import Glibc
import Testing

/// What was left in the middle is offered in the terminal by the next start.
@Suite(.serialized, .fewAtATime) struct PastRunTerminalTests {
  private func open(
    _ wizard: WizardProgram, _ arguments: String = "", columns: Int = 80, rows: Int = 24,
    _ body: (Tmux) async throws -> Void
  ) async throws {
    let terminal = try await Tmux(
      wizard.place, columns: columns, rows: rows,
      environment: ["KUBECONFIG": wizard.environment["KUBECONFIG"] ?? nil])
    try await terminal.command("\(try Tools.wizard()) \(arguments); echo status=$?")
    do {
      try await body(terminal)
      try await terminal.close()
    } catch {
      try await terminal.close()
      throw error
    }
  }

  /// An install that was killed while Helm installed the control plane.
  private func killed() async throws -> (WizardProgram, PracticeServer) {
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(try Workplace(), on: server)
    try DisturbedRun.prepare(wizard, server)
    try await Turnstile.shared.pass {
      let apply = try await wizard.install(until: WizardProgram.started("control-plane"))
      apply.send(SIGKILL)
      JournalWatch(wizard).killChild()
      _ = await apply.finished()
    }
    return (wizard, server)
  }

  @Test func theRunIsOfferedAndGoesOnOnTheFullScreen() async throws {
    let (wizard, _) = try await killed()
    try await open(wizard) { terminal in
      let offer = try await terminal.waitFor("An install was left in the middle")
      #expect(offer.contains("4 of 8 items are done."), "\(offer)")
      try await terminal.press("Enter")
      try await terminal.waitFor("[ Do it ]", within: 60)
      try await terminal.pressButton("Do it")
      try await terminal.waitFor("Linkerd is running", within: 90)
      try await terminal.pressButton("Finish")
      try await terminal.waitFor("status=0")
    }
    try await open(wizard) { terminal in
      // Nothing is left in the middle now, and nothing is offered.
      let screen = try await terminal.waitFor("6 passed", "Next stays closed", within: 60)
      #expect(!screen.contains("left in the middle"), "\(screen)")
      try await terminal.press("C-c")
      try await terminal.waitFor("status=130")
    }
  }

  @Test func theRunIsTakenBackAtPlainPrompts() async throws {
    let (wizard, server) = try await killed()
    try await open(wizard, "--plain", columns: 100, rows: 120) { terminal in
      try await terminal.waitFor("Choose 1-4:")
      try await terminal.command("2")
      try await terminal.waitFor("Type yes to do this now", within: 60)
      try await terminal.command("yes")
      try await terminal.waitFor("is taken back.", within: 90)
      try await terminal.press("Enter")
      try await terminal.waitFor("status=0")
    }
    #expect(try await server.helm("list", "--all-namespaces", "-q").out == "")
    #expect(try await server.kubectl("get", "namespace", "linkerd").status == 1)
  }

  @Test(arguments: ["C-c", "kill"])
  func theAnswersOfAWizardThatWasLeftAreOffered(end: String) async throws {
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(try Workplace(), on: server)
    let before = try await server.snapshot()
    try await open(wizard) { terminal in
      try await terminal.waitFor("6 passed", within: 60)
      try await terminal.pressButton("Next")
      try await terminal.waitFor("(•) Built in")
      try await terminal.press("Right")
      try await terminal.waitFor("(•) step")
      if end == "C-c" {
        try await terminal.press("C-c")
        try await terminal.waitFor("status=130")
      } else {
        // Each screen that was left has kept them.
        try await terminal.press("Escape")
        try await terminal.waitFor("1 of 6")
        let isKept = await eventually {
          Folder.text(wizard.place.home + "/.local/state/linkerd-wizard/draft.yaml")
            .contains("source: step")
        }
        #expect(isKept)
        let found = try await wizard.place.processes().filter {
          Folder.text("/proc/\($0)/cmdline").hasPrefix(try Tools.wizard() + "\0")
        }
        for process in found.compactMap({ pid_t($0) }) { kill(process, SIGKILL) }
        try await terminal.waitFor("status=137")
      }
    }
    try await open(wizard) { terminal in
      try await terminal.waitFor("Its answers were kept.")
      try await terminal.press("Enter")
      try await terminal.waitFor("6 passed", within: 60)
      try await terminal.pressButton("Next")
      try await terminal.waitFor("(•) step")
      try await terminal.press("C-c")
      try await terminal.waitFor("status=130")
    }
    #expect(try await server.snapshot() == before)
  }
}
