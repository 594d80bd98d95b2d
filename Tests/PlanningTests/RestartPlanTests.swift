import Planning
import Testing

/// Restarts in the plan, in its script and in its undo lines.
@Suite struct RestartPlanTests {
  private func restarting() throws -> Plan {
    try plan {
      $0.controlPlane.wait = "90s"
    } tuning: {
      $0.restarts = [
        WorkloadRestart(
          Workload(.deployment, "flow", in: "direktiv"), disruption: "There is no gap."),
        WorkloadRestart(
          Workload(.statefulset, "nats", in: "direktiv"), disruption: "It is away meanwhile."),
      ]
    }
  }

  @Test func eachWorkloadIsRestartedAndWaitedForBehindTheProof() throws {
    let plan = try restarting()
    #expect(
      plan.items.map(\.id).suffix(6) == [
        "proof", "restart-direktiv/deployment/flow", "wait-direktiv/deployment/flow",
        "restart-direktiv/statefulset/nats", "wait-direktiv/statefulset/nats",
        PlanBuilder.lastProofID,
      ])
    let restart = try #require(plan.command("restart-direktiv/deployment/flow"))
    #expect(
      restart.arguments == [
        "--context", "kind-demo", "rollout", "restart", "deployment/flow", "--namespace",
        "direktiv",
      ])
    let wait = try #require(plan.command("wait-direktiv/statefulset/nats"))
    #expect(
      wait.arguments.suffix(5) == [
        "status", "statefulset/nats", "--namespace", "direktiv", "--timeout=90s",
      ])
    // kubectl itself is to say that it waited in vain.
    #expect(try #require(wait.timeout) > 90)
    #expect(
      plan.item("wait-direktiv/statefulset/nats")?.explanation.contains("It is away meanwhile.")
        == true)
    #expect(plan.items.allSatisfy { $0.purpose.count <= 14 && $0.explanation.hasSuffix(".") })
    #expect(
      plan.restartedWorkloads == ["direktiv/deployment/flow", "direktiv/statefulset/nats"])
  }

  @Test func theProofDemandsProxiesOnlyWhereRestartsFollow() throws {
    func check(_ plan: Plan) throws -> MeshCheck {
      guard case .verify(let check)? = plan.item("proof")?.action else {
        throw Missing()
      }
      return check
    }
    #expect(try check(plan()).restartedNamespaces == nil)
    #expect(try check(restarting()).restartedNamespaces == ["direktiv"])
    #expect(try restarting().item("proof")?.fullText.contains("nothing is restarted") == true)
  }

  @Test func theScriptRestartsAndWaits() throws {
    let script = try restarting().script(writtenBy: nil)
    let lines = script.split(separator: "\n").map { $0.drop { $0 == " " } }
    let proof = try #require(lines.firstIndex { $0.contains("\"$linkerd_wizard\" check") })
    let restart = try #require(lines.firstIndex { $0.contains("rollout restart deployment/flow") })
    let wait = try #require(lines.firstIndex { $0.contains("rollout status deployment/flow") })
    let next = try #require(
      lines.firstIndex { $0.contains("rollout restart statefulset/nats") })
    let trial = try #require(lines.firstIndex { $0.contains("until gets_proxy") })
    #expect(proof < trial && trial < restart && restart < wait && wait < next)
    #expect(lines.contains("for namespace in direktiv; do"))
    #expect(try !plan().script(writtenBy: nil).contains("gets_proxy"))
    #expect(script.contains("--timeout=90s"))
  }

  @Test func undoTakesTheProxiesOutBehindTheAnnotations() throws {
    let plan = try restarting()
    let done = plan.items.map(\.id).filter { !$0.hasSuffix("nats") }
    let undo = plan.undoLines(
      completed: done, brokenOff: ["wait-direktiv/statefulset/nats"])
    let annotation = try #require(undo.firstIndex { $0.contains("linkerd.io/inject-") })
    let restart = try #require(undo.firstIndex { $0.contains("rollout restart deployment/flow") })
    let release = try #require(undo.firstIndex { $0.contains("uninstall") })
    #expect(annotation < restart && restart < release)
    #expect(!undo.contains { $0.contains("rollout status") || $0.contains("statefulset/nats") })
  }

  @Test(arguments: [
    "shop/deployment/web", "shop/statefulset/db-0", "a/daemonset/my.agent",
  ])
  func workloadsThatAreLeftOutAreNamedInFull(text: String) {
    var answers = Answers()
    answers.restartExcept = [text]
    #expect(AnswersCheck.problems(in: .restartExcept, of: answers, paths: paths, now: now).isEmpty)
  }

  @Test(arguments: ["web", "deployment/web", "shop/pod/web", "Shop/deployment/web", "a/job/", "//"])
  func otherNamesAreRefused(text: String) {
    var answers = Answers()
    answers.restartExcept = [text]
    let problems = AnswersCheck.problems(
      in: .restartExcept, of: answers, paths: paths, now: now)
    #expect(problems.map(\.code) == ["restart-except-invalid"])
  }

  private struct Missing: Error {}
}
