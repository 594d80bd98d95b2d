import Diagnosis
package import Planning

extension WizardState {
  /// The place that the charts come from; nil where the answer names none that can be used.
  package var chartSource: ChartSource? {
    let source = ChartSource(answers: answers.controlPlane, paths: options.paths)
    return switch source {
    case .edge: .repository(url: options.edgeRepository, preferredName: "linkerd-edge")
    case .stable: .repository(url: options.stableRepository, preferredName: "linkerd")
    case .linkerd2:
      .oneChartRepository(url: options.stableRepository, preferredName: "linkerd")
    default: source
    }
  }

  /// The versions that fit the cluster, newest first; empty while they aren't known.
  package var fittingVersions: [ChartVersion] {
    guard let versions = facts.chartVersions.value, let server = facts.server.value else {
      return []
    }
    return inOrder(VersionChoice.fitting(versions, kubernetes: server.version))
  }

  /// The version that is asked for; nil means the newest that fits.
  var wantedVersion: String? { AnswersCheck.version(answers.controlPlane.version) }

  /// The version that would be installed now; nil while it isn't known or there is none.
  package var chosenVersion: ChartVersion? {
    guard let wanted = wantedVersion else { return fittingVersions.first }
    return facts.chartVersions.value?.first { $0.version == wanted }
  }

  /// What the version question can be answered with.
  var versionOptions: [FieldOption] {
    guard let versions = facts.chartVersions.value else { return [] }
    let fitting = Set(
      facts.server.value.map { VersionChoice.fitting(versions, kubernetes: $0.version) }?
        .map(\.version) ?? [])
    let newest = fittingVersions.first.map { "\($0.version), the newest that fits" } ?? ""
    let latest = FieldOption(value: "latest", label: "latest", note: newest)
    return [latest]
      + versions.map { version in
        FieldOption(
          value: version.version, label: version.version, note: version.appVersion,
          refusal: fitting.contains(version.version)
            ? nil : "needs Kubernetes \(version.kubernetesDemand)")
      }
  }

  /// Whether the one chart `linkerd2` would be installed, by the answer or by what a place holds.
  var usesOneChart: Bool {
    answers.controlPlane.charts == .linkerd2
      || answers.controlPlane.charts == .own && chosenVersion?.isOneChart == true
  }

  /// Why the chart `linkerd2` can't be had on this cluster; nil where it can, or nobody knows.
  var linkerd2Problem: Problem? {
    if let upgrade = existingWork.asUpgrade {
      return Problem(
        "upgrade-goes-back",
        "The chart linkerd2 is Linkerd 2.11, older than \(upgrade.version), which is here, and "
          + "Linkerd isn't made to go back.",
        remedy: "Choose the edge or the stable charts.")
    }
    return facts.server.value.flatMap { LinkerdLines.problem(ofLinkerd2On: $0.version) }
  }

  /// What is worth knowing about the chart `linkerd2`, where it would be installed.
  var oneChartWarnings: [Problem] {
    guard usesOneChart else { return [] }
    let nodes = chosenVersion.flatMap { facts.clocks.value?.traits.warning(for: $0) }
    return [LinkerdLines.endOfLife(facts.server.value?.version)] + (nodes.map { [$0] } ?? [])
  }

  /// What was found of the Gateway API and what will be done about it; empty while unknown.
  var gatewayAPINote: String {
    gatewayAPIDecision?.note ?? ""
  }

  /// What follows from the answer about the Gateway API; nil while it isn't known.
  var gatewayAPIDecision: GatewayAPIDecision? {
    guard let found = facts.gatewayAPI.value, let version = chosenVersion else { return nil }
    return GatewayAPIDecision.decide(
      answers.controlPlane.gatewayAPI, found: found, charts: version,
      release: existingWork.crdsRelease(in: answers.controlPlane.namespace))
  }
}
