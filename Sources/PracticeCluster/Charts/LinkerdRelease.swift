/// A release of Linkerd, as the charts that the practice repository offers of it: two, or the one
/// chart linkerd2 of old.
struct LinkerdRelease: Equatable, Sendable {
  /// The repository that a release appears in.
  enum Channel: String, CaseIterable, Sendable {
    case edge
    case stable
  }

  /// How the linkerd-crds chart is told to install the Gateway API's resource kinds.
  enum GatewayAPISwitch: Equatable, Sendable {
    /// It doesn't know them.
    case none
    /// Only `enableHttpRoutes`, for httproutes; on unless it is turned off.
    case httpRoutes
    /// `enableHttpRoutes`, `enableTlsRoutes` and `enableTcpRoutes`; on unless turned off.
    case eachRoute
    /// `installGatewayAPI`, and each older switch where it is set; the kinds outlive the release.
    case installGatewayAPI(byDefault: Bool)
  }

  let channel: Channel
  /// The version of the linkerd-crds chart; nil where the chart linkerd2 holds everything.
  let resourceKindsVersion: String?
  /// The version of the linkerd-control-plane chart, or of linkerd2.
  let controlPlaneVersion: String
  /// The version of the linkerd2-cni chart.
  let pluginVersion: String
  /// The version of Linkerd itself, such as edge-26.8.3.
  let appVersion: String
  /// The Kubernetes versions that the charts accept.
  let kubeVersion: String
  let gatewayAPI: GatewayAPISwitch
  /// When it came out, as RFC 3339.
  let created: String
  /// The version of the proxy-init image; nil where the proxy's image does its work.
  let proxyInitVersion: String?

  /// Whether all is in the one chart linkerd2.
  var isOneChart: Bool { resourceKindsVersion == nil }
  /// Whether the chart wants to be told when the issuer ends, as linkerd2 did until 2.11.0.
  var demandsIssuerExpiry: Bool { appVersion == "stable-2.11.0" }
  /// Whether the chart is marked as deprecated.
  var isDeprecated: Bool { appVersion == "stable-2.11.5" }
  /// The iptables flavour that proxies' traffic is redirected with.
  var iptablesMode: String { iptablesIsNFT ? "nft" : "legacy" }
  /// Whether the proxy of a pod starts before its containers, as a native sidecar.
  var hasNativeSidecars: Bool { kubeVersion.contains("1.31") }
  /// Whether the policy controller has an image of its own.
  var hasPolicyControllerImage: Bool { created < "2025-06" }
  /// The version of the CNI plugin's image, where it counts apart.
  var pluginImageVersion: String { hasLaterPolicies ? "v1.6.8" : "v1.3.0" }
  /// Whether the CNI plugin's chart can be told the kind of iptables, as since edge-24.4.1.
  var pluginKnowsTables: Bool { channel == .edge }
  /// Whether it knows external workloads, egress networks and rate limits.
  var hasLaterPolicies: Bool { channel == .edge }

  private var iptablesIsNFT: Bool {
    hasNativeSidecars || gatewayAPI == .installGatewayAPI(byDefault: false)
  }

  /// Every release that the repository offers, the newest of each channel first.
  static let all = [
    edge("2026.8.3", kubernetes: "1.31.0", .installGatewayAPI(byDefault: false), "2026-08-21"),
    edge("2026.6.3", kubernetes: "1.31.0", .installGatewayAPI(byDefault: false), "2026-06-19"),
    edge(
      "2025.10.7", kubernetes: "1.23.0", .installGatewayAPI(byDefault: false),
      proxyInit: "v2.4.3", "2025-10-31"),
    edge(
      "2025.4.4", kubernetes: "1.23.0", .installGatewayAPI(byDefault: true),
      proxyInit: "v2.4.2", "2025-04-24"),
    edge("2024.11.8", kubernetes: "1.22.0", .eachRoute, proxyInit: "v2.4.1", "2024-11-27"),
    stable("1.8.0", "1.16.11", plugin: "30.12.2", "stable-2.14.10", "2024-02-20"),
    stable("1.6.1", "1.12.7", plugin: "30.8.5", "stable-2.13.7", "2023-10-17"),
    oneChart("2.11.5", kubernetes: "1.17.0", proxyInit: "v1.5.3", "2022-09-22"),
    oneChart("2.11.0", kubernetes: "1.16.0", proxyInit: "v1.4.0", "2021-09-30"),
  ]

  private static func edge(
    _ version: String, kubernetes: String, _ gatewayAPI: GatewayAPISwitch,
    proxyInit: String? = nil, _ day: String
  ) -> LinkerdRelease {
    LinkerdRelease(
      channel: .edge, resourceKindsVersion: version, controlPlaneVersion: version,
      pluginVersion: version, appVersion: "edge-\(version.dropFirst(2))",
      kubeVersion: ">=\(kubernetes)-0",
      gatewayAPI: gatewayAPI, created: "\(day)T12:00:00Z", proxyInitVersion: proxyInit)
  }

  private static func stable(
    _ resourceKinds: String, _ controlPlane: String, plugin: String, _ appVersion: String,
    _ day: String
  ) -> LinkerdRelease {
    LinkerdRelease(
      channel: .stable, resourceKindsVersion: resourceKinds, controlPlaneVersion: controlPlane,
      pluginVersion: plugin, appVersion: appVersion, kubeVersion: ">=1.21.0-0",
      gatewayAPI: .httpRoutes,
      created: "\(day)T12:00:00Z", proxyInitVersion: "v2.2.3")
  }

  private static func oneChart(
    _ version: String, kubernetes: String, proxyInit: String, _ day: String
  ) -> LinkerdRelease {
    LinkerdRelease(
      channel: .stable, resourceKindsVersion: nil, controlPlaneVersion: version,
      pluginVersion: version, appVersion: "stable-\(version)", kubeVersion: ">=\(kubernetes)-0",
      gatewayAPI: .none,
      created: "\(day)T12:00:00Z", proxyInitVersion: proxyInit)
  }
}
