import Glibc
import TestSupport
import Testing

/// A place where stand-ins play kubectl and Helm, and the control plane's install does what a test
/// wants.
struct StandInRun: Sendable {
  let place: Workplace

  /// `upgrade` is what Helm does first in place of installing the control plane, as lines of sh; in
  /// them `$here` is the folder of the programs, and `$here/hostile` a file of hostile output.
  init(upgrade: String) throws {
    place = try Workplace()
    try place.addFakeTools()
    try #require(rename(place.bin + "/helm", place.bin + "/quiet-helm") == 0)
    try #require(HostileOutput.write(to: place.bin + "/hostile"))
    try place.script(
      "helm",
      """
      here=${0%/*}
      case "$*" in 'upgrade --install linkerd-control-plane '*)
      echo $$ >"$here/helm-process"
      \(upgrade)
      esac
      exec "$here/quiet-helm" "$@"
      """)
    try place.write(
      "answers.yaml",
      "context: practice\ncertificates:\n  directory: ./mesh-certificates\ncontrolPlane:\n"
        + "  charts: http://charts.example:8080/charts/edge\n")
  }

  /// What is told at the program's end; after `fg` it has to be asked for once more.
  static let ending = "echo status=$?; stty -a > after"

  /// The program's run without questions; `state` is another XDG_STATE_HOME.
  func apply(state: String? = nil) async throws -> Finished {
    try await run(["apply", "--answers", "answers.yaml", "--yes"], state: state)
  }

  /// Runs the program until it ends.
  func run(_ arguments: [String], state: String? = nil) async throws -> Finished {
    try await place.run(
      try Tools.wizard(), arguments, environment: state.map { ["XDG_STATE_HOME": $0] } ?? [:])
  }

  /// The log of the only run.
  var log: String {
    let runs = place.home + "/.local/state/linkerd-wizard/runs"
    return Folder.names(in: runs).first.map { "\(runs)/\($0)/install.log" } ?? ""
  }

  /// The program's own process, once `open` has started it.
  func wizard() async throws -> pid_t {
    let file = place.work + "/process"
    _ = await eventually { Folder.text(file).hasSuffix("\n") }
    return try #require(Int32(Folder.text(file).filter(\.isNumber)))
  }

  /// Lets an `upgrade` end that waits for the file `$here/go-on`.
  func goOn() throws { try place.folder.write("bin/go-on", "") }

  /// Has a stand-in, which the program calls, note how much memory the program had at the most:
  /// VmHWM of proc(5).
  static let notePeak = #"grep VmHWM /proc/$PPID/status >"$here/peak""#

  /// What `notePeak` has noted, in bytes; nil where it wasn't called.
  var peak: Int? { Int(Folder.text(place.bin + "/peak").filter(\.isNumber)).map { $0 * 1024 } }

  /// The process of the Helm that installs the control plane; nil before it was started.
  var helm: pid_t? { Int32(Folder.text(place.bin + "/helm-process").filter(\.isNumber)) }

  /// Opens the program in a terminal, full screen unless `arguments` say otherwise, and does the rest
  /// with it. The terminal's settings from before are in the file `before`, without its size in
  /// `settings`.
  func open(
    columns: Int = 80, rows: Int = 24, arguments: String = "",
    _ body: (Tmux) async throws -> Void
  ) async throws {
    let terminal = try await Tmux(place, columns: columns, rows: rows)
    do {
      try await terminal.command("stty -a > before; stty -g > settings; clear")
      try await terminal.waitFor("ready$")
      // The shell that starts it becomes it, and so has its number.
      try place.write(
        "start", "echo $$ >process\nexec '\(try Tools.wizard())' \"$@\" --answers answers.yaml\n")
      try await terminal.command(
        "/bin/sh start \(arguments); \(Self.ending)")
      try await body(terminal)
      try await terminal.close()
    } catch {
      try await terminal.close()
      throw error
    }
  }

  /// Goes through the screens of a program that was opened, and confirms the install.
  static func install(_ terminal: Tmux) async throws {
    for number in 1...4 {
      try await terminal.waitFor("\(number) of 6")
      try await terminal.pressButton("Next")
    }
    try await terminal.waitFor("5 of 6")
    try await terminal.pressButton("Install")
  }
}

extension Tmux {
  /// What tmux knows of the terminal, such as `pane_title`; see FORMATS in tmux(1).
  func format(_ name: String) async throws -> String {
    try await tmux("display-message", "-p", "#{\(name)}").out.filter { $0 != "\n" }
  }

  /// What programs have put in the clipboard.
  func clipboard() async throws -> String { try await tmux("list-buffers").out }

  /// Takes it from every program, as most terminals do, unlike tmux by itself.
  func acceptClipboards() async throws { try await tmux("set", "-g", "set-clipboard", "on") }

  /// From now on all that is written to the terminal is in that file too.
  func record(to path: String) async throws { try await tmux("pipe-pane", "-o", "cat >'\(path)'") }
}
