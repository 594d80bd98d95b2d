/// The chart linkerd2 of Linkerd 2.11: kinds, namespace and control plane in one.
enum OneChart {
  /// Its files but Chart.yaml, for that release.
  static func files(for release: LinkerdRelease) -> [TarArchive.File] {
    let own = [
      TarArchive.File(path: "values.yaml", content: values(for: release)),
      TarArchive.File(path: "values-ha.yaml", content: highAvailabilityValues),
      TarArchive.File(path: "templates/namespace.yaml", content: namespace),
    ]
    let paths = Set(own.map(\.path))
    let shared = ResourceKindsChart.kinds(for: release) + ControlPlaneChart.files(for: release)
    return own
      + shared.filter { !paths.contains($0.path) }.map { file in
        TarArchive.File(path: file.path, content: asOfOld(file.content, release))
      }
  }

  /// A template in the words of 2.11: a value names the namespace, wherever the release is, and APIs
  /// are those of their time.
  private static func asOfOld(_ template: String, _ release: LinkerdRelease) -> String {
    var words = [
      ("Release.Namespace", "Values.namespace"),
      ("apiVersion: batch/v1\n", "apiVersion: batch/v1beta1\n"),
      ("apiVersion: policy/v1\n", "apiVersion: policy/v1beta1\n"),
      ("$values.enablePodDisruptionBudget", "$values.enablePodAntiAffinity"),
      ("{{ $values.controller.podDisruptionBudget.maxUnavailable }}", "1"),
      ("$proxy.defaultInboundPolicy", ".root.Values.policyController.defaultAllowPolicy"),
      (".Values.proxy.defaultInboundPolicy", ".Values.policyController.defaultAllowPolicy"),
      (".Values.destinationController.podAnnotations", "nil"),
      (".Values.identity.podAnnotations", "nil"),
      ("  linkerd-crds-chart-version: linkerd-crds-1.0.0-edge\n", ""),
    ]
    if release.demandsIssuerExpiry { words.append(("data:\n  crt.pem", issuerExpiry)) }
    return words.reduce(template) { text, change in
      text.split(separator: change.0, omittingEmptySubsequences: false).joined(separator: change.1)
    }
  }

  /// What 2.11.0 wants to know, beside the certificate that says it, too.
  private static let issuerExpiry = #"""
        linkerd.io/identity-issuer-expiry: {{required "Please provide the identity issuer certificate expiry date" .Values.identity.issuer.crtExpiry}}
    data:
      crt.pem
    """#

  private static let namespace = #"""
    {{- if .Values.installNamespace }}
    apiVersion: v1
    kind: Namespace
    metadata:
      name: {{ .Values.namespace }}
      annotations:
        linkerd.io/inject: disabled
      labels:
        config.linkerd.io/admission-webhooks: disabled
        linkerd.io/control-plane-ns: {{ .Values.namespace }}
        linkerd.io/is-control-plane: "true"
    {{- end }}

    """#
}
