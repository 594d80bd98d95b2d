import Planning
import TestSupport
import Testing

/// Charts from a registry (`oci://`), and the Secrets with logins for the images.
@Suite struct RegistryTests {
  private func registryPlan(
    _ address: String, helm: Int = 4, answering: (inout Answers) -> Void = { _ in }
  ) throws -> Plan {
    try plan(helm: helm) {
      $0.controlPlane.chartsText = address
      answering(&$0)
    }
  }

  @Test func aRegistryIsNoneOfHelmsRepositories() throws {
    let plan = try registryPlan("oci://registry.example.com/linkerd")
    #expect(plan.items.allSatisfy { $0.id != "repository" })
    let words = try #require(plan.command("crds")).arguments
    #expect(words.contains { $0.hasSuffix("/linkerd-crds-2026.8.3.tgz") })
    #expect(words.allSatisfy { !$0.contains("oci://") })
  }

  @Test(arguments: [3, 4])
  func theScriptPullsFromTheRegistryAndCompares(helm: Int) throws {
    let script = try registryPlan("oci://registry.example.com/linkerd", helm: helm)
      .script(writtenBy: nil)
    for chart in ["linkerd-crds", "linkerd-control-plane"] {
      #expect(
        script.contains(
          "\"$helm\" pull oci://registry.example.com/linkerd/\(chart) \\\n  --version 2026.8.3 \\"))
      #expect(script.contains("\"$charts\"/\(chart)-2026.8.3.tgz"))
    }
    #expect(!script.contains("--plain-http") && !script.contains("--repo "))
    #expect(
      script.contains("compare \(String(repeating: "1", count: 64)) \"$charts\"/linkerd-crds"))
  }

  @Test(arguments: [
    ("oci://127.0.0.1:5000/l5d", true), ("oci://localhost/l5d", true), ("oci://[::1]:5000/x", true),
    ("oci://LOCALHOST:1/l5d", true), ("oci://registry.example.com/127.0.0.1", false),
    ("oci://localhost.example.com/l5d", false), ("oci://10.0.0.1:5000/l5d", false),
  ])
  func onlyThisMachinesOwnRegistryIsAskedWithoutTLS(address: String, isPlain: Bool) throws {
    let words = try #require(
      ChartSource.registry(address: address).registryWords(for: "linkerd-crds"))
    #expect(words == ["\(address)/linkerd-crds"] + (isPlain ? ["--plain-http"] : []))
    #expect(ChartSource.edge.registryWords(for: "linkerd-crds") == nil)
  }

  @Test func pullSecretsAreNamedToTheChartAndMadeByNobody() throws {
    let plan = try plan { $0.controlPlane.pullSecrets = ["regcred", "mirror.key"] }
    let command = try #require(plan.command("control-plane"))
    let settings = command.argumentGroups.filter { $0[0] == "--set" }.compactMap(\.last)
    #expect(
      settings == ["imagePullSecrets[0].name=regcred", "imagePullSecrets[1].name=mirror.key"])
    #expect(
      plan.item("control-plane")?.explanation.contains(
        "pull with regcred, mirror.key, which has to be in the namespace linkerd.") == true)
    let mesh = plan.items.first { $0.purpose == "mesh" }
    #expect(mesh?.explanation.contains("a pull secret of their own namespace") == true)
    let script = plan.script(writtenBy: nil)
    #expect(script.contains("--set 'imagePullSecrets[0].name=regcred'"))
    #expect(!script.contains("docker-registry"))
  }

  @Test func withoutPullSecretsNothingIsSaidOfThem() throws {
    let plan = try plan()
    #expect(plan.items.allSatisfy { !$0.explanation.contains("pull") })
  }

  @Test(arguments: ["", "Reg", "a b", "user:password", "-x", "a..b", "a,b=c"])
  func aTextThatNamesNoSecretIsRefused(name: String) {
    var answers = Answers()
    answers.controlPlane.pullSecrets = ["regcred", name]
    let found = AnswersCheck.problems(in: .pullSecrets, of: answers, paths: paths, now: now)
    #expect(found.map(\.code) == ["pull-secret-name-invalid"])
  }
}
