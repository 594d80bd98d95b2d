package import Planning

extension LinkerdPresence {
  /// Why a plan that was made for what was found then no longer suits; nil where it does.
  package func problem(for plan: Plan) -> Problem? {
    let verdict = judged(context: plan.cluster.context)
    if let verdict {
      return verdict.offers.contains { $0.work == plan.existing } ? nil : verdict.problem
    }
    guard let upgrade = plan.upgrade else { return nil }
    return Problem(
      "linkerd-gone",
      "Helm's release \(upgrade.controlPlane.place), which was to be upgraded, is gone.",
      remedy: "Install Linkerd anew.")
  }
}

// What the wizard can do about a Linkerd that is there.
extension LinkerdJudge {
  /// The two releases of today's charts, where nothing else is in the way of upgrading them.
  ///
  /// The one chart of 2.11 and Buoyant's own charts are left to their guides.
  var upgrade: ExistingWork.Upgrade? {
    let crds = core.filter { $0.chart.hasPrefix("linkerd-crds-") }
    let planes = core.filter { $0.chart.hasPrefix("linkerd-control-plane-") }
    guard core.count == 2, let definitions = crds.first, let plane = planes.first,
      core.allSatisfy(\.wasDeployed)
    else { return nil }
    let name = "linkerd-control-plane-"
    return ExistingWork.Upgrade(
      crds: definitions.releaseName, controlPlane: plane.releaseName,
      version: String(plane.chart.dropFirst(name.count)),
      rolledBack: core.filter(\.isPending).map(\.releaseName), plugin: plugin?.releaseName,
      revision: plane.revision)
  }

  /// The offer to upgrade; empty where that can't be done.
  var upgradeOffer: [LinkerdVerdict.Offer] {
    guard let upgrade else { return [] }
    return [
      LinkerdVerdict.Offer(
        answer: .upgrade, work: .upgrade(upgrade),
        text: "Linkerd is here, and is upgraded from \(upgrade.version)")
    ]
  }

  /// The offer to remove what was never installed to the end; CRDs that are installed stay, with the
  /// objects of their kinds. Empty where a release of another kind is among them.
  var repairOffer: [LinkerdVerdict.Offer] {
    let known = ["linkerd-crds-", "linkerd-control-plane-", "linkerd2-2"]
    guard traces.controlPlaneNamespaces.isEmpty || !core.isEmpty,
      core.allSatisfy({ release in known.contains(where: release.chart.hasPrefix) }),
      core.allSatisfy({ $0.isOfCRDs || !$0.wasDeployed })
    else { return [] }
    let broken = core.filter { !$0.wasDeployed }
    let brokenPlugin = plugin.flatMap { $0.wasDeployed ? nil : $0 }.map { [$0] } ?? []
    let removal = ExistingWork.Removal(
      releases: (broken.filter { !$0.isOfCRDs } + broken.filter(\.isOfCRDs) + brokenPlugin)
        .map(\.releaseName),
      objects: core.isEmpty ? traces.clusterObjects.map(\.lowercasedKind) : [],
      kept: core.first(where: \.wasDeployed)?.releaseName, plugin: plugin?.releaseName)
    return [
      LinkerdVerdict.Offer(answer: .repair, work: .removal(removal), text: text(of: removal))
    ]
  }

  private func text(of removal: ExistingWork.Removal) -> String {
    if !removal.releases.isEmpty {
      return "What is left of an install is removed: "
        + removal.releases.map(\.place).joined(separator: ", ")
    }
    if !removal.objects.isEmpty { return "What an older Linkerd left is removed" }
    return "Linkerd's \(core.isEmpty ? "CNI plugin is" : "CRDs are") here, and the install goes on "
      + "from there"
  }

  /// How to take the offers, as the beginning of a remedy; nil where there are none.
  func choices(_ offers: [LinkerdVerdict.Offer]) -> String? {
    guard let offer = offers.first else { return nil }
    switch offer.answer {
    case .repair: return "Choose Repair (existing: repair): it is put right before the install. "
    case .upgrade:
      return "Choose Upgrade (existing: upgrade): its certificates and values stay. "
    case .stop: return nil
    }
  }
}
