import Diagnosis
import Planning
import TestSupport
import Testing

@Suite struct MeshProofTests {
  @Test func aWholeMeshPasses() {
    let rows = MeshProof.rows(.good)
    #expect(rows.allSatisfy { $0.mark == .passed && $0.reason.isEmpty && $0.remedy.isEmpty })
    #expect(MeshProof.passed(rows))
    #expect(rows.map(\.category).last == "linkerd-wizard")
  }

  @Test func identifiersAreUsedOnce() {
    #expect(Set(MeshProof.identifiers).count == MeshProof.identifiers.count)
  }

  @Test func everyDefectIsToldByItsCheckWithReasonAndRemedy() throws {
    for (id, mark, change) in Self.defects {
      var facts = MeshFacts.good
      change(&facts)
      let rows = MeshProof.rows(facts).filter { $0.mark != .passed }
      #expect(rows.map(\.id) == [id])
      let row = try #require(rows.first)
      #expect(row.mark == mark, "\(id)")
      #expect(!row.reason.isEmpty && !row.remedy.isEmpty, "\(id)")
      #expect(row.hint.isEmpty == (row.category == "linkerd-wizard"), "\(id)")
      #expect(MeshProof.passed(MeshProof.rows(facts)) == (mark == .warning), "\(id)")
    }
  }

  @Test func everyCheckHasADefectThatItTells() {
    var bare = MeshFacts.good
    bare.definitions = bare.definitions.map { $0.filter { $0.name.hasSuffix("k8s.io") } }
    let alone = MeshProof.kindRows(bare).filter { $0.mark == .failed }
    #expect(alone.allSatisfy { !$0.reason.isEmpty && !$0.remedy.isEmpty && !$0.hint.isEmpty })
    let told = Set(Self.defects.map(\.id) + alone.map(\.id))
      .union(["client", "anchor-days", "issuer-days", "inject"])
    #expect(told.symmetricDifference(MeshProof.identifiers + ["inject-direktiv"]).isEmpty)
  }

  @Test func whatIsFatalIsTheLast() throws {
    var facts = MeshFacts.good
    facts.configuration = .success(nil)
    let rows = MeshProof.rows(facts)
    #expect(rows.last?.id == "linkerd-config" && rows.last?.mark == .failed)
  }

  @Test func whoMayNotReadSomethingIsToldSo() {
    var facts = MeshFacts.good
    facts.nodes = .failure(Problem("forbidden", "You may not list nodes.", remedy: "Ask."))
    let failed = MeshProof.rows(facts).filter { $0.mark == .failed }
    #expect(failed.map(\.id) == ["networks-nodes", "docker-root"])
    #expect(failed.allSatisfy { $0.reason == "You may not list nodes." })
  }

  @Test(arguments: [
    ("stable-2.11.5", "1.17.0"), ("stable-2.14.10", "1.21.0"), ("edge-25.10.7", "1.23.0"),
    ("edge-26.8.3", "1.31.0"), ("", "1.31.0"),
  ])
  func kubernetesIsJudgedByTheControlPlanesVersion(version: String, floor: String) {
    #expect(LinkerdLines.minimumKubernetes(ofControlPlane: version).text == floor)
  }

  @Test func olderControlPlanesNeedNoGatewayAPI() {
    var facts = MeshFacts.good
    facts.definitions = facts.definitions.map { $0.filter { !$0.name.contains("gateway") } }
    #expect(MeshProof.rows(facts).last?.id == "gateway-api")
    #expect(MeshProof.proof(facts).first { $0.id == "gateway-api" }?.mark == .warning)
    #expect(MeshProof.passed(MeshProof.proof(facts)))
    facts.change { $0.version = "edge-26.6.3" }
    facts.pods = facts.pods.map {
      $0.map {
        var pod = $0; pod.proxyVersion = ""; return pod
      }
    }
    #expect(!MeshProof.rows(facts).contains { $0.id == "gateway-api" })
    #expect(MeshProof.passed(MeshProof.rows(facts)))
  }

