import Testing

/// What is left to the wizard follows from the cluster, and Review says why.
@Suite(.fewAtATime) struct ClusterDefaultsTests {
  private func wizard(
    on scenario: String, _ controlPlane: String = ""
  ) async throws -> WizardProgram {
    let server = try await PracticeServer.start(scenario)
    let wizard = WizardProgram(try Workplace(), on: server)
    try wizard.place.write("answers.yaml", server.answers(controlPlane: controlPlane))
    return wizard
  }

  private func planned(_ wizard: WizardProgram) async throws -> String {
    let plan = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml")
    }
    #expect(plan.status == 0, "\(plan)")
    return plan.out.split(whereSeparator: \.isWhitespace).joined(separator: " ") + plan.err
  }

  private func installed(_ wizard: WizardProgram) async throws -> Finished {
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply)")
    return try await #require(wizard.server).helm(
      "get", "values", "linkerd-control-plane", "-n", "linkerd")
  }

  @Test func anotherDomainAndOtherNetworksAreToldToTheChart() async throws {
    let wizard = try await wizard(on: "other-networks")
    let plan = try await planned(wizard)
    #expect(plan.contains("CoreDNS serves the cluster's names under corp.internal."), "\(plan)")
    #expect(plan.contains("This cluster gives addresses of 198.18.0.0/23, 198.18.2.0/24"))
    let values = try await installed(wizard)
    #expect(values.out.contains("clusterDomain: corp.internal"), "\(values)")
    #expect(values.out.contains("identityTrustDomain: cluster.local"))
    #expect(values.out.contains("fd00::/8,198.18.0.0/23,198.18.2.0/24"))
  }

  @Test func anExclusiveCiliumStopsThePlugin() async throws {
    let wizard = try await wizard(on: "other-networks", "  podNetwork: cni\n")
    let plan = try await wizard.run("plan", "--answers", "answers.yaml")
    #expect(plan.status == 64, "\(plan)")
    #expect(plan.err.contains("cni.exclusive=false"), "\(plan)")
  }

  @Test func theNodesDecideHowPodsAreSetUp() async throws {
    let plan = try await planned(try await wizard(on: "other-nodes", "  version: 2025.4.4\n"))
    #expect(plan.contains("--set proxyInit.runAsRoot=true"), "\(plan)")
    #expect(plan.contains("--set proxyInit.iptablesMode=nft"))
    #expect(plan.contains("Docker runs the containers of") && plan.contains("no legacy iptables"))
  }

  @Test func onOpenShiftThePluginSetsPodsUp() async throws {
    let wizard = try await wizard(on: "openshift")
    let plan = try await planned(wizard)
    #expect(plan.contains("This is OpenShift, which forbids pods the NET_ADMIN"), "\(plan)")
    #expect(plan.contains("oc adm policy add-scc-to-user privileged"))
    #expect(plan.contains("destCNIBinDir=/var/lib/cni/bin"))
    let values = try await installed(wizard)
    #expect(values.out.contains("cniEnabled: true"), "\(values)")
  }
}
