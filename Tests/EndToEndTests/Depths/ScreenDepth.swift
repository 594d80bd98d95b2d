import Planning
import Testing
import Wizard

/// The fourth depth: the program's full screen, key by key.
struct ScreenDepth: Depth {
  private let program: TerminalDepth

  init() async throws {
    program = try await TerminalDepth.start(columns: 80, rows: 24)
  }

  private var terminal: Tmux { program.terminal }

  func perform(_ intention: Intention) async throws {
    switch intention {
    case .chooseContext(let name):
      try await terminal.waitFor("http://127.0.0.1:1")
      try await pick(name, at: .context)
    case .answer(let id, let text):
      try await go(to: Catalogue.field(id).screen)
      if Catalogue.field(id).kind == .picker {
        try await pick(text, at: id)
      } else {
        try await write(text, at: id)
      }
    case .takeChartsOfRepository:
      try await go(to: .controlPlane)
      try await focus(.charts)
      try await terminal.press("Left")
      try await terminal.waitFor("(•) My own")
      try await write(program.server.charts, at: .ownCharts)
      try await terminal.press("Tab")
    case .chooseNamespace(let name):
      try await go(to: .namespaces)
      try await terminal.press("/")
      try await terminal.type(name)
      try await terminal.waitFor("▌ [ ] \(name) ")
      try await terminal.press("Enter", "Space")
      try await terminal.waitFor("▌ [x] \(name) ")
      try await terminal.press("Escape")
    case .addNamespace(let name):
      try await go(to: .namespaces)
      try await terminal.press("+")
      try await terminal.waitFor("Cancel")
      try await terminal.type(name)
      try await terminal.press("Enter")
      try await terminal.waitFor("[+] \(name)")
    case .review: try await go(to: .review)
    case .confirm: try await terminal.pressButton("Install")
    case .waitToTheEnd:
      try await terminal.waitFor("Linkerd is running", within: 120)
      try await terminal.pressButton("Finish")
    }
  }

  func outcome() async throws -> DepthOutcome {
    let outcome = try await program.outcome()
    try await terminal.close()
    return outcome
  }

  /// Presses Next until that screen is open.
  private func go(to screen: ScreenID) async throws {
    while true {
      let shown = try await terminal.waitFor(" of 6")
      let number = shown.firstMatch(of: #/screen (\d) of 6/#).flatMap { Int($0.output.1) } ?? 6
      if number >= screen.number { return }
      try await terminal.pressButton("Next")
      try await terminal.waitFor("screen \(number + 1) of 6", within: 60)
    }
  }

  private func focus(_ id: FieldID) async throws {
    // Behind the label of an empty text the line ends.
    let marks = [" ", "\n"].map { "▌ \(Catalogue.field(id).label)\($0)" }
    for _ in 0..<20 {
      let before = try await terminal.screen()
      if marks.contains(where: before.contains) { return }
      try await terminal.pressTab(from: before)
    }
    let last = try await terminal.screen()
    throw UnplayableScript(description: "\(marks[0])never had the focus:\n\(last)")
  }

  private func pick(_ value: String, at id: FieldID) async throws {
    try await focus(id)
    // The list opens once its options have been read.
    for _ in 0..<20 where !(try await terminal.screen().contains("Esc Close")) {
      try await terminal.press("Enter")
      _ = try await eventually(within: 10) { try await terminal.screen().contains("Esc Close") }
    }
    try await terminal.type(value)
    try await terminal.waitFor("▌ \(value) ")
    try await terminal.press("Enter")
    let isClosed = try await eventually {
      !(try await terminal.screen().contains("Esc Close"))
    }
    #expect(isClosed)
  }

  private func write(_ text: String, at id: FieldID) async throws {
    try await focus(id)
    try await terminal.press("C-u")
    try await terminal.type(text)
    try await terminal.waitFor(text)
  }
}
