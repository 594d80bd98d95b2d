import CursesTerminal
import Glibc
import TerminalModel
import Testing

/// curses keeps its state in globals, so that these tests must not run side by side.
@Suite(.serialized) struct CursesTerminalTests {
  private func terminal(
    on pty: PseudoTerminal, type: String = "xterm-256color", colour: ColourMode = .automatic,
    locale: String = "C.UTF-8"
  ) throws -> CursesTerminal {
    try CursesTerminal(
      colour: colour, input: pty.slave, output: pty.slave, terminalType: type, locale: locale,
      holdsStandardError: false)
  }

  private func surface(_ terminal: CursesTerminal, _ text: String, _ role: Role = .body) -> Surface
  {
    var surface = Surface(size: terminal.size, glyphs: terminal.glyphs)
    surface.write(text, at: Point(column: 2, row: 1), role: role)
    return surface
  }

  /// Sends a signal to this thread, which has it blocked as all that run tests do; it has been taken
  /// when this returns.
  private func deliver(_ number: Int32) {
    var signals = sigset_t()
    var before = sigset_t()
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, &before)
    raise(number)
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// Waits until this many inputs came, at most five seconds.
  private func inputs(_ count: Int, from terminal: CursesTerminal) -> [TerminalInput] {
    var result: [TerminalInput] = []
    while result.count < count {
      let more = terminal.waitForInput(timeoutMilliseconds: 60_000)
      if more.isEmpty { break }
      result += more
    }
    return result
  }

