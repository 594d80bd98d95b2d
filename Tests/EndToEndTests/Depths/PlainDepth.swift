import Planning
import Testing
import Wizard

/// The third depth: the program's numbered questions, answered line by line.
struct PlainDepth: Depth {
  private let program: TerminalDepth

  init() async throws {
    program = try await TerminalDepth.start("--plain", columns: 120, rows: 200)
  }

  private var terminal: Tmux { program.terminal }

  func perform(_ intention: Intention) async throws {
    switch intention {
    case .chooseContext(let name): try await answer(name, at: label(.context))
    case .answer(let id, let text): try await answer(text, at: label(id))
    case .takeChartsOfRepository:
      try await answer(program.server.charts, at: label(.charts))
    case .chooseNamespace(let name): try await answer(name, at: "Numbers, + NAME")
    case .addNamespace(let name): try await answer("+ \(name)", at: "Numbers, + NAME")
    case .review: try await keepAnswers(until: "Type yes to install:")
    case .confirm: try await answer("yes", at: "Type yes to install:")
    case .waitToTheEnd:
      try await terminal.waitFor("Enter ends:", within: 120)
      try await terminal.press("Enter")
    }
  }

  func outcome() async throws -> DepthOutcome {
    let outcome = try await program.outcome()
    try await terminal.close()
    return outcome
  }

  private func label(_ id: FieldID) -> String { Catalogue.field(id).label + " [" }

  private func answer(_ line: String, at prompt: String) async throws {
    try await keepAnswers(until: prompt)
    let before = try await terminal.screen()
    try await terminal.command(line)
    // The line itself is on the screen before the program has read it.
    _ = try await eventually {
      let now = try await terminal.screen()
      return now != before && lastLine(of: now).hasSuffix(":")
    }
  }

  /// Presses Enter at each question until that one stands on the terminal.
  private func keepAnswers(until prompt: String) async throws {
    for _ in 0..<40 {
      var screen = ""
      let isAsked = try await eventually(within: 60) {
        screen = try await terminal.screen()
        return lastLine(of: screen).hasSuffix(":")
      }
      try #require(isAsked, "no question comes:\n\(screen)")
      if lastLine(of: screen).hasPrefix(prompt) { return }
      try await terminal.press("Enter")
      _ = try await eventually { try await terminal.screen() != screen }
    }
    let last = try await terminal.screen()
    throw UnplayableScript(description: "\(prompt) was never asked:\n\(last)")
  }

  private func lastLine(of screen: String) -> Substring {
    screen.split(separator: "\n").last { !$0.isEmpty } ?? ""
  }
}
