import Foundation
import Testing

/// `check` against real kubectl and the practice cluster.
@Suite(.fewAtATime) struct CheckTests {
  private struct Answer: Decodable {
    struct Check: Decodable {
      var description: String
      var error: String?
      var hint: String?
      var result: String
    }
    struct Category: Decodable {
      var categoryName: String
      var checks: [Check]
    }

    var success: Bool
    var categories: [Category]

    var bad: [Check] { categories.flatMap(\.checks).filter { $0.result != "success" } }
  }

  private func read(_ finished: Finished) throws -> Answer {
    try JSONDecoder().decode(Answer.self, from: Data(finished.out.utf8))
  }

  /// Puts another bundle where the control plane keeps the trust anchors.
  private func replaceAnchors(on server: PracticeServer, with bundle: String) async throws
    -> Finished
  {
    let patch = try JSONEncoder().encode(["data": ["ca-bundle.crt": bundle]])
    return try await server.kubectl(
      "patch", "configmap", "linkerd-identity-trust-roots", "--namespace", "linkerd", "--type",
      "merge", "--patch", String(decoding: patch, as: UTF8.self))
  }

  @Test func aHealthyMeshPassesEveryCheck() async throws {
    let server = try await PracticeServer.start("linkerd-present")
    let wizard = WizardProgram(try Workplace(), on: server)
    let check = try await wizard.run("check", "--wait", "60s")
    #expect(check.status == 0, "\(check.testDescription)")
    #expect(!check.out.contains("×") && !check.out.contains("‼"), "\(check.out)")
    #expect(check.out.hasSuffix("\nStatus check results are √\n"), "\(check.out)")
    let answer = try read(try await wizard.run("check", "--format", "json", "--wait", "60s"))
    #expect(answer.success && answer.bad.isEmpty)
    #expect(answer.categories.first?.categoryName == "kubernetes-api")
    #expect(answer.categories.last?.categoryName == "linkerd-wizard")
  }

  @Test func podsWithoutProxiesAreTold() async throws {
    let server = try await PracticeServer.start("linkerd-present")
    let wizard = WizardProgram(try Workplace(), on: server)
    let annotated = try await server.kubectl(
      "annotate", "namespace", "direktiv", "linkerd.io/inject=enabled")
    try #require(annotated.status == 0)
    let check = try await wizard.run("check", "--format", "json", "--wait", "60s")
    #expect(check.status == 0, "\(check.testDescription)")
    let bad = try read(check).bad
    #expect(bad.map(\.description) == ["pods that should have a proxy have one"])
    #expect(bad.first?.error?.contains("kubectl rollout restart deployment/direktiv-flow") == true)
  }

