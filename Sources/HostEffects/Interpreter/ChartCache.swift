import Glibc
import MeshCertificates
import Planning

/// Charts in the wizard's own cache, fetched by Helm with a configuration of the wizard's own, so that
/// Helm's settings of the user stay as they are.
struct ChartCache: Sendable {
  let runner: ToolRunner
  let helm: Tool

  private static let names = (crds: "linkerd-crds", controlPlane: "linkerd-control-plane")
  private static let repository = "wizard"

  /// The versions that a place offers, newest first. Throws `Problem` or `FileProblem`.
  func versions(of source: ChartSource) async throws -> [ChartVersion] {
    switch source {
    case .repository(let url, _):
      try await addRepository(url, in: try room(of: url))
      return try ChartPairs.versions(try index(of: url))
    case .directory, .archive:
      return try await ownCharts(source).map(\.described)
    }
  }

  /// The charts of a version, ready to be installed from. Throws `Problem` or `FileProblem`.
  func fetch(_ version: ChartVersion, from source: ChartSource) async throws -> FetchedCharts {
    switch source {
    case .repository(let url, _):
      let room = try room(of: url)
      if (try? index(of: url)) == nil { try await addRepository(url, in: room) }
      let index = try index(of: url)
      async let crds = pull(Self.names.crds, version.crdsVersion, index, room)
      async let controlPlane = pull(Self.names.controlPlane, version.version, index, room)
      let charts = FetchedCharts(
        source: source, described: version, crds: try await crds,
        controlPlane: try await controlPlane)
      return try await withHighAvailability(charts)
    case .directory, .archive:
      guard let pair = try await ownCharts(source).first(where: { $0.described == version }) else {
        throw Problem(
          "chart-version-gone", "Version \(version.version) of the charts is no longer there.",
          remedy: "Choose the version again.")
      }
      return try await withHighAvailability(pair)
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

  /// The control plane's chart of that very version, whatever else is offered. Throws `Problem` or
  /// `FileProblem`.
  func controlPlane(_ version: String, from source: ChartSource) async throws -> ChartFile {
    let name = Self.names.controlPlane
    switch source {
    case .repository(let url, _):
      let room = try room(of: url)
      if !offers(version, try? index(of: url)) { try await addRepository(url, in: room) }
      let index = try index(of: url)
      guard offers(version, index) else { throw Self.notOffered(name, version, by: url) }
      return try await pull(name, version, index, room)
    case .directory(let folder):
      for file in try FolderListing.names(in: folder).sorted() where Self.mayBeOurs(file) {
        let path = "\(folder)/\(file)"
        if let chart = try await ownChart(path, name, version) { return chart }
      }
      throw Self.notOffered(name, version, by: folder)
    case .archive(let path):
      if let chart = try await ownChart(path, name, version) { return chart }
      throw Self.notOffered(name, version, by: path)
    }
  }

  private func offers(_ version: String, _ index: RepositoryIndex?) -> Bool {
    index?.entries[Self.names.controlPlane]?.contains { $0.version == version } ?? false
  }

  private func ownChart(_ path: String, _ name: String, _ version: String) async throws
    -> ChartFile?
  {
    let chart = try await description(of: path)
    guard chart.name == name, chart.version == version else { return nil }
    return ChartFile(name: name, version: version, path: path, sha256: try FileDigest.tree(path))
  }

  private static func notOffered(_ name: String, _ version: String, by place: String) -> Problem {
    Problem(
      "chart-version-gone", "\(place) has no \(name) \(version), which is what is installed.",
      remedy: "Name a place that has it: --charts edge, stable, an address, a folder or a .tgz.")
  }

  // MARK: A repository

  /// The folder that belongs to a repository's address.
  private func room(of url: String) throws(FileProblem) -> String {
    let room = runner.settings.folders.cache + "/charts/" + FileDigest.of(url.utf8).prefix(16)
    try ProtectedDirectory.make(room)
    return room
  }

  private func variables(_ room: String) -> [String: String] {
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
    _ name: String, _ version: String, _ index: RepositoryIndex, _ room: String
  ) async throws -> ChartFile {
    let entry = index.entries[name]?.first { $0.version == version }
    let digest = entry?.digest.map { $0.hasPrefix("sha256:") ? String($0.dropFirst(7)) : $0 }
    let path = "\(room)/\(name)-\(version).tgz"
    if let digest, let held = try? FileDigest.file(path), held == digest {
      return ChartFile(name: name, version: version, path: path, sha256: held)
    }
    let stage = "\(room)/stage-\(name)-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    try ProtectedDirectory.makeNew(stage)
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

  private func writeIndex(of entry: ChartDescription, in folder: String) throws {
    try ProtectedDirectory.make(folder)
    try ProtectedFile.create(
      path: "\(folder)/\(Self.repository)-index.yaml",
      bytes: RepositoryIndex(entries: [entry.name: [entry]]).json, mode: 0o600)
  }

  /// Takes a chart over into the cache once it is proved to be whole.
  private func accept(
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
    if digest == nil { _ = try await description(of: fetched) }
    guard rename(fetched, path) == 0 else { throw FileProblem(errno: errno, path) }
    return ChartFile(name: name, version: version, path: path, sha256: sum)
  }

  // MARK: The user's own charts

  private func description(of path: String) async throws -> ChartDescription {
    let answer = try await runner.bytes(helm, ["show", "chart", path])
    do { return try ChartDescription.read(answer) } catch {
      throw Problem(
        "chart-unreadable", "\(path) is not a chart that Helm can read.",
        remedy: "Choose a packed chart (.tgz) or a chart's folder.")
    }
  }

  private func ownCharts(_ source: ChartSource) async throws -> [FetchedCharts] {
    let folder: String
    switch source {
    case .directory(let path): folder = path
    case .archive(let path): folder = PathText.parent(path)
    case .repository: return []
    }
    let candidates = try FolderListing.names(in: folder).sorted().filter(Self.mayBeOurs)
    let described = try await withThrowingTaskGroup(of: OwnChart.self) { tasks in
      for name in candidates {
        let path = "\(folder)/\(name)"
        tasks.addTask { OwnChart(path: path, is: try await description(of: path)) }
      }
      return try await tasks.reduce(into: []) { $0.append($1) }
    }
    return try pairs(described, source, folder)
  }

  private static func mayBeOurs(_ name: String) -> Bool {
    [names.crds, names.controlPlane].contains {
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
      all = charts.filter { $0.path == path || $0.chart.name != given.chart.name }
    }
    let index = Dictionary(grouping: all.map(\.chart), by: \.name)
    let versions = try ChartPairs.versions(RepositoryIndex(entries: index), keepingAll: true)
    guard !versions.isEmpty else {
      if let crds = index[Self.names.crds]?.first, let plane = index[Self.names.controlPlane]?.first
      {
        throw Self.unpaired(crds, plane, folder)
      }
      throw Problem(
        "charts-incomplete", "\(folder) doesn't hold both linkerd-crds and linkerd-control-plane.",
        remedy: "Put both charts there, each as a folder or as a .tgz.")
    }
    func file(_ name: String, _ version: String) throws -> ChartFile? {
      guard let own = all.first(where: { $0.chart.name == name && $0.chart.version == version })
      else { return nil }
      return ChartFile(
        name: name, version: version, path: own.path, sha256: try FileDigest.tree(own.path))
    }
    return try versions.compactMap { version in
      guard let crds = try file(Self.names.crds, version.crdsVersion),
        let plane = try file(Self.names.controlPlane, version.version)
      else { return nil }
      return FetchedCharts(source: source, described: version, crds: crds, controlPlane: plane)
    }
  }
}

extension ChartCache {
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
