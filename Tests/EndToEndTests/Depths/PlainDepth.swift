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
    case .review: try await terminal.keepPlainAnswers(until: "Type yes to install:")
    case .confirm:
      try await terminal.keepPlainAnswers(until: "Type yes to install:")
      try await terminal.command("yes")
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

  private func answer(_ line: String, at question: String) async throws {
    try await terminal.answerPlainly(line, at: question)
  }
}
