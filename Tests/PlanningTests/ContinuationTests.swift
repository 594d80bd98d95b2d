import Planning
import Testing

private let crds = ReleaseName("linkerd-crds", in: "linkerd")
private let controlPlane = ReleaseName("linkerd-control-plane", in: "linkerd")
private let later = now.adding(seconds: 60)

private func release(
  _ name: ReleaseName, _ status: String, chart: String = "2026.8.3", updated: Instant? = later,
  _ revisions: [Int: String] = [:]
) -> FoundRelease {
  FoundRelease(
    name: name, status: status, chart: "\(name.name)-\(chart)", updated: updated,
    revisions: revisions.isEmpty ? [1: status] : revisions)
}

/// How a run that was left in the middle goes on.
struct ContinuationTests {
  /// The items up to that one are done, and that one was begun.
  private func steps(
    _ plan: Plan, upTo id: String, wasInterrupted: Bool = true
  ) -> [String: PastStep] {
    var steps: [String: PastStep] = [:]
    for item in plan.items {
      if item.id == id {
        steps[id] = .begun(at: now, wasInterrupted: wasInterrupted)
        break
      }
      steps[item.id] = .done
    }
    return steps
  }

  private func way(
    _ plan: Plan, upTo id: String, _ releases: [FoundRelease], wasInterrupted: Bool = true,
    namespaces: [String: [String: String]]? = nil, restarts: [String: Instant] = [:]
  ) -> Continuation {
    plan.continuation(
      after: steps(plan, upTo: id, wasInterrupted: wasInterrupted),
      found: RunTraces(releases: releases, namespaces: namespaces, restarts: restarts))
  }

  private func repair(_ way: Continuation) -> Command? {
    guard let item = way.plan.items.first(where: { $0.id.hasPrefix(Plan.repairPrefix) }),
      case .command(let command) = item.action
    else { return nil }
    return command
  }

  @Test func whatIsDoneIsNotDoneAgain() throws {
    let plan = try plan()
    let way = way(
      plan, upTo: "mesh", [release(crds, "deployed"), release(controlPlane, "deployed")])
    #expect(way.rest.map(\.id) == ["mesh", "proof"])
    #expect(way.plan == plan && way.notes.isEmpty)
  }

  @Test func whatHelmFinishedAfterTheWizardEndedIsDone() throws {
    let plan = try plan()
    let way = way(
      plan, upTo: "control-plane", [release(crds, "deployed"), release(controlPlane, "deployed")])
    #expect(way.done.contains("control-plane") && repair(way) == nil)
    #expect(way.notes["control-plane"]?.contains("has finished") == true)
  }

  @Test func withoutAReleaseHelmIsSimplyRunAgain() throws {
    let plan = try plan()
    let way = way(plan, upTo: "control-plane", [release(crds, "deployed")])
    #expect(way.rest.first?.id == "control-plane" && way.plan == plan)
  }

  /// Of a first install, pending ones and those that Helm could still mark are uninstalled.
  @Test(arguments: ["pending-install", "failed", "uninstalling", "pending-upgrade"], [3, 4])
  func whatWasCutOffIsUninstalledFirst(status: String, helm: Int) throws {
    let plan = try plan(helm: helm)
    let way = way(
      plan, upTo: "control-plane", [release(crds, "deployed"), release(controlPlane, status)])
    let command = try #require(repair(way))
    #expect(command.arguments.starts(with: ["uninstall", "linkerd-control-plane"]))
    for words in [["--namespace", "linkerd"], ["--kube-context", "kind-demo"]] {
      #expect(command.argumentGroups.contains(words))
    }
    #expect(command.arguments.contains(helm == 3 ? "--wait" : "--wait=watcher"))
    #expect(way.rest.map(\.id).prefix(2) == ["repair-linkerd-control-plane", "control-plane"])
    #expect(way.plan.digest != plan.digest)
  }

  /// Helm itself goes over a release that failed.
  @Test func whatFailedByItselfIsTriedAgain() throws {
    let plan = try plan()
    let way = way(
      plan, upTo: "control-plane", [release(crds, "deployed"), release(controlPlane, "failed")],
      wasInterrupted: false)
    #expect(repair(way) == nil && way.rest.first?.id == "control-plane")
    #expect(way.notes["control-plane"]?.contains("has failed") == true)
  }

  @Test(arguments: ["pending-upgrade", "pending-rollback"])
  func anUpgradeThatWasCutOffGoesBackToItsLastGoodRevision(status: String) throws {
    let plan = try plan()
    let old = release(
      controlPlane, status, [1: "superseded", 2: "superseded", 3: "failed", 4: status])
    let way = way(plan, upTo: "control-plane", [release(crds, "deployed"), old])
    #expect(repair(way)?.arguments.prefix(3) == ["rollback", "linkerd-control-plane", "2"])
    #expect(way.rest.map(\.id).prefix(2) == ["repair-linkerd-control-plane", "control-plane"])
  }

  /// A deployed release of an upgrade may be the one that was there before.
  @Test func aReleaseThatWasThereBeforeCountsOnlyIfItIsNewer() throws {
    let upgrade = ExistingWork.Upgrade(
      crds: crds, controlPlane: controlPlane, version: "2026.6.3")
    let plan = try plan(tuning: { $0.existing = .upgrade(upgrade) })
    let same = [release(crds, "deployed")]
    let before = release(controlPlane, "deployed", updated: now.adding(seconds: -60))
    #expect(way(plan, upTo: "control-plane", same + [before]).rest.first?.id == "control-plane")
    let unknown = release(controlPlane, "deployed", updated: nil)
    #expect(way(plan, upTo: "control-plane", same + [unknown]).rest.first?.id == "control-plane")
    let other = release(controlPlane, "deployed", chart: "2026.6.3")
    #expect(way(plan, upTo: "control-plane", same + [other]).rest.first?.id == "control-plane")
    let new = release(controlPlane, "deployed")
    #expect(way(plan, upTo: "control-plane", same + [new]).done.contains("control-plane"))
  }

