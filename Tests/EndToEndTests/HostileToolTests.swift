import Glibc
import TestSupport
import Testing

/// The real binary with a Helm that prints what steers a terminal, or no end of it.
@Suite(.fewAtATime) struct HostileToolTests {
  /// The most memory, in bytes, that the program may have had at any time.
  private static let memory = 200 << 20

  @Test func theHostileOutputDoesWhatItIsHereFor() async throws {
    let run = try StandInRun(upgrade: "")
    let terminal = try await Tmux(run.place)
    try await terminal.acceptClipboards()
    try await terminal.command("cat \(run.place.bin)/hostile")
    let isStruck = try await eventually {
      let title = try await terminal.format("pane_title")
      return try await terminal.clipboard().contains(HostileOutput.clipboard)
        && title.hasPrefix(HostileOutput.title)
    }
    #expect(isStruck)
    try await terminal.close()
  }

  @Test(arguments: [(80, 24), (60, 18)])
  func theTerminalIsAsItWasWhateverAToolPrints(columns: Int, rows: Int) async throws {
    let run = try StandInRun(
      upgrade: #"cat "$here/hostile"; cat "$here/hostile" >&2; cat "$here/hostile""#
        + #"; until [ -e "$here/go-on" ]; do sleep 0.1; done"#)
    try await run.open(columns: columns, rows: rows) { terminal in
      try await terminal.acceptClipboards()
      let title = try await terminal.format("pane_title")
      try await terminal.waitFor("1 of 6")
      let hides = try await terminal.format("cursor_flag")
      try await StandInRun.install(terminal)
      let screen = try await terminal.waitFor(HostileOutput.lastLine)
      #expect(try await terminal.format("pane_title") == title)
      #expect(try await terminal.clipboard() == "")
      #expect(try await terminal.format("cursor_flag") == hides)
      #expect(try await terminal.format("alternate_on") == "1")
      #expect(try await terminal.format("mouse_any_flag") == "0")
      #expect(try await terminal.format("scroll_region_upper") == "0")
      #expect(try await terminal.format("scroll_region_lower") == "\(rows - 1)")
      // Nothing was answered, so nothing was typed: the run's screen is still there, whole.
      #expect(HostileOutput.controls(in: screen.filter { $0 != "\n" }).isEmpty, "\(screen)")
      #expect(screen.contains("6 of 6"), "\(screen)")
      try run.goOn()
      try await terminal.waitFor("Linkerd is running", within: 60)
      try await terminal.pressButton("Finish")
      try await PracticeTerminal.expectEnd(0, terminal)
      #expect(try await terminal.format("pane_title") == title)
    }
    let sizes = try await run.place.run(
      "/bin/sh", ["-c", "cat ../bin/hostile ../bin/hostile ../bin/hostile | wc -c"])
    #expect(sizes.out.contains("\(3 * HostileOutput.bytes.count)"), "\(sizes)")
    try await expectLogged(3, run)
  }

  /// Whether the log of a run has the hostile output so many times, byte for byte.
  private func expectLogged(_ times: Int, _ run: StandInRun) async throws {
    let search = """
      import sys
      log, hostile = (open(path, "rb").read() for path in sys.argv[1:])
      print("found", log.count(hostile))
      """
    let found = try await run.place.run(
      try Tools.find("python3"), ["-c", search, run.log, run.place.bin + "/hostile"])
    #expect(found.out == "found \(times)\n", "\(found)")
  }

  private func expectLittleMemory(
    _ run: StandInRun, _ place: SourceLocation = #_sourceLocation
  ) throws {
    let bytes = try #require(run.peak, sourceLocation: place)
    print("The program had at most \(bytes >> 20) MiB.")
    #expect(bytes < Self.memory, sourceLocation: place)
  }

  @Test func linesOf100MegabytesNeedLittleMemory() async throws {
    let run = try StandInRun(
      upgrade: """
        head -c 100000000 /dev/zero | tr '\\0' x
        head -c 100000000 /dev/zero | tr '\\0' y >&2
        \(StandInRun.notePeak)
        """)
    let apply = try await Turnstile.shared.pass { try await run.apply() }
    #expect(apply.status == 0, "\(apply.status) \(apply.err.suffix(2000))")
    try expectLittleMemory(run)
    let counted = try await run.place.run(
      "/bin/sh", ["-c", "tr -dc x <\"$1\" | wc -c; tr -dc y <\"$1\" | wc -c", "sh", run.log])
    let counts = counted.out.split(separator: "\n").compactMap { Int($0) }
    #expect(counts.count == 2 && counts.allSatisfy { (100_000_000..<100_001_000).contains($0) })
  }

  @Test func anAnswerOf100MegabytesNeedsLittleMemoryAndIsRefused() async throws {
    let run = try StandInRun(upgrade: "")
    try #require(rename(run.place.bin + "/kubectl", run.place.bin + "/quiet-kubectl") == 0)
    try run.place.script(
      "kubectl",
      """
      here=${0%/*}
      case "$*" in *'get namespaces -o json')
        head -c 100000000 /dev/zero | tr '\\0' x
        head -c 100000000 /dev/zero | tr '\\0' y >&2
        \(StandInRun.notePeak); exit 0
      esac
      exec "$here/quiet-kubectl" "$@"
      """)
    let apply = try await Turnstile.shared.pass { try await run.apply() }
    #expect(apply.status == 69, "\(apply.status) \(apply.err.suffix(2000))")
    #expect(apply.out.utf8.count + apply.err.utf8.count < 100_000)
    try expectLittleMemory(run)
  }

  /// A kubeconfig may come from anybody, and names are free.
  @Test func namesOfAKubeconfigDoNotSteerTheTerminal() async throws {
    let run = try StandInRun(upgrade: "")
    let bin = run.place.bin
    try #require(rename(bin + "/kubectl", bin + "/quiet-kubectl") == 0)
    let name = #"practice\u001b]0;\#(HostileOutput.title)\u0007\u001b[2J"#
    try run.place.script(
      "kubectl",
      """
      here=${0%/*}
      case "$*" in 'config view -o json')
        "$here/quiet-kubectl" "$@" | sed 's|"practice"|"\(name.replacing("\\", with: "\\\\"))"|g
      s|"current-context":"[^"]*"|"current-context":"\(name.replacing("\\", with: "\\\\"))"|'
        exit
      esac
      exec "$here/quiet-kubectl" "$@"
      """)
    try run.place.write(
      "own.yaml",
      Folder.text(run.place.work + "/answers.yaml").replacing("context: practice\n", with: ""))
    let wrong = try run.place.write("wrong.yaml", "context: nowhere\n")
    let refused = try await run.run(["plan", "--answers", wrong])
    #expect(
      refused.err.contains("Choose one of: elsewhere, practice."), "\(refused.testDescription)")
    #expect(HostileOutput.controls(in: refused.err.filter { $0 != "\n" }) == [], "\(refused.err)")
    let terminal = try await Tmux(run.place, columns: 200, rows: 200)
    let title = try await terminal.format("pane_title")
    let wizard = try Tools.wizard()
    for command in [
      "plan --answers wrong.yaml", "plan --answers own.yaml", "--plain --answers own.yaml",
    ] {
      try await terminal.command("clear; \(wizard) \(command) </dev/tty; echo status=$?")
      if command.hasPrefix("--plain") {
        try await terminal.waitFor("Context [practice")
        try await terminal.press("C-c")
      }
      let screen = try await terminal.waitFor("\nstatus=")
      #expect(screen.contains("practice"), "\(screen)")
      #expect(try await terminal.format("pane_title") == title, "\(command)")
    }
    try await terminal.close()
  }
}
