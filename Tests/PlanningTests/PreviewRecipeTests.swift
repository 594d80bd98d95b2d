import Testing

@testable import Planning

/// What is asked for a preview: real commands, no keys, and nothing that changes anything.
struct PreviewRecipeTests {
  private func recipe(
    _ inputs: PlanInputs, server: SemanticVersion? = SemanticVersion(1, 33, 2)
  ) throws -> PreviewRecipe {
    PlanBuilder.preview(of: try PlanBuilder.plan(inputs).get(), inputs, server: server)
  }

  private func rendering(
    _ recipe: PreviewRecipe, _ name: String
  ) throws -> PreviewRecipe.Rendering {
    for part in recipe.parts where part.name == name {
      if case .chart(let rendering) = part.source { return rendering }
    }
    throw Problem("no-part", "There is no \(name).")
  }

  @Test func theChartsAreRenderedAsTheyWillBeInstalledButForKeysAndWaiting() throws {
    let inputs = try inputs()
    let rendering = try rendering(recipe(inputs), "linkerd-control-plane")
    let command = try #require(try plan().command("control-plane"))
    let left = rendering.dryRun.arguments
    #expect(left.last == "--dry-run=server")
    #expect(left.dropLast().allSatisfy(command.arguments.contains))
    let gone = command.arguments.filter { !left.contains($0) }
    #expect(
      gone.allSatisfy {
        $0.hasPrefix("--wait") || $0.hasPrefix("identity") || $0 == "--timeout"
          || $0 == "--set-file" || $0 == inputs.answers.wait.goText
      }, "\(gone)")
    #expect(
      rendering.texts.map(\.key) == [
        "identityTrustAnchorsPEM", "identity.issuer.tls.crtPEM", "identity.issuer.tls.keyPEM",
      ])
    #expect(rendering.texts.allSatisfy { $0.text.contains("PLACEHOLDER") })
    #expect(rendering.texts.allSatisfy { !$0.text.contains("PRIVATE KEY-----") })
  }

  @Test func withoutTheClusterTheSameChartIsRenderedForItsVersion() throws {
    let rendering = try rendering(recipe(try inputs()), "linkerd-crds")
    let arguments = rendering.template.arguments
    #expect(arguments.starts(with: ["template", "linkerd-crds"]))
    #expect(arguments.suffix(2) == ["--kube-version", "1.33.2"])
    for flag in ["--kube-context", "--kubeconfig", "--install", "upgrade", "--dry-run=server"] {
      #expect(!arguments.contains(flag), "\(flag)")
    }
    let unknown = try self.rendering(recipe(try inputs(), server: nil), "linkerd-crds")
    #expect(!unknown.template.arguments.contains("--kube-version"))
  }

  @Test(arguments: [
    (SemanticVersion(3, 8, 0), "--dry-run"), (SemanticVersion(3, 12, 3), "--dry-run"),
    (SemanticVersion(3, 13, 0), "--dry-run=server"), (SemanticVersion(4, 2, 3), "--dry-run=server"),
  ])
  func everyHelmIsToldInItsOwnWordsToWriteNothing(version: SemanticVersion, flag: String) throws {
    let recipe = try recipe(inputs(tuning: { $0.helm.version = version }))
    for name in ["linkerd-crds", "linkerd-control-plane"] {
      let rendering = try rendering(recipe, name)
      #expect(rendering.dryRun.arguments.last == flag)
      #expect(rendering.template.arguments.first == "template")
    }
  }

  @Test func aNewNamespaceIsToldOnceAndOthersAreChanged() throws {
    let parts = try recipe(inputs()).parts
    #expect(
      parts.map(\.name) == [
        "namespace", "linkerd-crds", "linkerd-control-plane", "create", "mesh",
      ])
    guard case .manifest(let made) = parts[3].source, case .manifest(let meshed) = parts[4].source
    else {
      Issue.record("no manifests")
      return
    }
    #expect(made.contains("name: \"payments\"") && made.contains("inject: \"enabled\""))
    #expect(meshed.contains("name: \"direktiv\"") && !meshed.contains("payments"))
  }

  @Test func annotatedServicesAreToldBehindTheNamespaces() throws {
    let inputs = try inputs(answering: {
      $0.namespaces = [NamespaceAnswer("nats", opaquePorts: "4222")]
    }) {
      $0.existingNamespaces = ["nats"]
      $0.services = [
        ServiceFact(namespace: "nats", name: "nats", ports: [.init(4222, target: 4222)]),
        ServiceFact(namespace: "nats", name: "web", ports: [.init(80, target: 80)]),
      ]
    }
    let part = try #require(try recipe(inputs).parts.last)
    guard case .manifest(let text) = part.source else {
      Issue.record("no manifest")
      return
    }
    #expect(part.name == "opaque ports" && text.contains("kind: Service"))
    #expect(text.contains("name: \"nats\"") && text.contains("11211,4222\""))
    #expect(!text.contains("\"web\""))
  }

  @Test func theIssuersSecretIsNamedAndHelmGetsNoKey() throws {
    let inputs = try inputs(tuning: { $0.answers.issuerSecret = true })
    let recipe = try recipe(inputs)
    #expect(recipe.parts[1].name == "issuer secret")
    #expect(recipe.parts[1].namespace == inputs.answers.controlPlaneNamespace)
    #expect(
      try rendering(recipe, "linkerd-control-plane").texts.map(\.key) == ["identityTrustAnchorsPEM"]
    )
  }

  @Test func certificatesThatAreThereAreShownAndTheirKeyIsNot() throws {
    let directory = "/home/ada/certs"
    let given = GivenPlan(
      files: [], inPlace: [CertificatePlan.anchorCertificateFile, CertificatePlan.issuerKeyFile],
      normalised: [NormalisedText(file: CertificatePlan.issuerCertificateFile, text: "the issuer")],
      repairs: [])
    let placeholders = PreviewPlaceholders(
      CertificatePlan(
        origin: .files(given), directory: directory, anchorName: "a", issuerName: "b",
        notBefore: now, anchorNotAfter: now, issuerNotAfter: now))
    guard case .file(let anchor) = placeholders.value(of: "a.b=\(directory)/ca.crt"),
      case .text(let issuer) = placeholders.value(of: "c=\(directory)/issuer.crt"),
      case .text(let key) = placeholders.value(of: "d=\(directory)/issuer.key")
    else {
      Issue.record("other values")
      return
    }
    #expect(anchor == "a.b=\(directory)/ca.crt")
    #expect(issuer == .init(key: "c", text: "the issuer"))
    #expect(key.text.contains("PLACEHOLDER"))
    #expect(!placeholders.notes.contains { $0.contains("made when you install") })
  }

  @Test func anUpgradeIsRenderedWithWhatItsReleasesHave() throws {
    let inputs = try inputs(tuning: {
      $0.existing = .upgrade(
        ExistingWork.Upgrade(
          crds: ReleaseName("linkerd-crds", in: "mesh"),
          controlPlane: ReleaseName("plane", in: "mesh"), version: "2026.6.3"))
    })
    let recipe = try recipe(inputs)
    let rendering = try rendering(recipe, "plane")
    #expect(rendering.dryRun.arguments.starts(with: ["upgrade", "plane"]))
    #expect(rendering.dryRun.arguments.contains("--reset-then-reuse-values"))
    #expect(rendering.dryRun.arguments.last == "--dry-run=server")
    #expect(rendering.texts.isEmpty)
    #expect(rendering.template.arguments.starts(with: ["template", "plane"]))
    #expect(!rendering.template.arguments.contains("--reset-then-reuse-values"))
    #expect(recipe.parts.filter { $0.name == "plane" }.map(\.namespace) == ["mesh"])
    #expect(recipe.notes.contains { $0.contains("own certificates and values stay") })
  }

  @Test func whatIsRemovedFirstIsNotComparedByHelm() throws {
    let inputs = try inputs(tuning: {
      $0.existing = .removal(
        ExistingWork.Removal(
          releases: [ReleaseName("linkerd-control-plane", in: "linkerd")],
          kept: ReleaseName("linkerd-crds", in: "linkerd")))
    })
    let recipe = try recipe(inputs)
    #expect(try rendering(recipe, "linkerd-control-plane").dryRun.arguments.first == "template")
    #expect(try rendering(recipe, "linkerd-crds").dryRun.arguments.first == "upgrade")
    #expect(recipe.notes.contains { $0.contains("linkerd/linkerd-control-plane is removed first") })
  }
}
