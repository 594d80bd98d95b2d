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

  /// The program's process, which is the shell's child: its own children are the same program until
  /// they become another.
  static func wizard(in terminal: Tmux) async throws -> pid_t {
    func isWizard(_ process: String) -> Bool {
      Folder.text("/proc/\(process)/cmdline").replacing("\0", with: " ")
        .contains("linkerd-wizard practice")
    }
    let found = try await terminal.place.processes().filter { process in
      let status = Folder.text("/proc/\(process)/status").split(separator: "\n")
      let parent = status.first { $0.hasPrefix("PPid:\t") }?.dropFirst(6)
      return isWizard(process) && parent.map { !isWizard(String($0)) } ?? false
    }
    try #require(found.count == 1, "\(found)")
    return try #require(Int32(found[0]))
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
    let deadline = ContinuousClock.now + .seconds(180)
    while ContinuousClock.now < deadline {
      var screen = ""
      let isAsked = try await eventually(within: 60) {
        screen = try await self.screen()
        return Self.lastLine(of: screen).hasSuffix(":")
      }
      try #require(isAsked, "no question comes:\n\(screen)", sourceLocation: place)
      if Self.lastLine(of: screen).hasPrefix(question) { return screen }
      // Whoever presses on while something is being read is only told so once more.
      if screen.split(separator: "\n").suffix(2).contains(where: { $0.contains(" being read.") }) {
        try await Task.sleep(for: .milliseconds(500))
      }
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
