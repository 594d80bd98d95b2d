import Glibc
import Testing

/// What answers at the kubeconfig's address, and what has to be said about it.
struct BadServer: Sendable, CustomTestStringConvertible {
  var name: String
  var manner: LoopbackServer.Manner
  /// Words of the sentence and of the remedy.
  var says: [String]

  var testDescription: String { name }

  static let silent = BadServer(
    name: "never answers", manner: .silence, says: ["no answer", "slow or out of reach"])

  static let nonsense = [
    BadServer(
      name: "answers a page to sign in on",
      manner: .answers(type: "text/html", body: "<!DOCTYPE html><html>Please sign in.</html>"),
      says: ["does not speak as a Kubernetes API", "address in the kubeconfig"]),
    BadServer(
      name: "answers nothing",
      manner: .answers(type: "application/json", body: ""),
      says: ["does not speak as a Kubernetes API", "address in the kubeconfig"]),
    BadServer(
      name: "answers half of a list",
      manner: .answers(
        type: "application/json", body: #"{"kind":"List","apiVersion":"v1","items":[{"met"#),
      says: ["does not speak as a Kubernetes API", "address in the kubeconfig"]),
    BadServer(
      name: "is cut off in the middle",
      manner: .answers(
        type: "application/json", body: #"{"kind":"List","items":[{"met"#, announced: 4096),
      says: ["connection to the cluster was lost", "then retry"]),
    BadServer(
      name: "answers with another kind",
      manner: .answers(
        type: "application/json",
        body: #"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x"}}"#),
      says: ["Kubernetes API"]),
  ]
}

/// Clusters that answer badly, in each way of using the program.
@Suite(.fewAtATime) struct BadServerTests {
  private func wizard(
    on address: String, _ practice: PracticeServer? = nil
  ) throws -> WizardProgram {
    let place = try Workplace()
    try place.write("answers.yaml", practice?.answers() ?? "context: practice\n")
    var wizard = WizardProgram(place, on: nil)
    wizard.environment["KUBECONFIG"] = try place.folder.write(
      "kubeconfig",
      """
      apiVersion: v1
      kind: Config
      clusters: [{ name: bad, cluster: { server: "http://\(address)" } }]
      contexts: [{ name: practice, context: { cluster: bad } }]
      current-context: practice

      """)
    return wizard
  }

  @Test(
    arguments: BadServer.nonsense + [.silent],
    [["plan", "--answers", "answers.yaml"], ["apply", "--answers", "answers.yaml", "--yes"]])
  func isToldWhereNobodyAnswersQuestions(bad: BadServer, command: [String]) async throws {
    let wizard = try wizard(on: try LoopbackServer(bad.manner).address)
    let before = wizard.place.snapshot()
    let result = try await Turnstile.shared.pass {
      try await wizard.place.run(
        try Tools.wizard(), command, environment: wizard.environment, within: 120)
    }
    #expect(result.status == 69, "\(result)")
    for words in bad.says { #expect(result.err.contains(words), "\(words)\n\(result)") }
    #expect(result.err.split(separator: "\n").count >= 2, "no remedy: \(result)")
    #expect(result.out == "")
    #expect(wizard.place.snapshot() == before)
    #expect(wizard.runFolders == [])
  }

  @Test(
    arguments: [
      ("plan", SIGINT, Int32(130)), ("plan", SIGTERM, 143), ("plan", SIGHUP, 129),
      // What nohup starts outlives its terminal, and waits for the cluster to the end.
      ("nohup", SIGHUP, 69),
    ])
  func aSignalEndsTheWaiting(start: String, signal: Int32, status: Int32) async throws {
    let wizard = try wizard(on: try LoopbackServer(.silence).address)
    let (program, arguments) =
      start == "nohup"
      ? (try Tools.find("nohup"), [try Tools.wizard(), "plan"]) : (try Tools.wizard(), [start])
    let result = try await Turnstile.shared.pass {
      let plan = try wizard.place.start(program, arguments, environment: wizard.environment)
      // Its children are there once it waits for the cluster.
      let isWaiting = try await eventually {
        try await wizard.place.processes().contains {
          Folder.text("/proc/\($0)/cmdline").contains("--request-timeout")
        }
      }
      #expect(isWaiting)
      plan.send(signal)
      let result = await plan.finished(within: 90)
      #expect(try await wizard.place.processes() == [])
      return result
    }
    #expect(result.status == status, "\(result)")
    #expect(result.out == "")
  }

  @Test(arguments: BadServer.nonsense + [.silent])
  func fullScreenKeepsTakingKeysAndTurnsTheRow(bad: BadServer) async throws {
    try await inTerminal(on: try LoopbackServer(bad.manner).address, columns: 100, rows: 50) {
      terminal in
      try await terminal.waitFor("1 of 6")
      try await terminal.press("?")
      try await terminal.close(dialogWith: "Esc Close")
      let screen = oneLine(try await terminal.waitFor("✗", within: 90))
      for words in bad.says { #expect(screen.contains(words), "\(words)\n\(screen)") }
      #expect(screen.contains("( Next )"))
      try await terminal.press("C-c")
      try await terminal.waitFor("status=130")
    }
  }

  @Test(arguments: BadServer.nonsense + [.silent])
  func plainPromptsTellItAndOfferToLookAgain(bad: BadServer) async throws {
    try await inTerminal(
      on: try LoopbackServer(bad.manner).address, "--plain", columns: 100, rows: 100
    ) { terminal in
      try await terminal.waitFor("Context [practice]:")
      try await terminal.press("Enter")
      try await terminal.waitFor("r checks again", within: 120)
      let screen = oneLine(try await terminal.screen())
      for words in bad.says { #expect(screen.contains(words), "\(words)\n\(screen)") }
      try await terminal.command("quit")
      try await terminal.waitFor("2  Quit")
      try await terminal.command("2")
      try await terminal.waitFor("status=130")
    }
  }

  /// A practice cluster, and the address at which it answers late.
  private func slowCluster() async throws -> (PracticeServer, String) {
    let practice = try await PracticeServer.start()
    let address = practice.charts.replacing("/charts/edge", with: "").split(separator: ":")
    let port = try #require(address.last.flatMap { UInt16($0) })
    return (practice, try LoopbackServer(.slowness(port: port, milliseconds: 500)).address)
  }

  @Test func aSlowClusterIsWaitedForWhereNobodyAnswersQuestions() async throws {
    let (practice, address) = try await slowCluster()
    let wizard = try wizard(on: address, practice)
    let plan = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml", within: 180)
    }
    #expect(plan.status == 0, "\(plan)")
    #expect(plan.digest.count == 64)
  }

  @Test func aSlowClusterIsWaitedForOnTheFullScreen() async throws {
    let (practice, address) = try await slowCluster()
    try await inTerminal(on: address, columns: 80, rows: 24) { terminal in
      // Keys are taken before the cluster has said anything.
      try await terminal.waitFor("( Next )")
      try await terminal.press("?")
      try await terminal.close(dialogWith: "Esc Close")
      let screen = try await terminal.waitFor("[ Next ]", within: 120)
      #expect(!screen.contains("✗"), "\(screen)")
      try await terminal.press("C-c")
      try await terminal.waitFor("status=130")
    }
    withExtendedLifetime(practice) {}
  }

  @Test func aSlowClusterIsWaitedForAtPlainPrompts() async throws {
    let (practice, address) = try await slowCluster()
    try await inTerminal(on: address, "--plain", columns: 100, rows: 100) { terminal in
      try await terminal.waitFor("Context [practice]:")
      try await terminal.press("Enter")
      let screen = try await terminal.waitFor("Enter goes on to Certificates", within: 120)
      #expect(!screen.contains("✗"), "\(screen)")
      try await terminal.press("C-c")
      try await terminal.waitFor("status=130")
    }
    withExtendedLifetime(practice) {}
  }

  private func inTerminal(
    on address: String, _ arguments: String = "", columns: Int, rows: Int,
    _ body: @Sendable (Tmux) async throws -> Void
  ) async throws {
    let wizard = try wizard(on: address)
    try await Turnstile.shared.pass {
      let terminal = try await Tmux(
        wizard.place, columns: columns, rows: rows, environment: wizard.environment)
      do {
        try await terminal.command("\(try Tools.wizard()) \(arguments); echo status=$?")
        try await body(terminal)
        try await terminal.close()
      } catch {
        try await terminal.close()
        throw error
      }
    }
  }

  /// The screen's words in one line, without the rail at the left, so that a broken line matters not.
  private func oneLine(_ screen: String) -> String {
    screen.split(separator: "\n")
      .map { line in line.split(separator: "│").last.map(String.init) ?? String(line) }
      .joined(separator: " ").split(separator: " ").joined(separator: " ")
  }
}
