import Glibc
import Testing

/// Installs with Linkerd's CNI plugin, which is there before the control plane is begun.
@Suite(.fewAtATime) struct PodNetworkTests {
  private struct Bench {
    let place: Workplace
    let server: PracticeServer
    let wizard: WizardProgram

    init(_ scenario: String, _ helm: HelmChoice) async throws {
      place = try Workplace()
      symlink(try helm.program(), place.bin + "/helm")
      server = try await PracticeServer.start(scenario)
      wizard = WizardProgram(place, on: server)
    }

    func answers(charts: String? = nil, controlPlane: String = "") throws {
      try place.write(
        "answers.yaml",
        "controlPlane:\n  charts: \(charts ?? server.charts)\n  podNetwork: cni\n\(controlPlane)"
          + "namespaces: [direktiv]\n")
    }

    func apply() async throws -> Finished {
      try await Turnstile.shared.pass {
        try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
      }
    }
  }

  /// The cluster forbids NET_ADMIN in the control plane's namespace: this is the way through.
  @Test(arguments: HelmChoice.present)
  func underPodSecurityTheControlPlaneRunsWithThePlugin(helm: HelmChoice) async throws {
    let bench = try await Bench("pod-security", helm)
    try bench.answers()
    let apply = try await bench.apply()
    #expect(apply.status == 0, "\(apply.testDescription)")
    // The practice cluster's validators end badly on a node where no plugin is ready.
    let pods = try await bench.server.kubectl(
      "get", "pods", "-n", "linkerd", "-l", "linkerd.io/control-plane-component=identity", "-o",
      "jsonpath={.items[*].spec.initContainers[*].name} {.items[*].status.initContainerStatuses[*].restartCount}"
    )
    #expect(pods.out.contains("linkerd-network-validator"), "\(pods.testDescription)")
    #expect(!pods.out.contains("linkerd-init"), "\(pods.testDescription)")
    let label = try await bench.server.kubectl(
      "get", "namespaces", "-l",
      "linkerd.io/cni-resource=true,pod-security.kubernetes.io/enforce=privileged",
      "-o", "name")
    #expect(label.out == "namespace/linkerd-cni\n", "\(label.testDescription)")
    let list = try await bench.server.helm("list", "--all-namespaces", "--short")
    #expect(
      Set(list.out.split(separator: "\n"))
        == ["linkerd2-cni", "linkerd-crds", "linkerd-control-plane"],
      "\(list.testDescription)")
    let check = try await bench.wizard.run("check")
    #expect(check.status == 0, "\(check.testDescription)")
    #expect(check.out.contains("cni plugin pod is running on all nodes"), "\(check.out)")
    let log = Folder.text(try #require(bench.wizard.runFolders.first) + "/install.log")
    let plugin = try #require(log.firstRange(of: "install linkerd2-cni")?.lowerBound)
    let plane = try #require(log.firstRange(of: "install linkerd-control-plane")?.lowerBound)
    #expect(plugin < plane)
  }

  @Test func theStablePluginCountsApartAndIsFound() async throws {
    let bench = try await Bench("ready", try #require(HelmChoice.present.first))
    try bench.answers(
      charts: bench.server.charts.replacing("/edge", with: "/stable"),
      controlPlane: "  registry: registry.example.com/l5d\n")
    let apply = try await bench.apply()
    #expect(apply.status == 0, "\(apply.testDescription)")
    let image = try await bench.server.kubectl(
      "get", "daemonset", "linkerd-cni", "-n", "linkerd-cni", "-o",
      "jsonpath={.spec.template.spec.containers[*].image}")
    #expect(image.out == "registry.example.com/l5d/cni-plugin:v1.3.0", "\(image.testDescription)")
  }

  @Test func thePluginOf211GoesIntoANamespaceThatIsThere() async throws {
    let bench = try await Bench("old-kubernetes", try #require(HelmChoice.present.first))
    for chart in ["linkerd2", "linkerd2-cni"] {
      let pulled = try await bench.place.run(
        try Tools.find("helm"),
        [
          "pull", chart, "--version", "2.11.5", "--repo",
          bench.server.charts.replacing("/edge", with: "/stable"), "--destination",
          bench.place.work,
        ])
      try #require(pulled.status == 0, "\(pulled.testDescription)")
    }
    try bench.answers(charts: "./linkerd2-2.11.5.tgz")
    let apply = try await bench.apply()
    #expect(apply.status == 0, "\(apply.testDescription)")
    let check = try await bench.wizard.run("check")
    #expect(check.out.contains("cni plugin DaemonSet exists"), "\(check.testDescription)")
  }

  @Test func whatKeepsThePluginIsToldWhileHelmWaits() async throws {
    let bench = try await Bench("image-pull", try #require(HelmChoice.present.first))
    try bench.answers(controlPlane: "  wait: 10m\n")
    try await Turnstile.shared.pass {
      let apply = try bench.wizard.start("apply", "--answers", "answers.yaml", "--yes")
      let isTold = await eventually(within: 90) {
        apply.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
          .contains("don't reach the registry cr.l5d.io")
      }
      #expect(isTold, "\(apply.out)\(apply.err)")
      // Nothing of the control plane is begun before the plugin is there.
      let plane = try await bench.server.kubectl(
        "get", "namespace", "linkerd", "--ignore-not-found")
      #expect(plane.status == 0 && plane.out.isEmpty, "\(plane.testDescription)")
      apply.send(SIGINT)
      let result = await apply.finished(within: 40)
      #expect(result.status == 130, "\(result.testDescription)")
    }
    // The plugin that is left is no obstacle once somebody says so.
    let again = try await bench.wizard.run("plan", "--answers", "answers.yaml")
    #expect(again.status == 69 && again.err.contains("existing: repair"), "\(again.err)")
  }
}
