import Glibc
import Testing

/// The real binary in a real terminal: a tmux session with a shell, on a socket of its own.
final class Tmux: Sendable {
  let place: Workplace
  private let program: String
  private let socket: String

  /// Opens a terminal of that size with a shell in the working folder.
  init(
    _ place: Workplace, columns: Int = 80, rows: Int = 24, environment: [String: String?] = [:]
  ) async throws {
    self.place = place
    program = try Tools.find("tmux")
    socket = place.folder.path + "/tmux"
    var surroundings: [String: String?] = ["TERM": "xterm-256color", "PS1": "ready$ ", "ENV": nil]
    surroundings.merge(environment) { $1 }
    // The terminal's TERM is what tmux is told to say, not what it was started with.
    let term = (surroundings["TERM"] ?? nil) ?? "xterm-256color"
    try place.folder.write("tmux.conf", "set -g default-terminal \(term)\nset -g status off\n")
    let opened = try await place.run(
      program,
      [
        "-S", socket, "-f", place.folder.path + "/tmux.conf", "new-session", "-d",
        "-x", "\(columns)", "-y", "\(rows)", "-c", place.work, "/bin/sh", "-i",
      ], environment: surroundings)
    try #require(opened.status == 0, "\(opened)")
    try await waitFor("ready$")
  }

  /// Ends the session, and with it everything in it.
  func close() async throws { _ = try await tmux("kill-server") }

  /// Tells tmux to do something.
  @discardableResult
  func tmux(_ arguments: String...) async throws -> Finished {
    try await place.run(program, ["-S", socket] + arguments, within: 20)
  }

  /// Presses keys, by tmux's names.
  func press(_ keys: String...) async throws {
    for key in keys { try await tmux("send-keys", key) }
  }

  /// Types a text as it stands.
  func type(_ text: String) async throws { try await tmux("send-keys", "-l", text) }

  /// Types a shell command and its line feed.
  func command(_ text: String) async throws {
    try await type(text)
    try await press("Enter")
  }

  /// What the terminal shows; with `colours` also the codes.
  func screen(colours: Bool = false) async throws -> String {
    colours
      ? try await tmux("capture-pane", "-p", "-e").out : try await tmux("capture-pane", "-p").out
  }

  /// Gives the terminal another size.
  func resize(columns: Int, rows: Int) async throws {
    try await tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
  }

  /// Waits until the screen shows one of the texts. Throws, with the screen, where it never does.
  @discardableResult
  func waitFor(
    _ texts: String..., within seconds: Int = 30, _ place: SourceLocation = #_sourceLocation
  ) async throws -> String {
    var last = ""
    let isShown = try await eventually(within: seconds) {
      last = try await self.screen()
      return texts.contains { last.contains($0) }
    }
    try #require(isShown, "\(texts) never came:\n\(last)", sourceLocation: place)
    return last
  }

  /// Closes a dialog, and waits until the text that only it shows is gone.
  ///
  /// A key that follows would otherwise be sent while the dialog's screen is still there to be read.
  func close(dialogWith text: String, _ place: SourceLocation = #_sourceLocation) async throws {
    try await waitFor(text, within: 30, place)
    try await press("Escape")
    var last = ""
    let isGone = try await eventually {
      last = try await self.screen()
      return !last.contains(text)
    }
    try #require(isGone, "\(text) stayed:\n\(last)", sourceLocation: place)
  }

  /// Presses Tab until that button has the focus, then Enter.
  func pressButton(_ name: String) async throws {
    let marks = ["▌[ \(name) ]", ">[ \(name) ]"]
    for _ in 0..<30 {
      let before = try await screen()
      if marks.contains(where: before.contains) { return try await press("Enter") }
      if before.contains("( \(name) )") {
        _ = try await eventually(within: 3) { try await self.screen() != before }
      } else {
        try await pressTab(from: before)
      }
    }
    let last = try await screen()
    Issue.record("\(name) could not be focused:\n\(last)")
  }

  /// Presses Tab on that screen and waits until the focus has moved.
  ///
  /// Only a focus that moved answers a Tab: a row that changes by itself is no reason for the next.
  func pressTab(from screen: String) async throws {
    try await press("Tab")
    let focus = Self.focus(in: screen)
    _ = try await eventually(within: 15) { Self.focus(in: try await self.screen()) != focus }
  }

  /// Where the focus marks of a screen stand, and the labels behind them.
  private static func focus(in screen: String) -> [String] {
    screen.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      row, line in
      line.firstIndex { $0 == "▌" || $0 == ">" }.map { "\(row) \(line[$0...].prefix(16))" }
    }
  }
}
