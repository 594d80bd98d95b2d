import Testing

/// Workloads that are really restarted, by the real kubectl.
@Suite(.fewAtATime) struct RestartTests {
  private func apply(
    _ more: String, on server: PracticeServer, wait: String = "90s"
  ) async throws -> (place: Workplace, finished: Finished) {
    let place = try Workplace()
    let wizard = WizardProgram(place, on: server)
    try place.write(
      "answers.yaml", server.answers(more, controlPlane: "  wait: \(wait)\n"))
    let finished = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    return (place, finished)
  }

  /// The names of a namespace's pods that have a proxy, and of those that have none; pods that are
  /// being deleted don't count.
  private func pods(
    of namespace: String, on server: PracticeServer
  ) async throws -> (meshed: [String], others: [String]) {
    let list = try await server.kubectl(
      "get", "pods", "--namespace", namespace, "--output",
      "jsonpath={range .items[*]}{.metadata.name} {.metadata.deletionTimestamp}| {.spec.initContainers[*].name} "
        + "{.spec.containers[*].name}{\"\\n\"}{end}")
    try #require(list.status == 0, "\(list.testDescription)")
    let lines = list.out.split(separator: "\n").map(String.init).filter { $0.contains(" |") }
    let isMeshed = { (line: String) in line.contains("linkerd-proxy") }
    return (lines.filter(isMeshed), lines.filter { !isMeshed($0) })
  }

  @Test func whatRunsInTheChosenNamespacesHasProxiesAtTheEnd() async throws {
    let server = try await PracticeServer.start()
    let (_, apply) = try await apply(
      "namespaces: [direktiv, shop, fresh]\nrestart: namespaces\n"
        + "restartExcept: [shop/deployment/cart]\n", on: server)
    #expect(apply.status == 0, "\(apply.testDescription)")
    #expect(apply.out.contains("Linkerd is running"), "\(apply.out)")
    #expect(apply.out.contains("shop/deployment/cart was left out"), "\(apply.out)")
    let direktiv = try await pods(of: "direktiv", on: server)
    #expect(direktiv.others == [] && direktiv.meshed.count == 3, "\(direktiv)")
    let shop = try await pods(of: "shop", on: server)
    #expect(shop.others.count == 2 && shop.others.allSatisfy { $0.hasPrefix("cart-") }, "\(shop)")
    #expect(shop.meshed.count == 10, "\(shop)")
  }

  @Test func aWorkloadThatDoesNotComeBackStopsTheRest() async throws {
    let server = try await PracticeServer.start("workloads")
    let (_, apply) = try await apply(
      "namespaces: [mixed]\nrestart: namespaces\n", on: server)
    #expect(apply.status == 1, "\(apply.testDescription)")
    let said = (apply.out + apply.err).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(said.contains("The container fragile of the pod fragile-"), "\(said)")
    #expect(said.contains("fails and starts again"), "\(said)")
    #expect(said.contains("fatal: /etc/fragile/config.yaml: no such file"), "\(said)")
    #expect(said.contains("rollout undo deployment/fragile --namespace mixed"), "\(said)")
    let mixed = try await pods(of: "mixed", on: server)
    // What comes before it was restarted; what comes behind it and what can't be was not.
    for name in ["at-once-", "fragile-"] {
      #expect(mixed.meshed.contains { $0.hasPrefix(name) }, "\(name): \(mixed)")
    }
    for name in ["queue-", "each-node-", "by-hand-", "on-hold-", "on-nodes-", "opted-out-"] {
      #expect(!mixed.meshed.contains { $0.hasPrefix(name) }, "\(name): \(mixed)")
      #expect(mixed.others.contains { $0.hasPrefix(name) }, "\(name): \(mixed)")
    }
  }

  @Test func everyKindRollsOut() async throws {
    let server = try await PracticeServer.start("workloads")
    let (_, apply) = try await apply(
      "namespaces: [mixed]\nrestart: namespaces\nrestartExcept: [mixed/deployment/fragile]\n",
      on: server)
    #expect(apply.status == 0, "\(apply.testDescription)")
    let mixed = try await pods(of: "mixed", on: server)
    for name in ["at-once-", "queue-", "each-node-"] {
      #expect(mixed.meshed.contains { $0.hasPrefix(name) }, "\(name): \(mixed)")
      #expect(!mixed.others.contains { $0.hasPrefix(name) }, "\(name): \(mixed)")
    }
    #expect(apply.out.contains("mixed/deployment/on-hold: its changes are paused"), "\(apply.out)")
  }

