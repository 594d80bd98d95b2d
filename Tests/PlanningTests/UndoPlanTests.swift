import Planning
import Testing

/// How a run is taken back by a plan of its own.
struct UndoPlanTests {
  private let crds = ReleaseName("linkerd-crds", in: "linkerd")
  private let controlPlane = ReleaseName("linkerd-control-plane", in: "linkerd")

  /// What a whole run has left.
  private func facts(_ tuning: (inout UndoFacts) -> Void = { _ in }) -> UndoFacts {
    let meshed = ["linkerd.io/inject": "enabled"]
    var facts = UndoFacts(
      traces: RunTraces(
        releases: [crds, controlPlane].map {
          FoundRelease(
            name: $0, status: "deployed", chart: "\($0.name)-2026.8.3", revisions: [1: "deployed"])
        }, namespaces: ["linkerd": [:], "direktiv": meshed, "payments": meshed, "default": [:]]),
      contents: ["linkerd": [], "payments": []],
      repositories: ["linkerd-edge": "https://helm.linkerd.io/edge"])
    tuning(&facts)
    return facts
  }

  private func undo(
    _ plan: Plan, _ facts: UndoFacts, upTo last: String? = nil, removesCertificates: Bool = false
  ) -> UndoPlan {
    var steps: [String: PastStep] = [:]
    for item in plan.items {
      steps[item.id] = .done
      if item.id == last { break }
    }
    return plan.undo(
      of: "20261120T210100Z-3f9a02c1", after: steps, found: facts,
      removesCertificates: removesCertificates)
  }

  private func words(_ item: PlanItem?) -> [String] {
    guard case .command(let command)? = item?.action else { return [] }
    return command.arguments
  }

