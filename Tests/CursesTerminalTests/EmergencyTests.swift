import CursesTerminal
import Glibc
import TerminalModel
import Testing

/// Each of these runs the screen in a process of its own, which then dies in another way.
@Suite(.serialized) struct EmergencyTests {
  /// Takes over the terminal at this path and draws something.
  private static func takeOver(_ path: String) -> CursesTerminal? {
    let descriptor = open(path, O_RDWR | O_NOCTTY)
    guard
      let terminal = try? CursesTerminal(
        input: descriptor, output: descriptor, terminalType: "xterm-256color", locale: "C.UTF-8")
    else { return nil }
    terminal.paint(Surface(size: terminal.size))
    fputs("kept while the screen is up\n", stream)
    return terminal
  }

  private static func die(holding terminal: CursesTerminal?, _ death: () -> Void) {
    death()
    terminal?.close()
  }

  private static var stream: UnsafeMutablePointer<FILE>? {
    let stream = fdopen(dup(STDERR_FILENO), "w")
    setvbuf(stream, nil, _IONBF, 0)
    return stream
  }

  private func expectRestored(_ pty: PseudoTerminal, _ result: ExitTest.Result?) {
    #expect(pty.isAsFound)
    let drawn = pty.drawn()
    #expect(drawn.contains("\u{1B}[?1049h"), "the screen was never up")
    #expect(drawn.contains("\u{1B}[?1049l") && drawn.contains("\u{1B}[?2004l"))
    let error = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(error.contains("kept while the screen is up"))
  }

  @Test func aCrashGivesTheTerminalBack() async throws {
    let pty = try PseudoTerminal()
    let path = pty.path
    let result = await #expect(
      processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]
    ) { [path = path as String] in
      Self.die(holding: Self.takeOver(path)) { raise(SIGSEGV) }
    }
    expectRestored(pty, result)
  }

  @Test func aTrapGivesTheTerminalBackAndItsReasonIsSeen() async throws {
    let pty = try PseudoTerminal()
    let path = pty.path
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [path = path as String] in
      Self.die(holding: Self.takeOver(path)) { preconditionFailure("the reason") }
    }
    expectRestored(pty, result)
    let error = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(error.contains("the reason"))
  }

  @Test func leavingWithoutClosingGivesTheTerminalBack() async throws {
    let pty = try PseudoTerminal()
    let path = pty.path
    let result = await #expect(
      processExitsWith: .exitCode(3), observing: [\.standardErrorContent]
    ) { [path = path as String] in
      Self.die(holding: Self.takeOver(path)) { exit(3) }
    }
    expectRestored(pty, result)
  }

  @Test func aProgramThatNoLongerListensCanStillBeEnded() async throws {
    let pty = try PseudoTerminal()
    let path = pty.path
    let result = await #expect(
      processExitsWith: .signal(SIGTERM), observing: [\.standardErrorContent]
    ) { [path = path as String] in
      Self.die(holding: Self.takeOver(path)) {
        // The threads that run tests don\'t take signals otherwise.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_UNBLOCK, &all, nil)
        for _ in 0..<4 { raise(SIGTERM) }
      }
    }
    expectRestored(pty, result)
  }
}
