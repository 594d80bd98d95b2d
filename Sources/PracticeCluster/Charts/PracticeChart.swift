import Crypto

/// A chart of the practice repository: its metadata and its archive.
struct PracticeChart: Equatable, Sendable {
  let name: String
  let version: String
  let appVersion: String
  let kubeVersion: String
  let description: String
  let isDeprecated: Bool
  /// When it came out, as RFC 3339.
  let created: String
  /// The .tgz, always the same bytes for the same chart.
  let archive: [UInt8]

  /// The name of its archive.
  var fileName: String { "\(name)-\(version).tgz" }
  /// The SHA-256 of its archive, as lower-case hexadecimal digits.
  var digest: String {
    SHA256.hash(data: archive).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      .joined()
  }

  /// The charts of one release: the resource kinds, then the control plane; or linkerd2 in their place;
  /// and the CNI plugin.
  static func charts(of release: LinkerdRelease) -> [PracticeChart] {
    controlPlaneCharts(of: release) + [
      PracticeChart(
        name: "linkerd2-cni", version: release.pluginVersion, release: release,
        description: "Practice chart: Linkerd's CNI plugin", files: PluginChart.files(for: release))
    ]
  }

  private static func controlPlaneCharts(of release: LinkerdRelease) -> [PracticeChart] {
    guard let resourceKindsVersion = release.resourceKindsVersion else {
      return [
        PracticeChart(
          name: "linkerd2", version: release.controlPlaneVersion, release: release,
          description: "Practice chart: Linkerd 2.11 in one chart",
          files: OneChart.files(for: release))
      ]
    }
    return [
      PracticeChart(
        name: "linkerd-crds", version: resourceKindsVersion, release: release,
        description: "Practice chart: the resource kinds that Linkerd's control plane reads",
        files: ResourceKindsChart.files(for: release)),
      PracticeChart(
        name: "linkerd-control-plane", version: release.controlPlaneVersion, release: release,
        description: "Practice chart: Linkerd's control plane",
        files: ControlPlaneChart.files(for: release)),
    ]
  }

  private init(
    name: String, version: String, release: LinkerdRelease, description: String,
    files: [TarArchive.File]
  ) {
    self.name = name
    self.version = version
    appVersion = release.appVersion
    kubeVersion = release.kubeVersion
    self.description = description
    isDeprecated = release.isDeprecated
    created = release.created
    let metadata = """
      apiVersion: v2
      name: \(name)
      version: \(version)
      appVersion: \(release.appVersion)
      kubeVersion: "\(release.kubeVersion)"
      description: "\(description)"
      type: application
      keywords: [service-mesh, practice]

      """ + (isDeprecated ? "deprecated: true\n" : "")
    let all = [TarArchive.File(path: "Chart.yaml", content: metadata)] + files
    let startOf2024: Int64 = 1_704_067_200
    archive = Gzip.stored(
      TarArchive.bytes(
        of: all.map { TarArchive.File(path: "\(name)/\($0.path)", content: $0.content) },
        modified: startOf2024))
  }
}
