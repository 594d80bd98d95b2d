import Diagnosis
import Planning
import TestSupport
import Testing

@testable import Wizard

/// The question about the pods' network, and what follows from its answer.
struct PodNetworkTests {
  private func wizard(_ answer: PodNetworkAnswer = .plugin) -> WizardFixture {
    var answers = Answers()
    answers.controlPlane.podNetwork = answer
    var wizard = WizardFixture(answers: answers)
    wizard.advance(to: .controlPlane)
    return wizard
  }

  private func codes(_ wizard: WizardFixture) -> [String] {
    wizard.state.problems(of: .podNetwork).map(\.code)
  }

  @Test func itsChartIsFetchedOnlyWhereItIsWanted() {
    for answer in PodNetworkAnswer.allCases {
      var wizard = wizard(answer)
      wizard.advance(to: .review)
      let versions = wizard.requests.compactMap { request -> String?? in
        guard case .fetchCharts(_, let version, _) = request.effect else { return nil }
        return version.pluginVersion
      }
      #expect(versions == [answer == .plugin ? "2026.8.3" : nil])
      #expect(
        wizard.state.plan?.plan.charts.plugin?.version == (answer == .plugin ? "2026.8.3" : nil))
      #expect(wizard.state.plan?.plan.items.contains { $0.id == "cni" } == (answer == .plugin))
    }
  }

  @Test func chartsWithoutItStopTheScreen() {
    var wizard = wizard()
    #expect(codes(wizard).isEmpty)
    wizard.user(.answered(.version, "2025.10.7"))
    #expect(codes(wizard) == ["cni-chart-absent"])
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.screen == .controlPlane && wizard.state.focus == .field(.podNetwork))
    wizard.user(.answered(.podNetwork, "init"))
    #expect(codes(wizard).isEmpty)
  }

  @Test func anExclusiveCiliumStopsItAndOpenShiftWarns() {
    var wizard = wizard()
    wizard.state.facts.network = .known(ClusterNetwork(ciliumIsExclusive: true))
    #expect(codes(wizard) == ["cilium-exclusive"])
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.screen == .controlPlane)
    wizard.state.facts.network = .known(ClusterNetwork(isOpenShift: true))
    #expect(codes(wizard) == ["openshift-plugin"])
    wizard.user(.answered(.podNetwork, "init"))
    #expect(codes(wizard) == ["openshift-init-container"])
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.screen == .namespaces)
  }

  @Test func leftToTheClusterThePluginComesWhereTheInitContainerMayNot() {
    var wizard = wizard(.automatic)
    #expect(Catalogue.field(.podNetwork).note(wizard.state) == "init container")
    let openShift = ClusterNetwork(isOpenShift: true)
    wizard.state.facts.network = .known(openShift)
    #expect(
      Catalogue.field(.podNetwork).note(wizard.state)
        == "CNI plugin: This is OpenShift, which forbids pods the NET_ADMIN of the init container")
    #expect(codes(wizard) == ["openshift-plugin"])
    wizard.user(.answered(.version, "2025.10.7"))
    #expect(codes(wizard) == ["openshift-init-container"])
    wizard.user(.answered(.version, "latest"))
    wizard.state.facts.network = .known(ClusterNetwork(ciliumIsExclusive: true, isOpenShift: true))
    #expect(codes(wizard) == ["openshift-init-container"])
    wizard.state.facts.network = .known(openShift)
    wizard.advance(to: .review)
    let item = wizard.state.plan?.plan.items.first { $0.id == "cni" }
    #expect(item?.explanation.contains("This is OpenShift, which forbids") == true)
  }

  @Test func aPluginThatIsThereIsNotLeftUnusedInSilence() {
    var answers = Answers()
    answers.existing = .repair
    var wizard = WizardFixture(answers: answers)
    wizard.settle()
    wizard.state.facts.linkerd = .known(
      .some(
        LinkerdTraces(
          releases: [
            HelmRelease(
              name: "linkerd2-cni", namespace: "linkerd-cni", status: "deployed",
              chart: "linkerd2-cni-2026.8.3", appVersion: "")
          ], controlPlaneNamespaces: [], clusterObjects: [])))
    wizard.user(.answered(.podNetwork, "init"))
    #expect(codes(wizard) == ["cni-plugin-unused"])
    wizard.user(.answered(.podNetwork, "cni"))
    #expect(!codes(wizard).contains("cni-plugin-unused"))
  }

  @Test func whileHelmWaitsForItItsOwnPodsAreWatched() throws {
    var wizard = wizard()
    wizard.startRun()
    while wizard.state.run?.podWatch == nil { wizard.finishItem() }
    #expect(wizard.state.run?.plan.items[wizard.state.run?.runningItem ?? 0].id == "cni")
    let watched = wizard.state.pending.values.compactMap { effect -> String? in
      guard case .watchPods(let namespace, _, _) = effect else { return nil }
      return namespace
    }
    #expect(watched == ["linkerd-cni"])
    let refused = PodStatus(
      name: "linkerd-cni", deployment: "linkerd-cni", readyContainers: 0, containers: 0,
      phase: "FailedCreate", message: "violates PodSecurity \"baseline:latest\": hostPath volumes",
      age: 3)
    wizard.report(.pods([refused]), to: { if case .watchPods = $0 { true } else { false } })
    let problem = try #require(wizard.state.run?.podProblem)
    #expect(problem.code == "pod-security-forbids" && problem.sentence.contains("hostPath"))
    wizard.finishItem(.failed(Problem("pods-not-ready", "Not ready."), .none))
    let run = try #require(wizard.state.run)
    guard case .failed(let failure, _) = run.items[try #require(run.failedItem)].state else {
      Issue.record("nothing failed")
      return
    }
    #expect(failure.remedy.contains("uninstall linkerd2-cni --namespace linkerd-cni"))
  }
}
