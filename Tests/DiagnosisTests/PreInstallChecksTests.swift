import Diagnosis
import Planning
import TestSupport
import Testing

@Suite struct PreInstallChecksTests {
  private static let known = PreInstallChecks.Extras(hasFrontProxyAuthority: .success(true))

  private func rows(
    _ facts: ClusterFacts, _ extras: PreInstallChecks.Extras = known
  ) -> [CheckRow] {
    PreInstallChecks.rows(
      facts, extras, namespace: "linkerd",
      screen: ClusterChecks.rows(
        facts: facts, context: nil, now: PreInstallFacts.now))
  }

  /// As in the recording of `linkerd check --pre` on a cluster with the Gateway API.
  @Test func preInstallRowsAreLinkerdsWhereTheyAreOnes() {
    let linkerds = rows(PreInstallFacts.good).filter { $0.category != "linkerd-wizard" }
    #expect(linkerds.allSatisfy { $0.mark == .passed })
    #expect(
      linkerds.filter { $0.category == "pre-kubernetes-setup" }.map(\.text) == [
        "control plane namespace does not already exist", "can create non-namespaced resources",
        "can create ServiceAccounts", "can create Services", "can create Deployments",
        "can create CronJobs", "can create ConfigMaps", "can create Secrets", "can read Secrets",
        "can read extension-apiserver-authentication configmap", "no clock skew detected",
      ])
    #expect(
      linkerds.prefix(4).map(\.category) == [
        "kubernetes-api", "kubernetes-api", "kubernetes-version", "gateway-api-crd",
      ])
  }

  @Test func eachRightIsToldByItsOwnRow() {
    let refusals: [(String, String)] = [
      ("namespaces", "pre-cluster-wide"), ("deployments.apps", "pre-create-deployments"),
      ("cronjobs.batch", "pre-create-cronjobs"), ("secrets", "pre-create-secrets"),
    ]
    for (resource, id) in refusals {
      var facts = PreInstallFacts.good
      facts.access = .known(AccessFact(refused: [.init(verb: "create", resource: resource)]))
      let bad = rows(facts).filter { $0.mark == .failed && $0.category == "pre-kubernetes-setup" }
      #expect(bad.map(\.id) == [id])
      #expect(bad.allSatisfy { !$0.remedy.isEmpty && $0.hint.hasPrefix("https://linkerd.io/2/") })
    }
  }

  @Test func aServerThatDoesNotAnswerIsTheLastRow() {
    var facts = PreInstallFacts.good
    facts.server = .failed(Problem("server-refused", "It does not answer.", remedy: "Look."))
    #expect(rows(facts).map(\.id) == ["client", "api"])
  }

  @Test func aClusterWithoutFrontProxiesIsToldSo() {
    let bad = rows(PreInstallFacts.good, .init(hasFrontProxyAuthority: .success(false)))
    #expect(bad.first { $0.id == "pre-front-proxy" }?.mark == .failed)
  }
}
