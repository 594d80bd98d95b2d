import Glibc
import Testing

/// What is on the cluster already is said, and is changed only where somebody said so.
@Suite(.fewAtATime) struct ExistingLinkerdTests {
  /// Each situation, with the answer that goes on from there and what is said before.
  static let ways: [Way] = [
    ("linkerd-present", "upgrade", "is installed here already"),
    ("linkerd-upgrading", "upgrade", "is pending-upgrade"),
    ("linkerd-failed", "repair", "is there and has failed"),
    ("linkerd-pending", "repair", "is pending-install"),
    ("linkerd-leftovers", "repair", "An older Linkerd left"),
  ]
  /// Every situation with the launcher; with real Helms those in which releases go and go back.
  static let cases: [(HelmChoice, Way)] = HelmChoice.present.flatMap { helm in
    ways.filter { way in
      helm.isLauncher || ["linkerd-failed", "linkerd-upgrading"].contains(way.scenario)
    }.map { (helm, $0) }
  }
  typealias Way = (scenario: String, answer: String, sentence: String)
  static let deadEnds = [
    ("linkerd-by-cli", "Helm knows nothing of"),
    ("linkerd-crds-foreign", "platform/mesh, of another chart"),
    ("namespace-terminating", "The namespace linkerd is being deleted"),
  ]

  private func wizard(
    _ scenario: String, existing: String, helm: HelmChoice? = nil
  ) async throws -> (WizardProgram, PracticeServer) {
    let place = try Workplace()
    if let helm { symlink(try helm.program(), place.bin + "/helm") }
    let server = try await PracticeServer.start(scenario)
    try place.write(
      "answers.yaml", "existing: \(existing)\n" + server.answers("namespaces: [direktiv]\n"))
    return (WizardProgram(place, on: server), server)
  }

  @Test(arguments: cases)
  func itGoesOnFromThereOnlyWhereSomebodySaysSo(helm: HelmChoice, way: Way) async throws {
    let (wizard, server) = try await wizard(way.scenario, existing: "stop", helm: helm)
    let before = try await Self.versions(on: server)
    let stopped = try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    #expect(stopped.status == 69, "\(stopped)")
    #expect(stopped.err.contains(way.sentence), "\(stopped)")
    #expect(stopped.err.contains("existing: \(way.answer)"), "\(stopped)")
    #expect(try await Self.versions(on: server) == before)
    try wizard.place.write(
      "answers.yaml", "existing: \(way.answer)\n" + server.answers("namespaces: [direktiv]\n"))
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply)")
    #expect(apply.out.contains("Linkerd is running"), "\(apply)")
    let list = try await server.helm("list", "--all-namespaces", "-o", "json")
    for chart in ["linkerd-crds-2026.8.3", "linkerd-control-plane-2026.8.3"] {
      #expect(list.out.contains(chart), "\(list)")
    }
    #expect(!list.out.contains("failed") && !list.out.contains("pending"), "\(list)")
    let check = try await wizard.run("check")
    #expect(check.status == 0, "\(check)")
  }

  @Test func anUpgradeKeepsTheCertificatesThatAreThere() async throws {
    let (wizard, server) = try await wizard("linkerd-present", existing: "upgrade")
    let before = try await Self.trust(on: server)
    try #require(before.contains("BEGIN CERTIFICATE"))
    let apply = try await Turnstile.shared.pass {
      try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
    }
    #expect(apply.status == 0, "\(apply)")
    #expect(apply.out.contains("Upgraded in"), "\(apply)")
    #expect(try await Self.trust(on: server) == before)
    #expect(Folder.mode(wizard.place.work + "/linkerd-certificates") == nil)
    let rest = Folder.text(try #require(wizard.runFolders.first) + "/install.sh")
    #expect(rest.contains("Linkerd is upgraded") && !rest.contains("certificates create"))
  }

  @Test(arguments: deadEnds)
  func whatIsSomebodyElsesIsLeftAlone(
    scenario: String, sentence: String
  ) async throws {
    for answer in ["repair", "upgrade"] {
      let (wizard, server) = try await wizard(scenario, existing: answer)
      let before = try await Self.versions(on: server)
      let apply = try await wizard.run("apply", "--answers", "answers.yaml", "--yes")
      #expect(apply.status == 69, "\(apply)")
      #expect(apply.err.contains(sentence), "\(apply)")
      #expect(!apply.err.contains("existing: "), "\(apply)")
      #expect(try await Self.versions(on: server) == before)
    }
  }

  @Test func thePlainPromptsOfferItBehindTheChecks() async throws {
    let place = try Workplace()
    let terminal = try await Tmux(place, columns: 100, rows: 50)
    try await terminal.command(
      "\(try Tools.wizard()) practice --plain --scenario linkerd-failed")
    try await terminal.waitFor("Context [practice]")
    try await terminal.press("Enter")
    try await terminal.waitFor("Not ready yet")
    let asked = try await terminal.screen()
    #expect(asked.contains("repair"), "\(asked)")
    try await terminal.command("repair")
    try await terminal.waitFor("Enter goes on to Certificates")
    let answered = try await terminal.screen()
    #expect(answered.contains("What is left of an install is removed"), "\(answered)")
    try await terminal.command("stop")
    try await terminal.waitFor("Not ready yet")
    try await terminal.close()
  }

  /// Names and resource versions of what an install could touch.
  private static func versions(on server: PracticeServer) async throws -> String {
    let kinds =
      "namespaces,secrets,configmaps,deployments,clusterroles,customresourcedefinitions,"
      + "mutatingwebhookconfigurations"
    let found = try await server.kubectl(
      "get", kinds, "--all-namespaces", "-o",
      #"jsonpath={range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name} {.metadata.uid}"#
        + #" {.metadata.labels}{"\n"}{end}"#)
    #expect(found.status == 0 && !found.out.isEmpty, "\(found)")
    return found.out
  }

  /// The trust anchors and the issuer's certificate.
  private static func trust(on server: PracticeServer) async throws -> String {
    let anchors = try await server.kubectl(
      "get", "configmap", "linkerd-identity-trust-roots", "-n", "linkerd", "-o",
      #"jsonpath={.data.ca-bundle\.crt}"#)
    let issuer = try await server.kubectl(
      "get", "secret", "linkerd-identity-issuer", "-n", "linkerd", "-o",
      #"jsonpath={.data.crt\.pem}"#)
    return anchors.out + issuer.out
  }
}
