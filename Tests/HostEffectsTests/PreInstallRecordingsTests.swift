import Diagnosis
import Planning
import TestSupport
import Testing

/// `check --pre` beside what `linkerd check --pre -o json` (edge-26.8.3) said in the same situation.
@Suite struct PreInstallRecordingsTests {
  /// Where ours says otherwise, and means to; Tests/linkerd-checks.md gives the reasons.
  ///
  /// What the wizard brings itself is no error (the Gateway API), nor what it can use (a namespace
  /// that is there already, an older Kubernetes for which there is an older chart).
  private static let ours: [String: [String: String]] = [
    "pre-empty": ["Gateway API CRDs are installed": "warning"],
    "pre-1.30": [
      "Gateway API CRDs are installed": "warning",
      "is running the minimum Kubernetes API version": "success",
    ],
    "pre-namespace-exists": [
      "control plane namespace does not already exist": "warning",
      "can create non-namespaced resources": "success",
    ],
  ]

  private static let refused = Problem("x-refused", "It is refused.", remedy: "Ask for it.")

  private static let situations: [String: @Sendable (inout ClusterFacts) -> Void] = [
    "pre-gwapi": { _ in },
    "pre-empty": { $0.gatewayAPI = .known(.absent) },
    "pre-1.30": {
      $0.server = .known(ServerFact(version: SemanticVersion(1, 30, 3), clusterUID: nil))
      $0.gatewayAPI = .known(.absent)
    },
    "pre-namespace-exists": {
      $0.namespaces = .known(NamespaceIndex([NamespaceFact(name: "linkerd")]))
    },
    "pre-bad-token": { $0.server = .failed(refused) },
    "pre-tls": { $0.server = .failed(refused) },
    "pre-unreachable": { $0.server = .failed(refused) },
    "pre-editor": { $0.gatewayAPI = .failed(refused) },
    "pre-viewer": { $0.gatewayAPI = .failed(refused) },
    "pre-nobody": { $0.gatewayAPI = .failed(refused) },
  ]

  @Test(arguments: situations.keys.sorted())
  func oursSaysBeforehandWhatLinkerdSays(name: String) throws {
    var facts = PreInstallFacts.good
    let change = try #require(Self.situations[name])
    change(&facts)
    let rows = PreInstallChecks.rows(
      facts, .init(hasFrontProxyAuthority: .success(true)), namespace: "linkerd",
      screen: ClusterChecks.rows(facts: facts, context: nil, now: PreInstallFacts.now))
    let recorded = try RecordedCheck.all(of: name).filter {
      !RecordedCheck.notOurs.contains($0.description)
    }
    #expect(recorded.count >= 2)
    for check in recorded {
      let row = rows.first { $0.text == check.description && $0.category == check.category }
      let expected = Self.ours[name]?[check.description] ?? check.result
      #expect(row.map(RecordedCheck.result) == expected, "\(check)")
      if let row, row.mark != .passed { #expect(!row.reason.isEmpty && !row.remedy.isEmpty) }
    }
  }
}
