import Foundation
import Planning
import TestSupport
import Testing

/// The issuer as a Secret of its own.
struct IssuerSecretTests {
  private func secretPlan(helm: Int = 4, directory: String = "/home/ada/mesh") throws -> Plan {
    try plan(helm: helm) {
      $0.controlPlane.issuerKey = .secret
      $0.certificates.directory = directory
    } tuning: {
      $0.charts.crds?.sha256 = PlanScriptTests.emptySHA256
      $0.charts.controlPlane.sha256 = PlanScriptTests.emptySHA256
    }
  }

  @Test(arguments: [3, 4])
  func theKeyNeverGoesThroughHelm(helm: Int) throws {
    let plan = try secretPlan(helm: helm)
    let words = try ["issuer-secret", "control-plane"].flatMap { id in
      try #require(plan.command(id)).arguments
    }
    #expect(
      Golden.mismatch(
        words.joined(separator: "\n") + "\n\n"
          + plan.items.filter { ["issuer-secret", "control-plane"].contains($0.id) }
          .map(\.fullText).joined(separator: "--\n"), named: "theIssuersSecret-helm\(helm).txt")
        == nil)
    let helmWords = plan.items.compactMap { plan.command($0.id) }.filter { $0.tool.name == .helm }
      .flatMap(\.arguments)
    #expect(helmWords.allSatisfy { !$0.contains("issuer.key") && !$0.contains("issuer.crt") })
    #expect(helmWords.contains("identity.issuer.scheme=kubernetes.io/tls"))
  }

  @Test func theSecretIsMadeBetweenItsNamespaceAndTheCharts() throws {
    #expect(
      try secretPlan().items.map(\.id) == [
        "certificates", "repository", "namespace", "issuer-secret", "crds", "control-plane",
        "create-payments", "mesh", "proof",
      ])
  }

  @Test func theSecretIsInTheControlPlanesNamespaceAndCluster() throws {
    let plan = try plan {
      $0.controlPlane.issuerKey = .secret
      $0.controlPlane.namespace = "mesh"
    } tuning: {
      $0.cluster.kubeconfig = "/k c"
    }
    let command = try #require(plan.command("issuer-secret"))
    #expect(command.argumentGroups.contains(["--namespace", "mesh"]))
    #expect(command.argumentGroups.contains(["--context", "kind-demo"]))
    #expect(command.argumentGroups.contains(["--kubeconfig", "/k c"]))
    #expect(
      command.tolerated
        == .sameIssuer(file: "/home/ada/work/linkerd-certificates/issuer.crt"))
    #expect(
      plan.undoLines(completed: ["issuer-secret"]) == [
        "# Delete the issuer's Secret.",
        "/usr/bin/kubectl --context kind-demo --kubeconfig '/k c' delete secret "
          + "linkerd-identity-issuer --namespace mesh",
      ])
  }

  @Test func aSecretThatCouldNotBeMadeIsLookedAtBeforeItIsDeleted() throws {
    let plan = try secretPlan()
    let lines = plan.undoLines(completed: [], brokenOff: ["issuer-secret"])
    #expect(
      lines == [
        "# The Secret linkerd-identity-issuer may be somebody else's; look whether it is there:",
        "/usr/bin/kubectl --context kind-demo get secret linkerd-identity-issuer --namespace linkerd",
        "# and only if nothing needs it:",
        "# /usr/bin/kubectl --context kind-demo delete secret linkerd-identity-issuer "
          + "--namespace linkerd",
      ])
  }

  @Test func theScriptUsesItsOwnSecretAgainAndNoOther() throws {
    let bench = try PlanScriptTests.Bench()
    defer { bench.remove() }
    let plan = try secretPlan(directory: bench.folder + "/mesh")
    let script = plan.script(writtenBy: nil).replacing(
      "99b1d611-73e3-4564-b1fb-cc6cfa59fe96", with: "")
    try FileManager.default.createDirectory(
      atPath: bench.folder + "/mesh", withIntermediateDirectories: true)
    for file in ["ca.crt", "issuer.crt", "issuer.key"] {
      try Data("what \(file) holds, at some length, so that base64 would break its lines\n".utf8)
        .write(to: URL(fileURLWithPath: "\(bench.folder)/mesh/\(file)"))
    }
    let own = try Data(contentsOf: URL(fileURLWithPath: bench.folder + "/mesh/issuer.crt"))
      .base64EncodedString()
    let again = try bench.run(script, environment: ["SECRET": "linkerd-identity-issuer \(own)"])
    #expect(again.status == 0, "\(again.text)")
    #expect(again.text.contains("with this issuer, and used as it is"))
    #expect(try !bench.calls().contains { $0.contains("create") && $0.contains("secret") })
    for other in ["linkerd-identity-issuer bm9uZQ==", "linkerd-identity-issuer "] {
      let refused = try bench.run(script, environment: ["SECRET": other])
      #expect(refused.status == 1)
      #expect(refused.text.contains("holds another issuer"), "\(refused.text)")
      #expect(try !bench.calls().contains { $0.contains("upgrade") })
    }
  }

  @Test func theScriptMakesTheSameSecretWhateverTheDirectoryIsCalled() throws {
    for name in ["mesh", "it's \"quoted\", with $(id) blanks\\", "a,b", "\"", " x "] {
      let bench = try PlanScriptTests.Bench()
      defer { bench.remove() }
      let plan = try secretPlan(directory: bench.folder + "/" + name)
      let script = plan.script(writtenBy: nil).replacing(
        "99b1d611-73e3-4564-b1fb-cc6cfa59fe96", with: "")
      #expect(try PlanScriptTests.execute(["-n", "-c", script], environment: [:]).status == 0)
      let result = try bench.run(script)
      #expect(result.status == 0, "\(result.text)")
      let directory = try #require(plan.certificates?.directory)
      let secret = try #require(
        try bench.calls().first { $0.contains("create") && $0.contains("secret") })
      #expect(
        secret.filter { $0.hasPrefix("--from-file=") }.map(readAsKubectl) == [
          ["tls.crt", "\(directory)/issuer.crt"], ["tls.key", "\(directory)/issuer.key"],
          ["ca.crt", "\(directory)/ca.crt"],
        ])
      let planned = try #require(plan.command("issuer-secret")).arguments
      #expect(
        planned.filter { $0.hasPrefix("--from-file=") }.map(readAsKubectl)
          == secret.filter { $0.hasPrefix("--from-file=") }.map(readAsKubectl))
      let others = { (words: [String]) in words.filter { !$0.hasPrefix("--from-file=") } }
      #expect(others(["kubectl"] + planned) == others(secret))
      let helm = try #require(plan.command("control-plane"))
      let calls = try bench.calls()
      #expect(calls.contains { others($0).starts(with: ["helm", "upgrade", "--install"]) })
      #expect(
        calls.allSatisfy { !($0.first == "helm" && $0.contains { $0.contains("issuer.key") }) })
      #expect(helm.arguments.contains("identity.issuer.scheme=kubernetes.io/tls"))
    }
  }

  @Test func anEqualsSignInTheDirectoryIsRefused() throws {
    var answers = Answers()
    answers.controlPlane.issuerKey = .secret
    answers.certificates.directory = "./a=b"
    for field in [FieldID.certificateDirectory, .issuerKey] {
      let found = AnswersCheck.problems(in: field, of: answers, paths: paths, now: now)
      #expect(found.map(\.code) == ["directory-with-equals"])
    }
    answers.controlPlane.issuerKey = .helm
    #expect(AnswersCheck.problems(of: answers, paths: paths, now: now).isEmpty)
    answers.controlPlane.issuerKey = .secret
    answers.certificates.directory = "./ab"
    let work = HostPaths(workingDirectory: "/home/x=y", home: "/home/ada")
    #expect(AnswersCheck.problems(of: answers, paths: work, now: now).count == 2)

    let bench = try PlanScriptTests.Bench()
    defer { bench.remove() }
    let script = try secretPlan().script(writtenBy: nil)
    let refused = try bench.run(
      script, environment: ["CONTEXT": "other", "CERTIFICATES": bench.folder + "/a=b"])
    #expect(refused.status == 1)
    #expect(refused.text.contains("the path holds an equals sign"))
    #expect(try bench.calls().allSatisfy { $0.contains("version") })
  }

  /// Reads `--from-file=` as kubectl does: one record of CSV, then key and path at the equals sign.
  private func readAsKubectl(_ argument: String) -> [String] {
    var text = argument.dropFirst("--from-file=".count)
    if text.hasPrefix("\"") {
      guard text.hasSuffix("\""), text.count > 1 else { return ["?"] }
      text = text.dropFirst().dropLast()
      guard !text.replacing("\"\"", with: "").contains("\"") else { return ["?"] }
      return text.replacing("\"\"", with: "\"").split(separator: "=").map(String.init)
    }
    guard !text.contains(","), !text.contains("\"") else { return ["?"] }
    return text.split(separator: "=").map(String.init)
  }
}
