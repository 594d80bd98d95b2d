import Glibc
import Testing

/// The terminal while the real binary runs in it: whatever ends or stops the program, it is given back,
/// and where the terminal itself goes, nothing stays behind.
@Suite(.serialized, .fewAtATime) struct TerminalRestoreTests {
  /// Helm, printing lines until it is told to go on; a signal ends it as it ends the real one.
  private static let printing = """
    trap 'echo interrupted; exit 1' INT TERM
    until [ -e "$here/go-on" ]; do echo "still at work"; sleep 0.1; done
    """

  /// What takes the screen back, as far as terminals differ in nothing: pastes come as keys again, the
  /// shell's own screen, a cursor that is seen.
  private static let restoring = ["\u{1B}[?2004l", "\u{1B}[?1049l", "\u{1B}[?25h"]

  /// The terminal is the shell's again, by tmux's account.
  private func expectShell(
    _ terminal: Tmux, _ place: SourceLocation = #_sourceLocation
  ) async throws {
    for (name, wanted) in [
      ("alternate_on", "0"), ("cursor_flag", "1"), ("keypad_flag", "0"),
      ("keypad_cursor_flag", "0"), ("mouse_any_flag", "0"), ("insert_flag", "0"),
    ] {
      #expect(try await terminal.format(name) == wanted, "\(name)", sourceLocation: place)
    }
  }

  /// Sends a signal to the program and expects the terminal as it was before.
  private func end(
    by signal: Int32, _ terminal: Tmux, _ run: StandInRun
  ) async throws {
    let record = run.place.work + "/drawn"
    try await terminal.record(to: record)
    let process = try await run.wizard()
    #expect(try await terminal.format("alternate_on") == "1")
    kill(process, signal)
    try await PracticeTerminal.expectEnd(128 + signal, terminal, within: 60)
    try await expectShell(terminal)
    let isDrawn = await eventually {
      let drawn = Folder.text(record)
      return Self.restoring.allSatisfy { drawn.contains($0) }
    }
    #expect(isDrawn, "\(Folder.text(record).debugDescription)")
  }

  @Test(arguments: [
    SIGSEGV, SIGILL, SIGABRT, SIGBUS, SIGTRAP, SIGFPE, SIGTERM, SIGHUP, SIGINT, SIGQUIT,
  ])
  func aSignalThatEndsTheProgramGivesTheTerminalBack(signal: Int32) async throws {
    let run = try StandInRun(upgrade: Self.printing)
    try await run.open { terminal in
      try await terminal.waitFor("[ Next ]")
      try await end(by: signal, terminal, run)
    }
  }

  @Test(arguments: [SIGSEGV, SIGILL, SIGABRT, SIGTERM, SIGHUP])
  func aSignalWhileACommandRunsGivesTheTerminalBack(signal: Int32) async throws {
    let run = try StandInRun(upgrade: Self.printing)
    try await run.open { terminal in
      try await StandInRun.install(terminal)
      try await terminal.waitFor("still at work", within: 60)
      let helm = try #require(run.helm)
      try await end(by: signal, terminal, run)
      if signal == SIGTERM || signal == SIGHUP {
        #expect(kill(helm, 0) != 0, "Helm still runs")
        #expect(Folder.text(run.log).contains("interrupted"))
      } else {
        // A program that crashes can stop nobody; Helm does its work to the end, unseen.
        #expect(kill(helm, 0) == 0, "Helm was not left at its work")
        kill(-helm, SIGKILL)
      }
    }
  }

  @Test func stoppingWhileACommandRunsGivesTheTerminalAndGoesOn() async throws {
    let run = try StandInRun(upgrade: Self.printing)
    try await run.open { terminal in
      try await StandInRun.install(terminal)
      try await terminal.waitFor("still at work", within: 60)
      for size in [(100, 30), (80, 24)] {
        try await terminal.press("C-z")
        try await terminal.waitFor("Stopped")
        try await expectShell(terminal)
        let settings = run.place.work + "/stopped"
        try await terminal.command("stty -g > stopped; rm after")
        #expect(await eventually { Folder.text(settings).hasSuffix("\n") })
        #expect(Folder.text(settings) == Folder.text(run.place.work + "/settings"))
        unlink(settings)
        try await terminal.resize(columns: size.0, rows: size.1)
        try await terminal.command("clear; fg; \(StandInRun.ending)")
        let screen = try await terminal.waitFor("6 of 6")
        #expect(try await terminal.format("alternate_on") == "1")
        #expect(!screen.contains("Stopped"), "\(screen)")
        try await terminal.waitFor("still at work")
      }
      #expect(run.helm.map { kill($0, 0) } == 0)
      try run.goOn()
      try await terminal.waitFor("Linkerd is running", within: 60)
      try await terminal.pressButton("Finish")
      try await PracticeTerminal.expectEnd(0, terminal)
      try await expectShell(terminal)
    }
  }

