package import Planning

/// What the traces of Linkerd on a cluster mean.
package struct LinkerdVerdict: Equatable, Sendable {
  /// What kind of presence it is.
  package enum Kind: String, Sendable {
    /// Helm's releases are deployed.
    case healthy
    /// A release of Helm's failed.
    case failedRelease
    /// A release was left in the middle: `pending-install` and the like, or `uninstalling`.
    case pendingRelease
    /// There is a control plane, and Helm knows nothing of it.
    case madeWithoutHelm
    /// Helm has the CRDs, and no control plane.
    case crdsOnly
    /// Helm has the CNI plugin, and no control plane.
    case pluginOnly
    /// Helm has an extension (viz and the like), and no control plane.
    case extensionOnly
    /// Cluster-wide objects without a control plane.
    case leftovers
    /// A release of another chart owns Linkerd's CRDs.
    case foreignDefinitions
  }

  /// Which of the kinds it is.
  package var kind: Kind
  /// A few words for the row, such as `Linkerd is on this cluster already`.
  package var title: String
  /// Always an error; the remedy holds exact commands.
  package var problem: Problem
  /// What the wizard can do about it where the person says so; empty where that is not its to do.
  package var offers: [Offer] = []

  /// What the wizard can do about a Linkerd that is there.
  package struct Offer: Equatable, Sendable {
    /// The answer that takes it.
    package var answer: ExistingAnswer
    /// What a plan does then.
    package var work: ExistingWork
    /// What the row of the check says once it is taken, such as `Linkerd edge-26.6.3 is upgraded`.
    package var text: String
  }

  /// The offer that an answer takes; nil where the answer is to stop, or takes nothing of this.
  package func offer(for answer: ExistingAnswer) -> Offer? {
    offers.first { $0.answer == answer }
  }
}

extension LinkerdPresence {
  /// What it means, for the chosen context (named in commands; nil leaves it out); nil where
  /// nothing of Linkerd is there.
  package func judged(context: String?) -> LinkerdVerdict? {
    guard case .some(let traces) = self else { return nil }
    let hasReleases = !traces.releases.isEmpty
    guard hasReleases || !traces.controlPlaneNamespaces.isEmpty || !traces.clusterObjects.isEmpty
    else { return nil }
    return LinkerdJudge(traces: traces, context: context).verdict()
  }
}

/// Weighs the traces, the worst first.
struct LinkerdJudge {
  let traces: LinkerdTraces
  let context: String?

  func verdict() -> LinkerdVerdict {
    // An extension that failed says nothing about the control plane beside it.
    if core.isEmpty, let owner = traces.definitionsOwner { return foreignDefinitions(of: owner) }
    if let release = core.first(where: { $0.isPending }) { return pending(release) }
    if let release = core.first(where: { $0.status == "failed" }) { return failed(release) }
    if let release = core.first(where: { $0.isControlPlane }) { return healthy(release) }
    if let namespace = traces.controlPlaneNamespaces.first { return withoutHelm(namespace) }
    if let release = core.first { return crdsOnly(release) }
    if let release = traces.releases.first(where: { !$0.isPlugin }) {
      return extensionOnly(release)
    }
    if let plugin { return pluginOnly(plugin) }
    return leftovers()
  }

  var core: [HelmRelease] { traces.releases.filter { !$0.isExtension } }
  var plugin: HelmRelease? { traces.releases.first(where: \.isPlugin) }

  private func healthy(_ release: HelmRelease) -> LinkerdVerdict {
    let version = release.appVersion.isEmpty ? release.chart : release.appVersion
    return LinkerdVerdict(
      kind: .healthy, title: "Linkerd is on this cluster already",
      problem: Problem(
        "linkerd-present",
        "Linkerd (\(version)) is installed here already: Helm's release \(release.place). "
          + (upgrade == nil
            ? "This wizard can't upgrade what was not made by both of today's charts."
            : "Nothing is done to it unless you say so."),
        remedy: (upgrade == nil ? "Keep" : "Choose Upgrade (existing: upgrade), or keep")
          + " it and mesh a namespace by hand: \(kubectl) annotate namespace NAME "
          + "linkerd.io/inject=enabled --overwrite. To begin anew, remove it first: \(removal)"),
      offers: upgradeOffer)
  }

