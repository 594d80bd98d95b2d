import Glibc
import MeshCertificates
import Planning

/// Charts in the wizard's own cache, fetched by Helm with a configuration of the wizard's own, so that
/// Helm's settings of the user stay as they are.
struct ChartCache: Sendable {
  let runner: ToolRunner
  let helm: Tool

  private static let repository = "wizard"

  /// The versions that a place offers, newest first; of a registry `wanted` is among them, where it
  /// has that. Throws `Problem` or `FileProblem`.
  func versions(of source: ChartSource, wanted: String? = nil) async throws -> [ChartVersion] {
    switch source {
    case .repository(let url, _):
      let index = try await newIndex(of: url)
      return ChartPairs.isOneChart(index)
        ? try ChartPairs.oneCharts(index) : try ChartPairs.versions(index)
    case .oneChartRepository(let url, _):
      return try ChartPairs.oneCharts(try await newIndex(of: url))
    case .registry:
      return try await registryVersions(of: source, wanted: wanted)
    case .directory, .archive:
      return try await ownCharts(source).map(\.described)
    }
  }

  /// The charts of a version, ready to be installed from. Throws `Problem` or `FileProblem`.
  func fetch(_ version: ChartVersion, from source: ChartSource) async throws -> FetchedCharts {
    switch source {
    case .repository(let url, _), .oneChartRepository(let url, _):
      let room = try room(of: url)
      if (try? index(of: url)) == nil { try await addRepository(url, in: room) }
      let index = try index(of: url)
      let name = version.isOneChart ? ChartName.linkerd2 : ChartName.controlPlane
      async let plugin = pull(ChartName.plugin, ifAny: version.pluginVersion, index, room)
      async let crds = pull(ChartName.crds, ifAny: version.crdsVersion, index, room)
      async let controlPlane = pull(name, version.version, index, room)
      let charts = FetchedCharts(
        source: source, described: version, plugin: try await plugin, crds: try await crds,
        controlPlane: try await controlPlane)
      return try await withHighAvailability(charts)
    case .registry:
      return try await withHighAvailability(try await registryCharts(version, from: source))
    case .directory, .archive:
      guard let pair = try await ownCharts(source).first(where: { $0.isOffered(as: version) })
      else {
        throw Problem(
          "chart-version-gone", "Version \(version.version) of the charts is no longer there.",
          remedy: "Choose the version again.")
      }
      return try await withHighAvailability(
        version.pluginVersion == nil ? pair.withoutPlugin : pair)
    }
  }

  /// The charts with their own values for high availability beside them, if they bring any.
  private func withHighAvailability(_ charts: FetchedCharts) async throws -> FetchedCharts {
    var charts = charts
    let name = "values-ha.yaml"
    let chart = charts.controlPlane
    guard chart.path.hasSuffix(".tgz") else {
      let path = chart.path + "/" + name
      charts.highAvailability = (try? FileDigest.file(path)).map {
        GivenFile(path: path, sha256: $0)
      }
      return charts
    }
    guard let bytes = await member("\(chart.name)/\(name)", of: chart.path) else { return charts }
    let room = runner.settings.folders.cache + "/charts"
    try ProtectedDirectory.make(room)
    let digest = FileDigest.of(bytes)
    let path = "\(room)/\(digest.prefix(16))-\(name)"
    if (try? FileDigest.file(path)) != digest {
      unlink(path)
      try ProtectedFile.create(path: path, bytes: bytes, mode: 0o600)
    }
    charts.highAvailability = GivenFile(path: path, sha256: digest)
    return charts
  }

  /// A file in a packed chart; nil where it isn't there, or nothing can unpack it.
  private func member(_ name: String, of archive: String) async -> [UInt8]? {
    let path = runner.settings.environment["PATH"]
    guard case .found(let tar) = ToolLocator.find("tar", path: path) else { return nil }
    let output = await ChildProcess.collect(
      ChildProgram(
        path: tar, arguments: ["-xzOf", archive, name], environment: runner.environment(),
        workingDirectory: nil, input: nil, timeout: .seconds(runner.settings.probeTimeout),
        patience: runner.settings.patience))
    return output.outcome.succeeded && !output.outputTruncated ? output.standardOutput : nil
  }