  @Test func stoppingThatCantBeNoticedIsRepairedByGoingOn() async throws {
    let run = try StandInRun(upgrade: Self.printing)
    try await run.open { terminal in
      try await terminal.waitFor("[ Next ]")
      let before = try await terminal.screen()
      kill(try await run.wizard(), SIGSTOP)
      try await terminal.waitFor("Stopped")
      // The shell has found a terminal that turns no Enter into a line feed.
      try await terminal.type("stty sane; clear; rm after; fg; \(StandInRun.ending)")
      try await terminal.press("C-j")
      let isBack = try await eventually { try await terminal.screen() == before }
      let after = try await terminal.screen()
      #expect(isBack, "\(after)")
      // Keys come one by one again, unseen.
      try await terminal.press("?")
      try await terminal.close(dialogWith: "Keys")
      try await terminal.press("C-c")
      try await PracticeTerminal.expectEnd(130, terminal)
    }
  }

  @Test func everySizeIsSurvivedWhileACommandRuns() async throws {
    let run = try StandInRun(upgrade: Self.printing)
    try await run.open { terminal in
      try await StandInRun.install(terminal)
      try await terminal.waitFor("still at work", within: 60)
      for (columns, rows) in [
        (1, 1), (500, 200), (2, 2), (500, 1), (1, 200), (59, 17), (60, 18), (200, 60),
      ] {
        try await terminal.resize(columns: columns, rows: rows)
        guard columns >= 60, rows >= 18 else { continue }
        let screen = try await terminal.waitFor("6 of 6", "6/6")
        #expect(screen.split(separator: "\n", omittingEmptySubsequences: false).count >= rows)
      }
      // Many at once, as when a window is dragged.
      for step in 0..<40 { try await terminal.resize(columns: 20 + 7 * step, rows: 60 - step) }
      try await terminal.resize(columns: 80, rows: 24)
      let screen = try await terminal.waitFor("6 of 6")
      #expect(screen.contains("still at work"), "\(screen)")
      try run.goOn()
      try await terminal.waitFor("Linkerd is running", within: 60)
      try await terminal.pressButton("Finish")
      try await PracticeTerminal.expectEnd(0, terminal)
    }
  }

  @Test(arguments: [
    ("", false), ("", true), ("--plain", false), ("--plain", true), ("apply --yes", true),
  ])
  func aTerminalThatVanishesEndsTheProgramAndItsChildren(
    arguments: String, whileRunning: Bool
  ) async throws {
    let run = try StandInRun(upgrade: Self.printing)
    var process: pid_t = 0
    try await run.open(rows: arguments.isEmpty ? 24 : 200, arguments: arguments) { terminal in
      if whileRunning, arguments.isEmpty {
        try await StandInRun.install(terminal)
      } else if whileRunning, arguments == "--plain" {
        try await terminal.keepPlainAnswers(until: "Type yes to install:")
        try await terminal.command("yes")
      }
      let isReady = try await eventually(within: 60) {
        if whileRunning { return run.helm != nil }
        return try await terminal.screen().contains(arguments.isEmpty ? "[ Next ]" : "Context [")
      }
      let screen = try await terminal.screen()
      #expect(isReady, "\(screen)")
      process = try await run.wizard()
    }
    // The terminal is closed: its other end is gone.
    var used = CPU(of: process)
    let before = used
    let isOver = await eventually(within: 20) {
      used = CPU(of: process) ?? used
      return CPU(of: process) == nil
    }
    #expect(isOver, "the program still runs")
    if let before, let used { #expect(used.seconds - before.seconds < 3, "it was spinning") }
    if whileRunning {
      let helm = try #require(run.helm)
      #expect(kill(helm, 0) != 0, "Helm still runs")
      #expect(Folder.text(run.log).contains("interrupted"))
    }
    #expect(try await run.place.processes() == [])
  }
}

/// How much of a processor's time a process has used, by /proc/<pid>/stat (proc(5)).
private struct CPU {
  var seconds: Double

  /// Nil where the process has ended.
  init?(of process: pid_t) {
    let words = Folder.text("/proc/\(process)/stat").split(separator: " ")
    guard words.count > 15, words[2] != "Z", let user = Double(words[13]),
      let system = Double(words[14])
    else { return nil }
    seconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}
