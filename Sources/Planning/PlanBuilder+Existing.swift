// What is done about a Linkerd that is there already: removed before an install, or upgraded.
extension PlanBuilder {
  /// The oldest Helm that can upgrade a release so that new charts' defaults hold and what was set by
  /// hand stays: `--reset-then-reuse-values` came with 3.14 (helm/helm #12417).
  package static let helmForUpgrades = SemanticVersion(3, 14, 0)

  /// Removes what an install left that failed or was not finished; Helm's releases first, since their
  /// objects are theirs.
  static func removalItems(
    _ inputs: PlanInputs, _ removal: ExistingWork.Removal
  ) -> [PlanItem] {
    let releases = removal.releases.map { release in
      let isOfCRDs = [crdsRelease, ChartName.linkerd2].contains(release.name)
      return PlanItem(
        id: "remove-\(release.name)", purpose: "remove",
        explanation: "Uninstalls Helm's release \(release.place), which was not installed to the "
          + "end."
          + (isOfCRDs ? " With its CRDs go all objects of their kinds." : ""),
        action: helm(
          inputs, ["uninstall", release.name], release,
          options: inputs.helm.version.isAtLeast(helmForUpgrades) ? ["--ignore-not-found"] : []))
    }
    if removal.objects.isEmpty { return releases }
    let hasCRDs = removal.objects.contains { $0.hasPrefix("customresourcedefinition/") }
    return releases + [
      PlanItem(
        id: "remove-leftovers", purpose: "remove",
        explanation: "Deletes the objects that an older Linkerd left and that belong to no release "
          + "of Helm's: it would refuse to install over them."
          + (hasCRDs ? " With its CRDs go all objects of their kinds." : ""),
        action: kubectl(inputs, ["delete"] + removal.objects + ["--ignore-not-found"]))
    ]
  }

  /// Upgrades in the order that Linkerd asks for: the CRDs before the control plane that reads their
  /// objects (linkerd.io/2/tasks/upgrade). Certificates and values stay those of the releases.
  static func upgradeItems(
    _ inputs: PlanInputs, _ upgrade: ExistingWork.Upgrade, _ crdsSettings: [String]
  ) -> [PlanItem] {
    var items = repositoryItem(inputs).map { [$0] } ?? []
    items += upgrade.rolledBack.map { rollbackItem(inputs, $0) }
    if let crds = inputs.charts.crds {
      items.append(
        PlanItem(
          id: crdsID, purpose: "CRDs",
          explanation: "Upgrades Helm's release \(upgrade.crds.place) to the chart linkerd-crds "
            + "\(crds.version). It comes before the control plane, which reads objects of these "
            + "kinds.",
          action: upgradeCommand(
            inputs, upgrade.crds, chart: crds, options: crdsSettings.flatMap { ["--set", $0] })))
    }
    let found = inputs.nodes?.settings(for: inputs.charts.described) ?? []
    items.append(
      PlanItem(
        id: controlPlaneID, purpose: "control plane",
        explanation:
          "Upgrades Helm's release \(upgrade.controlPlane.place) from \(upgrade.version) "
          + "to the chart linkerd-control-plane \(inputs.charts.controlPlane.version), and waits up "
          + "to \(inputs.answers.wait.humanText) until its pods are ready. Its trust anchor, its "
          + "issuer and what was set for it stay. Pods keep their proxies until they are restarted, "
          + "and work with the new control plane meanwhile."
          + (upgrade.plugin.map { " The CNI plugin, Helm's release \($0.place), stays as it is." }
            ?? "")
          + PullSecrets.sentence(inputs.answers.pullSecrets, in: upgrade.controlPlane.namespace)
          + found.reasons,
        action: upgradeCommand(
          inputs, upgrade.controlPlane, chart: inputs.charts.controlPlane,
          options: settingsOptions(inputs, found: found))))
    items += createItems(inputs)
    items += meshItems(inputs)
    items.append(proofItem(inputs, namespace: upgrade.controlPlane.namespace, anchor: nil))
    return items
  }

  private static func rollbackItem(_ inputs: PlanInputs, _ release: ReleaseName) -> PlanItem {
    PlanItem(
      id: "rollback-\(release.name)", purpose: "roll back",
      explanation:
        "Takes Helm's release \(release.place) back to its last good state: an upgrade of "
        + "it was stopped in the middle, and Helm refuses another one.",
      action: helm(inputs, ["rollback", release.name], release))
  }

  /// Defaults are the new chart's, and what was set for the release stays.
  private static func upgradeCommand(
    _ inputs: PlanInputs, _ release: ReleaseName, chart: ChartFile, options: [String]
  ) -> PlanItem.Action {
    helm(
      inputs, ["upgrade", release.name, chart.path], release,
      options: options + ["--reset-then-reuse-values"])
  }
}