  /// The chart of that name in that very version, whatever else is offered. Throws `Problem` or
  /// `FileProblem`.
  func chart(_ name: String, _ version: String, from source: ChartSource) async throws -> ChartFile
  {
    switch source {
    case .repository(let url, _), .oneChartRepository(let url, _):
      return try await listedChart(name, version, by: url)
    case .registry: return try await registryChart(name, version, from: source)
    case .directory(let folder):
      let files = try FolderListing.names(in: folder).sorted().filter(Self.mayBeOurs)
      return try await ownChart(name, version, among: files.map { "\(folder)/\($0)" }, by: folder)
    case .archive(let path): return try await ownChart(name, version, among: [path], by: path)
    }
  }

  // Swift 6.3's optimizer crashes where these are inlined into `chart`.
  @inline(never)
  private func listedChart(_ name: String, _ version: String, by url: String) async throws
    -> ChartFile
  {
    let room = try room(of: url)
    if !Self.offers(name, version, try? index(of: url)) { try await addRepository(url, in: room) }
    let index = try index(of: url)
    guard Self.offers(name, version, index) else { throw Self.notOffered(name, version, by: url) }
    return try await pull(name, version, index, room)
  }

  @inline(never)
  private func ownChart(
    _ name: String, _ version: String, among paths: [String], by place: String
  ) async throws -> ChartFile {
    for path in paths {
      if let chart = try await ownChart(path, name, version) { return chart }
    }
    throw Self.notOffered(name, version, by: place)
  }

  private static func offers(_ name: String, _ version: String, _ index: RepositoryIndex?) -> Bool {
    index?.entries[name]?.contains { $0.version == version } ?? false
  }

  private func ownChart(_ path: String, _ name: String, _ version: String) async throws
    -> ChartFile?
  {
    let chart = try await description(of: path)
    guard chart.name == name, chart.version == version else { return nil }
    return ChartFile(name: name, version: version, path: path, sha256: try FileDigest.tree(path))
  }

  static func notOffered(_ name: String, _ version: String, by place: String) -> Problem {
    Problem(
      "chart-version-gone", "\(place) has no \(name) \(version), which is what is installed.",
      remedy: "Name a place that has it: --charts edge, stable, linkerd2, an address, a folder or "
        + "a .tgz.")
  }

  // MARK: A repository

  /// The folder that belongs to a repository's address.
  func room(of url: String) throws(FileProblem) -> String {
    let room = runner.settings.folders.cache + "/charts/" + FileDigest.of(url.utf8).prefix(16)
    try ProtectedDirectory.make(room)
    return room
  }

  func variables(_ room: String) -> [String: String] {
    [
      "HELM_REPOSITORY_CONFIG": "\(room)/repositories.yaml",
      "HELM_REPOSITORY_CACHE": "\(room)/repository", "HELM_CACHE_HOME": "\(room)/helm",
      // Helm 4 keeps a bad download there for ever; here it is asked for anew.
      "HELM_CONTENT_CACHE": "\(room)/content",
    ]
  }

  private func addRepository(_ url: String, in room: String) async throws {
    try ProtectedDirectory.make("\(room)/repository")
    _ = try await runner.bytes(
      helm, ["repo", "add", Self.repository, url, "--force-update"], environment: variables(room),
      timeout: runner.settings.fetchTimeout)
  }

  private func newIndex(of url: String) async throws -> RepositoryIndex {
    try await addRepository(url, in: try room(of: url))
    return try index(of: url)
  }

  private func index(of url: String) throws -> RepositoryIndex {
    let path = try room(of: url) + "/repository/\(Self.repository)-index.yaml"
    let bytes = try FileBytes.read(path, limit: 64 << 20)
    do { return try RepositoryIndex.read(bytes) } catch {
      throw Problem(
        "repository-index-unreadable", "What \(url) offers can't be read as a chart repository.",
        remedy: "Check the address.")
    }
  }

  private func pull(
    _ name: String, ifAny version: String?, _ index: RepositoryIndex, _ room: String
  ) async throws -> ChartFile? {
    guard let version else { return nil }
    return try await pull(name, version, index, room)
  }

