import Diagnosis
import Planning
import Wizard

extension ClusterQuestions {
  private static let traced = [
    "clusterroles", "clusterrolebindings", "mutatingwebhookconfigurations",
    "validatingwebhookconfigurations", "customresourcedefinitions",
  ]

  /// What of Linkerd is there: Helm's releases, the control plane's ConfigMap, cluster-wide leftovers.
  func linkerd() async throws -> LinkerdPresence {
    async let listed = listedReleases()
    async let configs = list(
      NamedObject.self,
      [
        "get", "configmaps", "--all-namespaces", "--field-selector", "metadata.name=linkerd-config",
        "-o", "json",
      ])
    async let leftovers = leftovers()
    let all = try await listed
    let objects = try await leftovers
    let traces = LinkerdTraces(
      releases: try await releases(among: all),
      controlPlaneNamespaces: try await configs.compactMap(\.metadata.namespace).sorted(),
      clusterObjects: objects.map { "\($0.kind ?? "Object")/\($0.metadata.name)" }.sorted(),
      definitionsOwner: Self.foreignOwner(of: objects, among: all))
    let nothing =
      traces.releases.isEmpty && traces.controlPlaneNamespaces.isEmpty
      && traces.clusterObjects.isEmpty
    return nothing ? .none : .some(traces)
  }

  /// All of Helm's releases, in any state: Helm 3 shows pending ones only with `-a`.
  private func listedReleases() async throws -> [ListedRelease] {
    guard let helm = target.helm else { return [] }
    return try await releases(helm, in: ["--all-namespaces"])
  }

  /// Those of Linkerd's charts.
  private func releases(among all: [ListedRelease]) async throws -> [HelmRelease] {
    guard let helm = target.helm else { return [] }
    var found: [HelmRelease] = []
    for release in all where release.isLinkerds {
      let isDeployed = release.status == "deployed"
      found.append(
        HelmRelease(
          name: release.name, namespace: release.namespace, status: release.status,
          chart: release.chart, appVersion: release.appVersion ?? "",
          wasDeployed: isDeployed ? true : try await wasDeployed(release, helm),
          revision: Int(release.revision)))
    }
    return found
  }

  /// Whether a release that isn't deployed now was so once: a first install that was tried twice has
  /// two revisions too.
  private func wasDeployed(_ release: ListedRelease, _ helm: Tool) async throws -> Bool {
    if release.revision == "1" { return false }
    return try await history(of: release, helm)
      .contains { ["deployed", "superseded"].contains($0.status) }
  }

  /// The revisions of a release, oldest first.
  func history(of release: ListedRelease, _ helm: Tool) async throws -> [PastRelease] {
    try await runner.json(
      [PastRelease].self, helm,
      [
        "history", release.name, "--kube-context", target.context, "--namespace",
        release.namespace, "-o", "json",
      ])
  }

  /// Helm's releases of a namespace or of all, in any state.
  func releases(_ helm: Tool, in place: [String]) async throws -> [ListedRelease] {
    let all = helm.version.major < 4 ? ["--all"] : []
    return try await runner.json(
      [ListedRelease].self, helm,
      ["list", "--kube-context", target.context] + place + ["--max", "0"] + all + ["-o", "json"])
  }

  /// The release that Linkerd's CRDs belong to, where it is one of another chart; a name whose release
  /// is gone owns nothing any more.
  private static func foreignOwner(
    of objects: [NamedObject], among releases: [ListedRelease]
  ) -> ReleaseName? {
    let others = Set(
      releases.filter { !$0.isLinkerds }.map { ReleaseName($0.name, in: $0.namespace) })
    let owners = objects.filter { $0.kind == "CustomResourceDefinition" }
      .compactMap(\.metadata.release)
    return owners.filter(others.contains).min { $0.place < $1.place }
  }

  private func leftovers() async throws -> [NamedObject] {
    let objects = try await list(
      NamedObject.self,
      [
        "get", Self.traced.joined(separator: ","), "-l", "linkerd.io/control-plane-ns", "-o",
        "json",
      ])
    return objects.filter { !$0.metadata.name.hasSuffix(".gateway.networking.k8s.io") }
  }
}

extension ListedRelease {
  /// Whether its chart is one of Linkerd's, an extension's included.
  fileprivate var isLinkerds: Bool { chart.hasPrefix("linkerd") }
}

extension ObjectMetadata {
  /// Helm's release that the object says it belongs to; nil where it says none.
  var release: ReleaseName? {
    annotation("meta.helm.sh/release-name").map {
      ReleaseName($0, in: annotation("meta.helm.sh/release-namespace") ?? "default")
    }
  }
}

/// Any object, of which only the name matters.
struct NamedObject: Decodable, Sendable {
  var kind: String?
  var metadata: ObjectMetadata
}
