extension ControlPlaneChart {
  /// The deployment that puts proxies into pods, and its service.
  static let injector = #"""
    {{- include "pods.service" (dict "root" . "component" "proxy-injector" "opaque" "443"
      "name" "linkerd-proxy-injector" "port" "proxy-injector" "number" 443
      "target" "proxy-injector") }}
    {{- $containers := include "pods.controller" (dict "root" . "name" "proxy-injector"
      "ports" (dict "proxy-injector" 8443 "injector-admin" 9995) "admin" 9995
      "args" (list "proxy-injector"
        (printf "-log-level=%s" .Values.controllerLogLevel)
        (printf "-linkerd-namespace=%s" .Release.Namespace))
      "mounts" (list
        (dict "name" "config" "mountPath" "/var/run/linkerd/config")
        (dict "name" "trust-roots" "mountPath" "/var/run/linkerd/identity/trust-roots")
        (dict "name" "tls" "mountPath" "/var/run/linkerd/tls" "readOnly" true))) }}
    {{- $annotations := merge (dict "config.linkerd.io/opaque-ports" "8443")
      (.Values.proxyInjector.podAnnotations | default dict) }}
    {{- include "pods.deployment" (dict "root" . "component" "proxy-injector"
      "containers" $containers "annotations" $annotations
      "volumes" (list
        (dict "name" "config" "configMap" (dict "name" "linkerd-config"))
        (dict "name" "trust-roots" "configMap" (dict "name" "linkerd-identity-trust-roots"))
        (dict "name" "tls" "secret" (dict "secretName" "linkerd-proxy-injector-k8s-tls")))) }}

    """#

  /// What the injector may do, and the webhook that asks it about every new pod.
  static let injectorRights = #"""
    {{- $them := dict "root" . "component" "proxy-injector" }}
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: linkerd-{{ .Release.Namespace }}-proxy-injector
      labels:
        {{- include "pods.labels" $them | nindent 4 }}
    rules:
    - apiGroups: [""]
      resources: [events]
      verbs: [create, patch]
    - apiGroups: [""]
      resources: [namespaces, replicationcontrollers, pods]
      verbs: [list, get, watch]
    - apiGroups: [apps, batch]
      resources: [deployments, replicasets, daemonsets, statefulsets, cronjobs, jobs]
      verbs: [list, get, watch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata:
      name: linkerd-{{ .Release.Namespace }}-proxy-injector
      labels:
        {{- include "pods.labels" $them | nindent 4 }}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: linkerd-{{ .Release.Namespace }}-proxy-injector
    subjects:
    - kind: ServiceAccount
      name: linkerd-proxy-injector
      namespace: {{ .Release.Namespace }}
    ---
    {{- include "pods.account" $them }}
    {{- include "webhooks.all" (dict "root" . "component" "proxy-injector" "name" "proxy-injector"
      "kind" "MutatingWebhookConfiguration" "values" .Values.proxyInjector
      "rules" (list (dict "operations" (list "CREATE") "apiGroups" (list "") "apiVersions" (list "v1")
        "resources" (list "pods" "services") "scope" "Namespaced"))) }}

    """#

  /// A webhook with its certificate: a new one at every rendering, good for 365 days.
  static let webhookPartials = #"""
    {{- define "webhooks.refusals" }}
    {{- if and .injectCaFrom .injectCaFromSecret }}
    {{- fail "injectCaFrom and injectCaFromSecret cannot both be set" }}
    {{- end }}
    {{- $injected := or .injectCaFrom .injectCaFromSecret }}
    {{- if and $injected .caBundle }}
    {{- fail "injectCaFrom or injectCaFromSecret cannot be set if providing a caBundle" }}
    {{- end }}
    {{- if and .externalSecret (not (or .caBundle $injected)) }}
    {{- fail "if externalSecret is set, then caBundle, injectCaFrom, or injectCaFromSecret must be set" }}
    {{- end }}
    {{- if and $injected (not .externalSecret) }}
    {{- fail "if injectCaFrom or injectCaFromSecret is set, then externalSecret must be set" }}
    {{- end }}
    {{- end }}

    {{- define "webhooks.all" }}
    {{- include "webhooks.refusals" .values }}
    {{- $host := printf "linkerd-%s.%s.svc" .name .root.Release.Namespace }}
    {{- $made := genSelfSignedCert $host (list) (list $host) 365 }}
    {{- $certificate := .values.crtPEM | default $made.Cert | trim }}
    {{- if not .values.externalSecret }}
    ---
    apiVersion: v1
    kind: Secret
    metadata:
      name: linkerd-{{ .name }}-k8s-tls
      namespace: {{ .root.Release.Namespace }}
      labels:
        {{- include "pods.labels" . | nindent 4 }}
      annotations:
        linkerd.io/created-by: {{ include "pods.created-by" .root }}
    type: kubernetes.io/tls
    data:
      tls.crt: {{ $certificate | b64enc }}
      tls.key: {{ .values.keyPEM | default $made.Key | trim | b64enc }}
    {{- end }}
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: {{ .kind }}
    metadata:
      name: linkerd-{{ .name }}-webhook-config
      labels:
        {{- include "pods.labels" . | nindent 4 }}
      {{- with .values.injectCaFrom }}
      annotations:
        cert-manager.io/inject-ca-from: {{ . }}
      {{- end }}
      {{- with .values.injectCaFromSecret }}
      annotations:
        cert-manager.io/inject-ca-from-secret: {{ . }}
      {{- end }}
    webhooks:
    - name: linkerd-{{ .name }}.linkerd.io
      namespaceSelector: {{ toJson .values.namespaceSelector }}
      {{- with .values.objectSelector }}
      objectSelector: {{ toJson . }}
      {{- end }}
      clientConfig:
        service:
          name: linkerd-{{ .name }}
          namespace: {{ .root.Release.Namespace }}
          path: /
        {{- if not (or .values.injectCaFrom .values.injectCaFromSecret) }}
        caBundle: {{ .values.caBundle | default $certificate | trim | b64enc }}
        {{- end }}
      failurePolicy: {{ .root.Values.webhookFailurePolicy }}
      admissionReviewVersions: [v1, v1beta1]
      rules: {{ toJson .rules }}
      sideEffects: None
      timeoutSeconds: {{ .values.timeoutSeconds | default 10 }}
    {{- end }}

    """#
}
