import MeshCertificates
import Planning

/// The user's own charts, which stay where they are.
extension ChartCache {
  /// What a chart says of itself. Throws `Problem`.
  func description(of path: String) async throws -> ChartDescription {
    let answer = try await runner.bytes(helm, ["show", "chart", path])
    do { return try ChartDescription.read(answer) } catch {
      throw Problem(
        "chart-unreadable", "\(path) is not a chart that Helm can read.",
        remedy: "Choose a packed chart (.tgz) or a chart's folder.")
    }
  }

  /// The charts that a folder or a `.tgz` gives, newest first. Throws `Problem` or `FileProblem`.
  func ownCharts(_ source: ChartSource) async throws -> [FetchedCharts] {
    let folder: String
    switch source {
    case .directory(let path): folder = path
    case .archive(let path): folder = PathText.parent(path)
    case .repository, .oneChartRepository, .registry: return []
    }
    let names = try FolderListing.names(in: folder).sorted()
    let isChart = source == .directory(path: folder) && names.contains("Chart.yaml")
    let candidates =
      isChart ? [folder] : names.filter(Self.mayBeOurs).map { "\(folder)/\($0)" }
    let described = try await withThrowingTaskGroup(of: OwnChart.self) { tasks in
      for path in candidates {
        tasks.addTask { OwnChart(path: path, is: try await description(of: path)) }
      }
      return try await tasks.reduce(into: []) { $0.append($1) }
    }
    return try pairs(described, source, folder)
  }

  /// Whether a file's name is one of the charts'.
  static func mayBeOurs(_ name: String) -> Bool {
    ChartName.all.contains {
      name == $0 || name.hasPrefix("\($0)-") && name.hasSuffix(".tgz")
    }
  }

  private struct OwnChart: Sendable {
    let path: String
    let chart: ChartDescription
    init(path: String, is chart: ChartDescription) {
      self.path = path
      self.chart = chart
    }
  }

  private func pairs(
    _ charts: [OwnChart], _ source: ChartSource, _ folder: String
  ) throws -> [FetchedCharts] {
    var all = charts
    if case .archive(let path) = source, let given = charts.first(where: { $0.path == path }) {
      all =
        given.chart.name == ChartName.linkerd2
        ? [given] + charts.filter { $0.chart.name == ChartName.plugin }
        : charts.filter {
          $0.path == path || ![given.chart.name, ChartName.linkerd2].contains($0.chart.name)
        }
    }
    let index = Dictionary(grouping: all.map(\.chart), by: \.name)
    let offered = RepositoryIndex(entries: index)
    let versions =
      ChartPairs.isOneChart(offered)
      ? try ChartPairs.oneCharts(offered)
      : try ChartPairs.versions(offered, keepingAll: true)
    guard !versions.isEmpty else {
      if let crds = index[ChartName.crds]?.first, let plane = index[ChartName.controlPlane]?.first {
        throw Self.unpaired(crds, plane, folder)
      }
      throw Problem(
        "charts-incomplete", "\(folder) doesn't hold both linkerd-crds and linkerd-control-plane.",
        remedy:
          "Put both charts there, each as a folder or as a .tgz; of Linkerd 2.11, linkerd2 alone.")
    }
    func file(_ name: String, _ version: String?) throws -> ChartFile? {
      guard let version,
        let own = all.first(where: { $0.chart.name == name && $0.chart.version == version })
      else { return nil }
      return ChartFile(
        name: name, version: version, path: own.path, sha256: try FileDigest.tree(own.path))
    }
    return try versions.compactMap { version in
      let name = version.isOneChart ? ChartName.linkerd2 : ChartName.controlPlane
      let plugin = try file(ChartName.plugin, version.pluginVersion)
      let crds = try file(ChartName.crds, version.crdsVersion)
      guard let plane = try file(name, version.version), version.isOneChart || crds != nil else {
        return nil
      }
      return FetchedCharts(
        source: source, described: version, plugin: plugin, crds: crds, controlPlane: plane)
    }
  }

  private static func unpaired(
    _ crds: ChartDescription, _ plane: ChartDescription, _ folder: String
  ) -> Problem {
    Problem(
      "charts-unpaired",
      "\(folder) holds \(crds.name) \(crds.version) and \(plane.name) \(plane.version), which "
        + "don't belong together.",
      remedy: "Put both charts of one release there: since 2024 they have the same version; "
        + "linkerd-crds 1.8.0 belongs to linkerd-control-plane 1.16.11.")
  }
}
