import Planning
import Testing

@Suite struct GatewayAPIDecisionTests {
  private static let own = GatewayAPIState.linkerd(
    bundleVersion: "v1.1.1", release: "linkerd/linkerd-crds")
  private static let byCommand = GatewayAPIState.linkerd(bundleVersion: "v1.1.1", release: nil)
  private static let traefik = GatewayAPIState.foreign(
    bundleVersion: "v1.2.1", owner: "helm release traefik/traefik", servesV1: true)
  private static let old = GatewayAPIState.foreign(
    bundleVersion: "v0.7.1", owner: nil, servesV1: false)

  @Test(
    arguments: [
      (.auto, .absent, "installGatewayAPI=true"), (.install, .absent, "installGatewayAPI=true"),
      (.skip, .absent, "gateway-api-absent"),
      (.auto, own, "installGatewayAPI=true"), (.install, own, "installGatewayAPI=true"),
      (.skip, own, "gateway-api-would-be-removed"),
      (.auto, byCommand, "installGatewayAPI=false"), (.skip, byCommand, "installGatewayAPI=false"),
      (.install, byCommand, "gateway-api-other-linkerd"),
      (.auto, traefik, "installGatewayAPI=false"), (.skip, traefik, "installGatewayAPI=false"),
      (.install, traefik, "gateway-api-foreign"),
      (.auto, old, "gateway-api-too-old"), (.skip, old, "gateway-api-too-old"),
      (.install, old, "gateway-api-foreign"),
    ] as [(GatewayAPIAnswer, GatewayAPIState, String)])
  func whatIsFoundAndAnsweredDecides(
    answer: GatewayAPIAnswer, found: GatewayAPIState, expected: String
  ) {
    let decision = GatewayAPIDecision.decide(answer, found: found, charts: edge)
    #expect(!decision.note.isEmpty)
    switch decision.outcome {
    case .settings(let settings): #expect(settings == [expected])
    case .refused(let problem):
      #expect(problem.code == expected)
      #expect(!problem.remedy.isEmpty)
      #expect(decision.problem == problem)
    }
  }

  @Test(arguments: [
    ("2026.8.3", ["installGatewayAPI=true"], ["installGatewayAPI=false"]),
    ("2025.9.4", ["installGatewayAPI=true"], ["installGatewayAPI=false"]),
    ("2025.4.4", ["installGatewayAPI=true"], ["installGatewayAPI=false"]),
    ("2025.3.1", ["installGatewayAPI=true"], ["installGatewayAPI=false"]),
    (
      "2024.11.8", [], ["enableHttpRoutes=false", "enableTlsRoutes=false", "enableTcpRoutes=false"]
    ),
    ("2024.8.2", [], ["enableHttpRoutes=false"]), ("1.8.0", [], ["enableHttpRoutes=false"]),
    ("1.6.1", [], []),
  ])
  func valueNamesFollowTheChartsVersion(version: String, on: [String], off: [String]) {
    var charts = edge
    charts.crdsVersion = version
    #expect(GatewayAPIDecision.settings(installing: true, charts: charts) == on)
    #expect(GatewayAPIDecision.settings(installing: false, charts: charts) == off)
  }

  @Test func oldChartsWorkWithOldCRDs() {
    let decision = GatewayAPIDecision.decide(.auto, found: Self.old, charts: stable)
    #expect(decision.outcome == .settings(["enableHttpRoutes=false"]))
  }

  @Test(arguments: [
    ("2024.8.2", true), ("2024.11.8", true), ("2025.2.2", true), ("2025.2.3", false),
    ("2025.4.4", false),
  ])
  func chartsThatBringV1beta1ThemselvesDoNotAskForV1(version: String, isTaken: Bool) {
    var charts = edge
    charts.crdsVersion = version
    let decision = GatewayAPIDecision.decide(.auto, found: Self.old, charts: charts)
    #expect((decision.problem == nil) == isTaken)
  }

  @Test func linkerdBeforeTheGatewayAPIAsksForNothing() {
    var charts = stable
    charts.crdsVersion = "1.6.1"
    for found in [GatewayAPIState.absent, Self.own, Self.traefik, Self.old] {
      for answer in [GatewayAPIAnswer.auto, .install, .skip] {
        let decision = GatewayAPIDecision.decide(answer, found: found, charts: charts)
        #expect(decision.outcome == .settings([]))
        #expect(decision.note.hasSuffix("this Linkerd doesn't use them."))
      }
    }
  }

  @Test func notesSayWhatWasFoundAndWhatWillBeDone() {
    func note(_ found: GatewayAPIState) -> String {
      GatewayAPIDecision.decide(.auto, found: found, charts: edge).note
    }
    #expect(note(.absent) == "Gateway API CRDs are missing: installed by linkerd-crds.")
    #expect(
      note(Self.own) == "Gateway API 1.1.1 of Linkerd is there: kept up to date by linkerd-crds.")
    #expect(
      note(Self.traefik)
        == "Gateway API 1.2.1 of helm release traefik/traefik is there: left as they are.")
  }

  @Test func ownershipIsMeasuredByTheControlPlanesNamespace() {
    let decision = GatewayAPIDecision.decide(
      .install, found: Self.own, charts: edge, release: ReleaseName("linkerd-crds", in: "mesh"))
    #expect(decision.problem?.code == "gateway-api-other-linkerd")
  }
}
