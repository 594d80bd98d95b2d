import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// The chart `linkerd2`, offered where the cluster can run it.
struct OneChartTests {
  private static let version = ChartVersion(
    version: "2.11.5", crdsVersion: nil, appVersion: "stable-2.11.5", kubeVersion: ">=1.17.0-0")

  private func wizard(minor: Int, charts: ChartsAnswer = .linkerd2) -> WizardFixture {
    var answers = Answers()
    answers.controlPlane.charts = charts
    if charts == .own { answers.controlPlane.ownCharts = "/charts" }
    var wizard = WizardFixture(answers: answers)
    wizard.advance(to: .controlPlane)
    wizard.state.facts.server = .known(
      ServerFact(version: SemanticVersion(1, minor, 4), clusterUID: "u"))
    wizard.state.facts.chartVersions = .known([Self.version])
    return wizard
  }

  @Test(arguments: [
    (23, ChartsAnswer.edge, true), (24, .edge, true), (25, .edge, false), (33, .edge, false),
    (16, .edge, false), (33, .linkerd2, true),
  ])
  func itIsOfferedWhereTheClusterCanRunItOrItWasAnswered(
    minor: Int, charts: ChartsAnswer, isShown: Bool
  ) {
    let options = Catalogue.field(.charts).options(wizard(minor: minor, charts: charts).state)
    let option = options.first { $0.value == "linkerd2" }
    #expect((option != nil) == isShown)
    #expect(
      option?.refusal == (isShown && minor > 24 ? "needs Kubernetes 1.17 to 1.24" : nil))
    #expect(options.map(\.value).filter { $0 != "linkerd2" } == ["edge", "stable", "own"])
  }

  @Test func onANewerClusterTheAnswerIsAProblemAndNothingIsFetched() {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    let before = wizard.requests.count
    wizard.user(.answered(.charts, "linkerd2"))
    #expect(wizard.state.problems(of: .charts).map(\.code) == ["linkerd2-does-not-fit"])
    #expect(wizard.state.problems(of: .version).isEmpty)
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.screen == .controlPlane && wizard.state.focus == .field(.charts))
    let asked = wizard.requests.dropFirst(before).map(\.effect.word)
    #expect(!asked.contains("versions"))
  }

  @Test func itsEndOfLifeIsSaidOnTheScreenAndOnReview() {
    let wizard = wizard(minor: 23)
    #expect(wizard.state.shownProblems(of: .charts).map(\.code) == ["linkerd2-end-of-life"])
    #expect(wizard.state.warnings.map(\.code).contains("linkerd2-end-of-life"))
    #expect(wizard.state.summary(of: .controlPlane) == "stable-2.11.5, end of life, from linkerd2")
    #expect(wizard.state.readiness(of: .controlPlane) == .ready)
  }

  @Test func aPlaceThatHoldsItIsTreatedAlike() {
    let old = wizard(minor: 23, charts: .own).state
    #expect(old.problems(of: .ownCharts).map(\.code) == ["linkerd2-end-of-life"])
    #expect(old.summary(of: .controlPlane) == "stable-2.11.5, end of life, from /charts")
    let new = wizard(minor: 33, charts: .own).state
    #expect(new.problems(of: .version).map(\.code) == ["linkerd2-does-not-fit"])
  }

  @Test func nodesThatItCannotServeAreWarnedAbout() {
    var wizard = wizard(minor: 23)
    wizard.state.facts.clocks = .known(
      ClockFact(
        worstLag: 1, node: "a", nodes: 1,
        traits: NodeTraits(schedulable: 1, withoutLegacyTables: ["a"])))
    #expect(
      wizard.state.problems(of: .charts).map(\.code) == [
        "linkerd2-end-of-life", "linkerd2-without-nft",
      ])
  }

  @Test func theGatewayAPIIsAskedForOnlyWhereItsAnswerHasToBeTakenBack() {
    func isAsked(_ wizard: WizardFixture) -> Bool {
      Catalogue.fields(on: .controlPlane, of: wizard.state).contains { $0.id == .gatewayAPI }
    }
    var wizard = wizard(minor: 23)
    #expect(!isAsked(wizard))
    #expect(isAsked(self.wizard(minor: 23, charts: .edge)))
    wizard.state.answers.controlPlane.gatewayAPI = .install
    #expect(isAsked(wizard))
    #expect(wizard.state.problems(of: .gatewayAPI).map(\.code) == ["gateway-api-not-in-linkerd2"])
  }

  /// Linkerd's two releases as they were found, the control plane's in that state.
  private func found(_ status: String) -> LinkerdPresence {
    let releases = [("linkerd-crds", "deployed"), ("linkerd-control-plane", status)].map {
      HelmRelease(
        name: $0, namespace: "linkerd", status: $1, chart: "\($0)-1.16.11", appVersion: "")
    }
    return .some(
      LinkerdTraces(releases: releases, controlPlaneNamespaces: ["linkerd"], clusterObjects: []))
  }

  @Test func whatIsThereIsNeverUpgradedToIt() {
    for charts in [ChartsAnswer.linkerd2, .own, .edge] {
      var wizard = wizard(minor: 23, charts: charts)
      wizard.state.facts.linkerd = .known(found("deployed"))
      wizard.state.answers.existing = .upgrade
      #expect(wizard.state.isUpgrade)
      let option = Catalogue.field(.charts).options(wizard.state).first { $0.value == "linkerd2" }
      #expect((option != nil) == (charts == .linkerd2))
      let field = charts == .own ? FieldID.version : .charts
      let codes = wizard.state.problems(of: field).map(\.code)
      #expect(codes == (charts == .edge ? [] : ["upgrade-goes-back"]), "\(charts)")
    }
  }

  @Test func whereTheCRDsOfAnotherChartStayItCannotBringItsOwn() {
    var wizard = wizard(minor: 23)
    wizard.state.facts.linkerd = .known(found("failed"))
    wizard.state.answers.existing = .repair
    let problem = wizard.state.problems(of: .controlPlaneNamespace).first
    #expect(problem?.code == "crds-of-another-release")
    #expect(problem?.remedy.contains("linkerd2 brings its own") == true)
    wizard.state.answers.controlPlane.charts = .edge
    #expect(wizard.state.problems(of: .controlPlaneNamespace).isEmpty)
  }

  @Test func anInstallOfItThatFailedCanBeRepaired() {
    var wizard = wizard(minor: 23)
    let release = HelmRelease(
      name: "linkerd2", namespace: "linkerd", status: "failed", chart: "linkerd2-2.11.5",
      appVersion: "")
    wizard.state.facts.linkerd = .known(
      .some(
        LinkerdTraces(
          releases: [release], controlPlaneNamespaces: ["linkerd"], clusterObjects: [])))
    #expect(wizard.state.existingOffers == [.repair])
    wizard.state.answers.existing = .repair
    #expect(
      wizard.state.existingWork
        == .removal(ExistingWork.Removal(releases: [ReleaseName("linkerd2", in: "linkerd")])))
    #expect(wizard.state.problems(of: .controlPlaneNamespace).isEmpty)
  }

  @Test func theVersionsComeFromTheStableRepository() {
    var options = WizardFixture.options
    options.stableRepository = "http://127.0.0.1:1/stable"
    let state = WizardState(
      options: options, answers: wizard(minor: 23).state.answers, now: WizardFixture.start)
    #expect(
      state.chartSource
        == .oneChartRepository(url: "http://127.0.0.1:1/stable", preferredName: "linkerd"))
  }
}
