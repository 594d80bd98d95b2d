import Glibc
import Testing

/// The program in a terminal, on its own practice cluster.
enum PracticeTerminal {
  /// Opens a terminal, starts the program in it, and does the rest with it.
  static func open(
    columns: Int = 80, rows: Int = 24, environment: [String: String?] = [:],
    arguments: String = "", _ body: (Tmux) async throws -> Void
  ) async throws {
    let terminal = try await Tmux(
      try Workplace(), columns: columns, rows: rows, environment: environment)
    try await terminal.command("stty -a > before; clear")
    do {
      try await terminal.waitFor("ready$")
      try await terminal.command(
        "\(try Tools.wizard()) practice \(arguments); echo status=$?; stty -a > after")
      try await body(terminal)
      try await terminal.close()
    } catch {
      try await terminal.close()
      throw error
    }
  }

  /// Waits until the program has ended with that status and the terminal is as it was.
  static func expectEnd(
    _ status: Int32, _ terminal: Tmux, within seconds: Int = 30,
    _ place: SourceLocation = #_sourceLocation
  ) async throws {
    try await terminal.waitFor("status=\(status)", within: seconds, place)
    let work = terminal.place.work
    let isWritten = await eventually(within: 5) { !Folder.text(work + "/after").isEmpty }
    #expect(isWritten, sourceLocation: place)
    #expect(Folder.text(work + "/before") == Folder.text(work + "/after"), sourceLocation: place)
  }

  /// The program's process.
  static func wizard(in terminal: Tmux) async throws -> pid_t {
    // The shell's child is the only wizard in this test's folder.
    let wizard = try await terminal.place.run(
      "/bin/sh",
      [
        "-c",
        "for p in /proc/[0-9]*; do [ \"$(readlink $p/cwd)\" = \"$PWD\" ] && "
          + "tr '\\0' ' ' <$p/cmdline | grep -q 'linkerd-wizard practice' && echo ${p#/proc/}; done",
      ])
    return try #require(Int32(wizard.out.split(separator: "\n").first ?? ""), "\(wizard)")
  }
}

extension Tmux {
  /// The last line that isn't empty; at plain prompts a question stands there.
  func lastLine() async throws -> String { Self.lastLine(of: try await screen()) }

  private static func lastLine(of screen: String) -> String {
    screen.split(separator: "\n").last { !$0.isEmpty }.map(String.init) ?? ""
  }

  /// Presses Enter at each plain question until that one stands on the terminal; gives back the
  /// screen.
  @discardableResult
  func keepPlainAnswers(
    until question: String, _ place: SourceLocation = #_sourceLocation
  ) async throws -> String {
    for _ in 0..<40 {
      var screen = ""
      let isAsked = try await eventually(within: 60) {
        screen = try await self.screen()
        return Self.lastLine(of: screen).hasSuffix(":")
      }
      try #require(isAsked, "no question comes:\n\(screen)", sourceLocation: place)
      if Self.lastLine(of: screen).hasPrefix(question) { return screen }
      try await press("Enter")
      _ = try await eventually { try await self.screen() != screen }
    }
    let last = try await screen()
    throw UnplayableScript(description: "\(question) was never asked:\n\(last)")
  }

  /// Answers a plain question, keeping the answers of those before it, and waits for the next one.
  func answerPlainly(_ line: String, at question: String) async throws {
    let before = try await keepPlainAnswers(until: question)
    try await command(line)
    // The line itself is on the screen before the program has read it.
    _ = try await eventually {
      let now = try await self.screen()
      return now != before && Self.lastLine(of: now).hasSuffix(":")
    }
  }
}
