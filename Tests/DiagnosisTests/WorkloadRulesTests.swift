import Diagnosis
import Planning
import TestSupport
import Testing

/// What a restart gives to whom, and what it interrupts.
@Suite struct WorkloadRulesTests {
  @Test func deploymentsComeFirstAndStatefulSetsLastNamespaceByNamespace() {
    let all = [
      Workload(.statefulset, "db", in: "shop"), Workload(.deployment, "web", in: "shop"),
      Workload(.daemonset, "agent", in: "shop"), Workload(.deployment, "api", in: "shop"),
      Workload(.statefulset, "queue", in: "web"), Workload(.deployment, "x", in: "elsewhere"),
    ]
    let restarts = WorkloadRules.restarts(
      all, in: ["web", "shop"], except: ["shop/deployment/api"])
    #expect(
      restarts.map(\.workload.id) == [
        "web/statefulset/queue", "shop/deployment/web", "shop/daemonset/agent",
        "shop/statefulset/db",
      ])
  }

  @Test(arguments: [
    (Workload(.deployment, "a", in: "n", replicas: 0), "no pods"),
    (Workload(.deployment, "a", in: "n", isPaused: true), "rollout resume"),
    (Workload(.statefulset, "a", in: "n", strategy: "OnDelete"), "deleted by hand"),
    (Workload(.daemonset, "a", in: "n", strategy: "OnDelete"), "deleted by hand"),
    (Workload(.statefulset, "a", in: "n", replicas: 3, partition: 2), "partition 2"),
    (Workload(.daemonset, "a", in: "n", usesHostNetwork: true), "node's network"),
    (Workload(.deployment, "a", in: "n", inject: "disabled"), "inject: disabled"),
    (Workload(.deployment, "a", in: "n", inject: "true"), "inject: true"),
  ])
  func whatARestartIsOfNoUseForIsLeftOutAndSaysWhy(workload: Workload, word: String) throws {
    let reason = try #require(WorkloadRules.reasonAgainst(workload))
    #expect(reason.contains(word))
    #expect(WorkloadRules.restarts([workload], in: ["n"], except: []).isEmpty)
  }

  @Test(
    arguments: [
      (nil, []), ("4222,6222", []), ("25,4000-7000", []), ("25", [4222, 6222]), ("4222", [6222]),
    ] as [(String?, [Int])])
  func aPodsOwnOpaquePortsWinOverItsNamespaces(own: String?, missing: [Int]) throws {
    let workload = Workload(.statefulset, "nats", in: "shop", opaquePorts: own)
    let ports = try OpaquePorts.read("4222,6222").get()
    #expect(WorkloadRules.missingPorts(workload, ports) == missing)
    let warning = WorkloadRules.ownPortsWarning(workload, ports)
    #expect((warning == nil) == missing.isEmpty)
    guard let warning else { return }
    #expect(warning.code == "opaque-ports-own" && warning.severity == .warning)
    #expect(warning.sentence.contains("shop/statefulset/nats"))
    #expect(missing.allSatisfy { warning.sentence.contains("\($0)") })
  }

  private static let proxies = RunningProxies(
    controlPlaneNamespace: "linkerd", version: "edge-26.8.3", inject: "enabled",
    identity: "serviceaccount.identity.linkerd.cluster.local", trustSameAnchors: true)
  private static let mesh = MeshToCome(
    controlPlaneNamespace: "linkerd", trustDomain: "cluster.local", version: "edge-26.8.3",
    hasOwnSettings: false)

  @Test func proxiesOfTheSameMeshCanStay() throws {
    let namespace = NamespaceAnswer("shop")
    #expect(WorkloadRules.canStay(Self.proxies, in: namespace, with: Self.mesh))
    var workload = Workload(.deployment, "web", in: "shop")
    workload.keepsProxies = true
    #expect(WorkloadRules.reasonAgainst(workload)?.contains("proxies already") == true)
    #expect(WorkloadRules.shortReasonAgainst(workload) == "has its proxies")
    #expect(WorkloadRules.restarts([workload], in: ["shop"], except: []).isEmpty)
  }

  /// A change of one of the three that makes the proxies unfit.
  typealias Change =
    @Sendable (inout RunningProxies, inout NamespaceAnswer, inout MeshToCome) ->
    Void

  private static let changes: [(String, Change)] = [
    ("anchors", { proxies, _, _ in proxies.trustSameAnchors = false }),
    ("place", { proxies, _, _ in proxies.controlPlaneNamespace = "mesh" }),
    ("version", { proxies, _, _ in proxies.version = "edge-26.7.1" }),
    ("mode", { _, namespace, _ in namespace.inject = .ingress }),
    ("ports", { _, namespace, _ in namespace.opaquePorts = "4222" }),
    ("domain", { _, _, mesh in mesh.trustDomain = "example.org" }),
    ("settings", { _, _, mesh in mesh.hasOwnSettings = true }),
    (
      "nothing known",
      { proxies, _, mesh in
        proxies.version = ""
        mesh.version = ""
      }
    ),
  ]

  @Test(arguments: changes.map(\.0)) func inDoubtTheyCannotStay(name: String) throws {
    let change = try #require(Self.changes.first { $0.0 == name }?.1)
    var (proxies, namespace, mesh) = (Self.proxies, NamespaceAnswer("shop"), Self.mesh)
    change(&proxies, &namespace, &mesh)
    #expect(!WorkloadRules.canStay(proxies, in: namespace, with: mesh))
  }

  @Test(arguments: ["enabled", "ingress"])
  func podsThatAskForAProxyThemselvesAreRestarted(inject: String) {
    #expect(
      WorkloadRules.reasonAgainst(Workload(.deployment, "a", in: "n", inject: inject)) == nil)
  }

  @Test(arguments: [
    (Workload(.deployment, "a", in: "n"), "without a gap"),
    (Workload(.deployment, "a", in: "n", maxSurge: "0"), "away meanwhile"),
    (Workload(.deployment, "a", in: "n", replicas: 2, maxSurge: "0"), "without a gap"),
    (Workload(.deployment, "a", in: "n", replicas: 3, strategy: "Recreate"), "All its pods stop"),
    (Workload(.statefulset, "a", in: "n"), "away meanwhile"),
    (Workload(.statefulset, "a", in: "n", replicas: 3), "one at a time"),
    (Workload(.daemonset, "a", in: "n"), "node by node"),
  ])
  func theDisruptionIsSaidInASentence(workload: Workload, words: String) {
    let sentence = WorkloadRules.disruption(workload)
    #expect(sentence.contains(words) && sentence.hasSuffix("."))
    #expect(!WorkloadRules.disruptionNote(workload).isEmpty)
  }

  private func explained(_ error: String, _ target: String = "deployment/web") -> Problem {
    ToolDiagnosis.explain(
      ToolFailure(
        tool: .kubectl, version: nil,
        arguments: [
          "--context", "kind-demo", "rollout", "status", target, "--namespace", "shop",
          "--timeout=300s",
        ], ending: .exited(1), standardOutput: "", standardError: error))
  }

  @Test func aRolloutThatDoesntEndIsToldWithItsNameAndWhereToLook() {
    let stuck = explained(
      "Waiting for deployment \"web\" rollout to finish: 1 old replicas are pending termination...\n"
        + "error: deployment \"web\" exceeded its progress deadline\n")
    #expect(stuck.code == "rollout-stuck")
    #expect(stuck.sentence.hasPrefix("The pods of web don't become ready"))
    let late = explained("error: timed out waiting for the condition\n", "statefulset/db")
    #expect(late.code == "rollout-timed-out")
    #expect(late.sentence.contains("statefulset/db") && late.sentence.contains("300s"))
    for problem in [stuck, late] {
      #expect(problem.remedy.contains("kubectl --context kind-demo get pods --namespace shop"))
    }
  }

  private func injection(_ rows: [CheckRow]) -> CheckRow? { rows.first { $0.id == "injection" } }

  @Test func aSilentInjectorFailsTheProofOnlyWhereRestartsFollow() throws {
    var facts = MeshFacts.good
    facts.injection = MeshFacts.Injection(namespace: "shop", answer: .notInjected)
    let warned = MeshProof.proof(facts, beforeRestarts: false)
    #expect(injection(warned)?.mark == .warning && MeshProof.restartProblem(warned) == nil)
    let failed = MeshProof.proof(facts, beforeRestarts: true)
    let problem = try #require(MeshProof.restartProblem(failed))
    #expect(injection(failed)?.mark == .failed && problem.code == "restart-without-proxy")
    #expect(problem.sentence.contains("shop") && !problem.remedy.isEmpty)
    facts.injection?.answer = .injected
    #expect(MeshProof.restartProblem(MeshProof.proof(facts, beforeRestarts: true)) == nil)
  }
}
