/// The chart linkerd-control-plane.
enum ControlPlaneChart {
  /// Its files but Chart.yaml, for that release.
  static func files(for release: LinkerdRelease) -> [TarArchive.File] {
    [
      TarArchive.File(path: "values.yaml", content: values(for: release)),
      TarArchive.File(path: "values-ha.yaml", content: highAvailabilityValues),
      TarArchive.File(path: "templates/NOTES.txt", content: notes),
      TarArchive.File(path: "templates/_pods.tpl", content: podPartials(for: release)),
      TarArchive.File(path: "templates/_webhooks.tpl", content: webhookPartials),
      TarArchive.File(path: "templates/config.yaml", content: configuration),
      TarArchive.File(path: "templates/identity.yaml", content: identity),
      TarArchive.File(path: "templates/identity-rbac.yaml", content: identityRights),
      TarArchive.File(path: "templates/destination.yaml", content: destination(for: release)),
      TarArchive.File(path: "templates/destination-rbac.yaml", content: destinationRights),
      TarArchive.File(path: "templates/proxy-injector.yaml", content: injector),
      TarArchive.File(path: "templates/proxy-injector-rbac.yaml", content: injectorRights),
      TarArchive.File(path: "templates/heartbeat.yaml", content: heartbeat),
    ]
  }

  private static let notes = """
    Linkerd's control plane {{ .Chart.AppVersion }} is installed in the namespace
    {{ .Release.Namespace }} of this practice cluster.

    To have the pods of a namespace meshed, annotate it and restart them:

      kubectl annotate namespace NAME linkerd.io/inject=enabled

    """

  private static let configuration = #"""
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: linkerd-config
      namespace: {{ .Release.Namespace }}
      labels:
        {{- include "pods.labels" (dict "root" . "component" "controller") | nindent 4 }}
      annotations:
        linkerd.io/created-by: {{ include "pods.created-by" . }}
    data:
      linkerd-crds-chart-version: linkerd-crds-1.0.0-edge
      {{- /* No private key may get into this: everybody may read it. */}}
      {{- $values := deepCopy .Values }}
      {{- $_ := unset $values.identity.issuer.tls "keyPEM" }}
      {{- range list "proxyInjector" "profileValidator" "policyValidator" }}
      {{- $_ := unset (index $values .) "keyPEM" }}
      {{- end }}
      {{- if not $values.identityTrustDomain }}
      {{- $_ := set $values "identityTrustDomain" $values.clusterDomain }}
      {{- end }}
      values: |
        {{- toYaml $values | nindent 4 }}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: ext-namespace-metadata-linkerd-config
      namespace: {{ .Release.Namespace }}
      labels:
        linkerd.io/control-plane-ns: {{ .Release.Namespace }}
      annotations:
        linkerd.io/created-by: {{ include "pods.created-by" . }}
    rules:
    - apiGroups: [""]
      resources: ["configmaps"]
      resourceNames: ["linkerd-config"]
      verbs: ["get"]

    """#
}
