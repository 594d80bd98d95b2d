/// A line of Linkerd's releases, with the charts that belong to it.
package struct LinkerdLine: Equatable, Sendable {
  /// As people know it, such as `Linkerd 2.14`.
  package var name: String
  /// The control plane chart of its first release; charts from here on belong to it.
  package var firstChart: SemanticVersion
  /// The oldest Kubernetes that its charts accept.
  package var minimumKubernetes: SemanticVersion
  /// The newest minor version of Kubernetes that its makers tried it with.
  package var vettedKubernetes: SemanticVersion
  /// The first Kubernetes that doesn't serve what its charts are made of; nil where none is known.
  package var unservedKubernetes: SemanticVersion?

  /// Whether its charts accept that Kubernetes, and it serves what they are made of.
  package func runs(on kubernetes: SemanticVersion) -> Bool {
    !isBefore(kubernetes, minimumKubernetes)
      && unservedKubernetes.map { isBefore(kubernetes, $0) } ?? true
  }

  /// The Kubernetes versions that it runs on, such as `1.31+` or `1.17 to 1.24`.
  package var rangeText: String {
    guard let unserved = unservedKubernetes else { return minimumKubernetes.minorText + "+" }
    let last = SemanticVersion(unserved.major, unserved.minor - 1, 0)
    return "\(minimumKubernetes.minorText) to \(last.minorText)"
  }
}

/// Whether a version belongs to an earlier minor one than another.
private func isBefore(_ one: SemanticVersion, _ other: SemanticVersion) -> Bool {
  (one.major, one.minor) < (other.major, other.minor)
}

