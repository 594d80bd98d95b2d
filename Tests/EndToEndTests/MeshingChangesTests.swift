import Testing

/// What comes of annotations that others set: before an install, and while it is being looked at.
@Suite(.fewAtATime) struct MeshingChangesTests {
  /// All annotations of namespaces and Services, but those of Linkerd's own namespace, as they are.
  private func annotations(on server: PracticeServer) async throws -> [String] {
    let list = try await server.kubectl(
      "get", "namespaces,services", "--all-namespaces", "-o",
      #"jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} "#
        + #"{.metadata.annotations}{"\n"}{end}"#)
    try #require(list.status == 0, "\(list.testDescription)")
    return list.out.split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("Namespace /linkerd ") && !$0.hasPrefix("Service linkerd/") }
  }

  @Test func theUndoCommandsGiveBackEachAnnotationAsItWas() async throws {
    let server = try await PracticeServer.start("workloads")
    let key = "config.linkerd.io/opaque-ports"
    for words in [
      ["create", "service", "clusterip", "queue", "--namespace", "mixed", "--tcp=4222:4222"],
      ["create", "service", "clusterip", "queue-old", "--namespace", "mixed", "--tcp=4222:4222"],
      ["annotate", "service", "queue-old", "--namespace", "mixed", "\(key)=25, 587", "note=a b"],
      ["annotate", "namespace", "mixed", "linkerd.io/inject=disabled", "\(key)=25,  9000-9002"],
      ["annotate", "namespace", "shop", "linkerd.io/inject=ingress"],
    ] {
      let done = try await server.kubectl(words)
      try #require(done.status == 0, "\(done.testDescription)")
    }
    let before = try await annotations(on: server)
    let wizard = WizardProgram(try Workplace(), on: server)
    // The restart of one workload fails, so that the run ends with the commands that undo it.
    try wizard.place.write(
      "answers.yaml",
      server.answers(
        """
        namespaces:
          - { name: mixed, opaquePorts: "4222" }
          - shop
          - { name: direktiv, opaquePorts: "4222" }
        restart: namespaces

        """, controlPlane: "  wait: 90s\n"))
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes", within: 180)
    }
    #expect(apply.status == 1, "\(apply.testDescription)")
    let meshed = try await annotations(on: server)
    #expect(Set(meshed).symmetricDifference(before).count >= 10, "\(meshed)")
    let said = apply.out + apply.err
    let start = try #require(said.firstRange(of: "To undo it by hand:\n")?.upperBound, "\(said)")
    let end = said[start...].firstRange(of: "\nCertificates in ")?.lowerBound ?? said.endIndex
    let undo = try await wizard.place.run(
      "/bin/sh", ["-e", "-c", String(said[start..<end])], environment: wizard.environment,
      within: 90)
    #expect(undo.status == 0, "\(undo.testDescription)")
    #expect(try await annotations(on: server) == before)
  }

  /// Shows the plan of an install in direktiv and shop, lets somebody do something, and confirms.
  private func review(
    _ change: [String], says sentence: String,
    then: @Sendable (PracticeServer) async throws -> Void
  ) async throws {
    let server = try await PracticeServer.start()
    let place = try Workplace()
    try place.write(
      "answers.yaml",
      server.answers("namespaces:\n  - shop\n  - { name: direktiv, opaquePorts: \"4222\" }\n"))
    try await Turnstile.shared.pass {
      let terminal = try await Tmux(
        place, columns: 100, rows: 300, environment: ["KUBECONFIG": server.kubeconfig])
      try await terminal.command(
        "\(try Tools.wizard()) --plain --answers answers.yaml; echo status=$?")
      try await terminal.keepPlainAnswers(until: "Type yes to install:")
      let changed = try await server.kubectl(change)
      try #require(changed.status == 0, "\(changed.testDescription)")
      let before = try await server.snapshot()
      try await terminal.command("yes")
      let isSaid = try await eventually(within: 60) {
        try await terminal.screen().split(whereSeparator: \.isWhitespace).joined(separator: " ")
          .contains(sentence)
      }
      let shown = try await terminal.screen()
      #expect(isSaid, "\(shown)")
      try await terminal.keepPlainAnswers(until: "Type yes to install:")
      #expect(try await server.snapshot() == before)
      try await terminal.command("yes")
      try await terminal.waitFor("Enter ends:", within: 90)
      try await terminal.press("Enter")
      try await terminal.waitFor("status=0")
      try await terminal.close()
    }
    try await then(server)
  }

  @Test func aNamespaceThatIsDeletedMeanwhileIsReviewedAgain() async throws {
    try await review(
      ["delete", "namespace", "shop", "--wait"],
      says: "The namespace shop is no longer there."
    ) { server in
      // It was reviewed as one that is made anew.
      let shop = try await server.kubectl("get", "pods", "--namespace", "shop", "-o", "name")
      #expect(shop.status == 0 && shop.out == "", "\(shop)")
      let after = try await annotations(on: server)
      #expect(
        after.contains { $0.hasPrefix("Namespace /shop ") && $0.contains("\"enabled\"") },
        "\(after)")
    }
  }

  @Test func aNamespaceThatIsAnnotatedMeanwhileIsReviewedAgain() async throws {
    try await review(
      ["annotate", "namespace", "shop", "linkerd.io/inject=disabled"],
      says: "Somebody has annotated the namespace shop meanwhile: it has linkerd.io/inject=disabled"
    ) { server in
      let after = try await annotations(on: server)
      #expect(
        after.contains { $0.hasPrefix("Namespace /shop ") && $0.contains("\"enabled\"") },
        "\(after)")
    }
  }

  @Test func aServiceThatIsAnnotatedMeanwhileIsReviewedAgain() async throws {
    try await review(
      [
        "annotate", "service", "direktiv-nats", "--namespace", "direktiv",
        "config.linkerd.io/opaque-ports=25",
      ],
      says: "Somebody has annotated the Service direktiv/direktiv-nats meanwhile"
    ) { server in
      let after = try await annotations(on: server)
      #expect(
        after.contains {
          $0.hasPrefix("Service direktiv/direktiv-nats ") && $0.contains("\"25,4222\"")
        }, "\(after)")
    }
  }
}
