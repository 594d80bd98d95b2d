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
    async let releases = releases()
    async let configs = list(
      NamedObject.self,
      [
        "get", "configmaps", "--all-namespaces", "--field-selector", "metadata.name=linkerd-config",
        "-o", "json",
      ])
    async let leftovers = leftovers()
    let traces = LinkerdTraces(
      releases: try await releases,
      controlPlaneNamespaces: try await configs.compactMap(\.metadata.namespace).sorted(),
      clusterObjects: try await leftovers)
    let nothing =
      traces.releases.isEmpty && traces.controlPlaneNamespaces.isEmpty
      && traces.clusterObjects.isEmpty
    return nothing ? .none : .some(traces)
  }

  /// Helm's releases of Linkerd's charts, in any state: Helm 3 shows pending ones only with `-a`.
  private func releases() async throws -> [HelmRelease] {
    guard let helm = target.helm else { return [] }
    return try await releases(helm, in: ["--all-namespaces"]).filter {
      $0.chart.hasPrefix("linkerd")
    }.map {
      HelmRelease(
        name: $0.name, namespace: $0.namespace, status: $0.status, chart: $0.chart,
        appVersion: $0.appVersion ?? "")
    }
  }

  /// Helm's releases of a namespace or of all, in any state.
  func releases(_ helm: Tool, in place: [String]) async throws -> [ListedRelease] {
    let all = helm.version.major < 4 ? ["--all"] : []
    return try await runner.json(
      [ListedRelease].self, helm,
      ["list", "--kube-context", target.context] + place + ["--max", "0"] + all + ["-o", "json"])
  }

  private func leftovers() async throws -> [String] {
    let objects = try await list(
      NamedObject.self,
      [
        "get", Self.traced.joined(separator: ","), "-l", "linkerd.io/control-plane-ns", "-o",
        "json",
      ])
    return objects.filter { !$0.metadata.name.hasSuffix(".gateway.networking.k8s.io") }
      .map { "\($0.kind ?? "Object")/\($0.metadata.name)" }.sorted()
  }
}

/// Any object, of which only the name matters.
struct NamedObject: Decodable, Sendable {
  var kind: String?
  var metadata: ObjectMetadata
}
