import Testing

@testable import Planning

/// What the nodes make necessary, and what the person adds, on Helm's command line.
struct NodeTraitsTests {
  private func charts(_ version: String) -> ChartVersion {
    ChartVersion(version: version, crdsVersion: version, appVersion: "", kubeVersion: "")
  }

  @Test(arguments: [
    (NodeTraits(schedulable: 3), "2026.8.3", [String]()),
    (NodeTraits(schedulable: 1, docker: ["a"]), "2026.8.3", ["proxyInit.runAsRoot=true"]),
    (NodeTraits(schedulable: 1, withoutLegacyTables: ["a"]), "2026.8.3", []),
    (
      NodeTraits(schedulable: 1, withoutLegacyTables: ["a"]), "2025.7.4",
      ["proxyInit.iptablesMode=nft"]
    ),
    (
      NodeTraits(schedulable: 1, withoutLegacyTables: ["a"]), "1.16.11",
      ["proxyInit.iptablesMode=nft"]
    ),
    (
      NodeTraits(schedulable: 1, withoutNFTables: ["a"]), "2025.8.2",
      ["proxyInit.iptablesMode=legacy"]
    ),
    (NodeTraits(schedulable: 1, withoutNFTables: ["a"]), "1.16.11", []),
    // Neither suits all nodes: the chart's own default stays.
    (
      NodeTraits(schedulable: 2, withoutLegacyTables: ["a"], withoutNFTables: ["b"]), "2026.8.3", []
    ),
  ])
  func theChartIsToldWhatTheNodesNeed(nodes: NodeTraits, version: String, settings: [String]) {
    let found = nodes.settings(for: charts(version))
    #expect(found.map(\.setting) == settings)
    #expect(found.allSatisfy { $0.reason.contains("a ") || $0.reason.contains("a:") })
  }

  @Test func settingsAndFilesStandInTheOrderInWhichTheyWin() throws {
    let plan = try plan {
      $0.controlPlane.availability = .high
      $0.controlPlane.settings = ["proxy.logLevel=warn,linkerd=info", "proxyInit.runAsRoot=false"]
      $0.controlPlane.values = ["/v.yaml"]
    } tuning: {
      $0.nodes = NodeTraits(schedulable: 3, docker: ["worker-1"])
      $0.charts.highAvailability = GivenFile(path: "/c/ha.yaml", sha256: "00")
    }
    let command = try #require(plan.command("control-plane"))
    let groups = command.argumentGroups.filter { ["--set", "--values"].contains($0[0]) }
    #expect(
      groups == [
        ["--set", "proxyInit.runAsRoot=true"], ["--set", "proxy.logLevel=warn,linkerd=info"],
        ["--set", "proxyInit.runAsRoot=false"], ["--values", "/c/ha.yaml"],
        ["--values", "/v.yaml"],
      ])
    let text = try #require(plan.item("control-plane")).explanation
    #expect(text.contains("Docker runs the containers of worker-1"))
    #expect(text.contains("Three of each part run"))
  }

  @Test(arguments: [
    ("2026.8.3", 3), ("2025.11.3", 3), ("2025.11.1", 4), ("2025.8.3", 4), ("2025.8.2", 5),
    ("1.16.11", 5),
  ])
  func imagesComeFromOnesOwnRegistryByTheValuesOfTheChart(version: String, count: Int) {
    let settings = ImageRegistry.settings("registry.example.com:5000/l5d", for: charts(version))
    #expect(settings.count == count)
    #expect(settings.first == "controllerImage=registry.example.com:5000/l5d/controller")
    #expect(ImageRegistry.settings(ImageRegistry.own, for: charts(version)).isEmpty)
  }

  @Test(arguments: [
    ("cr.l5d.io/linkerd", true), ("registry.example.com:5000/a/b", true), ("localhost:5000", true),
    ("", false), ("a b", false), ("https://x/y", false), ("x/", false), ("x@sha256:00", false),
  ])
  func aRegistryIsAPlaceOfImages(text: String, isOne: Bool) {
    #expect(AnswersCheck.registryProblems(text).isEmpty == isOne)
  }

  @Test func withoutAskingForItTheFileIsLeftAlone() throws {
    let plan = try plan { _ in
    } tuning: {
      $0.charts.highAvailability = GivenFile(path: "/c/ha.yaml", sha256: "00")
    }
    let command = try #require(plan.command("control-plane"))
    #expect(!command.arguments.contains("/c/ha.yaml"))
    #expect(!plan.script(writtenBy: nil).contains("values-ha.yaml"))
  }

  @Test func theScriptTakesTheFileOutOfTheChart() throws {
    let plan = try plan {
      $0.controlPlane.availability = .high
    } tuning: {
      $0.charts.highAvailability = GivenFile(path: "/c/ha.yaml", sha256: "00ff")
    }
    let script = plan.script(writtenBy: nil)
    #expect(
      script.contains("linkerd-control-plane/values-ha.yaml </dev/null >\"$charts\"/values-ha.yaml")
    )
    #expect(script.contains("compare 00ff \"$charts\"/values-ha.yaml"))
    #expect(script.contains("--values \"$charts\"/values-ha.yaml"))
    #expect(!script.contains("/c/ha.yaml"))
  }

  @Test(
    arguments: [
      ("proxy.logLevel=warn", nil), ("a.b[0].c={x,y}", nil),
      ("nodeSelector.kubernetes\\.io/os=linux", nil),
      ("proxy.image.name=", nil), ("proxy.logLevel", "setting-invalid"), ("=x", "setting-invalid"),
      ("", "setting-invalid"), ("a b=c", "setting-invalid"), ("a=b\nc", "setting-invalid"),
      ("identity.issuer.tls.keyPEM=x", "setting-reserved"),
      ("proxyInjector.keyPEM=x", "setting-reserved"),
      ("identityTrustDomain=x", "setting-reserved"),
      ("identity.issuer.scheme=x", "setting-reserved"),
      ("identityTrustDomainX=x", nil),
    ] as [(String, String?)])
  func aSettingIsOneOrSaysWhyNot(text: String, code: String?) {
    #expect(AnswersCheck.settingProblems(text).map(\.code) == (code.map { [$0] } ?? []))
  }
}
