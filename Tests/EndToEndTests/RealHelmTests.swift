import Glibc
import Testing

/// The whole install with every Helm that is there.
@Suite(.fewAtATime) struct RealHelmTests {
  @Test(arguments: HelmChoice.present)
  func theInstallIsTheSameWithEachHelm(helm: HelmChoice) async throws {
    let place = try Workplace()
    let program = try helm.program()
    symlink(program, place.bin + "/helm")
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(place, on: server)
    try place.write("answers.yaml", server.answers("namespaces: [direktiv]\n"))
    let (plan, apply) = try await Turnstile.shared.pass {
      let plan = try await wizard.run("plan", "--answers", "answers.yaml")
      let apply = try await wizard.run(
        "apply", "--answers", "answers.yaml", "--yes", "--digest", plan.digest)
      return (plan, apply)
    }
    #expect(plan.status == 0 && plan.out.contains(place.bin + "/helm"), "\(plan.testDescription)")
    #expect(apply.status == 0, "\(apply.testDescription)")
    #expect(apply.out.contains("Linkerd is running"), "\(apply.out)")
    let log = Folder.text(try #require(wizard.runFolders.first) + "/install.log")
    #expect(log.contains("STATUS: deployed"), "\(log)")
    let list = try await place.run(
      program, ["list", "--all-namespaces", "-o", "json"],
      environment: ["KUBECONFIG": server.kubeconfig])
    for chart in ["linkerd-crds-", "linkerd-control-plane-"] {
      #expect(list.out.contains(chart), "\(list.testDescription)")
    }
    let again = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(again.status == 69, "\(again.testDescription)")
    #expect(again.err.contains("linkerd/linkerd-control-plane"), "\(again.err)")
  }

  @Test(arguments: HelmChoice.present)
  func highAvailabilityRunsThreeOfEachByScriptToo(helm: HelmChoice) async throws {
    let place = try Workplace()
    symlink(try helm.program(), place.bin + "/helm")
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(place, on: server)
    try place.write(
      "answers.yaml",
      server.answers(
        controlPlane: "  availability: high\n  set: [proxy.logLevel=debug, 'a.b={x,y}']\n"))
    // The values of the chart are taken out of it again: the wizard's own cache is not needed.
    let (script, result) = try await Turnstile.shared.pass { try await wizard.runScript() }
    #expect(result.status == 0, "\(result)\n\(script.out)")
    let replicas = try await server.kubectl(
      "get", "deployments", "-n", "linkerd", "-o", "jsonpath={.items[*].status.readyReplicas}")
    #expect(replicas.out == "3 3 3")
    let values = try await server.helm("get", "values", "linkerd-control-plane", "-n", "linkerd")
    #expect(values.out.contains("logLevel: debug"), "\(values)")
  }

  @Test func aVariableThatNamesNoProgramFailsTheTestAndIsNotPassedOver() throws {
    let folder = try Folder()
    let text = try folder.write("text", "no program", mode: 0o644)
    for path in ["/nowhere/helm", folder.path, text, "helm"] {
      #expect(throws: MissingTool.self, "\(path)") {
        try HelmChoice.checked(path, from: "WIZARD_HELM3")
      }
    }
    let program = try folder.write("helm", "#!/bin/sh\n", mode: 0o755)
    #expect(try HelmChoice.checked(program, from: "WIZARD_HELM3") == program)
  }

  @Test func theLauncherIsAlwaysAmongThem() {
    #expect(HelmChoice.present.first?.testDescription == "the launcher")
  }
}
