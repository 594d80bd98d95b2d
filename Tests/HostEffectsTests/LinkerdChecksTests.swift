import Diagnosis
import Foundation
import MeshCertificates
import Planning
import TestSupport
import Testing

@testable import HostEffects

/// Ours beside what `linkerd check -o json` (edge-26.8.3) said in the same situation.
@Suite struct LinkerdChecksTests {
  @Test(arguments: Situation.all.map(\.name))
  func oursSaysWhatLinkerdSays(name: String) throws {
    let situation = try #require(Situation.all.first { $0.name == name })
    let recorded = try RecordedCheck.all(of: name).filter {
      !RecordedCheck.notOurs.contains($0.description)
    }
    #expect(!recorded.isEmpty)
    let facts = try situation.facts()
    let rows = MeshProof.rows(facts)
    for check in recorded where !Self.isOfThePlaceOfTheRecording(check, name) {
      let row = rows.first { $0.text == check.description && $0.category == check.category }
      #expect(row.map(RecordedCheck.result) == check.result, "\(check)")
    }
    // What is fatal ends both.
    if recorded.last?.result == "error", name != "no-anchors", name != "wrong-anchor" {
      #expect(rows.last?.text == recorded.last?.description)
    }
  }

  @Test func resourceKindsAloneAreJudgedAsLinkerdDoes() throws {
    let recorded = try RecordedCheck.all(of: "crds").filter {
      !RecordedCheck.notOurs.contains($0.description)
    }
    let situation = try #require(Situation.all.first { $0.name == "crds-only" })
    let rows = MeshProof.kindRows(try situation.facts())
    #expect(rows.map(\.category) == recorded.map(\.category))
    #expect(rows.map(\.text) == recorded.map(\.description))
    #expect(rows.map(RecordedCheck.result) == recorded.map(\.result))
    let none = try #require(Situation.all.first { $0.name == "no-crds" })
    let missing = MeshProof.kindRows(try none.facts())
    #expect(missing.last?.id == "crds-alone" && missing.last?.mark == .failed)
    #expect(MeshProof.mayPassSoon(missing))
  }

  /// There the Service `kubernetes` had no endpoints, which every real API server keeps.
  private static func isOfThePlaceOfTheRecording(_ check: RecordedCheck, _ name: String) -> Bool {
    name == "proxy-none" && check.description == "opaque ports are properly annotated"
  }

  /// Whether a key belongs to its certificate is not asked: keys stay in the cluster.
  @Test func aWrongKeyIsTheOneThingThatIsNotSeen() throws {
    let recorded = try RecordedCheck.all(of: "wrong-key")
    #expect(recorded.last?.description == "certificate config is valid")
    #expect(recorded.last?.result == "error")
    #expect(
      MeshProof.rows(try Situation.identity().facts()).contains {
        $0.id == "cert-config" && $0.mark == .passed
      })
  }

  @Test(arguments: ["viewer", "nobody"])
  func whoMayNotLookIsToldSo(name: String) async throws {
    let host = try FakeHost(
      kubectl: branch("*' version -o json'", prints: #"{"serverVersion":{"gitVersion":"v1.36.2"}}"#)
        + branch("*'get namespace kube-system'*", errors: "forbidden", status: 1)
        + branch(
          "*'get '*",
          errors:
            #"Error from server (Forbidden): x is forbidden: User "lab" cannot list resource "x""#,
          status: 1))
    let questions = ClusterQuestions(runner: host.interpreter.runner, target: host.target)
    let facts = await questions.meshFacts(
      MeshCheck(namespace: "linkerd", meshedNamespaces: [], anchorCertificatePath: nil),
      at: { FakeHost.now })
    let recorded = try RecordedCheck.all(of: name)
    let rows = MeshProof.rows(facts)
    #expect(rows.map(\.text) == recorded.map(\.description))
    #expect(rows.map(RecordedCheck.result) == recorded.map(\.result))
    #expect(rows.last?.remedy.isEmpty == false)
  }

  /// Of Secrets no member that holds a key is ever printed by a template.
  @Test func keysAreNotAskedFor() {
    let template = MeshLines.secrets.text
    #expect(!template.contains(#"{{with index . "tls.key"}}"#))
    #expect(!template.contains(#"{{with index . "key.pem"}}"#))
    #expect(template.contains(#"{{if index . "tls.key"}}there{{end}}"#))
  }

  @Test func aLineThatIsCutShortIsLeftOut() {
    #expect(MeshLines.nodes.rows(of: Array("a\t10.0.0.0/24\tdocker://1\nb\tc\n".utf8)).count == 1)
  }

  @Test func aTextThatAnybodyWroteIsReadBack() {
    #expect(MeshTemplate.unquoted(#""a\n\"b\"\\""#) == "a\n\"b\"\\")
    #expect(MeshTemplate.unquoted("") == "")
  }

  @Test func valuesOfAConfigurationAreRead() {
    let values = """
      linkerdVersion: edge-26.8.3
      clusterNetworks: 10.0.0.0/8, 172.16.0.0/12
      cniEnabled: true
      highAvailability: true
      disableHeartBeat: true
      proxyInit:
        runAsRoot: true
      identity:
        issuer:
          scheme: kubernetes.io/tls
      """
    #expect(
      MeshFacts.Configuration(values: values)
        == MeshFacts.Configuration(
          version: "edge-26.8.3", clusterNetworks: ["10.0.0.0/8", "172.16.0.0/12"],
          usesPlugin: true, isHighlyAvailable: true, hasNoHeartbeat: true, initRunsAsRoot: true,
          hasExternalIssuer: true))
    #expect(MeshFacts.Configuration(values: "- no\n{") == MeshFacts.Configuration())
  }

  @Test func whatTheLinkerdCommandSaysIsExplained() throws {
    let json =
      #"{"success":false,"categories":[{"categoryName":"linkerd-identity","checks":[{"#
      + #""description":"certificate config is valid","hint":"https://x","error":"#
      + #""tls: Public and private key do not match","result":"error"}]}]}"#
    let answer = try ToolAnswer.decode(LinkerdCommand.Answer.self, from: Array(json.utf8))
    let row = try #require(answer.rows(PodPlace(namespace: "linkerd")).first)
    #expect(row.mark == .failed && row.category == "linkerd-identity" && row.hint == "https://x")
    #expect(row.reason.hasPrefix("tls: Public and private key do not match"))
    #expect(!row.remedy.isEmpty)
  }
}