  private func pull(
    _ name: String, _ version: String, _ index: RepositoryIndex, _ room: String
  ) async throws -> ChartFile {
    let entry = index.entries[name]?.first { $0.version == version }
    let digest = entry?.digest.map { $0.hasPrefix("sha256:") ? String($0.dropFirst(7)) : $0 }
    let path = "\(room)/\(name)-\(version).tgz"
    if let digest, let held = try? FileDigest.file(path), held == digest {
      return ChartFile(name: name, version: version, path: path, sha256: held)
    }
    let stage = try newStage(for: name, in: room)
    defer { FolderRemoval.remove(stage) }
    var variables = variables(room)
    variables["HELM_CONTENT_CACHE"] = "\(stage)/content"
    if let entry {
      // Helm reads the whole index for each chart, which takes seconds; one entry is enough for it.
      try writeIndex(of: entry, in: "\(stage)/repository")
      variables["HELM_REPOSITORY_CACHE"] = "\(stage)/repository"
    }
    _ = try await runner.bytes(
      helm, ["pull", "\(Self.repository)/\(name)", "--version", version, "--destination", stage],
      environment: variables, timeout: runner.settings.fetchTimeout)
    return try await accept(name, version, digest, from: stage, as: path)
  }

  /// A folder into which Helm fetches a chart; whoever asks for it removes it.
  func newStage(for name: String, in room: String) throws(FileProblem) -> String {
    let stage = "\(room)/stage-\(name)-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    try ProtectedDirectory.makeNew(stage)
    return stage
  }

  private func writeIndex(of entry: ChartDescription, in folder: String) throws {
    try ProtectedDirectory.make(folder)
    try ProtectedFile.create(
      path: "\(folder)/\(Self.repository)-index.yaml",
      bytes: RepositoryIndex(entries: [entry.name: [entry]]).json, mode: 0o600)
  }

  /// Takes a chart over into the cache once it is proved to be whole.
  func accept(
    _ name: String, _ version: String, _ digest: String?, from stage: String, as path: String
  ) async throws -> ChartFile {
    guard let file = try FolderListing.names(in: stage).first(where: { $0.hasSuffix(".tgz") })
    else {
      throw Problem(
        "chart-not-fetched", "Helm fetched no \(name) \(version).", remedy: "Try again.")
    }
    let fetched = "\(stage)/\(file)"
    let sum = try FileDigest.file(fetched)
    if let digest, digest != sum {
      throw Problem(
        "chart-digest-mismatch",
        "\(name) \(version) arrived damaged, or is not what its repository announces.",
        remedy: "Try again; if it stays so, tell whoever runs the repository.")
    }
    if digest == nil {
      let chart = try await description(of: fetched)
      guard chart.name == name, chart.version == version else {
        throw Problem(
          "chart-is-another",
          "What is offered as \(name) \(version) is the chart \(chart.name) \(chart.version).",
          remedy: "Tell whoever runs that place, or choose another version.")
      }
    }
    guard rename(fetched, path) == 0 else { throw FileProblem(errno: errno, path) }
    return ChartFile(name: name, version: version, path: path, sha256: sum)
  }
}

extension FetchedCharts {
  /// Whether they are those of a version, with the CNI plugin's or without it.
  fileprivate func isOffered(as version: ChartVersion) -> Bool {
    described == version || described.withoutPlugin == version
  }

  /// The same charts without the CNI plugin's.
  fileprivate var withoutPlugin: FetchedCharts {
    var copy = self
    copy.plugin = nil
    copy.described = described.withoutPlugin
    return copy
  }
}

/// Removes a folder of the wizard's own with all that is in it.
enum FolderRemoval {
  static func remove(_ path: String) {
    for name in (try? FolderListing.names(in: path)) ?? [] {
      let inner = "\(path)/\(name)"
      var info = stat()
      guard lstat(inner, &info) == 0 else { continue }
      if info.st_mode & S_IFMT == S_IFDIR { remove(inner) } else { unlink(inner) }
    }
    rmdir(path)
  }
}
