/// What the plan does about the Gateway API's CRDs.
///
/// Helm looks at nothing by itself: it fails in the middle of an install where somebody else owns
/// the CRDs. The refusals are the ones that Linkerd's own CLI makes (cli/cmd/install.go), told
/// before anything is changed.
package struct GatewayAPIDecision: Equatable, Sendable {
  /// What was found and what will be done, in one line.
  package var note: String
  /// What the charts are told, or why they can't be installed like this.
  package var outcome: Outcome

  /// What follows from the decision.
  package enum Outcome: Equatable, Sendable {
    /// Values for the linkerd-crds chart, as behind helm's `--set`; empty where the defaults do it.
    case settings([String])
    case refused(Problem)
  }

  /// Decides from the answer, from what is on the cluster and from what the chart can do.
  ///
  /// `release` is that of the linkerd-crds chart: Helm lets a release only keep objects of its own.
  package static func decide(
    _ answer: GatewayAPIAnswer, found: GatewayAPIState, charts: ChartVersion,
    release: ReleaseName = ReleaseName("linkerd-crds", in: "linkerd")
  ) -> GatewayAPIDecision {
    if charts.isOneChart, answer == .install {
      return GatewayAPIDecision(
        note: "\(found.text): \(notInLinkerd2.remedy)", outcome: .refused(notInLinkerd2))
    }
    if GatewayAPISwitch(charts) == .none {
      return GatewayAPIDecision(
        note: "\(found.text): this Linkerd doesn't use them.", outcome: .settings([]))
    }
    let installs = installs(answer, found: found, release: release)
    let refusal = refusal(
      installing: installs, found: found, charts: charts, release: release)
    if let refusal {
      return GatewayAPIDecision(
        note: "\(found.text): \(refusal.remedy)", outcome: .refused(refusal))
    }
    return GatewayAPIDecision(
      note: note(installing: installs, found: found, charts: charts),
      outcome: .settings(settings(installing: installs, charts: charts)))
  }

  /// The refusal; nil where there is none.
  package var problem: Problem? {
    guard case .refused(let problem) = outcome else { return nil }
    return problem
  }

  private static func installs(
    _ answer: GatewayAPIAnswer, found: GatewayAPIState, release: ReleaseName
  ) -> Bool {
    switch (answer, found) {
    case (.install, _), (.auto, .absent): true
    case (.skip, _), (.auto, .foreign): false
    case (.auto, .linkerd(_, let owner)): owner == release.place
    }
  }

  private static func note(
    installing: Bool, found: GatewayAPIState, charts: ChartVersion
  ) -> String {
    if !installing { return "\(found.text): left as they are." }
    let what =
      GatewayAPISwitch(charts) == .httpRoutes
      ? "linkerd-crds brings its own routes" : "installed by linkerd-crds"
    return found == .absent
      ? "\(found.text): \(what)." : "\(found.text): kept up to date by linkerd-crds."
  }

  private static func refusal(
    installing: Bool, found: GatewayAPIState, charts: ChartVersion, release: ReleaseName
  ) -> Problem? {
    switch found {
    case .absent: return installing ? nil : absentAndNotInstalled
    case .linkerd(_, let owner):
      let isOwn = owner == release.place
      if installing && !isOwn { return ownedByOtherLinkerd(owner) }
      return !installing && isOwn ? wouldBeRemoved : nil
    case .foreign(let version, let owner, let servesV1):
      if installing { return ownedBySomebodyElse(owner) }
      return servesV1 || !GatewayAPISwitch.needsV1(charts) ? nil : withoutV1(version)
    }
  }

  private static var notInLinkerd2: Problem {
    Problem(
      "gateway-api-not-in-linkerd2",
      "The chart linkerd2 brings no Gateway API CRDs, and its Linkerd reads none.",
      remedy: "Answer auto or skip.")
  }

  private static var absentAndNotInstalled: Problem {
    Problem(
      "gateway-api-absent",
      "The Gateway API CRDs are missing and would not be installed, but Linkerd needs them.",
      remedy: "Let linkerd-crds install them, or install them yourself first.")
  }

  private static var wouldBeRemoved: Problem {
    Problem(
      "gateway-api-would-be-removed",
      "The Gateway API CRDs belong to Linkerd's own Helm release, which would give them up.",
      remedy: "Let linkerd-crds install them, so that it keeps them.")
  }

  private static func ownedBySomebodyElse(_ owner: String?) -> Problem {
    Problem(
      "gateway-api-foreign",
      "The Gateway API CRDs are there already, "
        + (owner.map { "from \($0)" } ?? "from somebody else")
        + ", and Helm refuses to install over them.",
      remedy: "Leave them as they are: answer auto or skip.")
  }

  private static func ownedByOtherLinkerd(_ release: String?) -> Problem {
    let owner = release.map { "the Helm release \($0)" } ?? "the linkerd command"
    return Problem(
      "gateway-api-other-linkerd",
      "The Gateway API CRDs are there already, made by \(owner), and Helm refuses to install over "
        + "them.",
      remedy: "Leave them as they are: answer auto or skip.")
  }

  private static func withoutV1(_ version: String?) -> Problem {
    Problem(
      "gateway-api-too-old",
      "The Gateway API CRDs\(version.map { " (\($0))" } ?? "") don't serve version v1, which this "
        + "Linkerd needs.",
      remedy: "Ask their owner to update them to 1.2.1 or newer, or choose older charts.")
  }
}

extension GatewayAPIState {
  /// What was found, in a few words, such as `Gateway API 1.2.1 of helm release traefik/traefik`.
  package var text: String {
    switch self {
    case .absent: return "Gateway API CRDs are missing"
    case .linkerd(let version, _): return "Gateway API\(Self.number(version)) of Linkerd is there"
    case .foreign(let version, let owner, _):
      return "Gateway API\(Self.number(version)) of \(owner ?? "somebody else") is there"
    }
  }

  private static func number(_ bundleVersion: String?) -> String {
    guard let bundleVersion, !bundleVersion.isEmpty else { return "" }
    return " " + (bundleVersion.first == "v" ? bundleVersion.dropFirst() : bundleVersion[...])
  }
}
