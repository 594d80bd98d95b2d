import Diagnosis
package import Planning

// What is done about a Linkerd that is on the cluster already.
extension WizardState {
  /// What was found; nil where nothing was, or nobody knows yet.
  var linkerdVerdict: LinkerdVerdict? { facts.linkerd.value?.judged(context: context?.name) }

  /// What the answer takes of what can be done; `none` where it takes nothing.
  package var existingWork: ExistingWork {
    answers.existing == .stop
      ? .none : linkerdVerdict?.offer(for: answers.existing)?.work ?? .none
  }

  /// Whether releases are upgraded that keep their certificates and their namespace.
  package var isUpgrade: Bool { existingWork.asUpgrade != nil }

  /// The answers that do something about what was found, and that aren't given yet.
  package var existingOffers: [ExistingAnswer] {
    linkerdVerdict?.offers.map(\.answer).filter { $0 != answers.existing } ?? []
  }

  /// What can be answered: to stop, and what can be done about what was found.
  var existingOptions: [FieldOption] {
    let offered = linkerdVerdict?.offers.map(\.answer) ?? []
    return ([.stop] + offered).map { answer in
      FieldOption(value: answer.rawValue, label: answer.label)
    }
  }

  /// The sentence at the head of a screen, which an upgrade makes another one on some.
  package func blurb(of screen: ScreenID) -> String {
    screen == .certificates && isUpgrade
      ? "Those that this Linkerd has stay as they are."
      : Catalogue.screen(screen).blurb
  }

  /// What stands against an upgrade with the Helm that is there.
  var existingProblems: [Problem] {
    guard isUpgrade, let helm = facts.helm.value,
      !helm.version.isAtLeast(PlanBuilder.helmForUpgrades)
    else { return [] }
    let floor = PlanBuilder.helmForUpgrades.text
    return [
      Problem(
        "helm-too-old-to-upgrade",
        "Helm \(helm.version.text) can't upgrade a release so that its own values stay beside a new "
          + "chart's defaults: that came with Helm \(floor).",
        remedy: "Install Helm \(floor) or newer, or choose Stop.")
    ]
  }

  /// Where the CRDs stay, their release decides the namespace: Helm gives objects to one release only.
  var keptNamespaceProblems: [Problem] {
    guard case .removal(let removal) = existingWork, let kept = removal.kept,
      usesOneChart
        || kept != ReleaseName(PlanBuilder.crdsRelease, in: answers.controlPlane.namespace)
    else { return [] }
    let uninstall = "helm uninstall \(kept.name) --namespace \(kept.namespace)"
    return [
      Problem(
        "crds-of-another-release",
        "Linkerd's CRDs belong to Helm's release \(kept.place), and Helm lets no other release take "
          + "them over.",
        remedy: usesOneChart
          ? "The chart linkerd2 brings its own. Uninstall that release first: \(uninstall)"
          : kept.name == PlanBuilder.crdsRelease
            ? "Answer \(kept.namespace), or uninstall that release first."
            : "Uninstall that release first: \(uninstall)")
    ]
  }

  /// The versions that an upgrade can lead to, newest first: not older than what is there, and of the
  /// same line of Linkerd's or the next, which are the ways that Linkerd calls safe
  /// (linkerd.io/2.14/tasks/upgrade, "Upgrade paths"); any newer one where no such step is offered.
  /// Without an upgrade all that were given.
  func inOrder(_ versions: [ChartVersion]) -> [ChartVersion] {
    guard let upgrade = existingWork.asUpgrade else { return versions }
    let newer = versions.map { ($0, LinkerdLines.step(from: upgrade.version, to: $0)) }
      .filter { $0.1 != .back }
    let steps = newer.filter { $0.1 != .skipping }
    return (steps.isEmpty ? newer : steps).map(\.0)
  }

  /// What is wrong with a chosen version as the next one after what is there.
  func upgradeProblems(to charts: ChartVersion) -> [Problem] {
    guard let upgrade = existingWork.asUpgrade else { return [] }
    switch LinkerdLines.step(from: upgrade.version, to: charts) {
    case .forward: return []
    case .same:
      return [
        Problem(
          "upgrade-to-the-same", severity: .warning,
          "\(charts.version) is what is here already: its values are only applied again.",
          remedy: "Choose charts that have a newer version, where you want one.")
      ]
    case .back:
      let name = charts.isOneChart ? "linkerd2 \(charts.version)" : charts.version
      return [
        Problem(
          "upgrade-goes-back",
          "\(name) is older than \(upgrade.version), which is here, and Linkerd isn't made to go "
            + "back.",
          remedy: "Choose a newer version, or charts of another line.")
      ]
    case .skipping:
      return [
        Problem(
          "upgrade-skips-a-line", severity: .warning,
          "From \(upgrade.version) to \(charts.version) a line of Linkerd's is left out, and its "
            + "makers call only single steps safe.",
          remedy: fittingVersions.first { $0 != charts }.map {
            "Upgrade to \($0.version) first, then once more."
          } ?? "Upgrade one line at a time.")
      ]
    }
  }
}

extension ExistingAnswer {
  /// The answer as the screen shows it.
  var label: String {
    switch self {
    case .stop: "Stop"
    case .repair: "Repair"
    case .upgrade: "Upgrade"
    }
  }
}
