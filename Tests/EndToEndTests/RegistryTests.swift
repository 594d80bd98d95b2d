import Foundation
import Glibc
import Testing

/// Charts that each Helm really pulls from a registry, and pull secrets.
@Suite(.fewAtATime) struct RegistryTests {
  private func place(with helm: HelmChoice) throws -> Workplace {
    let place = try Workplace()
    symlink(try helm.program(), place.bin + "/helm")
    return place
  }

  private func answers(_ server: PracticeServer, _ more: String = "") -> String {
    "controlPlane:\n  charts: \(server.registry)\n\(more)"
  }

  @Test(arguments: HelmChoice.present)
  func theInstallTakesItsChartsFromARegistry(helm: HelmChoice) async throws {
    let place = try place(with: helm)
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(place, on: server)
    try place.write("answers.yaml", answers(server, "  pullSecrets: [regcred]\n"))
    let warned = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml")
    }
    #expect(warned.status == 0, "\(warned.testDescription)")
    #expect((warned.out + warned.err).contains("create secret docker-registry regcred"))
    for command in [
      ["create", "namespace", "linkerd"],
      [
        "create", "secret", "docker-registry", "regcred", "--namespace", "linkerd",
        "--docker-server=registry.example.com", "--docker-username=ada", "--docker-password=x",
      ],
    ] {
      let made = try await place.run(
        try Tools.find("kubectl"), command, environment: ["KUBECONFIG": server.kubeconfig])
      #expect(made.status == 0, "\(made.testDescription)")
    }
    let (plan, apply) = try await Turnstile.shared.pass {
      let plan = try await wizard.run("plan", "--answers", "answers.yaml")
      let apply = try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
      return (plan, apply)
    }
    #expect(plan.status == 0 && !plan.out.contains("repo add"), "\(plan.testDescription)")
    #expect(!(plan.out + plan.err).contains("create secret docker-registry"))
    #expect(apply.status == 0, "\(apply.testDescription)")
    #expect(apply.out.contains("Linkerd is running"), "\(apply.out)")
    // Linkerd's charts name them to the service accounts, from where they come into the pods.
    let accounts = try await server.kubectl(
      "get", "serviceaccounts", "-n", "linkerd", "-o",
      "jsonpath={range .items[?(@.imagePullSecrets)]}{.metadata.name}={.imagePullSecrets[*].name} "
        + "{end}")
    for part in ["destination", "identity", "proxy-injector"] {
      #expect(accounts.out.contains("linkerd-\(part)=regcred"), "\(accounts.testDescription)")
    }
  }

  @Test(arguments: HelmChoice.present)
  func theCNIPluginComesFromTheRegistryToo(helm: HelmChoice) async throws {
    let place = try place(with: helm)
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(place, on: server)
    try place.write(
      "answers.yaml", answers(server, "  podNetwork: cni\n  pullSecrets: [regcred]\n"))
    let plan = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml")
    }
    #expect(plan.status == 0, "\(plan.testDescription)")
    #expect(plan.out.contains("/linkerd2-cni-2026.8.3.tgz"), "\(plan.testDescription)")
    #expect(plan.out.contains("which has to be in the namespace linkerd-cni"))
    let pulled = plan.out.components(separatedBy: "imagePullSecrets[0].name=regcred").count - 1
    #expect(pulled == 2, "\(plan.out)")
  }

  @Test(arguments: HelmChoice.present)
  func theScriptPullsTheSameChartsFromTheRegistry(helm: HelmChoice) async throws {
    let place = try place(with: helm)
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(place, on: server)
    try place.write("answers.yaml", answers(server, "  version: 2026.6.3\n"))
    let (script, result) = try await Turnstile.shared.pass { try await wizard.runScript() }
    #expect(script.status == 0, "\(script.testDescription)")
    #expect(result.status == 0, "\(result.testDescription)\n\(script.out)")
    let list = try await server.helm("list", "-n", "linkerd")
    #expect(list.out.contains("linkerd-control-plane-2026.6.3"), "\(list.testDescription)")
  }

  @Test(arguments: HelmChoice.present)
  func eachHelmPullsTheBytesOfTheRepository(helm: HelmChoice) async throws {
    let place = try place(with: helm)
    let server = try await PracticeServer.start()
    let version = ["--version", "2026.8.3"]
    for (folder, words) in [
      ("registry", ["\(server.registry)/linkerd-crds", "--plain-http"]),
      ("repository", ["linkerd-crds", "--repo", server.charts]),
    ] {
      mkdir(place.work + "/" + folder, 0o700)
      let pulled = try await place.run(
        try helm.program(), ["pull"] + words + version + ["--destination", folder])
      #expect(pulled.status == 0, "\(pulled.testDescription)")
    }
    let same = try await place.run(
      "/usr/bin/cmp",
      ["registry/linkerd-crds-2026.8.3.tgz", "repository/linkerd-crds-2026.8.3.tgz"])
    #expect(same.status == 0, "\(same.testDescription)")
  }

  @Test(arguments: HelmChoice.present)
  func aRegistryWithoutTheChartsIsNamed(helm: HelmChoice) async throws {
    let place = try place(with: helm)
    let server = try await PracticeServer.start()
    let wizard = WizardProgram(place, on: server)
    try place.write("answers.yaml", "controlPlane:\n  charts: \(server.registry)/none\n")
    let plan = try await Turnstile.shared.pass {
      try await wizard.run("plan", "--answers", "answers.yaml")
    }
    #expect(plan.status != 0)
    #expect(plan.err.contains("has no linkerd-control-plane"), "\(plan.testDescription)")
  }
}
