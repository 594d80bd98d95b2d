import Planning
import TestSupport
import Testing

/// The one chart `linkerd2` of Linkerd 2.11.
struct OneChartTests {
  private func oneChartPlan(
    helm: Int = 4, answering: (inout Answers) -> Void = { _ in },
    tuning: (inout PlanInputs) -> Void = { _ in }
  ) throws -> Plan {
    try plan(helm: helm) {
      $0.controlPlane.charts = .linkerd2
      answering(&$0)
    } tuning: {
      $0.charts = charts(linkerd2, source: .linkerd2)
      $0.charts.controlPlane.sha256 = PlanScriptTests.emptySHA256
      tuning(&$0)
    }
  }

  private func settings(_ plan: Plan) throws -> [String] {
    try #require(plan.command("control-plane")).argumentGroups.filter { $0[0] == "--set" }
      .map { $0[1] }
  }

  @Test(arguments: [3, 4])
  func oneReleaseHoldsEverything(helm: Int) throws {
    let plan = try oneChartPlan(helm: helm)
    #expect(Golden.mismatch(plan.text, named: "oneChart-helm\(helm)") == nil)
    #expect(
      plan.items.map(\.id) == [
        "certificates", "repository", "namespace", "control-plane", "create-payments", "mesh",
        "proof",
      ])
    #expect(
      plan.command("repository")?.arguments
        == ["repo", "add", "linkerd", "https://helm.linkerd.io/stable"])
    #expect(
      plan.command("control-plane")?.arguments.prefix(3) == ["upgrade", "--install", "linkerd2"])
  }

  @Test(arguments: ["8760h", "90d", "1y"])
  func theChartIsToldTheIssuersEndToTheSecond(validity: String) throws {
    let plan = try oneChartPlan { $0.certificates.issuerValidity = validity }
    let end = try #require(plan.certificates).issuerNotAfter.iso8601
    #expect(
      try settings(plan) == ["identity.issuer.crtExpiry=\(end)", "installNamespace=false"])
    #expect(end.hasSuffix("Z") && end.count == 20)
  }

  @Test func theEndIsThatOfAnIssuerThatThePersonHas() throws {
    let end = Instant(secondsSince1970: now.secondsSince1970 + 1_234_567)
    let plan = try oneChartPlan {
      CertificateOrigin.files.answer(&$0.certificates, in: "/srv")
    } tuning: {
      CertificateOrigin.files.tune(&$0)
      $0.given?.issuer?.notAfter = end
    }
    #expect(try settings(plan).first == "identity.issuer.crtExpiry=\(end.iso8601)")
  }

  @Test func anotherNamespaceIsNamedToTheChartToo() throws {
    let plan = try oneChartPlan { $0.controlPlane.namespace = "mesh" }
    #expect(try settings(plan).suffix(2) == ["installNamespace=false", "namespace=mesh"])
    #expect(
      plan.command("control-plane")?.argumentGroups.contains(["--namespace", "mesh"]) == true)
  }

  @Test func theOtherAnswersHoldForItToo() throws {
    let plan = try oneChartPlan {
      $0.controlPlane.issuerKey = .secret
      $0.controlPlane.availability = .high
      $0.controlPlane.registry = "registry.example.com/l5d"
      $0.controlPlane.settings = ["enablePSP=true"]
    } tuning: {
      $0.charts.highAvailability = GivenFile(path: "/c/ha.yaml", sha256: "00")
      // The chart does the one by itself, and can't do the other.
      $0.nodes = NodeTraits(schedulable: 3, docker: ["a"], withoutLegacyTables: ["b"])
    }
    #expect(plan.items.map(\.id)[2...4] == ["namespace", "issuer-secret", "control-plane"])
    let own = "registry.example.com/l5d"
    #expect(
      try settings(plan).filter { !$0.hasPrefix("identity.issuer.crtExpiry=") } == [
        "identity.issuer.scheme=kubernetes.io/tls", "installNamespace=false",
        "controllerImage=\(own)/controller", "proxy.image.name=\(own)/proxy",
        "debugContainer.image.name=\(own)/debug", "proxyInit.image.name=\(own)/proxy-init",
        "policyController.image.name=\(own)/policy-controller", "enablePSP=true",
      ])
    let words = try #require(plan.command("control-plane")).arguments
    #expect(words.contains("/c/ha.yaml") && words.allSatisfy { !$0.contains("issuer.key") })
    #expect(plan.script(writtenBy: nil).contains("linkerd2/values-ha.yaml </dev/null"))
  }

  @Test(arguments: ["namespace=x", "installNamespace=true", "identity.issuer.crtExpiry=x"])
  func whatThePlanSaysItselfIsNoSettingOfThePersons(setting: String) throws {
    var answers = Answers()
    answers.controlPlane.settings = [setting]
    let found = AnswersCheck.problems(in: .settings, of: answers, paths: paths, now: now)
    #expect(found.map(\.code) == ["setting-reserved"])
  }

  @Test func theScriptAsksTheCertificateForItsEnd() throws {
    let plan = try oneChartPlan()
    let script = plan.script(writtenBy: nil)
    #expect(Golden.mismatch(script, named: "theScriptOfOneChart.sh") == nil)
    let bench = try PlanScriptTests.Bench()
    defer { bench.remove() }
    let shown = """
      X.509v3 Root CA Certificate (ECDSA P-256) [Serial: 1]
        File:        ca.crt
                to:  2036-11-17T21:01:30Z (10 years left)

      X.509v3 Intermediate CA Certificate (ECDSA P-256) [Serial: 2]
        File:        issuer.crt
        Valid from:  2026-11-20T20:56:30Z
                to:  2027-05-06T07:08:09Z (5 months left)
      """
    let result = try bench.run(
      script, environment: ["CONTEXT": "x", "CERTIFICATES": bench.folder + "/c", "SHOWN": shown])
    #expect(result.status == 0, "\(result.text)")
    let upgrade = try #require(try bench.calls().first { $0.starts(with: ["helm", "upgrade"]) })
    #expect(upgrade.contains("identity.issuer.crtExpiry=2027-05-06T07:08:09Z"))
    let unread = try bench.run(
      script, environment: ["CONTEXT": "x", "CERTIFICATES": bench.folder + "/c"])
    #expect(unread.status == 1 && unread.text.contains("issuer.crt can't be read"))
    #expect(try bench.calls().allSatisfy { !$0.starts(with: ["helm", "upgrade"]) })
  }

  @Test func toUndoItTakesTheKindsAwayAndSaysSo() throws {
    let plan = try oneChartPlan()
    let lines = plan.undoLines(completed: ["control-plane"])
    #expect(lines.count == 3 && lines[1].contains("uninstall linkerd2 --namespace linkerd"))
    #expect(lines[2].contains("every ServiceProfile"))
  }

  @Test func whatFailedOfItIsRemovedFirst() throws {
    let plan = try oneChartPlan(tuning: {
      $0.existing = .removal(
        ExistingWork.Removal(releases: [ReleaseName("linkerd2", in: "linkerd")]))
    })
    #expect(plan.items.map(\.id).prefix(2) == ["certificates", "remove-linkerd2"])
    #expect(plan.item("remove-linkerd2")?.explanation.contains("With its CRDs go all") == true)
  }

  @Test func toGoToItFromLaterChartsIsToGoBack() {
    #expect(LinkerdLines.step(from: "1.9.0", to: linkerd2) == .back)
    #expect(LinkerdLines.step(from: "1.9.0", to: stable) != .back)
  }

  @Test func toInstallTheGatewayAPIWithItIsRefused() {
    for (answer, code) in [
      (GatewayAPIAnswer.auto, nil), (.skip, nil), (.install, "gateway-api-not-in-linkerd2"),
    ] {
      let decision = GatewayAPIDecision.decide(answer, found: .absent, charts: linkerd2)
      #expect(decision.problem?.code == code)
      if code == nil { #expect(decision.outcome == .settings([])) }
    }
  }

  @Test(arguments: [
    (16, false), (17, true), (23, true), (24, true), (25, false), (33, false),
  ])
  func itFitsWhereKubernetesServesWhatIsInIt(minor: Int, fits: Bool) {
    let old = SemanticVersion(1, minor, 3)
    #expect(VersionChoice.fits(linkerd2, kubernetes: old) == fits)
    #expect((LinkerdLines.problem(ofLinkerd2On: old) == nil) == fits)
    #expect((VersionChoice.problem([linkerd2], kubernetes: old) == nil) == fits)
  }

  @Test func vendorsVersionsCountAsTheirMinorOnes() {
    let last = SemanticVersion(1, 24, 17, prerelease: "gke.100")
    let next = SemanticVersion(1, 25, 0, prerelease: "gke.1")
    #expect(VersionChoice.fits(linkerd2, kubernetes: last))
    #expect(!VersionChoice.fits(linkerd2, kubernetes: next))
  }

  @Test func whatStandsAgainstItIsToldWithAWayOut() throws {
    let refusal = try #require(LinkerdLines.problem(ofLinkerd2On: kubernetes))
    #expect(refusal.code == "linkerd2-does-not-fit")
    #expect(
      refusal.sentence
        == "The chart linkerd2 needs Kubernetes 1.17 to 1.24; this cluster has 1.33.2, which no "
        + "longer serves the CronJob of batch/v1beta1 that it holds.")
    #expect(refusal.remedy == "Choose the edge charts: Linkerd edge fits this cluster.")
    #expect(
      VersionChoice.choose(nil, among: [linkerd2], kubernetes: kubernetes) == .failure(refusal))
    let older = try #require(LinkerdLines.problem(ofLinkerd2On: SemanticVersion(1, 16, 0)))
    #expect(older.sentence.hasSuffix("this cluster has 1.16.0."))
    guard
      case .failure(let unfit) = VersionChoice.choose(
        "2.11.5", among: [linkerd2], kubernetes: kubernetes)
    else {
      Issue.record("a version that does not fit was taken")
      return
    }
    #expect(unfit.sentence.contains("2.11.5 needs Kubernetes >=1.17.0-0 <1.25.0;"))
  }

  @Test func whereOnlyItFitsTheOtherChartsSaySo() {
    let problem = VersionChoice.problem([stable], kubernetes: SemanticVersion(1, 20, 0))
    #expect(problem?.code == "no-version-fits")
    #expect(problem?.remedy.contains("runs only the chart linkerd2") == true)
  }

  @Test(arguments: [
    (20, "Rather upgrade the cluster, to run a newer Linkerd."),
    (21, "Rather choose the stable charts: Linkerd 2.14 fits this cluster."),
    (23, "Rather choose the edge charts: Linkerd 2.19 fits this cluster."),
  ])
  func itsEndOfLifeIsToldWithWhatIsBetter(minor: Int, remedy: String) {
    let warning = LinkerdLines.endOfLife(SemanticVersion(1, minor, 0))
    #expect(warning.code == "linkerd2-end-of-life" && warning.severity == .warning)
    #expect(warning.sentence.contains("end of life") && warning.remedy == remedy)
    #expect(LinkerdLines.endOfLife(nil).remedy.hasPrefix("Rather upgrade"))
  }

  @Test func aClusterNewerThanWhatItWasTriedWithIsWarnedAbout() {
    #expect(LinkerdLines.warning(linkerd2, kubernetes: SemanticVersion(1, 23, 9)) == nil)
    let warning = LinkerdLines.warning(linkerd2, kubernetes: SemanticVersion(1, 24, 0))
    #expect(
      warning?.sentence
        == "Linkerd 2.11 was tried with Kubernetes up to 1.23; this cluster has 1.24.")
  }

  @Test func nodesThatItCannotServeAreWarnedAbout() {
    let nodes = NodeTraits(schedulable: 3, withoutLegacyTables: ["worker-1"])
    #expect(nodes.warning(for: linkerd2)?.code == "linkerd2-without-nft")
    #expect(nodes.warning(for: linkerd2)?.severity == .warning)
    #expect(nodes.warning(for: stable) == nil)
    #expect(NodeTraits(schedulable: 3, docker: ["a"]).warning(for: linkerd2) == nil)
  }

  @Test func itsPlaceIsAnAnswer() throws {
    var answers = ControlPlaneAnswers()
    answers.chartsText = "linkerd2"
    #expect(answers.charts == .linkerd2 && answers.chartsText == "linkerd2")
    #expect(try ChartSource.read(answers, paths: paths).get() == .linkerd2)
    #expect(ChartSource.linkerd2.answersText == "linkerd2")
    answers.chartsText = "./linkerd2"
    #expect(
      try ChartSource.read(answers, paths: paths).get()
        == .directory(path: "/home/ada/work/linkerd2"))
  }
}
