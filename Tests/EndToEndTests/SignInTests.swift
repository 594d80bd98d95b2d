import Glibc
import Testing

/// A credentials helper that has to ask somebody, with real kubectl and a real terminal.
@Suite(.serialized, .fewAtATime) struct SignInTests {
  private static let front = Task { try await TLSFront.start() }

  /// Opens the wizard at a cluster behind that helper; 80 columns by 24 rows.
  private func wizard(
    mode: String, asksOn terminal: String, arguments: String = "",
    _ body: (Tmux) async throws -> Void
  ) async throws {
    let front = try await Self.front.value
    let place = try Workplace()
    let helper = try place.credentialsHelper(asksOn: terminal)
    let kubeconfig = try front.kubeconfig(for: place, helper: helper, mode: mode)
    let tmux = try await Tmux(place, environment: ["KUBECONFIG": kubeconfig])
    do {
      try await tmux.command("\(try Tools.wizard()) \(arguments); echo status=$?")
      try await body(tmux)
      try await tmux.close()
    } catch {
      try await tmux.close()
      throw error
    }
  }

  /// Waits until every check has failed and the sign-in is offered; a key goes nowhere else then.
  @discardableResult
  private func waitForOffer(_ terminal: Tmux) async throws -> String {
    var last = ""
    let isOffered = try await eventually {
      last = try await terminal.screen()
      return last.contains("[ Sign in ]") && last.contains("Node clocks can't be compared")
    }
    try #require(isOffered, "\(last)")
    return last
  }

  /// Types that at each question that comes, until the screen shows the text.
  private func answer(_ password: String, on terminal: Tmux, until text: String) async throws {
    for number in 1...20 {
      let shown = try await terminal.waitFor("(question \(number))", text)
      if shown.contains(text) { return }
      try await terminal.command(password)
    }
    Issue.record("It asks without end.")
  }

  /// Where a helper can ask, and with which `interactiveMode` it may be; an older kubectl knows less.
  private static let places =
    Tools.kubectlKnowsInteractiveMode ? ["/dev/tty", "/dev/stdin"] : ["/dev/tty"]
  private static let modes =
    [("IfAvailable", "/dev/tty")]
    + (Tools.kubectlKnowsInteractiveMode ? [("Always", "/dev/stdin")] : [])

  @Test(arguments: places)
  func aHelperAsksOnTheTerminalAndTheWizardGoesOn(place: String) async throws {
    try await wizard(mode: "IfAvailable", asksOn: place) { terminal in
      let offered = try await waitForOffer(terminal)
      #expect(offered.contains("✗ The cluster can't be asked"), "\(offered)")
      #expect(!offered.contains("Password of ada"), "\(offered)")
      try await terminal.pressButton("Sign in")
      let asking = try await terminal.waitFor("Password of ada")
      #expect(asking.contains("Ctrl-C goes back to the wizard"), "\(asking)")
      #expect(asking.contains("$ kubectl --context guarded get --raw /api"), "\(asking)")
      try await terminal.command("open")
      let back = try await terminal.waitFor("✓ Kubernetes")
      #expect(!back.contains("Sign in") && !back.contains("Password"), "\(back)")
      let ready = try await terminal.waitFor("[ Next ]")
      #expect(ready.contains("✓ You may create") && ready.contains("✓ No Linkerd"), "\(ready)")
      try await terminal.pressButton("Next")
      try await terminal.waitFor("2 of 6")
      try await terminal.press("C-c")
      try await terminal.waitFor("status=130")
    }
  }

  @Test func aWrongPasswordComesBackWithASentenceAndCanBeMended() async throws {
    try await wizard(mode: "IfAvailable", asksOn: "/dev/tty") { terminal in
      try await waitForOffer(terminal)
      try await terminal.pressButton("Sign in")
      try await answer("shut", on: terminal, until: "The sign-in did not work")
      let refused = try await terminal.waitFor("[ Sign in ]")
      #expect(refused.contains("kubectl ended with exit status 1"), "\(refused)")
      #expect(refused.contains("1 of 6") && !refused.contains("not the password"), "\(refused)")
      // The button still has the focus.
      try await terminal.press("Enter")
      try await terminal.waitFor("Password of ada")
      try await terminal.command("open")
      try await terminal.waitFor("✓ Kubernetes")
      try await terminal.press("C-c")
      try await terminal.waitFor("status=130")
    }
  }

