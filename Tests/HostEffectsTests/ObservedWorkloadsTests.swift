import Diagnosis
import Planning
import Testing

@testable import HostEffects

@Suite struct ObservedWorkloadsTests {
  private let now = Instant(secondsSince1970: 1_795_213_000)
  private let place = PodPlace(namespace: "linkerd")

  private func observed(_ json: String) throws -> ObservedWorkloads {
    try ToolAnswer.decode(ObservedWorkloads.self, from: Array(json.utf8))
  }

  private func recorded(_ name: String) throws -> ObservedWorkloads {
    let folder = #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
    return try ToolAnswer.decode(
      ObservedWorkloads.self,
      from: FileBytes.read("\(folder)/Fixtures/waiting/\(name).json", limit: 1 << 20))
  }

  @Test(arguments: [
    ("helm3-psa-restricted", "pod-security-forbids"),
    ("helm4-psa-restricted", "pod-security-forbids"),
    ("helm3-quota", "quota-exceeded"), ("helm4-quota", "quota-exceeded"),
    ("helm3-timeout-crash-loop", "container-crashes"),
    ("helm4-timeout-crash-loop", "container-crashes"),
    ("helm3-timeout-image-pull", "image-not-pulled"),
    ("helm4-timeout-image-pull", "image-not-pulled"),
    ("helm3-timeout-pending", "no-node-fits"), ("helm4-timeout-pending", "no-node-fits"),
  ])
  func whatHelmWaitedForInVainIsKnown(name: String, code: String) throws {
    let pods = try recorded(name).pods(now: now, logs: ContainerLogs())
    let problem = try #require(PodDiagnosis.problem(pods, place), "\(pods)")
    #expect(problem.code == code, "\(problem)")
    #expect(!problem.sentence.isEmpty && !problem.remedy.isEmpty)
  }

  @Test func podsThatOnlyTakeTheirTimeHaveNoProblem() throws {
    let pods = try recorded("helm3-timeout-never-ready").pods(now: now, logs: ContainerLogs())
    #expect(!pods.isEmpty)
    #expect(PodDiagnosis.problem(pods, place) == nil)
  }

  private func pod(_ status: String) -> String {
    #"{"kind":"Pod","metadata":{"name":"p-1-a","creationTimestamp":"2026-11-20T22:16:00Z","#
      + #""labels":{"pod-template-hash":"1"}},"spec":{"containers":[{"name":"c"}]},"status":\#(status)}"#
  }

  private func event(_ reason: String, _ message: String) -> String {
    #"{"kind":"Event","metadata":{"name":"e"},"type":"Warning","reason":"\#(reason)","#
      + #""message":"\#(message)","involvedObject":{"kind":"Pod","name":"p-1-a"}}"#
  }

