import TestSupport
import Testing

@testable import Planning

/// Linkerd's CNI plugin in a plan: its place in the order, its chart's values, its way back.
struct PodNetworkTests {
  private static func charts(_ version: String, isOneChart: Bool = false) -> ChartVersion {
    ChartVersion(
      version: version, crdsVersion: isOneChart ? nil : version, pluginVersion: "30.1.2",
      appVersion: "", kubeVersion: "")
  }

  private static func withPlugin(
    helm: Int = 4, _ version: ChartVersion = charts("2026.8.3"),
    answering: (inout Answers) -> Void = { _ in }, tuning: (inout PlanInputs) -> Void = { _ in }
  ) throws -> Plan {
    try plan(helm: helm) {
      $0.controlPlane.podNetwork = .plugin
      answering(&$0)
    } tuning: {
      $0.charts = madeUpCharts(version, source: $0.answers.chartSource)
      tuning(&$0)
    }
  }

  private static func settings(_ id: String, of plan: Plan) throws -> [String] {
    try #require(plan.command(id)).argumentGroups.filter { $0[0] == "--set" }.map { $0[1] }
  }

  @Test(arguments: [3, 4])
  func thePluginIsThereBeforeWhatNeedsIt(helm: Int) throws {
    let plan = try Self.withPlugin(helm: helm)
    #expect(
      plan.items.map(\.id) == [
        "certificates", "repository", "cni-namespace", "cni", "namespace", "crds", "control-plane",
        "create-payments", "mesh", "proof",
      ])
    #expect(
      plan.items.allSatisfy { $0.purpose.count <= 14 && $0.explanation.hasSuffix(".") })
    let command = try #require(plan.command("cni"))
    #expect(command.namespace == "linkerd-cni")
    #expect(command.arguments.contains(HelmValue.waitFlag(major: helm)))
    #expect(try Self.settings("control-plane", of: plan) == ["cniEnabled=true"])
    #expect(Golden.mismatch(plan.text, named: "thePluginComesFirst-helm\(helm)") == nil)
  }

  @Test func theScriptFetchesAndInstallsItToo() throws {
    let plan = try Self.withPlugin()
    #expect(
      Golden.mismatch(plan.script(writtenBy: nil), named: "theScriptWithThePlugin.sh")
        == nil)
  }

  @Test func withoutItNothingOfItIsInThePlan() throws {
    let plan = try plan(tuning: {
      $0.charts = madeUpCharts(Self.charts("2026.8.3"), source: $0.answers.chartSource)
      $0.charts.plugin = nil
    })
    #expect(!plan.items.contains { $0.id.hasPrefix("cni") })
    #expect(plan.command("namespace")?.input?.contains("\"privileged\"") == true)
  }

  @Test(arguments: [
    (charts("2026.8.3"), "restricted"), (charts("1.16.11"), "restricted"),
    (charts("2.11.5", isOneChart: true), "privileged"),
  ])
  func theControlPlanesNamespaceGetsTheLevelOfLinkerdsInstaller(
    version: ChartVersion, level: String
  ) throws {
    let plan = try Self.withPlugin(version)
    let label = "pod-security.kubernetes.io/enforce: "
    #expect(plan.command("namespace")?.input?.contains(label + "\"\(level)\"") == true)
    #expect(plan.command("cni-namespace")?.input?.contains(label + "\"privileged\"") == true)
  }

  @Test(arguments: [
    (charts("2026.8.3"), ["image.name=r.example/l5d/cni-plugin", "iptablesMode=legacy"]),
    (charts("2024.4.1"), ["image.name=r.example/l5d/cni-plugin"]),
    (charts("1.16.11"), ["image.name=r.example/l5d/cni-plugin"]),
    (charts("1.9.8"), ["cniPluginImage=r.example/l5d/cni-plugin"]),
    (
      charts("2.11.5", isOneChart: true),
      ["installNamespace=false", "cniPluginImage=r.example/l5d/cni-plugin"]
    ),
  ])
  func eachChartIsToldByTheNamesThatItKnows(version: ChartVersion, settings: [String]) throws {
    let plan = try Self.withPlugin(version) {
      $0.controlPlane.registry = "r.example/l5d"
    } tuning: {
      $0.nodes = NodeTraits(schedulable: 1, docker: ["a"], withoutNFTables: ["a"])
    }
    #expect(try Self.settings("cni", of: plan) == settings)
    // What is proxy-init's is of no use to a control plane without it.
    #expect(
      try Self.settings("control-plane", of: plan).allSatisfy {
        !$0.hasPrefix("proxyInit.runAsRoot") && !$0.hasPrefix("proxyInit.iptablesMode")
      })
  }

  @Test(arguments: [(true, "cni"), (false, "current/bin")])
  func k3sKeepsItsFilesElsewhere(isFixed: Bool, folder: String) throws {
    let plan = try Self.withPlugin(tuning: {
      $0.nodes = NodeTraits(schedulable: 1, k3s: ["pi-1"], k3sHasFixedPath: isFixed)
    })
    #expect(
      try Self.settings("cni", of: plan) == [
        "destCNINetDir=/var/lib/rancher/k3s/agent/etc/cni/net.d",
        "destCNIBinDir=/var/lib/rancher/k3s/data/\(folder)",
      ])
    #expect(plan.item("cni")?.explanation.contains("pi-1 runs k3s") == true)
  }

  @Test func openShiftKeepsThemElsewhereToo() throws {
    let plan = try Self.withPlugin(tuning: { $0.network = ClusterNetwork(isOpenShift: true) })
    #expect(
      try Self.settings("cni", of: plan) == [
        "destCNINetDir=/etc/kubernetes/cni/net.d", "destCNIBinDir=/var/lib/cni/bin",
        "privileged=true",
      ])
  }

  @Test func aPlaceWithoutItsChartIsRefused() throws {
    let inputs = try inputs { $0.controlPlane.podNetwork = .plugin }
    guard case .failure(let refusal) = PlanBuilder.plan(inputs) else {
      Issue.record("a plan without the plugin")
      return
    }
    #expect(refusal.problems.map(\.field) == [.podNetwork])
    #expect(refusal.problems.map(\.problem.code) == ["cni-chart-absent"])
  }

  @Test(
    arguments: [
      (.initContainer, ClusterNetwork(), NodeTraits(schedulable: 1), []),
      (.plugin, ClusterNetwork(), NodeTraits(schedulable: 1), []),
      (
        .initContainer, ClusterNetwork(ciliumIsExclusive: true, isOpenShift: true), nil,
        ["openshift-init-container"]
      ),
      (
        .plugin, ClusterNetwork(ciliumIsExclusive: true, isOpenShift: true), nil,
        ["cilium-exclusive", "openshift-plugin"]
      ),
      (
        .initContainer, nil, NodeTraits(schedulable: 1, autopilot: ["gk3-a"]),
        ["autopilot-net-admin"]
      ),
      (.plugin, nil, NodeTraits(schedulable: 1, autopilot: ["gk3-a"]), ["autopilot-host-paths"]),
      (.plugin, nil, nil, []),
    ] as [(PodNetworkAnswer, ClusterNetwork?, NodeTraits?, [String])])
  func whatTheClusterIsSpeaksAgainstOneOrTheOther(
    answer: PodNetworkAnswer, network: ClusterNetwork?, nodes: NodeTraits?, codes: [String]
  ) {
    let problems = PodNetwork.problems(
      usingPlugin: answer == .plugin, network: network, nodes: nodes)
    #expect(problems.map(\.code) == codes)
    #expect(problems.allSatisfy { !$0.remedy.isEmpty })
    // Only what can't work stands in the way.
    #expect(problems.filter { $0.severity == .error }.allSatisfy { $0.code == "cilium-exclusive" })
  }

  @Test func itGoesLastAndOnlyWithAWord() throws {
    let plan = try Self.withPlugin()
    let lines = plan.undoLines(completed: plan.items.map(\.id))
    let uninstalled = lines.filter { $0.contains(" uninstall ") }.compactMap { line in
      line.split(separator: " ").drop { $0 != "uninstall" }.dropFirst().first.map(String.init)
    }
    #expect(uninstalled == ["linkerd-control-plane", "linkerd-crds", "linkerd2-cni"])
    #expect(lines.contains { $0.contains("Only once no pod has a proxy any more") })
    #expect(lines.contains { $0.hasPrefix("# ") && $0.contains("delete namespace linkerd-cni") })
  }

  @Test func aNamespaceThatWasThereLosesItsLabelsOnly() throws {
    let plan = try Self.withPlugin(tuning: { $0.existingNamespaces.insert("linkerd-cni") })
    let lines = plan.undoLines(completed: ["cni-namespace"])
    #expect(
      lines.contains { $0.contains("label namespace linkerd-cni") && $0.contains("cni-resource-") })
    #expect(!lines.contains { $0.contains("delete namespace") })
  }

  @Test func theReleaseThatIsThereIsTakenOver() throws {
    let there = ReleaseName("my-cni", in: "net")
    let plan = try Self.withPlugin(tuning: {
      $0.existing = .removal(ExistingWork.Removal(plugin: there))
    })
    let command = try #require(plan.command("cni"))
    #expect(command.arguments.starts(with: ["upgrade", "--install", "my-cni"]))
    #expect(command.namespace == "net" && plan.pluginNamespace == "net")
    #expect(plan.command("cni-namespace")?.input?.contains("name: \"net\"") == true)
  }

  @Test func anUpgradeLeavesItAsItIsAndSaysSo() throws {
    let plan = try plan(tuning: {
      $0.existing = .upgrade(
        ExistingWork.Upgrade(
          crds: ReleaseName("linkerd-crds", in: "linkerd"),
          controlPlane: ReleaseName("linkerd-control-plane", in: "linkerd"), version: "2026.6.3",
          plugin: ReleaseName("linkerd2-cni", in: "linkerd-cni")))
    })
    #expect(
      plan.item("control-plane")?.explanation.contains("linkerd-cni/linkerd2-cni, stays as it is.")
        == true)
  }

  @Test func aPreviewShowsItInItsNamespace() throws {
    let inputs = try inputs {
      $0.controlPlane.podNetwork = .plugin
    } tuning: {
      $0.charts = madeUpCharts(Self.charts("2026.8.3"), source: $0.answers.chartSource)
    }
    let recipe = PlanBuilder.preview(
      of: try PlanBuilder.plan(inputs).get(), inputs, server: kubernetes)
    #expect(recipe.parts.map(\.name).starts(with: ["CNI namespace", "linkerd2-cni", "namespace"]))
    #expect(recipe.parts.first { $0.name == "linkerd2-cni" }?.namespace == "linkerd-cni")
  }
}

/// The fixtures' charts of a version; here `charts` makes versions.
private func madeUpCharts(_ version: ChartVersion, source: ChartSource) -> FetchedCharts {
  charts(version, source: source)
}