  @Test func anotherAnchorInTheClusterIsToldByTheChain() async throws {
    let server = try await PracticeServer.start("linkerd-present")
    let wizard = WizardProgram(try Workplace(), on: server)
    let kept = try await server.kubectl(
      "get", "configmap", "extension-apiserver-authentication", "--namespace", "kube-system",
      "-o", #"jsonpath={.data.requestheader-client-ca-file}"#)
    let patched = try await replaceAnchors(on: server, with: kept.out)
    try #require(patched.status == 0, "\(patched.testDescription)")
    let check = try await wizard.run("check", "--format", "json", "--wait", "0")
    #expect(check.status == 1, "\(check.testDescription)")
    let bad = try read(check).bad
    #expect(bad.contains { $0.description == "issuer cert is issued by the trust anchor" })
    #expect(bad.allSatisfy { $0.error?.isEmpty == false })
  }

  @Test func anIssuerThatHasExpiredIsToldWithTheWayOut() async throws {
    let server = try await PracticeServer.start("linkerd-expired")
    let wizard = WizardProgram(try Workplace(), on: server)
    let check = try await wizard.run("check", "--format", "json", "--wait", "0")
    #expect(check.status == 1, "\(check.testDescription)")
    let last = try #require(try read(check).bad.last { $0.result == "error" })
    #expect(last.description == "issuer cert is within its validity period")
    #expect(last.error?.contains("linkerd-wizard certificates renew") == true, "\(last)")
    #expect(last.hint == "https://linkerd.io/2/checks/#l5d-identity-issuer-cert-is-time-valid")
  }

  /// Anchors are turned over in the cluster, old beside new; the proxies know the old one only.
  @Test func proxiesThatTrustOtherAnchorsAreTold() async throws {
    let server = try await PracticeServer.start("linkerd-present")
    let wizard = WizardProgram(try Workplace(), on: server)
    let commands = [
      "annotate namespace direktiv linkerd.io/inject=enabled",
      "rollout restart deployment/direktiv-flow --namespace direktiv",
      "rollout status deployment/direktiv-flow --namespace direktiv --timeout=60s",
    ]
    for command in commands {
      let done = try await server.kubectl(command.split(separator: " ").map(String.init))
      try #require(done.status == 0, "\(done.testDescription)")
    }
    let text = #"jsonpath={.data.ca-bundle\.crt}"#
    let kept = try await server.kubectl(
      "get", "configmap", "linkerd-identity-trust-roots", "--namespace", "linkerd", "-o", text)
    let other = try await server.kubectl(
      "get", "configmap", "extension-apiserver-authentication", "--namespace", "kube-system",
      "-o", #"jsonpath={.data.requestheader-client-ca-file}"#)
    try #require(kept.out.contains("BEGIN CERTIFICATE") && other.out.contains("BEGIN CERTIFICATE"))
    let patched = try await replaceAnchors(on: server, with: kept.out + "\n" + other.out)
    try #require(patched.status == 0, "\(patched.testDescription)")
    let check = try await wizard.run("check", "--format", "json", "--wait", "0")
    let bad = try read(check).bad
    let told = try #require(
      bad.first { $0.description == "data plane proxies certificate match CA" }, "\(bad)")
    #expect(told.error?.contains("direktiv-flow") == true, "\(told)")
  }

  /// What `linkerd check -o json` printed of an expired issuer, by a command in its place.
  @Test func whatLinkerdsCommandSaysIsShownBeside() async throws {
    let server = try await PracticeServer.start("gateway-api-present")
    let place = try Workplace()
    try place.script(
      "linkerd",
      """
      cat <<'END'
      {"success":false,"categories":[{"categoryName":"linkerd-identity","checks":[{"description":
      "issuer cert is within its validity period","hint":
      "https://linkerd.io/2/checks/#l5d-identity-issuer-cert-is-time-valid","error":
      "issuer certificate is not valid anymore. Expired on 2026-09-20T10:51:35Z","result":"error"}]}]}
      END
      [ "$*" = 'check -o json --wait 5s -L linkerd --pre' ]
      """)
    let wizard = WizardProgram(place, on: server)
    let check = try await wizard.run("check", "--pre", "--linkerd-cli")
    #expect(check.out.contains("What the linkerd command says:"), "\(check.testDescription)")
    #expect(check.out.contains("× issuer cert is within its validity period"), "\(check.out)")
    #expect(check.out.contains("Expired on 2026-09-20T10:51:35Z"), "\(check.out)")
  }

  @Test func betweenTheChartsTheKindsAreLookedAt() async throws {
    let there = WizardProgram(
      try Workplace(), on: try await PracticeServer.start("linkerd-present"))
    let check = try await there.run("check", "--crds")
    #expect(check.status == 0, "\(check.testDescription)")
    #expect(
      check.out.contains(
        "linkerd-crd\n-----------\n√ control plane CustomResourceDefinitions exist"),
      "\(check.out)")
    #expect(!check.out.contains("linkerd-config\n"), "\(check.out)")
    let bare = WizardProgram(
      try Workplace(), on: try await PracticeServer.start("gateway-api-present"))
    let missing = try await bare.run("check", "--crds", "--wait", "0")
    #expect(missing.status == 1, "\(missing.testDescription)")
    #expect(missing.out.contains("× control plane CustomResourceDefinitions exist"))
    #expect(try await bare.run("check", "--crds", "--pre").status == 64)
  }

  @Test func beforeAnInstallItIsWhatTheFirstScreenLooksAt() async throws {
    let server = try await PracticeServer.start("gateway-api-present")
    let wizard = WizardProgram(try Workplace(), on: server)
    let check = try await wizard.run("check", "--pre")
    #expect(check.status == 0, "\(check.testDescription)")
    #expect(check.out.contains("√ can create CronJobs\n"), "\(check.out)")
    #expect(check.out.contains("√ No Linkerd found on this cluster"), "\(check.out)")
    let json = try read(try await wizard.run("check", "--pre", "--format", "json"))
    #expect(json.success && json.bad.isEmpty)
  }

  @Test func whoMayNotInstallIsToldByKind() async throws {
    let server = try await PracticeServer.start("forbidden")
    let wizard = WizardProgram(try Workplace(), on: server)
    let check = try await wizard.run("check", "--pre")
    #expect(check.status == 1, "\(check.testDescription)")
    #expect(check.out.contains("× can create non-namespaced resources"), "\(check.out)")
  }

  @Test func withoutLinkerdsCommandTheStatusSaysSo() async throws {
    let server = try await PracticeServer.start("gateway-api-present")
    let wizard = WizardProgram(try Workplace(), on: server)
    let check = try await wizard.run("check", "--pre", "--linkerd-cli")
    #expect(check.status == 69, "\(check.testDescription)")
    #expect(check.err.contains("No linkerd command was found on PATH."), "\(check.err)")
  }

  @Test func aWaitThatIsNoneIsWrongUsage() async throws {
    let wizard = WizardProgram(try Workplace(), on: try await PracticeServer.start())
    #expect(try await wizard.run("check", "--wait", "soon").status == 64)
  }
}