  @Test func aClusterWithoutLinkerdIsToldInOneRow() throws {
    var facts = MeshFacts.good
    #expect(MeshProof.report(facts) == MeshProof.rows(facts))
    (facts.configuration, facts.clusterAnchors) = (.success(nil), nil)
    (facts.controlPlane, facts.webhooks) = (.success(.init()), .success(.init()))
    let report = MeshProof.report(facts, context: "prod")
    #expect(report.count == 1 && !MeshProof.passed(report))
    let row = try #require(report.first)
    #expect(row.text == "Linkerd isn't there: the namespace linkerd holds no control plane")
    #expect(row.remedy.contains("linkerd-wizard --context prod."))
    facts.namespaces = .success([:])
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
      var facts = MeshFacts.good
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
      var facts = MeshFacts.good
      facts.injection = MeshFacts.Injection(namespace: "direktiv", answer: answer)
      return MeshProof.mayInjectSoon(facts)
    }
    #expect(mayCome(.notInjected) && mayCome(.refused(Problem("webhook-unreachable", "x"))))
    #expect(!mayCome(.injected) && !mayCome(.refused(Problem("forbidden", "x"))))
    var facts = MeshFacts.good
    facts.injection = nil
    #expect(!MeshProof.mayInjectSoon(facts))
  }

  @Test func podsThatAreRefusedHaveTheRemedyOfTheirReason() throws {
    var facts = MeshFacts.good
    facts.controlPlane = facts.controlPlane.map {
      var found = $0
      found.troubles = ["FailedCreate: pods is forbidden: exceeded quota: few"]
      return found
    }
    let row = try #require(MeshProof.rows(facts).first { $0.id == "replica-sets" })
    #expect(row.remedy.contains("get resourcequota"))
  }

  @Test func onlyWhatLinkerdAsksAgainIsWaitedFor() {
    var facts = MeshFacts.good
    facts.addPod { $0.unschedulable = "no room" }
    #expect(MeshProof.mayPassSoon(MeshProof.rows(facts)))
    facts.definitions = .success([])
    #expect(!MeshProof.mayPassSoon(MeshProof.rows(facts)))
    #expect(!MeshProof.mayPassSoon(MeshProof.rows(.good)))
  }

  @Test func aSummaryTellsWhatPassedInALineAndTheRestInFull() {
    var facts = MeshFacts.good
    facts.identity = facts.identity.map {
      var found = $0
      found.issuer?.notAfter = facts.now.adding(seconds: 86_400)
      return found
    }
    let rows = MeshProof.summary(MeshProof.rows(facts))
    #expect(rows.count { $0.category == "linkerd-identity" } == 2)
    #expect(rows.first { $0.id == "linkerd-identity" }?.note == "7 checks")
    #expect(rows.contains { $0.id == "issuer-lasting" && $0.mark == .warning })
    #expect(MeshProof.passed(rows))
  }

  @Test func podsFromBeforeTheInstallAreNoMatterOfItsProof() {
    var facts = MeshFacts.good
    facts.addPod { ($0.namespace, $0.name) = ("direktiv", "old") }
    #expect(MeshProof.rows(facts).contains { $0.id == "pods-without-proxy" && $0.mark == .warning })
    #expect(!MeshProof.proof(facts).contains { $0.id == "pods-without-proxy" })
  }

  @Test func noRowsProveNothing() {
    #expect(!MeshProof.passed([]))
    #expect(!MeshProof.passed([CheckRow(id: "x", mark: .running, text: "x")]))
  }

  @Test func anchorsAreComparedWithoutTheSpaceAroundThem() {
    var facts = MeshFacts.good
    (facts.clusterAnchors, facts.anchorFile) = ("  A\r\n B \n\n", .text("A\nB"))
    #expect(row("trust-anchors", facts)?.mark == .passed)
    facts.anchorFile = .text("A\nC")
    #expect(row("trust-anchors", facts)?.mark == .failed)
    facts.anchorFile = .notNamed
    #expect(row("trust-anchors", facts) == nil)
    facts.clusterAnchors = nil
    #expect(row("trust-anchors", facts)?.mark == .failed)
  }

  @Test func podsOfTheirOwnWillAreNotMissed() {
    let changes: [(inout MeshFacts.Pod) -> Void] = [
      { $0.inject = "disabled" }, { $0.isHostNetworked = true }, { $0.status = "Succeeded" },
      { $0.namespace = "kube-system" }, { $0.namespace = "linkerd" }, { $0.hasProxy = true },
    ]
    for change in changes {
      var facts = MeshFacts.good
      facts.addPod { pod in
        (pod.namespace, pod.name) = ("direktiv", "bare")
        change(&pod)
      }
      #expect(row("pods-without-proxy", facts)?.mark == .passed)
    }
    var facts = MeshFacts.good
    facts.addPod { ($0.namespace, $0.name, $0.inject) = ("quiet", "asks", "enabled") }
    #expect(row("pods-without-proxy", facts)?.reason.contains("quiet/pod/asks (1 pod)") == true)
  }

  private func row(_ id: String, _ facts: MeshFacts) -> CheckRow? {
    MeshProof.rows(facts).first { $0.id == id }
  }
}