  private func failed(_ release: HelmRelease) -> LinkerdVerdict {
    LinkerdVerdict(
      kind: .failedRelease, title: "An install of Linkerd failed here before",
      problem: Problem(
        "linkerd-release-failed",
        "Helm's release \(release.place) (\(release.chart)) is there and has failed"
          + (release.wasDeployed ? " after it had been installed" : "") + ".",
        remedy: (release.wasDeployed
          ? choices(upgradeOffer)
            ?? "See what runs there: \(helm) history \(release.name) --namespace "
            + "\(release.namespace). "
          : choices(repairOffer) ?? "") + "Or remove it, then check again: \(removal)"),
      offers: release.wasDeployed ? upgradeOffer : repairOffer)
  }

  private func pending(_ release: HelmRelease) -> LinkerdVerdict {
    let isUpgrade = release.wasDeployed
    let offers = isUpgrade ? upgradeOffer : repairOffer
    let wayOut =
      isUpgrade
      ? "go back to the last good one: \(helm) rollback \(release.name) "
        + "--namespace \(release.namespace)"
      : "remove what it left, then check again: \(removal)"
    return LinkerdVerdict(
      kind: .pendingRelease, title: "An install of Linkerd is unfinished here",
      problem: Problem(
        "linkerd-release-pending",
        "Helm's release \(release.place) (\(release.chart)) is \(release.status): somebody "
          + "installs it at this moment, or Helm was stopped in the middle.",
        remedy: "If somebody works on it, wait and check again. If nobody does: "
          + (choices(offers) ?? "") + (offers.isEmpty ? "" : "Or ") + wayOut),
      offers: offers)
  }

  private func withoutHelm(_ namespace: String) -> LinkerdVerdict {
    LinkerdVerdict(
      kind: .madeWithoutHelm, title: "Linkerd is on this cluster already, not by Helm",
      problem: Problem(
        "linkerd-made-without-helm",
        "The namespace \(namespace) holds a Linkerd that Helm knows nothing of: it was made "
          + "with `linkerd install` or from manifests.",
        remedy: "Keep it and upgrade it with the linkerd CLI. To begin anew with Helm, remove it "
          + "first: linkerd uninstall\(cliContext) | \(kubectl) delete -f -"))
  }

  private func crdsOnly(_ release: HelmRelease) -> LinkerdVerdict {
    LinkerdVerdict(
      kind: .crdsOnly, title: "A part of Linkerd is on this cluster already",
      problem: Problem(
        "linkerd-half-installed",
        "Helm's release \(release.place) (\(release.chart)) is there, but no control plane.",
        remedy: (choices(repairOffer) ?? "") + "Or remove it, then check again: \(removal)"),
      offers: repairOffer)
  }

  private func extensionOnly(_ release: HelmRelease) -> LinkerdVerdict {
    let more = traces.releases.count - 1
    let others = more > 0 ? " and \(more) more of Helm's releases are" : " is"
    return LinkerdVerdict(
      kind: .extensionOnly, title: "A leftover of Linkerd is here: an extension alone",
      problem: Problem(
        "linkerd-extension-only",
        "There is no control plane, but \(release.place) (\(release.chart))\(others) there: an "
          + "extension, which works only with a control plane.",
        remedy: "Remove what was left, then check again: \(removal)"))
  }

  private func pluginOnly(_ release: HelmRelease) -> LinkerdVerdict {
    LinkerdVerdict(
      kind: .pluginOnly, title: "Linkerd's CNI plugin is here, without a control plane",
      problem: Problem(
        "linkerd-plugin-only",
        "There is no control plane, but Helm's release \(release.place) (\(release.chart)), Linkerd's "
          + "CNI plugin"
          + (release.wasDeployed ? "." : ", which was not installed to the end."),
        remedy: (choices(repairOffer) ?? "")
          + "Or, where no pod has a proxy any more, remove it, then check again: \(removal)"),
      offers: repairOffer)
  }