  @Test func nothingIsRestartedWhereTheInjectorIsSilent() async throws {
    let server = try await PracticeServer.start("webhook-down")
    let before = try await pods(of: "direktiv", on: server)
    let (_, apply) = try await apply(
      "namespaces: [direktiv]\nrestart: namespaces\n", on: server)
    #expect(apply.status == 1, "\(apply.testDescription)")
    let said = apply.out + apply.err
    #expect(said.contains("nothing was restarted"), "\(said)")
    let after = try await pods(of: "direktiv", on: server)
    #expect(after.others == before.others && after.meshed == [], "\(after)")
  }

  @Test func proxiesThatTrustTheSameAnchorAreNotRestartedAgain() async throws {
    let server = try await PracticeServer.start()
    let (place, first) = try await apply(
      "namespaces: [direktiv]\nrestart: namespaces\n", on: server)
    #expect(first.status == 0, "\(first.testDescription)")
    let before = try await pods(of: "direktiv", on: server)
    #expect(before.meshed.count == 3 && before.others == [], "\(before)")
    for release in ["linkerd-control-plane", "linkerd-crds"] {
      let gone = try await server.helm("uninstall", release, "--namespace", "linkerd")
      try #require(gone.status == 0, "\(gone.testDescription)")
    }
    let wizard = WizardProgram(place, on: server)
    func again(_ certificates: String) async throws -> Finished {
      try place.write(
        "answers.yaml",
        server.answers(
          "namespaces: [direktiv]\nrestart: namespaces\n\(certificates)",
          controlPlane: "  wait: 90s\n"))
      return try await wizard.run("plan", "--answers", "answers.yaml", "--format", "script")
    }
    // A new anchor is trusted by no proxy that runs.
    let anew = try await again("certificates: { directory: ./others }\n")
    #expect(anew.out.contains("rollout restart"), "\(anew.testDescription)")
    let same = try await again("certificates: { source: files, from: ./linkerd-certificates }\n")
    #expect(same.status == 0 && !same.out.contains("rollout restart"), "\(same.testDescription)")
    let second = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(second.status == 0, "\(second.testDescription)")
    let after = try await pods(of: "direktiv", on: server)
    #expect(after.meshed == before.meshed && after.others == [], "\(after)")
  }

  @Test func theScriptRestartsNothingWhereTheInjectorIsSilent() async throws {
    let server = try await PracticeServer.start("webhook-down")
    let wizard = WizardProgram(try Workplace(), on: server)
    try wizard.place.write(
      "answers.yaml",
      server.answers("namespaces: [direktiv]\nrestart: namespaces\n", controlPlane: "  wait: 90s\n")
    )
    let before = try await pods(of: "direktiv", on: server)
    let (script, result) = try await Turnstile.shared.pass { try await wizard.runScript() }
    #expect(script.status == 0 && result.status == 1, "\(result.testDescription)")
    #expect(
      result.err.contains("the namespace direktiv by a dry run gets no proxy"), "\(result.err)")
    let after = try await pods(of: "direktiv", on: server)
    #expect(after.others == before.others && after.meshed == [], "\(after)")
  }

  @Test func theScriptRestartsWhereNewPodsGetTheirProxies() async throws {
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(try Workplace(), on: server)
    try wizard.place.write(
      "answers.yaml",
      server.answers("namespaces: [direktiv]\nrestart: namespaces\n", controlPlane: "  wait: 90s\n")
    )
    let (_, result) = try await Turnstile.shared.pass { try await wizard.runScript() }
    #expect(result.status == 0, "\(result.testDescription)")
    #expect(result.out.contains("New pods in direktiv get a proxy."), "\(result.out)")
    let after = try await pods(of: "direktiv", on: server)
    #expect(after.others == [] && after.meshed.count == 3, "\(after)")
  }
}
