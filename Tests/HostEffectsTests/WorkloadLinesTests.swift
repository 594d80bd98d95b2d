import Planning
import Testing

@testable import HostEffects

/// Workloads as kubectl prints them.
@Suite struct WorkloadLinesTests {
  @Test func eachKindIsReadFromItsLine() {
    let text = """
      Deployment\tshop\tweb\t3\t\tRollingUpdate\t\t25%\t1\t\t\t\t\t25,4222\t2\t2\t3\t
      Deployment\tshop\told\t2\t\tRecreate\t\t\t\t\ttrue\t\tdisabled\t\t2\t1\t2\t
      StatefulSet\tshop\tdb\t1\t\t\tOnDelete\t\t\t2\t\t\t\t\t1\t1\t\t
      DaemonSet\tshop\tagent\t\t4\t\tRollingUpdate\t\t\t\t\ttrue\t\t\t1\t1\t\t4
      Pod\tshop\tx\t\t\t\t\t\t\t\t\t\t\t\t\t\t
      something else

      """
    let lines = WorkloadLines.lines(Array(text.utf8))
    // All pods are of the newest form only where the counts say so.
    #expect(lines.map(\.isSettled) == [true, false, false, true])
    #expect(
      lines.map(\.workload) == [
        Workload(
          .deployment, "web", in: "shop", replicas: 3, maxSurge: "1", opaquePorts: "25,4222"),
        Workload(
          .deployment, "old", in: "shop", replicas: 2, strategy: "Recreate", maxUnavailable: "",
          maxSurge: "", isPaused: true, inject: "disabled"),
        Workload(
          .statefulset, "db", in: "shop", strategy: "OnDelete", maxUnavailable: "", maxSurge: "",
          partition: 2),
        Workload(
          .daemonset, "agent", in: "shop", replicas: 4, maxUnavailable: "", maxSurge: "",
          usesHostNetwork: true),
      ])
  }

  /// A cluster in which a Deployment and a StatefulSet run, and in which reviews are answered so.
  private func listed(
    everywhere: [Bool], each: [Bool], anchors: String? = nil
  ) async throws -> (workloads: [Workload], calls: [String]) {
    func review(_ answers: [Bool]) -> String {
      answers.map { #"{"kind":"SelfSubjectAccessReview","status":{"allowed":\#($0)}}"# }
        .joined(separator: "\n")
    }
    let lines = """
      Deployment\tshop\tweb\t1\t\tRollingUpdate\t\t25%\t25%\t\t\t\t\t\t1\t1\t1\t
      StatefulSet\tshop\tdb\t1\t\t\tRollingUpdate\t\t\t\t\t\t\t\t1\t1\t1\t
      """
    let pod = [
      "shop", "Running", "StatefulSet/db", "", "ready", "linkerd", #""edge-26.8.3""#, #""enabled""#,
      #""db.shop.serviceaccount.identity.linkerd.cluster.local""#, #""A""#,
    ].joined(separator: "\t")
    let host = try FakeHost(
      kubectl: branch("*'get deployments,statefulsets,daemonsets --namespace shop'*", prints: lines)
        + branch("*'get pods --namespace shop'*", prints: pod)
          + """
          *'create --validate=false -o json -f -')
          case "$(cat)" in
          *'"namespace":"shop"'*) printf '%s\\n' '\(review(each))' ;;
          *) printf '%s\\n' '\(review(everywhere))' ;;
          esac
          exit 0;;

          """)
    let questions = ClusterQuestions(runner: host.interpreter.runner, target: host.target)
    let workloads = try await questions.workloads(in: ["shop"], knownAnchors: anchors)
    return (workloads, host.trace)
  }

  @Test func whoMayPatchEverywhereIsAskedOnce() async throws {
    let (workloads, calls) = try await listed(everywhere: [true, true], each: [])
    #expect(workloads.map(\.mayBeRestarted) == [true, true])
    #expect(calls.count { $0.contains("create --validate=false") } == 1)
    #expect(!calls.contains { $0.contains("get pods") })
  }

  @Test func aRightThatIsMissingInTheNamespaceIsTold() async throws {
    let (workloads, _) = try await listed(everywhere: [false, false], each: [true, false])
    // By kind: deployments first, then StatefulSets.
    #expect(workloads.map(\.name) == ["web", "db"])
    #expect(workloads.map(\.mayBeRestarted) == [true, false])
  }

  @Test func withoutAWholeAnswerNothingIsSaidAgainstARestart() async throws {
    let (workloads, _) = try await listed(everywhere: [], each: [false])
    #expect(workloads.map(\.mayBeRestarted) == [true, true])
  }

  @Test func proxiesAreComparedWithTheAnchorsThatAreKnown() async throws {
    let (workloads, _) = try await listed(everywhere: [true, true], each: [], anchors: "A\n")
    #expect(workloads.map { $0.proxies?.trustSameAnchors } == [nil, true])
  }

  /// A pod's line: owner, hash, whether its proxy is ready, its anchors.
  private func pod(
    _ owner: String, hash: String = "", ready: String = "ready", anchors: String = "A",
    status: String = "Running"
  ) -> ProxyLine {
    let identity = #""web.shop.serviceaccount.identity.linkerd.cluster.local""#
    return ProxyLine(
      [
        "shop", status, owner, hash, ready, "linkerd", #""edge-26.8.3""#, #""enabled""#, identity,
        "\"\(anchors)\\n\"",
      ], anchors: "A")
  }

  private let web = Workload(.deployment, "web", in: "shop", replicas: 2)

  @Test func proxiesAreKnownWhereAllPodsHaveThemAlike() {
    let pods = [
      pod("ReplicaSet/web-55d", hash: "55d"), pod("ReplicaSet/web-55d", hash: "55d"),
      pod("ReplicaSet/web-api-55d", hash: "55d", ready: ""),
      pod("ReplicaSet/web-54c", hash: "54c", ready: "", status: "Terminating"),
      pod("StatefulSet/db"), pod("DaemonSet/agent", anchors: "B"),
    ]
    #expect(
      pods.alike(of: web)
        == RunningProxies(
          controlPlaneNamespace: "linkerd", version: "edge-26.8.3", inject: "enabled",
          identity: "serviceaccount.identity.linkerd.cluster.local", trustSameAnchors: true))
    #expect(
      pods.alike(of: Workload(.statefulset, "db", in: "shop"))?.trustSameAnchors == true)
    #expect(
      pods.alike(of: Workload(.daemonset, "agent", in: "shop"))?.trustSameAnchors == false)
    #expect(pods.alike(of: Workload(.statefulset, "db", in: "other")) == nil)
  }

  @Test(arguments: [
    (hash: "55d", ready: "", anchors: "A"), (hash: "55d", ready: "ready", anchors: "B"),
    (hash: "", ready: "ready", anchors: "A"),
  ])
  func onePodThatDiffersLeavesTheWorkloadInDoubt(hash: String, ready: String, anchors: String) {
    let first = pod("ReplicaSet/web-55d", hash: "55d")
    let other = pod("ReplicaSet/web-55d", hash: hash, ready: ready, anchors: anchors)
    #expect([first, other].alike(of: web) == nil)
    #expect([first].alike(of: web) == nil)
    #expect([first, first, first].alike(of: web) == nil)
  }
}
