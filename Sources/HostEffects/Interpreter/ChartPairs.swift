import Planning

/// Finds in an index which CRD chart belongs to which control plane chart.
enum ChartPairs {
  /// The lines in which the two charts count apart: the control plane's minor, and the CRDs' minor.
  private static let stableLines = [9: 4, 12: 6, 16: 8]

  /// The pairs, newest first. Deprecated charts and pre-releases are left out unless all are kept.
  static func versions(
    _ index: RepositoryIndex, keepingAll: Bool = false
  ) throws(Problem) -> [ChartVersion] {
    let planes = usable(index.entries["linkerd-control-plane"], keepingAll)
    let crds = usable(index.entries["linkerd-crds"], keepingAll)
    if planes.isEmpty || crds.isEmpty, !keepingAll {
      throw Problem(
        "charts-absent", "This repository has no linkerd-crds and linkerd-control-plane.",
        remedy: "Check that the address is the one of a Linkerd chart repository.")
    }
    return planes.compactMap { plane in
      guard let crds = partner(of: plane, among: crds) else { return nil }
      return ChartVersion(
        version: plane.chart.version, crdsVersion: crds.chart.version,
        appVersion: plane.chart.appVersion ?? "",
        kubeVersion: plane.chart.kubeVersion ?? crds.chart.kubeVersion ?? "")
    }
  }

  private struct Entry {
    let chart: ChartDescription
    let version: SemanticVersion
  }

  private static func usable(_ charts: [ChartDescription]?, _ keepingAll: Bool) -> [Entry] {
    (charts ?? []).compactMap { chart in
      guard let version = VersionText.version(in: chart.version) else { return nil }
      guard keepingAll || chart.deprecated != true && version.prerelease.isEmpty else { return nil }
      return Entry(chart: chart, version: version)
    }.sorted { $0.version > $1.version }
  }

  private static func partner(of plane: Entry, among crds: [Entry]) -> Entry? {
    if let same = crds.first(where: { $0.chart.version == plane.chart.version }) { return same }
    if isOfEqualVersions(plane) { return nil }
    if plane.version.major == 1, let line = stableLines[plane.version.minor] {
      return crds.first { $0.version.major == 1 && $0.version.minor == line }
    }
    guard crds.count == 1, let only = crds.first, !isOfEqualVersions(only) else { return nil }
    return only
  }

  /// Whether the chart is of an edge release since 2024, whose charts all have the same version.
  private static func isOfEqualVersions(_ entry: Entry) -> Bool { entry.version.major >= 2024 }
}
