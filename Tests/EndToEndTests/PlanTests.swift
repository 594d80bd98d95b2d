import Testing

/// What `plan`, `answers` and `apply` do before anything is changed, on one cluster for all.
@Suite(.fewAtATime) struct PlanTests {
  private static let server = Task { try await PracticeServer.start() }

  private func wizard() async throws -> WizardProgram {
    WizardProgram(try Workplace(), on: try await Self.server.value)
  }

  @Test(arguments: ["text", "json", "script"])
  func aPlanIsPrintedAndChangesNothing(format: String) async throws {
    let wizard = try await wizard()
    let server = try #require(wizard.server)
    try wizard.place.write("answers.yaml", server.answers())
    let before = (try await server.snapshot(), wizard.place.snapshot())
    let plan = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml", "--format", format)
    }
    #expect(plan.status == 0, "\(plan)")
    let mark = ["text": "Nothing has been changed", "json": "\"digest\"", "script": "#!/bin/sh"]
    #expect(plan.out.contains(try #require(mark[format])))
    #expect(plan.err == "")
    #expect(try await server.snapshot() == before.0)
    #expect(wizard.place.snapshot() == before.1)
  }

  @Test func theHelpTellsTheWizardsOwnOptionsToo() async throws {
    let wizard = WizardProgram(try Workplace(), on: nil)
    let (root, own) = (try await wizard.run("--help"), try await wizard.run("wizard", "--help"))
    #expect(root.status == 0 && own.status == 0)
    let options = own.out.components(after: "OPTIONS:\n").split(separator: "\n").filter {
      !$0.contains("--help") && !$0.contains("--version")
    }
    for name in ["--kubeconfig", "--context", "--plain", "--answers"] {
      #expect(options.contains { $0.hasPrefix("  \(name)") }, "\(name)\n\(own.out)")
    }
    for line in options { #expect(root.out.contains(line + "\n"), "\(line)\n\(root.out)") }
    // Each is taken without the subcommand's name: where there is no terminal, that comes next.
    for option in options where option.hasPrefix("  --") {
      let words = option.split(separator: " ").map(String.init)
      let takesValue = words.count > 1 && words[1].hasPrefix("<")
      let taken = try await wizard.place.run(
        try Tools.wizard(), [words[0]] + (takesValue ? ["/dev/null"] : []))
      #expect(taken.status == 64 && !taken.err.contains("Unknown option"), "\(taken.err)")
    }
  }

  @Test func theScriptThatPlanPrintsIsSoundForTheShell() async throws {
    let wizard = try await wizard()
    let server = try #require(wizard.server)
    try wizard.place.write("answers.yaml", server.answers("namespaces: [direktiv]\n"))
    let plan = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml", "--format", "script")
    }
    let read = try await wizard.place.run("/bin/sh", ["-n"], input: plan.out)
    #expect(read.status == 0, "\(read)")
  }

  @Test func answersArePrintedAndAreTakenBack() async throws {
    let wizard = try await wizard()
    let server = try #require(wizard.server)
    let answers = try await wizard.run("answers")
    #expect(answers.status == 0 && answers.err == "")
    for key in ["trustDomain: cluster.local", "anchorValidity: 87600h", "gatewayAPI: auto"] {
      #expect(answers.out.contains(key))
    }
    // Edge's own repository is on the network; the cluster's stands in for it.
    let local = answers.out.replacing("charts: edge", with: "charts: \(server.charts)")
    let plan = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "-", input: local)
    }
    #expect(plan.status == 0, "\(plan)")
    #expect(plan.out.contains("Nothing has been changed."))
  }

  @Test func aWrongDigestChangesNothing() async throws {
    let wizard = try await wizard()
    let server = try #require(wizard.server)
    try wizard.place.write("answers.yaml", server.answers())
    let before = (try await server.snapshot(), wizard.place.snapshot())
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes", "--digest", "deadbeef")
    }
    #expect(apply.status == 1, "\(apply)")
    #expect(apply.err.contains("deadbeef") && apply.err.contains("linkerd-wizard plan"))
    #expect(try await server.snapshot() == before.0)
    #expect(wizard.place.snapshot() == before.1)
  }

  @Test func aValuesFileThatChangedSinceThePlanIsNoticed() async throws {
    let wizard = try await wizard()
    let server = try #require(wizard.server)
    try wizard.place.write("values.yaml", "proxyInit: {}\n")
    try wizard.place.write(
      "answers.yaml", server.answers(controlPlane: "  values: [values.yaml]\n"))
    let plan = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml")
    }
    #expect(plan.status == 0, "\(plan)")
    try wizard.place.write("values.yaml", "proxyInit: {}\nheartbeat: {}\n")
    let before = (try await server.snapshot(), wizard.place.snapshot())
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes", "--digest", plan.digest)
    }
    #expect(apply.status == 1, "\(apply)")
    #expect(apply.err.contains("have changed"))
    #expect(try await server.snapshot() == before.0)
    #expect(wizard.place.snapshot() == before.1)
  }

  @Test func withoutATerminalApplyWantsItsYes() async throws {
    let wizard = try await wizard()
    let server = try #require(wizard.server)
    try wizard.place.write("answers.yaml", server.answers())
    let before = wizard.place.snapshot()
    let apply = try await wizard.run("apply", "--answers", "answers.yaml", input: "yes\n")
    #expect(apply.status == 64, "\(apply)")
    #expect(apply.err.contains("--yes") && apply.err.contains("linkerd-wizard plan"))
    #expect(wizard.place.snapshot() == before)
  }

  @Test(arguments: [[], ["practice"], ["--plain"], ["wizard"]])
  func withoutATerminalTheWizardNamesPlanAndApply(arguments: [String]) async throws {
    let place = try Workplace()
    let result = try await place.run(try Tools.wizard(), arguments)
    #expect(result.status == 64, "\(result)")
    #expect(result.err.contains("linkerd-wizard plan"), "\(result)")
    #expect(result.err.contains("linkerd-wizard apply"), "\(result)")
    #expect(place.snapshot() == [])
  }
}
