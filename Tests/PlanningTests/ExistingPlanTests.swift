import TestSupport
import Testing

@testable import Planning

/// Plans for a cluster on which a Linkerd is already.
struct ExistingPlanTests {
  private static let crds = ReleaseName("linkerd-crds", in: "mesh")
  private static let plane = ReleaseName("linkerd-control-plane", in: "mesh")

  private static func upgrading(rolledBack: [ReleaseName] = []) throws -> Plan {
    try plan {
      $0.controlPlane.settings = ["proxy.logLevel=warn"]
      $0.namespaces = [NamespaceAnswer("direktiv")]
    } tuning: {
      $0.existing = .upgrade(
        ExistingWork.Upgrade(
          crds: crds, controlPlane: plane, version: "2026.6.3", rolledBack: rolledBack))
    }
  }

  private static func removing(_ removal: ExistingWork.Removal) throws -> Plan {
    try plan { _ in
    } tuning: {
      $0.existing = .removal(removal)
    }
  }

  @Test func anUpgradeMakesNoCertificatesAndDoesTheCRDsFirst() throws {
    let plan = try Self.upgrading()
    #expect(plan.items.map(\.id) == ["repository", "crds", "control-plane", "mesh", "proof"])
    #expect(plan.certificates == nil)
    #expect(plan.controlPlaneNamespace == "mesh")
    for (id, release) in [("crds", "linkerd-crds"), ("control-plane", "linkerd-control-plane")] {
      let command = try #require(plan.command(id))
      #expect(command.arguments.starts(with: ["upgrade", release]))
      #expect(!command.arguments.contains("--install"))
      #expect(command.arguments.contains("--reset-then-reuse-values"))
      #expect(command.argumentGroups.contains(["--namespace", "mesh"]))
      #expect(!command.arguments.contains("--set-file"))
    }
    let set = plan.command("control-plane")?.argumentGroups.filter { $0[0] == "--set" }
    #expect(set == [["--set", "proxy.logLevel=warn"]])
  }

  @Test func anUpgradeKeepsTheAvailabilityThatItsReleaseHas() throws {
    let upgraded = try plan {
      $0.controlPlane.availability = .high
    } tuning: {
      $0.charts.highAvailability = GivenFile(path: "/c/ha.yaml", sha256: "00")
      $0.existing = .upgrade(
        ExistingWork.Upgrade(crds: Self.crds, controlPlane: Self.plane, version: "2026.6.3"))
    }
    #expect(upgraded.command("control-plane")?.arguments.contains("--values") == false)
  }

  @Test func anUpgradeReadsWell() throws {
    let plan = try Self.upgrading(rolledBack: [Self.plane])
    let difference = Golden.mismatch(
      plan.text + "\n" + plan.script(writtenBy: nil), named: #function)
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func aRemovalComesBehindTheCertificatesAndBeforeTheCharts() throws {
    let plan = try Self.removing(
      ExistingWork.Removal(
        releases: [ReleaseName("linkerd-control-plane", in: "old"), Self.crds],
        objects: ["clusterrole/linkerd-a", "customresourcedefinition/b.linkerd.io"]))
    #expect(
      plan.items.prefix(4).map(\.id) == [
        "certificates", "remove-linkerd-control-plane", "remove-linkerd-crds", "remove-leftovers",
      ])
    let first = try #require(plan.command("remove-linkerd-control-plane"))
    #expect(first.arguments.starts(with: ["uninstall", "linkerd-control-plane"]))
    #expect(first.argumentGroups.contains(["--namespace", "old"]))
    #expect(first.arguments.contains("--ignore-not-found"))
    let objects = try #require(plan.command("remove-leftovers"))
    #expect(
      objects.arguments.suffix(4) == [
        "delete", "clusterrole/linkerd-a", "customresourcedefinition/b.linkerd.io",
        "--ignore-not-found",
      ])
    for id in ["remove-linkerd-crds", "remove-leftovers"] {
      #expect(plan.item(id)?.explanation.contains("With its CRDs go all objects") == true)
    }
    #expect(plan.item("control-plane") != nil)
  }

  @Test func anOldHelmIsNotGivenAFlagThatItDoesNotKnow() throws {
    let plan = try plan { _ in
    } tuning: {
      $0.helm.version = SemanticVersion(3, 13, 0)
      $0.existing = .removal(ExistingWork.Removal(releases: [Self.plane]))
    }
    let command = try #require(plan.command("remove-linkerd-control-plane"))
    #expect(!command.arguments.contains("--ignore-not-found"))
  }

  @Test func undoingAnUpgradeGoesBackAndRemovesNothing() throws {
    let plan = try Self.upgrading(rolledBack: [Self.plane])
    let lines = plan.undoLines(completed: plan.items.map(\.id))
    #expect(lines.contains { $0.contains("rollback linkerd-control-plane --namespace mesh") })
    #expect(!lines.contains { $0.contains("uninstall") || $0.contains("delete") })
    let removing = try Self.removing(ExistingWork.Removal(releases: [Self.plane]))
    let undone = removing.undoLines(completed: ["remove-linkerd-control-plane"])
    #expect(undone.allSatisfy { $0.hasPrefix("#") } && !undone.isEmpty)
  }

  @Test func theDigestHoldsWhatIsDoneAboutIt() throws {
    let kept = try Self.removing(ExistingWork.Removal(kept: Self.crds))
    let plain = try plan { _ in }
    #expect(kept.items == plain.items)
    #expect(kept.digest != plain.digest)
  }

  /// `--atomic` fails over a failed first install, and `--take-ownership` with Helm 4.
  @Test func nothingIsTakenOverByForce() throws {
    let plans = [
      try plan { _ in }, try Self.upgrading(rolledBack: [Self.plane]),
      try Self.removing(ExistingWork.Removal(releases: [Self.plane])),
    ]
    for item in plans.flatMap(\.items) {
      guard case .command(let command) = item.action, command.tool.name == .helm else { continue }
      for flag in ["--atomic", "--rollback-on-failure", "--take-ownership", "--force"] {
        #expect(!command.arguments.contains { $0.hasPrefix(flag) }, "\(item.id)")
      }
    }
  }

  @Test(
    arguments: [
      ("1.16.11", "1.16.11", LinkerdLines.Step.same), ("2026.8.3", "2026.6.3", .back),
      ("2026.8.3", "1.16.11", .back), ("1.12.7", "1.16.11", .forward),
      ("1.16.11", "2024.7.1", .forward), ("1.16.11", "2026.8.3", .skipping),
      ("2025.10.7", "2026.8.3", .forward), ("2025.4.4", "2026.8.3", .skipping),
      ("2026.6.3", "2026.8.3", .forward), ("0.1.0", "2026.8.3", .forward),
    ])
  func stepsAreMeasuredInLines(old: String, new: String, step: LinkerdLines.Step) {
    let charts = ChartVersion(version: new, crdsVersion: new, appVersion: "", kubeVersion: "")
    #expect(LinkerdLines.step(from: old, to: charts) == step)
  }
}