  @Test func eventsThatAreOverAreLeftOut() throws {
    let running = pod(
      #"{"phase":"Running","conditions":[{"type":"PodScheduled","status":"True"}],"#
        + #""containerStatuses":[{"name":"c","ready":false,"state":{"running":{}}}]}"#)
    let told = try observed(
      "{\"items\":[\(running),\(event("FailedScheduling", "0/1 nodes are available")),"
        + "\(event("FailedMount", "MountVolume")),\(event("Unhealthy", "probe failed"))]}"
    ).pods(now: now, logs: ContainerLogs())
    #expect(told.first?.clues.map(\.reason) == ["Unhealthy"])
  }

  @Test func logsAreWishedForOnceForEachState() throws {
    func wishes(_ status: String, after seconds: Int64 = 0) throws -> [LogWish] {
      let made = try #require(Instant(iso8601: "2026-11-20T22:16:00Z"))
      return try observed("{\"items\":[\(pod(status))]}")
        .logsWanted(now: made.adding(seconds: seconds))
    }
    func container(_ text: String) -> String { #"{"containerStatuses":[{"name":"c",\#(text)}]}"# }
    let crashed = container(
      #""restartCount":2,"state":{"waiting":{"reason":"CrashLoopBackOff"}},"#
        + #""lastState":{"terminated":{"exitCode":1}}"#)
    #expect(try wishes(crashed).map(\.isPrevious) == [true])
    #expect(try wishes(crashed) == wishes(crashed, after: 30))
    let again = crashed.replacing(":2,", with: ":3,")
    #expect(try wishes(crashed) != wishes(again))
    let slow = container(#""ready":false,"state":{"running":{}}"#)
    #expect(try wishes(slow, after: 3).isEmpty)
    #expect(try wishes(slow, after: 7) == wishes(slow, after: 11))
    #expect(try wishes(slow, after: 7) != wishes(slow, after: 13))
    #expect(try wishes(container(#""ready":true,"state":{"running":{}}"#), after: 60).isEmpty)
  }

  @Test func aRefusalIsOverOnceItsPodsAreThere() throws {
    func set(_ replicas: Int) -> String {
      #"{"kind":"ReplicaSet","metadata":{"name":"web-1"},"spec":{"replicas":1},"#
        + #""status":{"replicas":\#(replicas)}}"#
    }
    let told =
      #"{"kind":"Event","metadata":{"name":"e"},"type":"Warning","reason":"FailedCreate","#
      + #""message":"no","involvedObject":{"kind":"ReplicaSet","name":"web-1"}}"#
    let refused = try observed("{\"items\":[\(set(0)),\(told)]}")
      .pods(now: now, logs: ContainerLogs())
    #expect(refused.map(\.deployment) == ["web"])
    #expect(
      try observed("{\"items\":[\(set(1)),\(told)]}").pods(now: now, logs: ContainerLogs()).isEmpty)
  }

  @Test func theRefusalOfADaemonSetsPodsIsToldToo() throws {
    func set(_ pods: Int) -> String {
      #"{"kind":"DaemonSet","metadata":{"name":"linkerd-cni"},"#
        + #""status":{"desiredNumberScheduled":2,"currentNumberScheduled":\#(pods)}}"#
    }
    let told =
      #"{"kind":"Event","metadata":{"name":"e"},"type":"Warning","reason":"FailedCreate","#
      + #""message":"unable to validate against any security context constraint","#
      + #""involvedObject":{"kind":"DaemonSet","name":"linkerd-cni"}}"#
    let refused = try observed("{\"items\":[\(set(0)),\(told)]}")
      .pods(now: now, logs: ContainerLogs())
    let problem = try #require(
      PodDiagnosis.problem(refused, PodPlace(namespace: "linkerd-cni")))
    #expect(problem.code == "openshift-forbids")
    #expect(problem.remedy.contains("add-scc-to-user privileged --namespace linkerd-cni"))
    #expect(
      try observed("{\"items\":[\(set(2)),\(told)]}").pods(now: now, logs: ContainerLogs()).isEmpty)
  }

  @Test func aDaemonSetsPodIsCountedUnderItsName() throws {
    let pod =
      #"{"kind":"Pod","metadata":{"name":"linkerd-cni-x7k2p","labels":"#
      + #"{"pod-template-generation":"1"}},"status":{"phase":"Pending"}}"#
    let pods = try observed("{\"items\":[\(pod)]}").pods(now: now, logs: ContainerLogs())
    #expect(PodDiagnosis.summary(pods) == "cni 0/1")
  }

  @Test func aLogIsReadOnceAndWithoutKeys() async throws {
    let key = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----"
    let host = try FakeHost(
      kubectl: branch("*'logs p -n linkerd -c c --tail=20 --previous'", prints: "why\n\(key)"))
    let questions = ClusterQuestions(runner: host.interpreter.runner, target: host.target)
    let wish = LogWish(pod: "p", name: "c", state: "ended 1", isPrevious: true)
    var logs = ContainerLogs()
    for _ in 0..<3 { await logs.read([wish], in: "linkerd", by: questions) }
    #expect(logs.text(of: "p", "c").hasPrefix("why"))
    #expect(!logs.text(of: "p", "c").contains("MIGHAgEAMBMG"))
    #expect(host.trace.count == 1)
  }

  private func kept(
    _ kind: String, _ name: String, by owner: String = "", mark: String = "", in place: String = ""
  ) -> String {
    let parts = owner.split(separator: "/")
    let owners =
      parts.isEmpty ? "" : #","ownerReferences":[{"kind":"\#(parts[0])","name":"\#(parts[1])"}]"#
    let annotations =
      mark.isEmpty ? "{}" : #"{"kubectl.kubernetes.io/restartedAt":"\#(mark)"}"#
    return kind == "Pod"
      ? #"{"kind":"Pod","metadata":{"name":"\#(name)","annotations":\#(annotations)\#(owners)},"#
        + #""spec":{"containers":[{"name":"c"}]},"status":{"phase":"Pending"}}"#
      : #"{"kind":"\#(kind)","metadata":{"name":"\#(name)"\#(owners)},"spec":{"replicas":2,"#
        + #""template":{"metadata":{"annotations":\#(annotations)}}},"status":{"replicas":1}}"#
  }

  private func restarted() throws -> ObservedWorkloads {
    try observed(
      "{\"items\":["
        + [
          kept("Deployment", "web", mark: "2"), kept("Deployment", "api"),
          kept("ReplicaSet", "web-a", by: "Deployment/web", mark: "1"),
          kept("ReplicaSet", "web-b", by: "Deployment/web", mark: "2"),
          kept("ReplicaSet", "api-a", by: "Deployment/api"),
          kept("Pod", "web-a-1", by: "ReplicaSet/web-a", mark: "1"),
          kept("Pod", "web-b-1", by: "ReplicaSet/web-b", mark: "2"),
          kept("Pod", "api-a-1", by: "ReplicaSet/api-a"),
          kept("StatefulSet", "web", mark: "2"), kept("DaemonSet", "agent", mark: "3"),
          kept("Pod", "web-0", by: "StatefulSet/web", mark: "2"),
          kept("Pod", "web-1", by: "StatefulSet/web"),
          kept("Pod", "agent-x", by: "DaemonSet/agent", mark: "3"),
          #"{"kind":"Event","metadata":{"name":"e"},"type":"Warning","reason":"FailedCreate","#
            + #""message":"exceeded quota: few","involvedObject":{"kind":"StatefulSet","name":"web"}}"#,
        ].joined(separator: ",") + "]}")
  }

  @Test(arguments: [
    (WorkloadName(.deployment, "web", in: "shop"), ["web-b-1"]),
    (WorkloadName(.daemonset, "agent", in: "shop"), ["agent-x"]),
    (WorkloadName(.statefulset, "web", in: "shop"), ["web-0", "web"]),
    (WorkloadName(.deployment, "gone", in: "shop"), []),
  ])
  func ofARestartedWorkloadOnlyItsNewPodsAreTold(name: WorkloadName, pods: [String]) throws {
    let found = try restarted().newPods(of: name).pods(now: now, logs: ContainerLogs())
    #expect(found.map(\.name) == pods)
    #expect(found.allSatisfy { $0.deployment == name.name })
    if name.kind == .statefulset {
      #expect(PodDiagnosis.problem(found, place)?.code == "quota-exceeded")
    }
  }

  @Test func whatMayBeListedIsToldEvenWhereTheRestIsForbidden() async throws {
    let host = try FakeHost(
      kubectl: branch(
        "*", prints: "{\"items\":[\(pod(#"{"phase":"Pending"}"#))]}", errors: "events is forbidden",
        status: 1))
    let questions = ClusterQuestions(runner: host.interpreter.runner, target: host.target)
    #expect(await questions.workloads(in: "linkerd")?.pods.count == 1)
  }
}
