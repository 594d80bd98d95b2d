// The Gateway API's kinds, which linkerd-crds can bring along.
extension ResourceKindsChart {
  static func gatewayAPI(for release: LinkerdRelease) -> [TarArchive.File] {
    switch release.gatewayAPI {
    case .none: []
    case .httpRoutes:
      [
        file(
          .httpRoutes, stored: "v1beta1", versions: ["v1alpha2", "v1beta1"],
          unserved: "v1alpha2", old: "v0.7.1-dev")
      ]
    case .eachRoute:
      [
        file(.grpcRoutes, stored: "v1alpha2", versions: ["v1alpha2"], old: "v0.7.1"),
        file(.httpRoutes, stored: "v1beta1", versions: ["v1alpha2", "v1beta1"], old: "v0.7.1"),
        file(.tcpRoutes, stored: "v1alpha2", versions: ["v1alpha2"], old: "v0.7.1"),
        file(.tlsRoutes, stored: "v1alpha2", versions: ["v1alpha2"], old: "v0.7.1"),
      ]
    case .installGatewayAPI:
      [
        file(.grpcRoutes, stored: "v1", versions: ["v1", "v1alpha2"]),
        file(.httpRoutes, stored: "v1", versions: ["v1", "v1beta1"]),
        file(.tcpRoutes, stored: "v1alpha2", versions: ["v1alpha2"]),
        file(.tlsRoutes, stored: "v1alpha2", versions: ["v1alpha2"]),
      ]
    }
  }

  private enum Route: String {
    case grpcRoutes = "GRPCRoute"
    case httpRoutes = "HTTPRoute"
    case tcpRoutes = "TCPRoute"
    case tlsRoutes = "TLSRoute"

    /// The switch of its own; gRPC and HTTP share one.
    var value: String {
      switch self {
      case .grpcRoutes, .httpRoutes: "enableHttpRoutes"
      case .tcpRoutes: "enableTcpRoutes"
      case .tlsRoutes: "enableTlsRoutes"
      }
    }
  }

  /// The template of one kind; `old` names the bundle of the releases before installGatewayAPI.
  private static func file(
    _ route: Route, stored: String, versions: [String], unserved: String = "",
    old: String? = nil
  ) -> TarArchive.File {
    let kind = route.rawValue
    let plural = kind.lowercased() + "s"
    let list = versions.map { "\"\($0)\"" }.joined(separator: " ")
    let definition = """
      {{- include "kinds.gateway" (dict "root" . "kind" "\(kind)" "plural" "\(plural)"
        "versions" (list \(list)) "stored" "\(stored)" "unserved" "\(unserved)"
        "bundle" "\(old ?? "v1.1.1")" "keep" \(old == nil)) }}
      """
    let choice =
      old == nil
      ? """
      {{- $wanted := .Values.installGatewayAPI }}
      {{- if hasKey .Values "\(route.value)" }}{{ $wanted = .Values.\(route.value) }}{{ end }}
      """ : "{{- $wanted := .Values.\(route.value) }}"
    return TarArchive.File(
      path: "templates/gateway.networking.k8s.io_\(plural).yaml",
      content: "\(choice)\n{{- if $wanted }}\n\(definition)\n{{- end }}\n")
  }
}
