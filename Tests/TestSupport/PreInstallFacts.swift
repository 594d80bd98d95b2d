package import Diagnosis
package import Planning

/// A cluster on which nothing stands in the way of an install.
package enum PreInstallFacts {
  /// The present of whoever looks.
  package static let now = Instant(secondsSince1970: 1_795_212_000)

  /// Its facts; the Gateway API is somebody else's.
  package static var good: ClusterFacts {
    var facts = ClusterFacts()
    facts.contexts = .known(KubeContexts(contexts: [], current: nil))
    facts.server = .known(ServerFact(version: SemanticVersion(1, 33, 2), clusterUID: nil))
    facts.access = .known(AccessFact(refused: []))
    facts.linkerd = .known(.none)
    facts.gatewayAPI = .known(.foreign(bundleVersion: "v1.2.1", owner: nil, servesV1: true))
    facts.clocks = .known(ClockFact(worstLag: 1, node: "a", nodes: 1))
    facts.namespaces = .known(NamespaceIndex([]))
    return facts
  }
}
