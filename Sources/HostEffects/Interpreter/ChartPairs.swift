import Planning

/// Finds in an index which CRD chart belongs to which control plane chart, and the charts that need
/// no other.
enum ChartPairs {
  /// The lines in which the two charts count apart: the control plane's minor, and the CRDs' minor.
  private static let stableLines = [9: 4, 12: 6, 16: 8]

  /// The pairs, newest first. Deprecated charts and pre-releases are left out unless all are kept.
  static func versions(
    _ index: RepositoryIndex, keepingAll: Bool = false
  ) throws(Problem) -> [ChartVersion] {
    let planes = usable(index.entries[ChartName.controlPlane], keepingAll)
    let crds = usable(index.entries[ChartName.crds], keepingAll)
    if planes.isEmpty || crds.isEmpty, !keepingAll {
      throw Problem(
        "charts-absent", "This repository has no linkerd-crds and linkerd-control-plane.",
        remedy: "Check that the address is the one of a Linkerd chart repository.")
    }
    return planes.compactMap { plane in
      guard let crds = partner(of: plane, among: crds) else { return nil }
      return ChartVersion(
        version: plane.chart.version, crdsVersion: crds.chart.version,
        pluginVersion: plugin(of: plane, in: index)?.version,
        appVersion: plane.chart.appVersion ?? "",
        kubeVersion: plane.chart.kubeVersion ?? crds.chart.kubeVersion ?? "")
    }
  }

  /// The releases of 2.11 that the one chart `linkerd2` brings, newest first, the deprecated last one
  /// among them; older ones have other values, and in the edge repository other numbers.
  static func oneCharts(_ index: RepositoryIndex) throws(Problem) -> [ChartVersion] {
    let all = usable(index.entries[ChartName.linkerd2], true)
    guard !all.isEmpty else {
      throw Problem(
        "charts-absent", "There is no chart linkerd2.",
        remedy: "Choose the edge or the stable charts, or a place that has it.")
    }
    let known = all.filter {
      ($0.version.major, $0.version.minor) == (2, 11) && $0.version.prerelease.isEmpty
    }
    guard !known.isEmpty else {
      throw Problem(
        "linkerd2-too-old",
        "The chart linkerd2 is there as \(all[0].chart.version), but only 2.11 is known here.",
        remedy: "Use linkerd2 2.11.5, or the edge or the stable charts.")
    }
    return known.map { entry in
      ChartVersion(
        version: entry.chart.version, crdsVersion: nil,
        pluginVersion: plugin(of: entry, in: index)?.version,
        appVersion: entry.chart.appVersion ?? "",
        kubeVersion: entry.chart.kubeVersion ?? "")
    }
  }

  /// Whether `linkerd2` is there and no pair is.
  static func isOneChart(_ index: RepositoryIndex) -> Bool {
    func has(_ name: String) -> Bool { index.entries[name]?.isEmpty == false }
    return has(ChartName.linkerd2) && !(has(ChartName.crds) && has(ChartName.controlPlane))
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

  /// The chart of the CNI plugin that came out with a control plane's: of the same version, as all
  /// since 2024 and linkerd2's, or of the same release of Linkerd (30.12.2 is of stable-2.14.10).
  private static func plugin(of plane: Entry, in index: RepositoryIndex) -> ChartDescription? {
    let plugins = usable(index.entries[ChartName.plugin], true).map(\.chart)
    if let same = plugins.first(where: { $0.version == plane.chart.version }) { return same }
    guard !isOfEqualVersions(plane), let release = plane.chart.appVersion, !release.isEmpty else {
      return nil
    }
    return plugins.first { $0.appVersion == release }
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

  /// The version of linkerd-crds to ask a place for that has no list, as Helm's `--version` takes it.
  static func crdsConstraint(of plane: String) -> String {
    guard let version = VersionText.version(in: plane), version.major == 1,
      let line = stableLines[version.minor]
    else { return plane }
    return "\(version.major).\(line).x"
  }

  /// Whether the chart is of an edge release since 2024, whose charts all have the same version.
  private static func isOfEqualVersions(_ entry: Entry) -> Bool { entry.version.major >= 2024 }
}