  @Test func interruptingTheHelperComesBackToTheWizard() async throws {
    try await wizard(mode: "IfAvailable", asksOn: "/dev/tty") { terminal in
      try await waitForOffer(terminal)
      try await terminal.pressButton("Sign in")
      try await terminal.waitFor("Password of ada")
      try await terminal.press("C-c")
      let back = try await terminal.waitFor("You stopped the sign-in")
      #expect(back.contains("1 of 6") && back.contains("Sign in ]"), "\(back)")
      try await terminal.press("C-c")
      try await terminal.waitFor("status=130")
    }
  }

  /// kubectl takes `Always` at its word: it refuses every call without a terminal, signed in or not.
  @Test(
    .enabled(if: Tools.kubectlKnowsInteractiveMode, "kubectl older than 1.22: no interactiveMode"))
  func aHelperThatAlwaysWantsATerminalIsMendedInTheKubeconfig() async throws {
    try await wizard(mode: "Always", asksOn: "/dev/stdin") { terminal in
      var told = ""
      let isTold = try await eventually {
        told = try await terminal.screen()
        return told.contains("✗ The cluster can't be asked")
          && told.contains("--exec-interactive-mode=IfAvailable")
      }
      #expect(isTold && !told.contains("[ Sign in ]"), "\(told)")
      let kubeconfig = terminal.place.work + "/kubeconfig"
      let mended = try await terminal.place.run(
        try Tools.find("kubectl"),
        ["config", "set-credentials", "ada", "--exec-interactive-mode=IfAvailable"],
        environment: ["KUBECONFIG": kubeconfig])
      try #require(mended.status == 0, "\(mended.testDescription)")
      try await terminal.press("r")
      try await waitForOffer(terminal)
      try await terminal.pressButton("Sign in")
      try await answer("open", on: terminal, until: "✓ Kubernetes")
      try await terminal.waitFor("[ Next ]")
      try await terminal.press("C-c")
      try await terminal.waitFor("status=130")
    }
  }

  @Test func plainPromptsHandTheTerminalOverToo() async throws {
    try await wizard(mode: "IfAvailable", asksOn: "/dev/tty", arguments: "--plain") { terminal in
      try await terminal.press("Enter")
      let offered = try await terminal.waitFor("sign in to let")
      #expect(!offered.contains("Password of ada"), "\(offered)")
      try await terminal.command("sign in")
      try await terminal.waitFor("Password of ada")
      try await terminal.press("C-c")
      try await terminal.waitFor("You stopped the sign-in")
      try await terminal.command("sign in")
      try await answer("open", on: terminal, until: "✓ Kubernetes")
      try await terminal.press("C-c")
      try await terminal.waitFor("ready$")
    }
  }

  @Test(arguments: modes)
  func withoutAnybodyToAskItSaysWhatToRun(mode: String, asksOn: String) async throws {
    let front = try await Self.front.value
    var wizard = WizardProgram(try Workplace(), on: front.server)
    let helper = try wizard.place.credentialsHelper(asksOn: asksOn)
    wizard.environment["KUBECONFIG"] = try front.kubeconfig(
      for: wizard.place, helper: helper, mode: mode)
    try wizard.place.write("answers.yaml", front.server.answers())
    for command in ["plan", "apply"] {
      let yes = command == "apply" ? ["--yes"] : []
      let result = try await wizard.place.run(
        try Tools.wizard(), [command, "--answers", "answers.yaml"] + yes,
        environment: wizard.environment)
      #expect(result.status == 69, "\(result.testDescription)")
      #expect(result.err.contains("credentials helper \(helper)"), "\(result.err)")
      let way =
        mode == "Always"
        ? "kubectl config set-credentials ada --exec-interactive-mode=IfAvailable"
        : "Sign in once in a terminal: kubectl --context guarded get --raw /api;"
      #expect(result.err.contains(way), "\(result.err)")
      #expect(!result.err.contains("Sign in hands"), "\(result.err)")
    }
  }
}
