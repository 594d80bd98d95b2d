/// What is on the cluster of what a run was to make, as it is found now.
package struct RunTraces: Equatable, Sendable {
  /// Helm's releases with the names that the plan gives or expects, in any state.
  package var releases: [FoundRelease]
  /// The namespaces that are there, each with its annotations; nil where they may not be listed.
  package var namespaces: [String: [String: String]]?
  /// When workloads were last told to restart, by `Workload.id`; those that never were are missing.
  package var restarts: [String: Instant]

  /// Makes a description of what was found.
  package init(
    releases: [FoundRelease] = [], namespaces: [String: [String: String]]? = nil,
    restarts: [String: Instant] = [:]
  ) {
    self.releases = releases
    self.namespaces = namespaces
    self.restarts = restarts
  }
}

/// A release of Helm's as it is found.
package struct FoundRelease: Equatable, Sendable {
  /// Which it is.
  package var name: ReleaseName
  /// Helm's own word, such as `deployed` or `pending-install`.
  package var status: String
  /// The chart with its version, such as `linkerd-crds-2026.6.3`.
  package var chart: String
  /// When its newest revision was made; nil where that can't be read.
  package var updated: Instant?
  /// Its revisions, each with Helm's word for it, by their numbers; the newest has the highest.
  package var revisions: [Int: String]

  /// Makes a description of a release.
  package init(
    name: ReleaseName, status: String, chart: String, updated: Instant? = nil,
    revisions: [Int: String] = [:]
  ) {
    self.name = name
    self.status = status
    self.chart = chart
    self.updated = updated
    self.revisions = revisions
  }

  /// Whether one of its revisions was ever installed to the end.
  package var wasDeployed: Bool { status == "deployed" || goodRevisionBefore != nil }

  /// The newest revision but the last that was once installed to the end; nil where there is none.
  package var goodRevisionBefore: Int? { goodRevision(upTo: newestRevision - 1) }

  /// The number of its newest revision; 0 where none is known.
  package var newestRevision: Int { revisions.keys.max() ?? 0 }

  /// The newest revision up to that one that was once installed to the end; nil where there is none.
  package func goodRevision(upTo last: Int) -> Int? {
    revisions.filter { $0.key <= last && ["deployed", "superseded"].contains($0.value) }.keys.max()
  }
}
