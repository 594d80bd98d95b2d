import Testing

@testable import PracticeCluster

struct ScenarioTests {
  @Test func theNamesAreThoseOfTheCommandLine() {
    #expect(
      Scenario.allCases.map(\.rawValue) == [
        "ready", "slow", "pods-never-ready", "image-pull", "no-cpu", "pod-security", "quota",
        "certificate-refused", "webhook-down", "iptables", "node-clock", "dns", "forbidden",
        "other-networks", "other-nodes", "openshift",
        "gateway-api-present", "linkerd-present", "linkerd-expired", "linkerd-failed",
        "linkerd-pending",
        "linkerd-upgrading", "linkerd-by-cli", "linkerd-leftovers", "linkerd-crds-foreign",
        "namespace-terminating", "old-kubernetes", "careful-namespaces", "workloads",
        "thousand-namespaces", "ten-thousand-namespaces", "fifty-thousand-pods",
      ])
  }

  @Test(arguments: Scenario.allCases)
  func everySummaryIsOneSentence(of scenario: Scenario) {
    #expect(scenario.summary.hasSuffix("."))
    #expect(scenario.summary.split(separator: ".").count == 1)
  }
}
