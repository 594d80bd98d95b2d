extension ControlPlaneChart {
  /// The issuer, the trust anchors, and the deployment that signs proxies' certificates.
  ///
  /// The refusals stand on lines 19 and 20, which Helm names in its message.
  static let identity = #"""
    {{- /*
    The identity controller. The issuer's certificate and key come with the release unless the
    scheme is kubernetes.io/tls: then somebody else keeps the Secret. The trust anchors come with
    the release unless externalCA is set: then somebody else keeps the ConfigMap. The wrong key for
    a certificate, or anchors that did not sign it, are accepted: the controller finds that out.
    */ -}}
    {{- $labels := include "pods.labels" (dict "root" . "component" "identity") }}
    {{- if eq .Values.identity.issuer.scheme "linkerd.io/tls" }}
    apiVersion: v1
    kind: Secret
    metadata:
      name: linkerd-identity-issuer
      namespace: {{ .Release.Namespace }}
      labels:
        {{- $labels | nindent 4 }}
      annotations:
        linkerd.io/created-by: {{ include "pods.created-by" . }}
    data:
      crt.pem: {{b64enc (required "Please provide the identity issuer certificate" .Values.identity.issuer.tls.crtPEM | trim)}}
      key.pem: {{b64enc (required "Please provide the identity issue private key" .Values.identity.issuer.tls.keyPEM | trim)}}
    {{- end }}
    {{- if not .Values.identity.externalCA }}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: linkerd-identity-trust-roots
      namespace: {{ .Release.Namespace }}
      labels:
        {{- $labels | nindent 4 }}
      annotations:
        linkerd.io/created-by: {{ include "pods.created-by" . }}
    data:
      ca-bundle.crt: |-
        {{- .Values.identityTrustAnchorsPEM | trim | nindent 4 }}
    {{- end }}
    {{- $service := dict "root" . "component" "identity" "port" "grpc" "number" 8080 }}
    {{- range list
      (dict "name" "linkerd-identity")
      (dict "name" "linkerd-identity-headless" "headless" true) }}
    {{- include "pods.service" (merge . $service) }}
    {{- end }}
    {{- $containers := include "pods.controller" (dict "root" . "name" "identity"
      "ports" (dict "ident-grpc" 8080 "ident-admin" 9990) "admin" 9990
      "args" (list "identity"
        (printf "-log-level=%s" .Values.controllerLogLevel)
        (printf "-controller-namespace=%s" .Release.Namespace)
        (printf "-identity-trust-domain=%s" (.Values.identityTrustDomain | default .Values.clusterDomain))
        (printf "-identity-issuance-lifetime=%s" .Values.identity.issuer.issuanceLifetime)
        (printf "-identity-clock-skew-allowance=%s" .Values.identity.issuer.clockSkewAllowance)
        (printf "-identity-scheme=%s" .Values.identity.issuer.scheme))
      "mounts" (list
        (dict "name" "identity-issuer" "mountPath" "/var/run/linkerd/identity/issuer")
        (dict "name" "trust-roots" "mountPath" "/var/run/linkerd/identity/trust-roots/"))) }}
    {{- include "pods.deployment" (dict "root" . "component" "identity" "containers" $containers
      "annotations" .Values.identity.podAnnotations
      "volumes" (list
        (dict "name" "identity-issuer" "secret" (dict "secretName" "linkerd-identity-issuer"))
        (dict "name" "trust-roots" "configMap" (dict "name" "linkerd-identity-trust-roots")))) }}

    """#

  /// What the identity controller may do.
  static let identityRights = #"""
    {{- $them := dict "root" . "component" "identity" }}
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: linkerd-{{ .Release.Namespace }}-identity
      labels:
        {{- include "pods.labels" $them | nindent 4 }}
    rules:
    - apiGroups: [authentication.k8s.io]
      resources: [tokenreviews]
      verbs: [create]
    - apiGroups: [""]
      resources: [events]
      verbs: [create, patch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata:
      name: linkerd-{{ .Release.Namespace }}-identity
      labels:
        {{- include "pods.labels" $them | nindent 4 }}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: linkerd-{{ .Release.Namespace }}-identity
    subjects:
    - kind: ServiceAccount
      name: linkerd-identity
      namespace: {{ .Release.Namespace }}
    ---
    {{- include "pods.account" $them }}

    """#
}