  @Test func theTerminalIsTakenOverAndGivenBack() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    #expect(pty.isRaw)
    #expect(terminal.size == Size(columns: 80, rows: 24))
    terminal.paint(surface(terminal, "hello"))
    let drawn = pty.drawn()
    #expect(drawn.contains("\u{1B}[?1049h") && drawn.contains("\u{1B}[?2004h"))
    #expect(drawn.contains("hello"))
    terminal.close()
    #expect(pty.isAsFound)
    let restored = pty.drawn()
    #expect(restored.contains("\u{1B}[?1049l") && restored.contains("\u{1B}[?2004l"))
    terminal.close()
    #expect(pty.drawn().isEmpty)
  }

  @Test func theThreadGetsItsStackForSignalsBack() throws {
    let pty = try PseudoTerminal()
    func stack() -> UnsafeMutableRawPointer? {
      var stack = stack_t()
      sigaltstack(nil, &stack)
      return stack.ss_flags & Int32(SS_DISABLE) == 0 ? stack.ss_sp : nil
    }
    let before = stack()
    for _ in 0..<2 {
      let terminal = try terminal(on: pty)
      #expect(stack() != nil && stack() != before)
      terminal.close()
      #expect(stack() == before)
    }
  }

  @Test func lettingGoOfTheTerminalGivesItBack() throws {
    let pty = try PseudoTerminal()
    do {
      let terminal = try terminal(on: pty)
      terminal.paint(surface(terminal, "x"))
    }
    #expect(pty.isAsFound)
    #expect(pty.drawn().contains("\u{1B}[?1049l"))
  }

  @Test func onlyWhatChangedIsDrawn() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    terminal.paint(surface(terminal, "waiting 1 s"))
    _ = pty.drawn()
    terminal.paint(surface(terminal, "waiting 2 s"))
    let drawn = pty.drawn()
    #expect(drawn.contains("2") && !drawn.contains("waiting"))
    #expect(drawn.utf8.count < 40)
    terminal.paint(surface(terminal, "waiting 2 s"))
    #expect(pty.drawn().utf8.count < 20)
    terminal.repaintAll()
    terminal.paint(surface(terminal, "waiting 2 s"))
    #expect(pty.drawn().contains("waiting 2 s"))
  }

  @Test func theCursorIsSeenOnlyWhereTextIsTyped() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    terminal.paint(surface(terminal, "a"))
    #expect(pty.drawn().contains("\u{1B}[?25l"))
    terminal.paint(surface(terminal, "a"), cursor: Point(column: 5, row: 7))
    let shown = pty.drawn()
    #expect(shown.contains("\u{1B}[?12l\u{1B}[?25h") || shown.contains("\u{1B}[?25h"))
    #expect(shown.contains("\u{1B}[8;6H") || shown.contains("\u{1B}[8d"))
    terminal.paint(surface(terminal, "a"), cursor: Point(column: 500, row: 7))
    #expect(pty.drawn().contains("\u{1B}[?25l"))
  }

  @Test func keysArriveInTheirOrder() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    pty.press("hé\u{1B}OA\u{1B}[Z\u{3}\u{1A}\r\u{1B}[200~two\nlines\u{1B}[201~")
    #expect(
      inputs(8, from: terminal) == [
        .key(.character("h")), .key(.character("é")), .key(.up), .key(.backTab),
        .key(.control("c")), .key(.control("z")), .key(.enter), .key(.paste("two\nlines")),
      ])
    pty.press("\u{1B}")
    #expect(inputs(1, from: terminal) == [.key(.escape)])
    #expect(terminal.waitForInput(timeoutMilliseconds: 0).isEmpty)
  }

  @Test func otherThreadsWakeTheWait() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { ends.forEach { close($0) } }
    write(ends[1], "xxx", 3)
    #expect(terminal.waitForInput(wakeUp: ends[0], timeoutMilliseconds: 60_000) == [.wakeUp])
    #expect(terminal.waitForInput(wakeUp: ends[0], timeoutMilliseconds: 0).isEmpty)
  }

  @Test func requestsToEndAreReported() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    for number in [SIGTERM, SIGHUP, SIGINT] {
      deliver(number)
      #expect(inputs(1, from: terminal) == [.signal(number)])
    }
  }

  @Test func everySizeDownToOneCellIsDrawn() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    for (columns, rows) in [(30, 100), (12, 60), (2, 10), (1, 1), (200, 3), (1, 50), (80, 24)] {
      let old = surface(terminal, "中文 text that is cut")
      pty.resize(columns: UInt16(columns), rows: UInt16(rows))
      terminal.paint(old, cursor: Point(column: 3, row: 3))
      deliver(SIGWINCH)
      let size = Size(columns: columns, rows: rows)
      #expect(inputs(1, from: terminal) == [.resized(size)])
      #expect(terminal.size == size)
      terminal.paint(old, cursor: Point(column: 3, row: 3))
      var full = Surface(size: size)
      full.fill(full.bounds, with: "#", role: .selected)
      terminal.paint(full)
      _ = pty.drawn()
    }
    terminal.close()
    #expect(pty.isAsFound)
  }

  @Test func aTerminalThatIsGoneIsReportedOnce() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    pty.hangUp()
    #expect(inputs(1, from: terminal) == [.closed])
    terminal.paint(surface(terminal, "nobody sees this"))
    #expect(terminal.waitForInput(timeoutMilliseconds: 0).isEmpty)
    terminal.close()
  }

  @Test func theForegroundGetsTheTerminalAsItWas() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    terminal.paint(surface(terminal, "before"))
    _ = pty.drawn()
    let answer = terminal.suspendForForeground { () -> Int in
      #expect(pty.isAsFound)
      #expect(pty.drawn().contains("\u{1B}[?1049l"))
      pty.resize(columns: 60, rows: 18)
      return 42
    }
    #expect(answer == 42)
    #expect(pty.isRaw)
    #expect(inputs(1, from: terminal) == [.resized(Size(columns: 60, rows: 18))])
    terminal.paint(surface(terminal, "before"))
    let drawn = pty.drawn()
    #expect(drawn.contains("\u{1B}[?1049h") && drawn.contains("before"))
  }

  @Test func rolesAreColouredUnlessColoursAreUnwanted() throws {
    for (colour, type, isColoured) in [
      (ColourMode.automatic, "xterm-256color", true), (.never, "xterm-256color", false),
      (.automatic, "vt100", false), (.automatic, "linux", true),
    ] {
      let pty = try PseudoTerminal()
      let terminal = try terminal(on: pty, type: type, colour: colour)
      terminal.paint(surface(terminal, "fine", .good))
      terminal.paint(surface(terminal, "broken", .bad))
      let drawn = pty.drawn()
      #expect(drawn.contains("fine") && drawn.contains("broken"))
      #expect((drawn.contains("[32m") || drawn.contains(";32m")) == isColoured, "\(type)")
      #expect((terminal.theme == .colour) == isColoured)
      terminal.close()
    }
  }

  @Test func onlyASCIIReachesATerminalThatShowsNothingElse() throws {
    for (type, locale) in [("xterm-256color", "C"), ("linux", "C.UTF-8")] {
      let pty = try PseudoTerminal()
      let terminal = try terminal(on: pty, type: type, locale: locale)
      #expect(!terminal.usesUnicode)
      // Even a surface that was drawn with the wrong signs.
      var surface = Surface(size: terminal.size, glyphs: .unicode)
      surface.write("é中 ● done", at: Point(column: 0, row: 0), role: .body)
      terminal.paint(surface)
      let drawn = pty.drawn()
      #expect(drawn.contains("??? ? done"))
      #expect(drawn.utf8.allSatisfy { $0 < 0x80 })
      terminal.close()
    }
  }

  @Test func escapeSequencesInTextNeverReachTheTerminal() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    terminal.paint(surface(terminal, "a\u{1B}]0;owned\u{7}\u{9B}2Jb\u{202E}c ● 中"))
    let drawn = pty.drawn()
    #expect(drawn.contains("a·]0;owned··2Jb·c ● 中"))
  }

  @Test func marksStayOnWideCharacters() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    terminal.paint(surface(terminal, "\u{1112}\u{1161}\u{11AB}中\u{301}e\u{301}x"))
    #expect(pty.drawn().contains("\u{1112}\u{1161}\u{11AB}中\u{301}e\u{301}x"))
  }

  @Test func aTerminalThatWasGivenBackIsLeftAlone() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    terminal.close()
    _ = pty.drawn()
    terminal.paint(surface(terminal, "late"))
    terminal.repaintAll()
    terminal.stop()
    #expect(terminal.waitForInput() == [.closed])
    #expect(terminal.suspendForForeground { 1 } == 1)
    #expect(pty.drawn().isEmpty && pty.isAsFound)
  }

  @Test func interruptingTheForegroundManyTimesDoesNotEndTheProgram() throws {
    let pty = try PseudoTerminal()
    let terminal = try terminal(on: pty)
    terminal.suspendForForeground {
      for _ in 0..<50 { deliver(SIGINT) }
    }
    #expect(inputs(1, from: terminal) == [.resized(terminal.size)])
  }

  @Test func whatCantBeATerminalIsRefusedAndLeftAlone() throws {
    let pty = try PseudoTerminal()
    for (type, problem) in [
      ("dumb", TerminalProblem.cannotPlaceCursor("dumb")), ("", .noTerminalType),
      ("no-such-type", .unknownTerminalType("no-such-type")),
    ] {
      #expect(throws: problem) { _ = try terminal(on: pty, type: type) }
      #expect(pty.isAsFound)
      #expect(pty.drawn().isEmpty)
      #expect(problem.message.contains("--plain"))
    }
    let file = open("/dev/null", O_RDWR)
    defer { close(file) }
    #expect(throws: TerminalProblem.notATerminal) {
      _ = try CursesTerminal(input: file, output: pty.slave, terminalType: "xterm")
    }
  }
}
