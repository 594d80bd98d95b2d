import Diagnosis
import Foundation
import MeshCertificates
import Planning
import TestSupport

@testable import HostEffects

/// A situation in which `linkerd check` was recorded, made again from what kubectl would print.
struct Situation {
  var name: String
  var facts: () throws -> MeshFacts

  static var all: [Situation] {
    [
      Situation("good"), Situation("ha", from: ha),
      Situation("no-crds") {
        $0.definitions = definitions(["httproutes.gateway.networking.k8s.io"])
      },
      Situation("no-gwapi") { $0.definitions = definitions(["servers.policy.linkerd.io"]) },
      Situation("not-installed", from: absent) { $0.definitions = definitions([]) },
      Situation("crds-only", from: absent),
      Situation("not-ready") { change(&$0, cells: [13: "linkerd-proxy "]) },
      Situation("pending") {
        change(&$0, cells: [2: "Pending", 14: #""0/1 nodes are available: told so.""#])
      },
      Situation("psa") { facts in
        let condition =
          #"{"type":"ReplicaFailure","status":"True","reason":"FailedCreate","#
          + #""message":"pods is forbidden: violates PodSecurity"}"#
        let set =
          #"{"kind":"ReplicaSet","metadata":{"name":"a"},"status":{"conditions":[\#(condition)]}}"#
        let object = try ToolAnswer.decode(ControlPlaneObject.self, from: Array(set.utf8))
        facts.controlPlane = facts.controlPlane.map {
          var found = $0
          found.troubles = ControlPlaneObjects([object]).controlPlane.troubles
          return found
        }
      },
      Situation("proxy") { ($0.includesDataPlane, $0.dataPlaneNamespaces) = (true, ["direktiv"]) },
      Situation("proxy-namespace-none") {
        ($0.includesDataPlane, $0.dataPlaneNamespaces) = (true, ["quiet"])
      },
      Situation("proxy-none") { facts in
        facts.includesDataPlane = true
        facts.pods = facts.pods.map { $0.filter(\.isComponent) }
      },
      Situation("proxy-not-ready") { facts in
        (facts.includesDataPlane, facts.dataPlaneNamespaces) = (true, ["direktiv"])
        facts.changeWeb { $0 = MeshLines.pod(cells($0, [10: ""]), anchors: "") }
      },
      Situation("issuer-outlives-anchor") { facts in
        facts.changeIdentity { identity in
          identity.issuer?.notAfter = identity.anchors[0].notAfter.adding(seconds: 86_400)
        }
      },
      identity("expired", issuerEnds: -1), identity("near-expiry", issuerEnds: 30 * 86_400),
      identity("bad-pem", issuer: "hello"), identity("wrong-anchor", hasOtherAnchor: true),
      identity("no-anchors", anchors: ""), identity("root-as-issuer", isRoot: true),
      identity("secret-without-ca", isExternal: true),
    ]
  }

  private init(
    _ name: String, from base: (@Sendable (inout MeshFacts) -> Void)?,
    _ change: @escaping (inout MeshFacts) throws -> Void = { _ in }
  ) {
    self.name = name
    facts = {
      var facts = MeshFacts.good
      (facts.plugin, facts.includesDataPlane) = (nil, false)
      (facts.meshedNamespaces, facts.injection, facts.anchorFile) = ([], nil, .notNamed)
      facts.change { ($0.isHighlyAvailable, $0.usesPlugin) = (false, false) }
      base?(&facts)
      try change(&facts)
      return facts
    }
  }

  private init(_ name: String, _ change: @escaping (inout MeshFacts) throws -> Void = { _ in }) {
    self.init(name, from: nil, change)
  }

  private static func ha(_ facts: inout MeshFacts) { facts.change { $0.isHighlyAvailable = true } }

  private static func absent(_ facts: inout MeshFacts) {
    let nothing = ControlPlaneObjects([])
    (facts.configuration, facts.controlPlane) = (.success(nil), .success(nothing.controlPlane))
  }

  private static func definitions(_ names: [String]) -> MeshFacts.Reading<[MeshFacts.Definition]> {
    let lines = names.map { "\($0)\tv1 \t\n" }.joined()
    return .success(MeshLines.definitions.rows(of: Array(lines.utf8)).map(MeshLines.definition))
  }

  /// The line that kubectl would print of a pod, some cells changed.
  private static func cells(_ pod: MeshFacts.Pod, _ changes: [Int: String]) -> [String] {
    var cells = Array(repeating: "", count: 18)
    (cells[0], cells[1], cells[2], cells[3]) = (pod.namespace, pod.name, pod.status, pod.owner)
    (cells[4], cells[7]) = (pod.address, pod.controlPlaneNamespace)
    (cells[8], cells[9]) = (pod.isComponent ? "identity" : "", "proxy")
    (cells[10], cells[11]) = ("ready", "\"edge-26.8.3\"")
    for (index, text) in changes { cells[index] = text }
    return cells
  }

  private static func change(_ facts: inout MeshFacts, cells changes: [Int: String]) {
    facts.pods = facts.pods.map { pods in
      pods.map { pod in
        pod.isComponent ? MeshLines.pod(cells(pod, changes), anchors: "") : pod
      }
    }
  }

  /// Certificates that are made here, with that one thing wrong.
  static func identity(
    _ name: String = "wrong-key", issuerEnds: Int64 = 80 * 86_400, issuer: String? = nil,
    anchors: String? = nil, hasOtherAnchor: Bool = false, isRoot: Bool = false,
    isExternal: Bool = false
  ) -> Situation {
    Situation(name) { facts in
      func make() throws -> MeshCertificateSet {
        let now = facts.now
        return try CertificateMaker.make(
          CertificatePlan(
            directory: "/x", anchorName: "root", issuerName: "issuer",
            notBefore: now.adding(seconds: -90 * 86_400),
            anchorNotAfter: now.adding(seconds: 90 * 86_400),
            issuerNotAfter: now.adding(seconds: issuerEnds)))
      }
      let set = try make()
      let bundle = try hasOtherAnchor ? make().anchorCertificate : anchors ?? set.anchorCertificate
      let text = issuer ?? (isRoot ? set.anchorCertificate : set.issuerCertificate)
      let encoded = Data(text.utf8).base64EncodedString()
      let line =
        isExternal
        ? ["linkerd-identity-issuer", encoded, "", "", "there", ""]
        : ["linkerd-identity-issuer", "", "", encoded, "", "there"]
      facts.identity = .success(
        MeshTrust.identity(
          [SecretLine(line)], anchors: bundle, isExternal: isExternal, at: facts.now))
    }
  }
}
