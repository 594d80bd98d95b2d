extension ControlPlaneChart {
  /// The deployment that tells proxies where to send, and its two validators.
  static func destination(for release: LinkerdRelease) -> String {
    let policyImage =
      release.hasPolicyControllerImage
      ? #"(printf "%s:%s" .Values.policyController.image.name (.Values.policyController.image.version | default .Values.linkerdVersion))"#
      : #""""#
    return destinationServices + destinationContainers
      + #"""
      {{- $policy := include "pods.controller" (dict "root" . "name" "policy" "live" "/live"
        "image" \#(policyImage)
        "ports" (dict "policy-grpc" 8090 "policy-admin" 9990 "policy-https" 9443) "admin" 9990
        "args" (list
          (printf "--control-plane-namespace=%s" .Release.Namespace)
          (printf "--cluster-networks=%s" .Values.clusterNetworks)
          (printf "--identity-domain=%s" (.Values.identityTrustDomain | default .Values.clusterDomain))
          (printf "--cluster-domain=%s" .Values.clusterDomain)
          (printf "--default-policy=%s" .Values.proxy.defaultInboundPolicy)
          (printf "--default-opaque-ports=%s" .Values.proxy.opaquePorts))
        "mounts" (list (dict "name" "policy-tls" "mountPath" "/var/run/linkerd/tls" "readOnly" true))) }}
      {{- include "pods.deployment" (dict "root" . "component" "destination" "budget" "linkerd-dst"
        "containers" (printf "%s\n%s\n%s" (trim $destination) (trim $validator) (trim $policy))
        "annotations" .Values.destinationController.podAnnotations
        "volumes" (list
          (dict "name" "sp-tls" "secret" (dict "secretName" "linkerd-sp-validator-k8s-tls"))
          (dict "name" "policy-tls" "secret" (dict "secretName" "linkerd-policy-validator-k8s-tls")))) }}

      """#
  }

  private static let destinationServices = #"""
    {{- $service := dict "root" . "component" "destination" }}
    {{- range list
      (dict "name" "linkerd-dst" "port" "grpc" "number" 8086)
      (dict "name" "linkerd-dst-headless" "port" "grpc" "number" 8086 "headless" true)
      (dict "name" "linkerd-sp-validator" "port" "sp-validator" "number" 443 "target" "sp-validator")
      (dict "name" "linkerd-policy" "port" "grpc" "number" 8090 "headless" true)
      (dict "name" "linkerd-policy-validator" "port" "policy-https" "number" 443 "target" "policy-https") }}
    {{- include "pods.service" (merge . $service) }}
    {{- end }}

    """#

  private static let destinationContainers = #"""
    {{- $destination := include "pods.controller" (dict "root" . "name" "destination"
      "ports" (dict "dest-grpc" 8086 "dest-admin" 9996) "admin" 9996
      "args" (list "destination"
        (printf "-controller-namespace=%s" .Release.Namespace)
        (printf "-log-level=%s" .Values.controllerLogLevel)
        (printf "-cluster-domain=%s" .Values.clusterDomain)
        (printf "-identity-trust-domain=%s" (.Values.identityTrustDomain | default .Values.clusterDomain))
        (printf "-default-opaque-ports=%s" .Values.proxy.opaquePorts))) }}
    {{- $validator := include "pods.controller" (dict "root" . "name" "sp-validator"
      "ports" (dict "sp-validator" 8443 "spval-admin" 9997) "admin" 9997
      "args" (list "sp-validator" (printf "-log-level=%s" .Values.controllerLogLevel))
      "mounts" (list (dict "name" "sp-tls" "mountPath" "/var/run/linkerd/tls" "readOnly" true))) }}

    """#

  /// What the destination controller may do, and the webhooks that ask its validators.
  static let destinationRights = #"""
    {{- $them := dict "root" . "component" "destination" }}
    {{- $labels := include "pods.labels" $them }}
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: linkerd-{{ .Release.Namespace }}-destination
      labels:
        {{- $labels | nindent 4 }}
    rules:
    - apiGroups: [""]
      resources: [pods, endpoints, services, nodes]
      verbs: [list, get, watch]
    - apiGroups: [apps]
      resources: [replicasets]
      verbs: [list, get, watch]
    - apiGroups: [linkerd.io]
      resources: [serviceprofiles]
      verbs: [list, get, watch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: linkerd-policy
      labels:
        {{- $labels | nindent 4 }}
    rules:
    - apiGroups: [policy.linkerd.io, gateway.networking.k8s.io, workload.linkerd.io]
      resources: ["*"]
      verbs: [get, list, watch, patch]
    - apiGroups: [coordination.k8s.io]
      resources: [leases]
      verbs: [create, get, patch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: remote-discovery
      namespace: {{ .Release.Namespace }}
      labels:
        {{- $labels | nindent 4 }}
    rules:
    - apiGroups: [""]
      resources: [secrets]
      verbs: [get, list, watch]
    {{- range list
      (list "ClusterRoleBinding" (printf "linkerd-%s-destination" .Release.Namespace)
        "ClusterRole" (printf "linkerd-%s-destination" .Release.Namespace))
      (list "ClusterRoleBinding" "linkerd-destination-policy" "ClusterRole" "linkerd-policy")
      (list "RoleBinding" "linkerd-destination-remote-discovery" "Role" "remote-discovery") }}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: {{ index . 0 }}
    metadata:
      name: {{ index . 1 }}
      {{- if eq (index . 0) "RoleBinding" }}
      namespace: {{ $.Release.Namespace }}
      {{- end }}
      labels:
        {{- $labels | nindent 4 }}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: {{ index . 2 }}
      name: {{ index . 3 }}
    subjects:
    - kind: ServiceAccount
      name: linkerd-destination
      namespace: {{ $.Release.Namespace }}
    {{- end }}
    ---
    {{- include "pods.account" $them }}
    {{- include "webhooks.all" (dict "root" . "component" "destination" "name" "sp-validator"
      "kind" "ValidatingWebhookConfiguration" "values" .Values.profileValidator
      "rules" (list (dict "operations" (list "CREATE" "UPDATE") "apiGroups" (list "linkerd.io")
        "apiVersions" (list "v1alpha1" "v1alpha2") "resources" (list "serviceprofiles")))) }}
    {{- include "webhooks.all" (dict "root" . "component" "destination" "name" "policy-validator"
      "kind" "ValidatingWebhookConfiguration" "values" .Values.policyValidator
      "rules" (list (dict "operations" (list "CREATE" "UPDATE")
        "apiGroups" (list "policy.linkerd.io") "apiVersions" (list "*")
        "resources" (list "authorizationpolicies" "httproutes" "networkauthentications"
          "meshtlsauthentications" "serverauthorizations" "servers")))) }}

    """#
}