  private func leftovers() -> LinkerdVerdict {
    let shown = traces.clusterObjects.prefix(3).joined(separator: ", ")
    let more = traces.clusterObjects.count - 3
    let arguments = traces.clusterObjects.map { $0.lowercasedKind }.joined(separator: " ")
    return LinkerdVerdict(
      kind: .leftovers, title: "Leftovers of an older Linkerd are on this cluster",
      problem: Problem(
        "linkerd-leftovers",
        "An older Linkerd left \(shown)\(more > 0 ? " and \(more) more" : ""); "
          + "Helm refuses to install over them.",
        remedy: (choices(repairOffer) ?? "")
          + "Or remove them, then check again: \(kubectl) delete \(arguments)"),
      offers: repairOffer)
  }

  /// The CRDs may be an umbrella chart's, with a control plane or without one: its owner decides.
  private func foreignDefinitions(of owner: ReleaseName) -> LinkerdVerdict {
    LinkerdVerdict(
      kind: .foreignDefinitions, title: "Linkerd's CRDs belong to another release of Helm's",
      problem: Problem(
        "linkerd-crds-foreign",
        "Helm's release \(owner.place), of another chart, has installed Linkerd's CRDs, and Helm "
          + "lets no other release take them over.",
        remedy:
          "Install or upgrade Linkerd by that release's chart. Or take Linkerd out of it, see "
          + "that its CRDs are gone, and check again: \(helm) get manifest \(owner.name) "
          + "--namespace \(owner.namespace)"))
  }

  /// Removes all releases: extensions, then the control plane, then the CRDs, and the CNI plugin last,
  /// since pods that have a proxy don't start without it.
  private var removal: String {
    let ordered =
      traces.releases.filter { $0.isExtension && !$0.isPlugin } + core.filter { !$0.isOfCRDs }
      + core.filter(\.isOfCRDs) + traces.releases.filter(\.isPlugin)
    return ordered.map { "\(helm) uninstall \($0.name) --namespace \($0.namespace)" }
      .joined(separator: " && ")
  }

  var helm: String { context.map { "helm --kube-context \($0.shellWord)" } ?? "helm" }
  private var kubectl: String { context.map { "kubectl --context \($0.shellWord)" } ?? "kubectl" }
  private var cliContext: String { context.map { " --context \($0.shellWord)" } ?? "" }
}

extension HelmRelease {
  /// Namespace and name, as `namespace/name`.
  var place: String { "\(namespace)/\(name)" }

  var isPending: Bool { status.hasPrefix("pending") || status == "uninstalling" }

  var isOfCRDs: Bool { chart.contains("crds") }

  var releaseName: ReleaseName { ReleaseName(name, in: namespace) }

  var isPlugin: Bool { chart.hasPrefix("linkerd2-cni-") }

  /// Whether the chart is neither a control plane nor its CRDs: viz, multicluster, the CNI plugin.
  var isExtension: Bool {
    !isControlPlane && !chart.hasPrefix("linkerd-crds")
      && !chart.hasPrefix("linkerd-enterprise-crds")
  }

  var isControlPlane: Bool {
    chart.hasPrefix("linkerd-control-plane") || chart.hasPrefix("linkerd2-2")
      || chart.hasPrefix("linkerd-enterprise-control-plane")
  }
}

extension String {
  /// `ClusterRole/x` as `clusterrole/x`, as kubectl takes it.
  var lowercasedKind: String {
    guard let slash = firstIndex(of: "/") else { return self }
    return self[..<slash].lowercased() + self[slash...]
  }

  /// The text as one word of a POSIX shell, quoted where it must be.
  var shellWord: String {
    let plain = utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "-_./:@%+=,".utf8.contains(byte)
    }
    if plain && !isEmpty { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
