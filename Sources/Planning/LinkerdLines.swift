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
}

/// Linkerd's lines of releases and the Kubernetes versions that they were made for
/// (linkerd.io/2/reference/k8s-versions, and the charts' own `kubeVersion`; read in November 2026).
package enum LinkerdLines {
  /// All lines that charts exist for, oldest first.
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

  /// The line that a chart version belongs to; nil where the version is unknown or older than all.
  package static func line(of chartVersion: String) -> LinkerdLine? {
    guard let version = SemanticVersion.parse(chartVersion) else { return nil }
    return all.last { $0.firstChart <= version }
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

  /// The step from one version of the chart to another; `forward` where one of them is unknown.
  package static func step(from old: String, to new: String) -> Step {
    guard let before = SemanticVersion.parse(old), let after = SemanticVersion.parse(new) else {
      return .forward
    }
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
    return "fits \(line.name) (\(line.minimumKubernetes.minorText)+)"
  }

  /// Why nothing offered here fits that Kubernetes; nil where something does.
  package static func problem(_ kubernetes: SemanticVersion) -> Problem? {
    guard newestFor(kubernetes) == nil else { return nil }
    return Problem(
      "kubernetes-too-old",
      "Kubernetes \(kubernetes.text) is older than anything that Linkerd's charts accept (1.21).",
      remedy: "Upgrade the cluster, to 1.31 or newer for current releases of Linkerd.")
  }

  /// A warning where that Kubernetes is newer than what those charts were tried with, else nil.
  package static func warning(
    _ charts: ChartVersion, kubernetes: SemanticVersion
  ) -> Problem? {
    guard let line = line(of: charts.version) else { return nil }
    let vetted = line.vettedKubernetes
    guard (kubernetes.major, kubernetes.minor) > (vetted.major, vetted.minor) else { return nil }
    let isNewest = line == all.last
    return Problem(
      "kubernetes-newer-than-tried", severity: .warning,
      "\(line.name) was tried with Kubernetes up to \(vetted.minorText); this cluster has "
        + "\(kubernetes.minorText).",
      remedy: isNewest
        ? "It will probably work; try it where an outage does no harm."
        : "Use Linkerd edge, whose newest release fits newer clusters.")
  }

  /// What to do where the charts at hand don't fit that Kubernetes.
  static func remedy(_ kubernetes: SemanticVersion) -> String {
    guard let line = newestFor(kubernetes) else {
      return "Upgrade the cluster, to 1.31 or newer for current releases of Linkerd."
    }
    let chart = line.firstChart.major < 2000 ? "Choose the stable charts" : "Choose the edge charts"
    if line == all.last { return "\(chart): \(line.name) fits this cluster." }
    return "\(chart) of \(line.name), which fits this cluster, or upgrade the cluster to 1.31."
  }

  private static func newestFor(_ kubernetes: SemanticVersion) -> LinkerdLine? {
    all.last { line in
      let minimum = line.minimumKubernetes
      return (kubernetes.major, kubernetes.minor) >= (minimum.major, minimum.minor)
    }
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