/// Linkerd's lines of releases and the Kubernetes versions that they were made for
/// (linkerd.io/2/reference/k8s-versions, and the charts' own `kubeVersion`; read in November 2026).
package enum LinkerdLines {
  /// The last line that is one chart, `linkerd2`; its last release is 2.11.5, of September 2022.
  ///
  /// Its CronJob is of `batch/v1beta1` and its PodDisruptionBudgets of `policy/v1beta1`, which
  /// Kubernetes 1.25 serves no more (kubernetes.io/docs/reference/using-api/deprecation-guide);
  /// nothing in the chart itself says so.
  package static let linkerd2 = LinkerdLine(
    name: "Linkerd 2.11", firstChart: SemanticVersion(2, 11, 0),
    minimumKubernetes: SemanticVersion(1, 17, 0), vettedKubernetes: SemanticVersion(1, 23, 0),
    unservedKubernetes: SemanticVersion(1, 25, 0))

  /// All lines that come as a pair of charts, oldest first.
  package static let all = [
    line("Linkerd 2.12", (1, 9, 0), from: 21, to: 24),
    line("Linkerd 2.13", (1, 12, 0), from: 21, to: 28),
    line("Linkerd 2.14", (1, 16, 0), from: 21, to: 28),
    line("Linkerd 2.15", (2024, 1, 1), from: 22, to: 29),
    line("Linkerd 2.16", (2024, 8, 2), from: 22, to: 29),
    line("Linkerd 2.17", (2024, 11, 8), from: 22, to: 31),
    line("Linkerd 2.18", (2025, 4, 4), from: 23, to: 32),
    line("Linkerd 2.19", (2025, 10, 7), from: 23, to: 35),
    line("Linkerd edge", (2026, 5, 1), from: 31, to: 35),
  ]

  /// The line that charts belong to; nil where their version is unknown or older than all.
  package static func line(of charts: ChartVersion) -> LinkerdLine? {
    guard let version = SemanticVersion.parse(charts.version) else { return nil }
    return (charts.isOneChart ? [linkerd2] : all).last { $0.firstChart <= version }
  }

  /// The oldest Kubernetes that a control plane takes, by the version that it tells, such as
  /// `edge-26.8.3` or `stable-2.14.10`; what is unknown counts as the newest.
  package static func minimumKubernetes(ofControlPlane version: String) -> SemanticVersion {
    if version.hasPrefix("stable-") {
      let name =
        "Linkerd " + version.dropFirst(7).split(separator: ".").prefix(2).joined(separator: ".")
      return ([linkerd2] + all).first { $0.name == name }?.minimumKubernetes
        ?? all[0].minimumKubernetes
    }
    let chart = version.hasPrefix("edge-") ? "20" + version.dropFirst(5) : ""
    let line = SemanticVersion.parse(chart).flatMap { chart in all.last { $0.firstChart <= chart } }
    return (line ?? all[all.count - 1]).minimumKubernetes
  }

  /// How two versions of the control plane's chart stand to each other.
  package enum Step: Equatable, Sendable {
    case same
    case back
    /// Newer, of the same line or the next.
    case forward
    /// Newer, with a line between them.
    case skipping
  }

  /// The step from a version of the pair's control plane to other charts; `forward` where one of the
  /// versions is unknown. `linkerd2` came before all of the pair.
  package static func step(from old: String, to charts: ChartVersion) -> Step {
    if charts.isOneChart { return .back }
    guard let before = SemanticVersion.parse(old),
      let after = SemanticVersion.parse(charts.version)
    else { return .forward }
    if before == after { return .same }
    if after < before { return .back }
    guard let first = all.lastIndex(where: { $0.firstChart <= before }),
      let last = all.lastIndex(where: { $0.firstChart <= after })
    else { return .forward }
    return last - first > 1 ? .skipping : .forward
  }

  /// Which Linkerd fits that Kubernetes, such as `fits Linkerd edge (1.31+)`.
  package static func fitText(_ kubernetes: SemanticVersion) -> String {
    guard let line = newestFor(kubernetes) else { return "too old for Linkerd" }
    return "fits \(line.name) (\(line.rangeText))"
  }

  /// Why nothing offered here fits that Kubernetes; nil where something does.
  package static func problem(_ kubernetes: SemanticVersion) -> Problem? {
    guard newestFor(kubernetes) == nil else { return nil }
    return Problem(
      "kubernetes-too-old",
      "Kubernetes \(kubernetes.text) is older than anything that Linkerd's charts accept (1.17).",
      remedy: "Upgrade the cluster, to 1.31 or newer for current releases of Linkerd.")
  }

  /// A warning where that Kubernetes is newer than what those charts were tried with, else nil.
  package static func warning(
    _ charts: ChartVersion, kubernetes: SemanticVersion
  ) -> Problem? {
    guard let line = line(of: charts) else { return nil }
    let vetted = line.vettedKubernetes
    guard isBefore(vetted, kubernetes) else { return nil }
    let isNewest = line == all.last
    return Problem(
      "kubernetes-newer-than-tried", severity: .warning,
      "\(line.name) was tried with Kubernetes up to \(vetted.minorText); this cluster has "
        + "\(kubernetes.minorText).",
      remedy: isNewest
        ? "It will probably work; try it where an outage does no harm."
        : line == linkerd2
          ? remedy(kubernetes) : "Use Linkerd edge, whose newest release fits newer clusters.")
  }

  /// What stands against the chart `linkerd2` on that Kubernetes; nil where it can be installed.
  package static func problem(ofLinkerd2On kubernetes: SemanticVersion) -> Problem? {
    if linkerd2.runs(on: kubernetes) { return nil }
    return Problem(
      "linkerd2-does-not-fit",
      "The chart linkerd2 needs Kubernetes \(linkerd2.rangeText); this cluster has "
        + "\(kubernetes.text)"
        + (isBefore(kubernetes, linkerd2.minimumKubernetes)
          ? "." : ", which no longer serves the CronJob of batch/v1beta1 that it holds."),
      remedy: remedy(kubernetes))
  }

  /// That the chart `linkerd2` is out of date, and what to take instead on that Kubernetes, where
  /// that is known.
  package static func endOfLife(_ kubernetes: SemanticVersion?) -> Problem {
    let better = kubernetes.flatMap(newestFor).flatMap { $0 == linkerd2 ? nil : $0 }
    let upgrade = "Rather upgrade the cluster, to run a newer Linkerd."
    return Problem(
      "linkerd2-end-of-life", severity: .warning,
      "\(linkerd2.name) has reached its end of life: it got its last fixes in September 2022.",
      remedy: better.map {
        "Rather choose the \(word(for: $0)) charts: \($0.name) fits this cluster."
      }
        ?? upgrade)
  }

  /// What to do where the charts at hand don't fit that Kubernetes.
  static func remedy(_ kubernetes: SemanticVersion) -> String {
    let upgrade = "Upgrade the cluster, to 1.31 or newer for current releases of Linkerd"
    guard let line = newestFor(kubernetes) else { return upgrade + "." }
    if line == linkerd2 {
      return upgrade + "; this one runs only the chart linkerd2, which is past its end of life."
    }
    let chart = "Choose the \(word(for: line)) charts"
    if line == all.last { return "\(chart): \(line.name) fits this cluster." }
    return "\(chart) of \(line.name), which fits this cluster, or upgrade the cluster to 1.31."
  }

  private static func word(for line: LinkerdLine) -> String {
    line.firstChart.major < 2000 ? "stable" : "edge"
  }

  private static func newestFor(_ kubernetes: SemanticVersion) -> LinkerdLine? {
    ([linkerd2] + all).last { $0.runs(on: kubernetes) }
  }

  private static func line(
    _ name: String, _ chart: (Int, Int, Int), from minimum: Int, to vetted: Int
  ) -> LinkerdLine {
    LinkerdLine(
      name: name, firstChart: SemanticVersion(chart.0, chart.1, chart.2),
      minimumKubernetes: SemanticVersion(1, minimum, 0),
      vettedKubernetes: SemanticVersion(1, vetted, 0))
  }
}
