import Diagnosis
import Planning
import Testing

@Suite struct MeshProofTests {
  @Test func aWholeMeshPassesWithTheWordsOfLinkerdCheck() {
    let rows = MeshProof.rows(Self.good)
    #expect(rows.allSatisfy { $0.mark == .passed })
    #expect(MeshProof.passed(rows))
    #expect(
      rows.map(\.text) == [
        "control plane Namespace exists", "'linkerd-config' config map exists",
        "control plane replica sets are ready", "control plane pods are ready",
        "control plane CustomResourceDefinitions exist",
        "control plane MutatingWebhookConfigurations exist",
        "control plane ValidatingWebhookConfigurations exist",
        "trust anchors are those of the certificate file",
        "namespace direktiv is annotated linkerd.io/inject=enabled",
      ])
  }

  @Test func thePluginIsLookedAtWhereTheControlPlaneNamesOne() {
    var facts = Self.good
    let kinds: Set = [
      "ConfigMap", "ClusterRole", "ClusterRoleBinding", "ServiceAccount", "DaemonSet",
    ]
    facts.plugin = MeshFacts.Plugin(kinds: kinds, namespace: "linkerd-cni", desired: 3, ready: 3)
    let rows = MeshProof.rows(facts)
    #expect(MeshProof.passed(rows))
    #expect(
      rows.map(\.text).filter { $0.hasPrefix("cni") } == [
        "cni plugin ConfigMap exists", "cni plugin ClusterRole exists",
        "cni plugin ClusterRoleBinding exists", "cni plugin ServiceAccount exists",
        "cni plugin DaemonSet exists", "cni plugin pod is running on all nodes",
      ])
    facts.plugin?.ready = 2
    let short = MeshProof.rows(facts).first { $0.mark == .failed }
    #expect(short?.id == "cni-plugin-ready" && short?.reason.contains("2 of 3 nodes") == true)
    facts.plugin = MeshFacts.Plugin(
      kinds: ["ClusterRole"], namespace: "", desired: 0, ready: 0)
    #expect(MeshProof.rows(facts).filter { $0.mark == .failed }.count == 4)
  }

  @Test(arguments: [
    ("stable-2.11.5", true), ("stable-2.12.6", false), ("edge-26.8.3", false), ("", false),
  ])
  func authorizationPoliciesAreMissedFrom212On(version: String, passes: Bool) {
    var facts = Self.good
    facts.version = version
    facts.customResourceDefinitions.remove("authorizationpolicies.policy.linkerd.io")
    #expect(MeshProof.passed(MeshProof.rows(facts)) == passes)
    facts.customResourceDefinitions.remove("servers.policy.linkerd.io")
    #expect(!MeshProof.passed(MeshProof.rows(facts)))
  }

  @Test func aClusterWithoutLinkerdIsToldInOneRow() throws {
    var facts = Self.good
    #expect(MeshProof.report(facts) == MeshProof.rows(facts))
    facts.hasConfig = false
    #expect(MeshProof.report(facts) == MeshProof.rows(facts))
    (facts.clusterAnchors, facts.deployments) = (nil, [])
    (facts.mutatingWebhooks, facts.validatingWebhooks) = ([], [])
    let report = MeshProof.report(facts, context: "prod")
    #expect(report.count == 1 && !MeshProof.passed(report))
    let row = try #require(report.first)
    #expect(row.text == "Linkerd isn't there: the namespace linkerd holds no control plane")
    #expect(row.remedy.contains("linkerd-wizard --context prod."))
    facts.namespaceExists = false
    #expect(MeshProof.report(facts).first?.text.hasSuffix("there is no namespace linkerd") == true)
  }

  @Test func aPodThatWasAskedForByADryRunWarnsAndNeverFails() throws {
    let answers: [(MeshFacts.Injection.Answer, CheckRow.Mark, String)] = [
      (.injected, .passed, ""), (.notInjected, .warning, "got none"),
      (.refused(Problem("webhook-unreachable", "x")), .warning, "doesn't answer"),
      (.refused(Problem("pod-security-forbids", "x")), .warning, "NET_ADMIN"),
      (.refused(Problem("forbidden", "No create for you.")), .warning, "not sure"),
    ]
    for (answer, mark, words) in answers {
      var facts = Self.good
      facts.injection = MeshFacts.Injection(namespace: "direktiv", answer: answer)
      let rows = MeshProof.rows(facts)
      let row = try #require(rows.last)
      #expect(row.text == "new pods in direktiv get a proxy" && row.mark == mark)
      #expect(row.reason.contains(words) && row.remedy.isEmpty == (mark == .passed))
      #expect(MeshProof.passed(rows))
    }
  }

  @Test func onlyASilentInjectorIsWaitedFor() {
    func mayCome(_ answer: MeshFacts.Injection.Answer) -> Bool {
      var facts = Self.good
      facts.injection = MeshFacts.Injection(namespace: "direktiv", answer: answer)
      return MeshProof.mayInjectSoon(facts)
    }
    #expect(mayCome(.notInjected) && mayCome(.refused(Problem("webhook-unreachable", "x"))))
    #expect(!mayCome(.injected) && !mayCome(.refused(Problem("forbidden", "x"))))
    #expect(!MeshProof.mayInjectSoon(Self.good))
  }

  @Test func podsThatAreRefusedHaveTheRemedyOfTheirReason() throws {
    var facts = Self.good
    facts.deployments[0].troubles = ["ReplicaFailure: pods is forbidden: exceeded quota: few"]
    let row = try #require(MeshProof.rows(facts).first { $0.id == "replica-sets" })
    #expect(row.remedy.contains("get resourcequota"))
  }

  @Test func noRowsProveNothing() {
    #expect(!MeshProof.passed([]))
    #expect(!MeshProof.passed([CheckRow(id: "x", mark: .running, text: "x")]))
  }

  @Test func anchorsAreComparedWithoutTheSpaceAroundThem() {
    var facts = Self.good
    facts.clusterAnchors = "  A\r\n B \n\n"
    facts.anchorFile = .text("A\nB")
    #expect(row("trust-anchors", facts)?.mark == .passed)
    facts.anchorFile = .text("A\nC")
    #expect(row("trust-anchors", facts)?.mark == .failed)
    facts.anchorFile = .missing
    #expect(row("trust-anchors", facts)?.mark == .warning)
    facts.clusterAnchors = nil
    #expect(row("trust-anchors", facts)?.mark == .failed)
  }

  @Test func withoutACertificateFileNothingIsCompared() {
    var facts = Self.good
    facts.anchorFile = .notNamed
    #expect(row("trust-anchors", facts) == nil)
    facts.clusterAnchors = nil
    #expect(row("trust-anchors", facts)?.mark == .failed)
  }

  @Test func everyMissingThingFailsItsRow() {
    let breaks: [(String, (inout MeshFacts) -> Void)] = [
      ("namespace", { $0.namespaceExists = false }), ("linkerd-config", { $0.hasConfig = false }),
      ("crds", { $0.customResourceDefinitions = [] }),
      ("mutating-webhooks", { $0.mutatingWebhooks = [] }),
      ("validating-webhooks", { $0.validatingWebhooks = [] }),
      ("pods", { $0.deployments = [] }), ("pods", { $0.deployments[0].ready = 0 }),
      ("replica-sets", { $0.deployments[0].troubles = ["ReplicaFailure: exceeded quota"] }),
      ("inject-direktiv", { $0.meshedNamespaces[0].injectAnnotation = nil }),
      ("inject-direktiv", { $0.meshedNamespaces[0].exists = false }),
    ]
    for (id, change) in breaks {
      var facts = Self.good
      change(&facts)
      let rows = MeshProof.rows(facts)
      #expect(rows.filter { $0.mark == .failed }.map(\.id) == [id])
      #expect(!MeshProof.passed(rows))
      #expect(rows.allSatisfy { $0.mark != .failed || !$0.reason.isEmpty && !$0.remedy.isEmpty })
    }
  }

  private func row(_ id: String, _ facts: MeshFacts) -> CheckRow? {
    MeshProof.rows(facts).first { $0.id == id }
  }

  static let good = MeshFacts(
    namespace: "linkerd", namespaceExists: true, hasConfig: true,
    deployments: ["linkerd-destination", "linkerd-identity", "linkerd-proxy-injector"].map {
      .init(name: $0, desired: 1, ready: 1)
    },
    clusterAnchors: "PEM\n", anchorFile: .text("PEM"),
    mutatingWebhooks: ["linkerd-proxy-injector-webhook-config"],
    validatingWebhooks: [
      "linkerd-policy-validator-webhook-config", "linkerd-sp-validator-webhook-config",
    ],
    customResourceDefinitions: [
      "authorizationpolicies.policy.linkerd.io", "serverauthorizations.policy.linkerd.io",
      "servers.policy.linkerd.io", "serviceprofiles.linkerd.io",
    ],
    meshedNamespaces: [.init(name: "direktiv", exists: true, injectAnnotation: "enabled")])
}