  @Test func aWholeRunGoesInLinkerdsOrder() throws {
    let undo = undo(try plan(), facts())
    #expect(
      undo.plan.items.map(\.id) == [
        "undo-mesh", "undo-create-payments", "undo-control-plane", "undo-crds", "undo-namespace",
        "undo-repository",
      ])
    #expect(undo.plan.undoes == "20261120T210100Z-3f9a02c1")
    #expect(words(undo.plan.item("undo-mesh")).contains("linkerd.io/inject-"))
    #expect(
      words(undo.plan.item("undo-control-plane")).starts(with: ["uninstall", controlPlane.name]))
    #expect(words(undo.plan.item("undo-namespace")).contains("linkerd"))
    #expect(undo.notes.contains { $0.contains("keys can't be made again") })
  }

  @Test func onlyWhatWasBegunIsTakenBack() throws {
    let plan = try plan()
    let half = undo(plan, facts { $0.traces.releases.removeLast() }, upTo: "control-plane")
    #expect(half.plan.items.map(\.id) == ["undo-crds", "undo-namespace", "undo-repository"])
    let nothing = plan.undo(
      of: "x", after: [:], found: UndoFacts(), removesCertificates: true)
    #expect(nothing.plan.items.isEmpty && nothing.notes.isEmpty)
  }

  @Test func annotationsGoBackToWhatTheyWere() throws {
    let plan = try plan(tuning: {
      $0.annotationsBefore = [AnnotationsBefore(namespace: "direktiv", inject: "ingress")]
    })
    let undo = undo(plan, facts())
    let all = undo.plan.items.filter { $0.purpose == "annotation" }.map(words)
    #expect(all.count == 2)
    #expect(
      all.contains { $0.contains("direktiv") && $0.contains("linkerd.io/inject=ingress") })
    #expect(all.contains { $0.contains("payments") && $0.contains("linkerd.io/inject-") })
  }

  @Test func whatSomebodyHasChangedSinceStays() throws {
    let undo = undo(
      try plan(), facts { $0.traces.namespaces?["direktiv"] = ["linkerd.io/inject": "disabled"] })
    #expect(!words(undo.plan.item("undo-mesh")).contains("direktiv"))
    #expect(words(undo.plan.item("undo-mesh")).contains("payments"))
    #expect(undo.notes.contains { $0.contains("direktiv was changed since") })
  }

  @Test func aNamespaceInWhichSomethingIsStays() throws {
    let undo = undo(
      try plan(),
      facts {
        $0.contents = ["payments": ["deployment/shop"]]
      })
    #expect(undo.plan.item("undo-create-payments") == nil)
    #expect(undo.plan.item("undo-namespace") == nil)
    #expect(undo.notes.contains { $0.contains("payments stays") && $0.contains("deployment/shop") })
    #expect(undo.notes.contains { $0.contains("linkerd stays") && $0.contains("can't be read") })
  }

  @Test func aNamespaceThatWasThereLosesItsLabels() throws {
    let plan = try plan(tuning: { $0.existingNamespaces.insert("linkerd") })
    let undo = undo(
      plan, facts { $0.traces.namespaces?["linkerd"] = ["linkerd.io/inject": "disabled"] })
    let labels = words(undo.plan.item("undo-namespace"))
    #expect(labels.contains("label") && labels.contains("linkerd.io/is-control-plane-"))
    #expect(words(undo.plan.item("undo-namespace-2")).contains("linkerd.io/inject-"))
    #expect(
      !undo.plan.items.contains { words($0).contains("delete") && words($0).contains("linkerd") })
  }

  @Test func theCertificatesGoOnlyByTheirOwnWord() throws {
    let undo = undo(
      try plan(), facts { $0.ownCertificates = ["/c/ca.crt": "0a1b"] }, removesCertificates: true)
    let last = try #require(undo.plan.items.last)
    guard case .removeCertificates(let recipe, ["/c/ca.crt": "0a1b"]) = last.action else {
      Issue.record("\(last.id) is the last")
      return
    }
    #expect(recipe.written.count == 4 && undo.notes.isEmpty)
    #expect(last.detailLines.contains { $0.hasSuffix("/ca.key") })
  }

  @Test func anUpgradeGoesBackToTheRevisionBefore() throws {
    let upgrade = ExistingWork.Upgrade(
      crds: crds, controlPlane: controlPlane, version: "2026.6.3", revision: 1)
    let plan = try plan(tuning: { $0.existing = .upgrade(upgrade) })
    let undo = undo(
      plan,
      facts {
        $0.traces.releases = [
          FoundRelease(
            name: controlPlane, status: "deployed", chart: "linkerd-control-plane-2026.8.3",
            revisions: [1: "superseded", 2: "deployed"]),
          FoundRelease(
            name: crds, status: "deployed", chart: "linkerd-crds-2026.8.3",
            revisions: [1: "superseded", 2: "deployed"]),
        ]
      })
    #expect(
      words(undo.plan.item("undo-control-plane")).starts(with: ["rollback", controlPlane.name, "1"])
    )
    #expect(undo.plan.item("undo-crds") == nil && undo.plan.upgrade == nil)
    #expect(undo.notes.contains { $0.contains("linkerd/linkerd-crds was there before") })
  }

  @Test func restartedWorkloadsLoseTheirProxiesAndOthersAreNamed() throws {
    let workload = Workload(.deployment, "api", in: "direktiv", replicas: 2)
    let plan = try plan(tuning: { $0.restarts = [WorkloadRestart(workload, disruption: "None.")] })
    let facts = facts {
      $0.meshedPods = ["direktiv": 2, "shop": 3]
      $0.traces.restarts = [workload.id: now]
    }
    let undo = undo(plan, facts)
    let ids = undo.plan.items.map(\.id)
    let restart = try #require(ids.firstIndex(of: PlanBuilder.restartPrefix + workload.id))
    #expect(ids[restart + 1] == PlanBuilder.restartWaitPrefix + workload.id)
    #expect(try #require(ids.firstIndex(of: "undo-mesh")) < restart)
    #expect(try #require(ids.firstIndex(of: "undo-control-plane")) > restart)
    #expect(undo.notes.contains { $0.contains("shop (3)") && !$0.contains("direktiv (2)") })
    guard case .command(let wait)? = undo.plan.items[restart + 1].action as PlanItem.Action? else {
      Issue.record("no wait")
      return
    }
    #expect(wait.tolerated == .anyFailure)
    // One that is gone, that has no proxies, or that would get them again is left out.
    for tuning in [
      { $0.traces.restarts = [:] }, { $0.meshedPods = [:] },
      { $0.traces.namespaces?["direktiv"] = ["linkerd.io/inject": "ingress"] },
    ] as [(inout UndoFacts) -> Void] {
      var other = facts
      tuning(&other)
      let restarts = self.undo(plan, other).plan.items.filter(\.isRestart)
      #expect(restarts.isEmpty)
    }
  }

  @Test func whatSomebodyElseHadMadeStays() throws {
    let plan = try plan(answering: { $0.controlPlane.issuerKey = .secret })
    let all = undo(plan, facts())
    #expect(all.plan.item("undo-issuer-secret") != nil)
    let undo = undo(
      plan,
      facts {
        $0.foundThere = ["create-payments", "issuer-secret"]
        $0.repositories = ["linkerd-edge": "https://charts.example.com/mine"]
      })
    #expect(undo.plan.item("undo-create-payments") == nil)
    #expect(undo.plan.item("undo-issuer-secret") == nil)
    #expect(undo.plan.item("undo-repository") == nil)
    #expect(undo.notes.contains { $0.contains("payments stays: somebody else") })
  }

  @Test func whatWasOnlyTriedIsNotTaken() throws {
    let plan = try plan()
    var steps: [String: PastStep] = [:]
    for id in ["certificates", "repository"] {
      steps[id] = .begun(at: now, wasInterrupted: false)
    }
    let undo = plan.undo(
      of: "x", after: steps, found: facts { $0.ownCertificates = [:] }, removesCertificates: true)
    #expect(undo.plan.items.isEmpty)
  }

  @Test func filesThatAreOthersNowStay() throws {
    let undo = undo(try plan(), facts(), removesCertificates: true)
    #expect(undo.plan.item("undo-certificates") == nil)
    #expect(undo.notes.contains { $0.contains("aren't those any more") })
  }

  @Test func whereNamespacesCantBeReadNoAnnotationIsTouched() throws {
    let undo = undo(try plan(), facts { $0.traces.namespaces = nil })
    #expect(undo.plan.item("undo-mesh") == nil)
    #expect(
      undo.notes.contains { $0.contains("linkerd.io/inject") && $0.contains("can't be read") })
  }

  @Test func theStateOfBeforeIsOnlyTakenForTheRunsOwn() throws {
    func undo(_ revisions: [Int: String], base: Int?) throws -> UndoPlan {
      let upgrade = ExistingWork.Upgrade(
        crds: crds, controlPlane: controlPlane, version: "2026.6.3", revision: base)
      let plan = try plan(tuning: { $0.existing = .upgrade(upgrade) })
      return self.undo(
        plan,
        facts {
          $0.traces.releases = [
            FoundRelease(
              name: controlPlane, status: "deployed", chart: "linkerd-control-plane-2026.8.3",
              revisions: revisions)
          ]
        })
    }
    // Helm made no revision, or nobody knows where the run began.
    let same = try undo([1: "superseded", 2: "deployed"], base: 2)
    #expect(same.plan.item("undo-control-plane") == nil)
    let unknown = try undo([1: "superseded", 2: "deployed"], base: nil)
    #expect(unknown.plan.item("undo-control-plane") == nil && !unknown.notes.isEmpty)
    // A renewal came after the run.
    let renewed = try undo([1: "superseded", 2: "superseded", 3: "deployed"], base: 1)
    #expect(words(renewed.plan.item("undo-control-plane"))[2] == "1")
    #expect(renewed.notes.contains { $0.contains("renewed issuer") })
    // The upgrade began by taking a pending one back.
    let pending = try undo(
      [1: "superseded", 2: "pending-upgrade", 3: "superseded", 4: "deployed"], base: 2)
    #expect(words(pending.plan.item("undo-control-plane"))[2] == "1")
  }

  @Test func anUndoHasNoUndoCommandsOfItsOwn() throws {
    let undo = undo(try plan(), facts()).plan
    #expect(undo.undoLines(completed: undo.items.map(\.id)) == [])
  }
}
