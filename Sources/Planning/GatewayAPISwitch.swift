/// How a linkerd-crds chart is told to bring the Gateway API's CRDs or not: the names of its values
/// changed over time (charts/linkerd-crds/values.yaml at the tags of Linkerd).
enum GatewayAPISwitch: Equatable {
  /// Until 2.13, `linkerd2` included: the chart brings no such CRDs, and Linkerd reads none.
  case none
  /// 2.14 to 2.16: `enableHttpRoutes`, on by default.
  case httpRoutes
  /// 2.17 and the edges after it: one value for each kind of route, on by default.
  case eachRoute
  /// From edge-25.3.1 (2.18) on: `installGatewayAPI`, on by default.
  case onUnlessToldOtherwise
  /// From edge-25.9.4 (2.19) on: `installGatewayAPI`, off by default.
  case offUnlessToldOtherwise

  /// The switch of that chart; a version that can't be read is taken for a current one.
  init(_ charts: ChartVersion) {
    guard let crds = charts.crdsVersion else {
      self = .none
      return
    }
    switch SemanticVersion.parse(crds) ?? SemanticVersion(.max, 0, 0) {
    case SemanticVersion(2025, 9, 4)...: self = .offUnlessToldOtherwise
    case SemanticVersion(2025, 3, 1)...: self = .onUnlessToldOtherwise
    case SemanticVersion(2024, 8, 3)...: self = .eachRoute
    case SemanticVersion(1, 7, 0)...: self = .httpRoutes
    default: self = .none
    }
  }

  /// Whether the control plane of these charts reads the CRDs at `v1`, as it does since edge-25.2.3
  /// (2.18); older ones, whose own charts bring 0.7.1, read `v1beta1`.
  static func needsV1(_ charts: ChartVersion) -> Bool {
    charts.crdsVersion.flatMap(SemanticVersion.parse).map { $0 >= SemanticVersion(2025, 2, 3) }
      ?? true
  }
}

extension GatewayAPIDecision {
  /// The values that make that chart install the CRDs, or leave them out.
  ///
  /// `installGatewayAPI` is always said, since its default has changed once; the older names only
  /// where their default, to install, isn't wanted.
  package static func settings(installing: Bool, charts: ChartVersion) -> [String] {
    switch (GatewayAPISwitch(charts), installing) {
    case (.none, _), (.httpRoutes, true), (.eachRoute, true): []
    case (.httpRoutes, false): ["enableHttpRoutes=false"]
    case (.eachRoute, false):
      ["enableHttpRoutes=false", "enableTlsRoutes=false", "enableTcpRoutes=false"]
    case (.onUnlessToldOtherwise, _), (.offUnlessToldOtherwise, _):
      ["installGatewayAPI=\(installing)"]
    }
  }
}
