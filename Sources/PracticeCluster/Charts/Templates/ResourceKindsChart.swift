/// The chart linkerd-crds: the kinds that Linkerd serves, with schemas that take anything.
enum ResourceKindsChart {
  /// Its files but Chart.yaml, for that release.
  static func files(for release: LinkerdRelease) -> [TarArchive.File] {
    [
      TarArchive.File(path: "values.yaml", content: values(for: release)),
      TarArchive.File(path: "templates/NOTES.txt", content: notes),
    ] + kinds(for: release) + (release.hasLaterPolicies ? [laterPolicies] : [])
      + gatewayAPI(for: release)
  }

  /// The kinds of Linkerd's own that every release has.
  static func kinds(for release: LinkerdRelease) -> [TarArchive.File] {
    [
      TarArchive.File(path: "templates/_kinds.tpl", content: partials),
      TarArchive.File(path: "templates/serviceprofile.yaml", content: serviceProfile),
      TarArchive.File(
        path: "templates/policy.yaml",
        content: release.isOneChart ? earlyPolicy : policy(for: release)),
    ]
  }

  private static func values(for release: LinkerdRelease) -> String {
    switch release.gatewayAPI {
    case .none: ""
    case .httpRoutes:
      "# Whether to install httproutes.gateway.networking.k8s.io.\nenableHttpRoutes: true\n"
    case .eachRoute:
      """
      # Whether to install the Gateway API's kinds, kind by kind.
      enableHttpRoutes: true
      enableTlsRoutes: true
      enableTcpRoutes: true

      """
    case .installGatewayAPI(let byDefault):
      """
      # Whether to install the Gateway API's kinds; they stay when the release goes.
      installGatewayAPI: \(byDefault)

      """
    }
  }

  private static let notes = """
    {{ .Chart.Name }} {{ .Chart.Version }} is installed: Linkerd's resource kinds are served.

    Next, install the chart linkerd-control-plane in the namespace {{ .Release.Namespace }}.

    """

  private static let partials = #"""
    {{- /* A resource kind: the last version of the list is kept, unless "stored" names another. */ -}}
    {{- define "kinds.definition" }}
    {{- $stored := .stored | default (last .versions) }}
    {{- $unserved := .unserved | default "" }}
    ---
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata:
      name: {{ .plural }}.{{ .group }}
      annotations:
        linkerd.io/created-by: linkerd/helm {{ .root.Chart.AppVersion }}
        {{- with .annotations }}
        {{- toYaml . | nindent 4 }}
        {{- end }}
      labels:
        helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
        linkerd.io/control-plane-ns: {{ .root.Release.Namespace }}
    spec:
      group: {{ .group }}
      scope: Namespaced
      names:
        kind: {{ .kind }}
        listKind: {{ .kind }}List
        plural: {{ .plural }}
        singular: {{ lower .kind }}
        {{- with .shortNames }}
        shortNames: {{ toJson . }}
        {{- end }}
        {{- with .categories }}
        categories: {{ toJson . }}
        {{- end }}
      versions:
      {{- range .versions }}
      - name: {{ . }}
        served: {{ ne . $unserved }}
        storage: {{ eq . $stored }}
        schema:
          openAPIV3Schema:
            type: object
            x-kubernetes-preserve-unknown-fields: true
        subresources:
          status: {}
      {{- end }}
    {{- end }}
    {{- /* A kind of the Gateway API, in the bundle that "bundle" names. */ -}}
    {{- define "kinds.gateway" }}
    {{- $annotations := dict
      "gateway.networking.k8s.io/bundle-version" .bundle
      "gateway.networking.k8s.io/channel" "experimental" }}
    {{- if .keep }}{{ $_ := set $annotations "helm.sh/resource-policy" "keep" }}{{ end }}
    {{- $rest := dict "group" "gateway.networking.k8s.io" "annotations" $annotations
      "categories" (list "gateway-api") }}
    {{- include "kinds.definition" (merge $rest .) }}
    {{- end }}

    """#

  private static let serviceProfile = #"""
    {{- include "kinds.definition" (dict "root" . "kind" "ServiceProfile" "plural" "serviceprofiles"
      "group" "linkerd.io" "versions" (list "v1alpha1" "v1alpha2") "shortNames" (list "sp")) }}

    """#

  /// What 2.11 serves besides service profiles; it still splits traffic by SMI's kind.
  private static var earlyPolicy: String {
    definition(
      "ServerAuthorization", "serverauthorizations", versions: #""v1alpha1" "v1beta1""#,
      short: #""saz" "serverauthz" "srvauthz""#)
      + definition(
        "Server", "servers", versions: #""v1alpha1" "v1beta1""#, short: #""srv""#)
      + definition(
        "TrafficSplit", "trafficsplits", group: "split.smi-spec.io",
        versions: #""v1alpha2" "v1alpha1""#, short: #""ts""#)
  }

  private static func policy(for release: LinkerdRelease) -> String {
    let servers =
      release.hasLaterPolicies
      ? #""v1alpha1" "v1beta1" "v1beta2" "v1beta3""# : #""v1alpha1" "v1beta1""#
    return definition("AuthorizationPolicy", "authorizationpolicies", short: #""authzpolicy""#)
      + definition(
        "HTTPRoute", "httproutes",
        versions: #""v1alpha1" "v1beta1" "v1beta2" "v1beta3""#)
      + definition("MeshTLSAuthentication", "meshtlsauthentications", short: #""meshtlsauthn""#)
      + definition(
        "NetworkAuthentication", "networkauthentications",
        short: #""netauthn" "networkauthn""#)
      + definition(
        "ServerAuthorization", "serverauthorizations", versions: #""v1alpha1" "v1beta1""#,
        short: #""saz" "serverauthz" "srvauthz""#)
      + definition("Server", "servers", versions: servers, short: #""srv""#)
  }

  private static var laterPolicies: TarArchive.File {
    TarArchive.File(
      path: "templates/later-policy.yaml",
      content: definition("EgressNetwork", "egressnetworks")
        + definition("HTTPLocalRateLimitPolicy", "httplocalratelimitpolicies")
        + definition(
          "ExternalWorkload", "externalworkloads", group: "workload.linkerd.io",
          versions: #""v1alpha1" "v1beta1""#))
  }

  private static func definition(
    _ kind: String, _ plural: String, group: String = "policy.linkerd.io",
    versions: String = #""v1alpha1""#, short: String? = nil
  ) -> String {
    let names = short.map { "\n  \"shortNames\" (list \($0))" } ?? ""
    return """
      {{- include "kinds.definition" (dict "root" . "kind" "\(kind)" "plural" "\(plural)"
        "group" "\(group)" "versions" (list \(versions))\(names)) }}

      """
  }
}
