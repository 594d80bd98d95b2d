import Planning

/// Charts of a registry, which Helm asks and pulls from with the person's own logins.
///
/// Helm can't list what a registry holds; it finds the newest release below a limit
/// (`helm show chart` with a constraint, helm.sh/docs/topics/registries). Helm's caches are the
/// wizard's own here, its logins stay those of the person.
extension ChartCache {
  /// The newest release of all, the newest one of each older line, and the wanted one, as far as the
  /// registry has them with all their charts. Throws `Problem`.
  func registryVersions(of source: ChartSource, wanted: String?) async throws -> [ChartVersion] {
    let plane: String
    let newest: ChartDescription
    do {
      plane = ChartName.controlPlane
      newest = try await shown(plane, nil, of: source)
    } catch let problem as Problem where problem.code == Self.missing {
      // A registry may hold the one chart alone.
      guard let one = try? await shown(ChartName.linkerd2, Self.linkerd2Line, of: source) else {
        throw problem
      }
      return try await oneCharts([one], wanted, source)
    }
    let limits = Self.limits(below: newest.version) + (wanted.map { [$0] } ?? [])
    let planes = [newest] + (await shown(plane, limits, of: source))
    let constraints = Set(planes.map { ChartPairs.crdsConstraint(of: $0.version) })
    async let plugins = shown(ChartName.plugin, Self.pluginLimits(beside: planes), of: source)
    let crds = await shown(ChartName.crds, constraints.sorted(), of: source)
    let index = RepositoryIndex(entries: [
      ChartName.controlPlane: Self.once(planes), ChartName.crds: Self.once(crds),
      ChartName.plugin: Self.once(await plugins),
    ])
    let versions = try ChartPairs.versions(index, keepingAll: true)
    guard !versions.isEmpty else {
      // Why the newest one has no partner is what Helm says of it.
      let partner = ChartPairs.crdsConstraint(of: newest.version)
      _ = try await shown(ChartName.crds, partner, of: source)
      throw Problem(
        "charts-incomplete",
        "\(source.answersText) has no linkerd-crds for \(plane) \(newest.version).",
        remedy: "Push both charts of one release there.")
    }
    return versions
  }

  /// The charts of a version, pulled anew: a tag may mean something else by now. Throws `Problem` or
  /// `FileProblem`.
  func registryCharts(
    _ version: ChartVersion, from source: ChartSource
  ) async throws -> FetchedCharts {
    let name = version.isOneChart ? ChartName.linkerd2 : ChartName.controlPlane
    async let crds = optionalChart(ChartName.crds, version.crdsVersion, from: source)
    async let plugin = optionalChart(ChartName.plugin, version.pluginVersion, from: source)
    async let controlPlane = registryChart(name, version.version, from: source)
    return FetchedCharts(
      source: source, described: version, plugin: try await plugin, crds: try await crds,
      controlPlane: try await controlPlane)
  }

  /// The chart of that name in that very version. Throws `Problem` or `FileProblem`.
  @inline(never)
  func registryChart(
    _ name: String, _ version: String, from source: ChartSource
  ) async throws -> ChartFile {
    let room = try room(of: source.answersText)
    let stage = try newStage(for: name, in: room)
    defer { FolderRemoval.remove(stage) }
    _ = try await runner.bytes(
      helm,
      ["pull"] + (source.registryWords(for: name) ?? [])
        + ["--version", version, "--destination", stage],
      environment: variables(room), timeout: runner.settings.fetchTimeout)
    return try await accept(name, version, nil, from: stage, as: "\(room)/\(name)-\(version).tgz")
  }

  private static let missing = "registry-chart-missing"
  private static let linkerd2Line = "2.11.x"

  private func optionalChart(
    _ name: String, _ version: String?, from source: ChartSource
  ) async throws -> ChartFile? {
    guard let version else { return nil }
    return try await registryChart(name, version, from: source)
  }

  private func oneCharts(
    _ charts: [ChartDescription], _ wanted: String?, _ source: ChartSource
  ) async throws -> [ChartVersion] {
    let all = charts + (await shown(ChartName.linkerd2, wanted.map { [$0] } ?? [], of: source))
    let plugins = await shown(ChartName.plugin, Self.pluginLimits(beside: all), of: source)
    return try ChartPairs.oneCharts(
      RepositoryIndex(entries: [
        ChartName.linkerd2: Self.once(all), ChartName.plugin: Self.once(plugins),
      ]))
  }

  /// What Helm finds within the limits; what it doesn't find is left out.
  private func shown(
    _ name: String, _ versions: [String], of source: ChartSource
  ) async -> [ChartDescription] {
    await withTaskGroup(of: ChartDescription?.self) { tasks in
      for version in versions {
        tasks.addTask { try? await shown(name, version, of: source) }
      }
      return await tasks.reduce(into: []) { all, chart in all += chart.map { [$0] } ?? [] }
    }
  }

  /// What Helm says of a chart, the newest release where no version is named. Throws `Problem`.
  ///
  /// Helm 4 prints what it pulled before the chart, in lines that YAML reads as further keys.
  private func shown(
    _ name: String, _ version: String?, of source: ChartSource
  ) async throws -> ChartDescription {
    let words = source.registryWords(for: name) ?? []
    let room = try room(of: source.answersText)
    let answer = try await runner.bytes(
      helm, ["show", "chart"] + words + (version.map { ["--version", $0] } ?? []),
      environment: variables(room), timeout: runner.settings.fetchTimeout)
    do { return try ChartDescription.read(answer) } catch {
      throw Problem(
        "chart-unreadable", "\(words.first ?? name) is not a chart that Helm can read.",
        remedy: "Look at the address; the charts have to be pushed there by helm push.")
    }
  }

  /// The versions in which the CNI plugin's chart may be there: those of the others, and in the lines
  /// that count apart its own, the newest of which belongs to stable-2.14.10.
  private static func pluginLimits(beside charts: [ChartDescription]) -> [String] {
    let isApart = charts.contains { VersionText.version(in: $0.version)?.major == 1 }
    return Set(charts.map(\.version)).sorted() + (isApart ? ["30.x"] : [])
  }

  /// The limits that cut out each line older than a version's, as Helm's `--version` takes them.
  private static func limits(below version: String) -> [String] {
    guard let newest = VersionText.version(in: version) else { return [] }
    let first = LinkerdLines.all.map(\.firstChart)
    return zip(first, first.dropFirst()).filter { $1 <= newest }.map {
      ">=\($0.text) <\($1.text)"
    }
  }

  /// The charts, each version once.
  private static func once(_ charts: [ChartDescription]) -> [ChartDescription] {
    var seen: Set<String> = []
    return charts.filter { seen.insert($0.version).inserted }
  }
}
