import Diagnosis
import Planning
import Testing

@Suite struct LinkerdVerdictTests {
  @Test func nothingIsNoVerdict() {
    #expect(LinkerdPresence.none.judged(context: nil) == nil)
    #expect(presence().judged(context: nil) == nil)
  }

  @Test func aHealthyLinkerdStopsTheWizard() throws {
    let verdict = try #require(
      presence(releases: [crds("deployed"), plane("deployed")], namespaces: ["linkerd"])
        .judged(context: "prod"))
    #expect(verdict.kind == .healthy)
    #expect(verdict.problem.code == "linkerd-present")
    #expect(verdict.problem.sentence.contains("edge-26.8.3"))
    #expect(
      verdict.problem.remedy.contains(
        "helm --kube-context prod uninstall linkerd-control-plane --namespace linkerd && "
          + "helm --kube-context prod uninstall linkerd-crds --namespace linkerd"))
  }

  @Test func aFailedReleaseIsRemovedControlPlaneFirst() throws {
    let verdict = try #require(
      presence(releases: [crds("deployed"), plane("failed")]).judged(context: nil))
    #expect(verdict.kind == .failedRelease)
    #expect(
      verdict.problem.remedy.hasSuffix(
        "helm uninstall linkerd-control-plane --namespace linkerd && "
          + "helm uninstall linkerd-crds --namespace linkerd"))
  }

  @Test(arguments: [
    ("pending-install", "uninstall"), ("pending-upgrade", "rollback"),
    ("pending-rollback", "rollback"), ("uninstalling", "uninstall"),
  ])
  func aPendingReleaseHasItsOwnWayOut(status: String, verb: String) throws {
    let verdict = try #require(presence(releases: [plane(status)]).judged(context: nil))
    #expect(verdict.kind == .pendingRelease)
    #expect(verdict.problem.sentence.contains(status))
    #expect(verdict.problem.remedy.contains("helm \(verb) linkerd-control-plane"))
  }

  @Test func linkerdMadeByItsOwnCLIIsRecognised() throws {
    let verdict = try #require(
      presence(namespaces: ["linkerd"], objects: ["ClusterRole/linkerd-linkerd-identity"])
        .judged(context: "prod"))
    #expect(verdict.kind == .madeWithoutHelm)
    #expect(
      verdict.problem.remedy.hasSuffix(
        "linkerd uninstall --context prod | kubectl --context prod delete -f -"))
  }

  @Test func leftoversAreNamedAndDeletedByKubectl() throws {
    let objects = (1...5).map { "ClusterRole/linkerd-\($0)" }
    let verdict = try #require(presence(objects: objects).judged(context: nil))
    #expect(verdict.kind == .leftovers)
    #expect(verdict.problem.sentence.contains("and 2 more"))
    #expect(verdict.problem.remedy.contains("kubectl delete clusterrole/linkerd-1 clusterrole/"))
  }

  @Test func onlyTheCRDsAreAHalfInstall() throws {
    let verdict = try #require(presence(releases: [crds("deployed")]).judged(context: nil))
    #expect(verdict.kind == .crdsOnly)
    #expect(verdict.problem.severity == .error)
  }

  @Test(arguments: ["linkerd-viz-30.12.11", "linkerd-multicluster-30.14.1"])
  func anExtensionAloneIsALeftover(chart: String) throws {
    let verdict = try #require(
      presence(releases: [other(chart, "deployed")]).judged(context: "prod"))
    #expect(verdict.kind == .extensionOnly)
    #expect(verdict.title.contains("leftover"))
    #expect(verdict.problem.sentence.contains("There is no control plane"))
    #expect(verdict.problem.sentence.contains("extras/other (\(chart)) is there"))
    #expect(
      verdict.problem.remedy.hasSuffix(
        "helm --kube-context prod uninstall other --namespace extras"))
  }

  @Test(arguments: [
    ("deployed", [ReleaseName]()), ("failed", [plugin]), ("pending-install", [plugin]),
  ])
  func thePluginAloneIsBuiltOnWhereItIsWhole(status: String, removed: [ReleaseName]) throws {
    let releases = [other("linkerd2-cni-30.12.2", status)]
    let verdict = try #require(presence(releases: releases).judged(context: "prod"))
    #expect(verdict.kind == .pluginOnly && verdict.problem.code == "linkerd-plugin-only")
    #expect(
      verdict.problem.remedy.hasSuffix(
        "helm --kube-context prod uninstall other --namespace extras"))
    #expect(
      try offer(.repair, releases: releases)?.work
        == .removal(ExistingWork.Removal(releases: removed, plugin: Self.plugin)))
  }

  private static let plugin = ReleaseName("other", in: "extras")

  @Test func thePluginIsRemovedLast() throws {
    let releases = [
      other("linkerd2-cni-2026.8.3", "deployed"), crds("deployed"), plane("failed"),
    ]
    let verdict = try #require(presence(releases: releases).judged(context: nil))
    #expect(verdict.kind == .failedRelease)
    #expect(
      verdict.problem.remedy.hasSuffix(
        "uninstall linkerd-crds --namespace linkerd && helm uninstall other --namespace extras"))
    guard case .removal(let removal)? = try offer(.repair, releases: releases)?.work else {
      Issue.record("nothing is removed")
      return
    }
    #expect(removal.releases.map(\.name) == ["linkerd-control-plane"])
    #expect(removal.plugin == Self.plugin)
    let upgrade = try offer(
      .upgrade,
      releases: [other("linkerd2-cni-2026.8.3", "deployed"), crds("deployed"), plane("deployed")])
    #expect(upgrade?.work.asUpgrade?.plugin == Self.plugin)
  }

  @Test func aFailedExtensionDoesNotHideTheControlPlaneBesideIt() throws {
    let releases = [
      crds("deployed"), plane("deployed"), other("linkerd-viz-30.12.11", "failed"),
    ]
    let verdict = try #require(presence(releases: releases).judged(context: nil))
    #expect(verdict.kind == .healthy)
    #expect(
      verdict.problem.remedy.hasSuffix(
        "helm uninstall other --namespace extras && "
          + "helm uninstall linkerd-control-plane --namespace linkerd && "
          + "helm uninstall linkerd-crds --namespace linkerd"))
  }

  @Test func aHealthyLinkerdCanBeUpgraded() throws {
    let offer = try offer(.upgrade, releases: [crds("deployed"), plane("deployed")])
    #expect(
      offer?.work
        == .upgrade(
          ExistingWork.Upgrade(
            crds: ReleaseName("linkerd-crds", in: "linkerd"),
            controlPlane: ReleaseName("linkerd-control-plane", in: "linkerd"),
            version: "2026.8.3")))
    #expect(try self.offer(.repair, releases: [crds("deployed"), plane("deployed")]) == nil)
  }

  @Test(arguments: ["linkerd2-2.11.5", "linkerd-enterprise-control-plane-2.20.2"])
  func aLinkerdOfOtherChartsIsLeftToItsGuides(chart: String) throws {
    let releases = [other(chart, "deployed")]
    let verdict = try #require(presence(releases: releases).judged(context: nil))
    #expect(verdict.kind == .healthy)
    #expect(verdict.offers.isEmpty)
    #expect(verdict.problem.sentence.contains("can't upgrade"))
    #expect(!verdict.problem.remedy.contains("existing:"))
  }

  @Test(arguments: ["failed", "pending-install", "uninstalling"])
  func whatWasNeverInstalledIsRemovedAndTheCRDsStay(status: String) throws {
    let offer = try offer(.repair, releases: [crds("deployed"), plane(status)])
    #expect(
      offer?.work
        == .removal(
          ExistingWork.Removal(
            releases: [ReleaseName("linkerd-control-plane", in: "linkerd")],
            kept: ReleaseName("linkerd-crds", in: "linkerd"))))
    #expect(try self.offer(.upgrade, releases: [crds("deployed"), plane(status)]) == nil)
  }

  @Test func unfinishedCRDsGoAfterTheControlPlane() throws {
    let offer = try offer(.repair, releases: [crds("pending-install"), plane("failed")])
    guard case .removal(let removal)? = offer?.work else {
      Issue.record("nothing is removed")
      return
    }
    #expect(removal.releases.map(\.name) == ["linkerd-control-plane", "linkerd-crds"])
    #expect(removal.kept == nil)
  }

  @Test func aFailedUpgradeIsNotRemoved() throws {
    var failed = plane("failed")
    failed.wasDeployed = true
    #expect(try offer(.repair, releases: [crds("deployed"), failed]) == nil)
    #expect(try offer(.upgrade, releases: [crds("deployed"), failed]) != nil)
    let verdict = try #require(presence(releases: [failed]).judged(context: nil))
    #expect(verdict.offers.isEmpty)
    #expect(verdict.problem.remedy.contains("helm history linkerd-control-plane"))
  }

  @Test func aStoppedUpgradeGoesBackBeforeItGoesOn() throws {
    let offer = try offer(.upgrade, releases: [crds("deployed"), plane("pending-upgrade")])
    #expect(
      offer?.work.asUpgrade?.rolledBack == [ReleaseName("linkerd-control-plane", in: "linkerd")])
  }

  @Test func leftoversAreRemovedOnlyWhereNoControlPlaneIs() throws {
    let objects = ["ClusterRole/linkerd-a", "CustomResourceDefinition/servers.policy.linkerd.io"]
    #expect(
      try offer(.repair, objects: objects)?.work
        == .removal(
          ExistingWork.Removal(
            objects: [
              "clusterrole/linkerd-a", "customresourcedefinition/servers.policy.linkerd.io",
            ])))
    #expect(try offer(.repair, namespaces: ["linkerd"], objects: objects) == nil)
  }

  @Test func theCRDsOfAnotherChartStopTheWizard() throws {
    let traces = LinkerdTraces(
      releases: [], controlPlaneNamespaces: ["mesh"], clusterObjects: ["ClusterRole/linkerd-a"],
      definitionsOwner: ReleaseName("mesh", in: "platform"))
    let verdict = try #require(LinkerdPresence.some(traces).judged(context: nil))
    #expect(verdict.kind == .foreignDefinitions)
    #expect(verdict.problem.code == "linkerd-crds-foreign")
    #expect(verdict.problem.sentence.contains("platform/mesh"))
    #expect(verdict.offers.isEmpty)
  }

  private func offer(
    _ answer: ExistingAnswer, releases: [HelmRelease] = [], namespaces: [String] = [],
    objects: [String] = []
  ) throws -> LinkerdVerdict.Offer? {
    let verdict = try #require(
      presence(releases: releases, namespaces: namespaces, objects: objects).judged(context: nil))
    let offer = verdict.offer(for: answer)
    // What is offered is said in the remedy, in the words of the answers file too.
    #expect((offer != nil) == verdict.problem.remedy.contains("existing: \(answer.rawValue)"))
    return offer
  }

  private func other(_ chart: String, _ status: String) -> HelmRelease {
    HelmRelease(name: "other", namespace: "extras", status: status, chart: chart, appVersion: "")
  }

  private func presence(
    releases: [HelmRelease] = [], namespaces: [String] = [], objects: [String] = []
  ) -> LinkerdPresence {
    .some(
      LinkerdTraces(
        releases: releases, controlPlaneNamespaces: namespaces, clusterObjects: objects))
  }

  private func crds(_ status: String) -> HelmRelease {
    HelmRelease(
      name: "linkerd-crds", namespace: "linkerd", status: status, chart: "linkerd-crds-2026.8.3",
      appVersion: "")
  }

  private func plane(_ status: String) -> HelmRelease {
    HelmRelease(
      name: "linkerd-control-plane", namespace: "linkerd", status: status,
      chart: "linkerd-control-plane-2026.8.3", appVersion: "edge-26.8.3")
  }
}