  @Test func theClusterIsTrustedBeforeTheJournal() throws {
    let plan = try plan()
    let gone = way(plan, upTo: "mesh", [release(controlPlane, "deployed")])
    #expect(gone.rest.map(\.id) == ["crds", "mesh", "proof"])
    #expect(gone.notes["crds"]?.contains("no longer there") == true)
    let all = [release(crds, "deployed"), release(controlPlane, "deployed")]
    let lost = way(
      plan, upTo: "proof", all,
      namespaces: ["linkerd": [:], "direktiv": ["linkerd.io/inject": "enabled"]])
    #expect(lost.rest.map(\.id) == ["create-payments", "mesh", "proof"])
    let whole = way(
      plan, upTo: "proof", all,
      namespaces: [
        "linkerd": [:], "direktiv": ["linkerd.io/inject": "enabled"],
        "payments": ["linkerd.io/inject": "enabled"],
      ])
    #expect(whole.rest.map(\.id) == ["proof"])
  }

  @Test func aWorkloadThatWasToldToRestartIsNotToldTwice() throws {
    let workload = Workload(.deployment, "api", in: "direktiv", replicas: 2)
    let plan = try plan(tuning: { $0.restarts = [WorkloadRestart(workload, disruption: "None.")] })
    let id = PlanBuilder.restartPrefix + workload.id
    let all = [release(crds, "deployed"), release(controlPlane, "deployed")]
    let told = way(plan, upTo: id, all, restarts: [workload.id: now])
    #expect(told.rest.first?.id == PlanBuilder.restartWaitPrefix + workload.id)
    let older = way(plan, upTo: id, all, restarts: [workload.id: now.adding(seconds: -1)])
    #expect(older.rest.first?.id == id)
    #expect(way(plan, upTo: id, all).rest.first?.id == id)
  }

  /// Another rollback without a revision would lead to the one that was to be left.
  @Test func aRollbackThatWasCutOffNamesItsRevision() throws {
    let upgrade = ExistingWork.Upgrade(
      crds: crds, controlPlane: controlPlane, version: "2026.6.3", rolledBack: [controlPlane])
    let plan = try plan(tuning: { $0.existing = .upgrade(upgrade) })
    let id = "rollback-linkerd-control-plane"
    let half = release(
      controlPlane, "pending-rollback",
      [1: "superseded", 2: "pending-upgrade", 3: "pending-rollback"])
    let cutOff = way(plan, upTo: id, [half])
    #expect(!cutOff.done.contains(id) && repair(cutOff) == nil)
    guard case .command(let again)? = cutOff.plan.item(id)?.action else {
      Issue.record("no rollback")
      return
    }
    #expect(again.arguments.prefix(3) == ["rollback", "linkerd-control-plane", "1"])
    let finished = release(controlPlane, "deployed", [1: "superseded", 3: "deployed"])
    #expect(way(plan, upTo: id, [finished]).done.contains(id))
  }

  /// On a disk that was full, the beginning of an item can be missing.
  @Test(arguments: ["pending-install", "failed"])
  func aReleaseThatIsHalfDoneIsMendedWhateverTheJournalSays(status: String) throws {
    let plan = try plan()
    for last in ["crds", "mesh"] {
      let way = way(plan, upTo: last, [release(crds, "deployed"), release(controlPlane, status)])
      #expect(
        repair(way)?.arguments.prefix(2) == ["uninstall", "linkerd-control-plane"], "\(last)")
      #expect(!way.done.contains("control-plane"))
    }
  }

  @Test func whatGoesWithSomethingElseIsDoneAgainWithIt() throws {
    let plan = try plan(answering: { $0.controlPlane.issuerKey = .secret })
    let way = way(
      plan, upTo: "proof", [release(crds, "deployed"), release(controlPlane, "deployed")],
      namespaces: [
        "direktiv": ["linkerd.io/inject": "enabled"], "payments": ["linkerd.io/inject": "enabled"],
      ])
    #expect(way.rest.map(\.id) == ["namespace", "issuer-secret", "proof"])
  }

  @Test func aReleaseOfCRDsThatIsUninstalledTellsWhatGoesWithIt() throws {
    let way = way(try plan(), upTo: "crds", [release(crds, "pending-install")])
    let repair = try #require(way.rest.first)
    #expect(repair.explanation.contains("With its CRDs go all objects of their kinds."))
  }

  /// What an earlier install has left is removed by the plan itself.
  @Test func whatThePlanRemovesNeedsNoRepair() throws {
    let removal = ExistingWork.Removal(releases: [controlPlane, crds])
    let plan = try plan(tuning: { $0.existing = .removal(removal) })
    let left = [release(crds, "failed"), release(controlPlane, "pending-install")]
    let way = way(plan, upTo: "remove-linkerd-control-plane", left)
    #expect(repair(way) == nil)
    #expect(
      way.rest.map(\.id).prefix(3)
        == ["remove-linkerd-control-plane", "remove-linkerd-crds", "repository"])
    let later = self.way(plan, upTo: "remove-linkerd-crds", [release(crds, "uninstalling")])
    #expect(repair(later) == nil && later.rest.first?.id == "remove-linkerd-crds")
  }
}
