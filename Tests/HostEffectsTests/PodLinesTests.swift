import Diagnosis
import Testing

@testable import HostEffects

struct PodLinesTests {
  private static func tally(_ lines: String) -> PodTally? {
    PodLines.tallies(Array(lines.utf8))["a"]
  }

  @Test func whatMattersOfAPodIsCounted() throws {
    let lines = [
      "Running\t\tJob\t\tjob|x/job:1|\u{0C}\t", "Running\ttrue\tDaemonSet\t\tlog|x/log:1|\u{0C}\t",
      "Pending\t\tReplicaSet\tdisabled\tapp|x/app:1|\u{0C}\t",
      "Running\t\tReplicaSet\t\tapp|x/app:1|\u{0C}\tlinkerd-proxy|x/proxy:1|\u{0C}",
      "Running\t\tReplicaSet\t\tapp|x/app:1|\u{0C}istio-proxy|x/istio:1|\u{0C}\t",
      "Running\t\tReplicaSet\t\tuser|x/user:1|\u{0C}queue-proxy|x/queue:1|\u{0C}\t",
    ]
    let tally = try #require(Self.tally(lines.map { "a\t\($0)\n" }.joined()))
    #expect(tally.pods == 6)
    #expect(tally.meshed == 1)
    #expect(tally.workloads.jobPods == 1)
    #expect(tally.workloads.hostNetworkPods == 1)
    #expect(tally.workloads.optedOutPods == 1)
    #expect(tally.workloads.sidecarsOf == "Istio")
    #expect(tally.workloads.hasKnative)
    #expect(tally.workloads.injectable(of: tally.pods) == 4)
  }

  @Test(arguments: ["Succeeded", "Failed"])
  func podsThatHaveEndedCountNowhere(phase: String) {
    #expect(Self.tally("a\t\(phase)\t\tJob\t\tnats|nats:2|4222\u{0C}\t\n") == PodTally())
  }

  @Test(arguments: ["a", "a\tRunning", "a\tRunning\t\t\t\tx|y", "\n\n", "a\t\t\t\t\t\t\t\t"])
  func linesThatAreNoPodsArePassedOver(text: String) {
    #expect((Self.tally(text) ?? PodTally()).pods == 0)
  }

  @Test func namespacesMayComeInAnyOrder() {
    let pod = "\tRunning\t\tReplicaSet\t\tapp|x/app:1|\u{0C}\t\n"
    let tallies = PodLines.tallies(Array(("a" + pod + "b" + pod + "a" + pod).utf8))
    #expect(tallies.mapValues(\.pods) == ["a": 2, "b": 1])
  }

  @Test func portsAndControllersAreNamedOnce() throws {
    let nats = "a\tRunning\t\tStatefulSet\t\tnats|docker.io/library/nats:2.10|6222 4222\u{0C}\t\n"
    let ingress =
      "a\tRunning\t\tReplicaSet\t\tc|registry.k8s.io/ingress-nginx/controller:v1@sha256:0|80\u{0C}\t\n"
    let tally = try #require(Self.tally(nats + nats + ingress + ingress))
    #expect(
      tally.workloads.serverFirstPorts == [
        ServerFirstPort("NATS", 4222), ServerFirstPort("NATS", 6222),
      ])
    #expect(tally.workloads.ingressControllers == ["ingress-nginx"])
  }
}
