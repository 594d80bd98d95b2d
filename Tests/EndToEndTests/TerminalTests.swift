import Glibc
import Testing

/// The real binary in a real terminal, on its own practice cluster.
@Suite(.serialized, .fewAtATime) struct TerminalTests {
  private func throughAllScreens(_ terminal: Tmux, expectsPractice: Bool = true) async throws {
    for number in 1...4 {
      let screen = try await terminal.waitFor("\(number) of 6", "\(number)/6")
      #expect(screen.contains("PRACTICE"), "\(screen)")
      try await terminal.pressButton("Next")
    }
    let review = try await terminal.waitFor("5 of 6", "5/6")
    #expect(review.contains("PRACTICE"), "\(review)")
    try await terminal.pressButton("Install")
  }

  @Test(arguments: [(80, 24), (60, 18)])
  func aPersonGoesThroughAllScreensToLinkerdIsRunning(columns: Int, rows: Int) async throws {
    try await PracticeTerminal.open(columns: columns, rows: rows) { terminal in
      try await throughAllScreens(terminal)
      let running = try await terminal.waitFor("6 of 6", "6/6")
      #expect(running.contains("PRACTICE"), "\(running)")
      let closing = try await terminal.waitFor("Linkerd is running", within: 90)
      #expect(closing.contains("PRACTICE"), "\(closing)")
      try await terminal.pressButton("Finish")
      try await PracticeTerminal.expectEnd(0, terminal)
      let farewell = try await terminal.screen()
      #expect(farewell.contains("Linkerd is running"), "\(farewell)")
    }
  }

  @Test(arguments: ["--plain", "TERM=dumb"])
  func aPersonAnswersPlainPromptsToLinkerdIsRunning(reason: String) async throws {
    let isDumb = reason == "TERM=dumb"
    try await PracticeTerminal.open(
      rows: 200, environment: isDumb ? ["TERM": "dumb"] : [:], arguments: isDumb ? "" : reason
    ) { terminal in
      let review = try await terminal.keepPlainAnswers(
        until: "PRACTICE. Type yes to install:")
      #expect(review.contains("PRACTICE. Type yes") && review.contains("Nothing has been changed"))
      try await terminal.command("yes")
      try await terminal.waitFor("Linkerd is running", within: 90)
      let isEnded = try await eventually(within: 5) {
        try await terminal.screen().contains("status=")
      }
      if !isEnded { try await terminal.command("quit") }
      try await PracticeTerminal.expectEnd(0, terminal)
    }
  }

  @Test func withoutColourThereAreNoColourCodes() async throws {
    try await PracticeTerminal.open(environment: ["NO_COLOR": "1"]) { terminal in
      try await terminal.waitFor("1 of 6")
      let screen = try await terminal.screen(colours: true)
      let codes = screen.split(separator: "\u{1B}[").dropFirst().flatMap { piece in
        piece.prefix { $0 != "m" }.split(separator: ";").compactMap { Int($0) }
      }
      // 39 and 49 stand for the terminal's own colours.
      let colours = codes.filter { (30...38).contains($0) || (40...48).contains($0) || $0 >= 90 }
      #expect(colours.isEmpty, "\(colours)")
      try await terminal.press("C-c")
      try await PracticeTerminal.expectEnd(130, terminal)
    }
  }

  @Test func withoutUTF8EverythingIsASCII() async throws {
    try await PracticeTerminal.open(environment: ["LANG": "C", "LC_ALL": "C"]) { terminal in
      try await terminal.waitFor("1 of 6")
      try await terminal.waitFor("[ Next ]")
      let screen = try await terminal.screen()
      #expect(screen.contains("PRACTICE"))
      let own = screen.unicodeScalars.filter {
        !$0.isASCII && !"│─┬┴┼├┤┌┐└┘".unicodeScalars.contains($0)
      }
      #expect(own.isEmpty, "\(screen)")
      try await terminal.press("C-c")
      try await PracticeTerminal.expectEnd(130, terminal)
    }
  }

  @Test func aTerminalOfOneCellIsSurvived() async throws {
    try await PracticeTerminal.open { terminal in
      try await terminal.waitFor("[ Next ]")
      let before = try await terminal.screen()
      try await terminal.resize(columns: 1, rows: 1)
      try await terminal.resize(columns: 20, rows: 5)
      try await terminal.waitFor("60x18", "60 x 18", "60×18", "60")
      try await terminal.resize(columns: 80, rows: 24)
      let isBack = try await eventually { try await terminal.screen() == before }
      let after = try await terminal.screen()
      #expect(isBack, "\(after)")
      try await terminal.press("C-c")
      try await PracticeTerminal.expectEnd(130, terminal)
    }
  }

  @Test func quittingAsksFirst() async throws {
    try await PracticeTerminal.open { terminal in
      try await terminal.waitFor("[ Next ]")
      try await terminal.press("q")
      try await terminal.waitFor("Leave", "Quit?", "leave")
      try await terminal.press("Escape")
      try await terminal.waitFor("1 of 6")
      try await terminal.press("q")
      try await terminal.waitFor("Leave", "Quit?", "leave")
      try await terminal.press("Right")
      try await terminal.press("Enter")
      try await PracticeTerminal.expectEnd(130, terminal)
    }
  }

  @Test func stoppingAndGoingOnRepaints() async throws {
    try await PracticeTerminal.open { terminal in
      try await terminal.waitFor("[ Next ]")
      try await terminal.press("C-z")
      try await terminal.waitFor("Stopped", "ready$")
      try await terminal.command("fg")
      try await terminal.waitFor("[ Next ]")
      try await terminal.press("C-c")
      try await terminal.waitFor("ready$")
    }
  }

  @Test func aKillRestoresTheTerminal() async throws {
    try await PracticeTerminal.open { terminal in
      try await terminal.waitFor("[ Next ]")
      let process = try await PracticeTerminal.wizard(in: terminal)
      kill(process, SIGTERM)
      try await PracticeTerminal.expectEnd(143, terminal)
    }
  }

  @Test func interruptingAnInstallAsksAndStops() async throws {
    try await PracticeTerminal.open(arguments: "--scenario pods-never-ready") { terminal in
      try await throughAllScreens(terminal)
      try await terminal.waitFor("6 of 6")
      try await terminal.waitFor("control plane")
      try await terminal.press("C-c")
      try await terminal.waitFor("Keep going")
      try await terminal.press("Enter")
      let isGone = try await eventually(within: 5) {
        !(try await terminal.screen().contains("Stop now"))
      }
      #expect(isGone)
      try await terminal.press("C-c")
      try await terminal.waitFor("Stop now")
      try await terminal.press("Down", "Down")
      try await terminal.waitFor("Enter Stop now")
      try await terminal.press("Enter")
      let closing = try await terminal.waitFor("topped", within: 30)
      #expect(closing.contains("PRACTICE"), "\(closing)")
      try await terminal.pressButton("Finish")
      try await PracticeTerminal.expectEnd(130, terminal)
    }
  }

  @Test func typingAheadIsKept() async throws {
    try await PracticeTerminal.open { terminal in
      // Typed before the first screen is painted: nothing is lost, and nothing is confirmed.
      try await terminal.type("?")
      try await terminal.waitFor("Help", "Keys", "keys")
      try await terminal.press("Escape")
      try await terminal.waitFor("1 of 6")
      try await terminal.press("C-c")
      try await PracticeTerminal.expectEnd(130, terminal)
    }
  }
}
