extension ControlPlaneChart {
  /// What the three deployments' pods have in common.
  static func podPartials(for release: LinkerdRelease) -> String {
    let initImage =
      release.proxyInitVersion != nil
      ? "{{ .Values.proxyInit.image.name }}:{{ .Values.proxyInit.image.version }}"
      : #"{{ .Values.proxy.image.name }}:{{ .Values.proxy.image.version | default .Values.linkerdVersion }}"#
    return metadataPartials + proxyPartial
      + (release.isOneChart
        ? "\n\(initBegin){{- if not .Values.cniEnabled -}}\n" : validatorPartial)
      + initPartial.replacingFirst("INIT_IMAGE", by: initImage) + podPartial
  }

  private static let metadataPartials = #"""
    {{- define "pods.created-by" }}linkerd/helm {{ .Values.linkerdVersion }}{{ end }}

    {{- define "pods.labels" -}}
    linkerd.io/control-plane-component: {{ .component }}
    linkerd.io/control-plane-ns: {{ .root.Release.Namespace }}
    {{- with .root.Values.commonLabels }}
    {{ toYaml . }}
    {{- end }}
    {{- end }}

    {{- define "pods.account" }}
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: linkerd-{{ .component }}
      namespace: {{ .root.Release.Namespace }}
      labels:
        {{- include "pods.labels" . | nindent 4 }}
    {{- with .root.Values.imagePullSecrets }}
    imagePullSecrets: {{ toJson . }}
    {{- end }}
    {{- end }}

    {{- /* A service for the pods of a component; without "headless" it gets an address. */}}
    {{- define "pods.service" }}
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: {{ .name }}
      namespace: {{ .root.Release.Namespace }}
      labels:
        {{- include "pods.labels" . | nindent 4 }}
      annotations:
        linkerd.io/created-by: {{ include "pods.created-by" .root }}
        {{- with .opaque }}
        config.linkerd.io/opaque-ports: {{ . | quote }}
        {{- end }}
    spec:
      {{- if .headless }}
      clusterIP: None
      {{- else }}
      type: ClusterIP
      {{- end }}
      selector:
        linkerd.io/control-plane-component: {{ .component }}
      ports:
      - name: {{ .port }}
        port: {{ .number }}
        targetPort: {{ .target | default .number }}
    {{- end }}

    """#

  private static let proxyPartial = #"""

    {{- define "pods.proxy" -}}
    {{- $proxy := .root.Values.proxy }}
    - name: linkerd-proxy
      image: {{ $proxy.image.name }}:{{ $proxy.image.version | default .root.Values.linkerdVersion }}
      imagePullPolicy: {{ $proxy.image.pullPolicy | default .root.Values.imagePullPolicy }}
      {{- if .sidecar }}
      restartPolicy: Always
      {{- end }}
      env:
      - name: LINKERD2_PROXY_LOG
        value: {{ $proxy.logLevel | quote }}
      - name: LINKERD2_PROXY_INBOUND_DEFAULT_POLICY
        value: {{ $proxy.defaultInboundPolicy }}
      - name: LINKERD2_PROXY_POLICY_CLUSTER_NETWORKS
        value: {{ .root.Values.clusterNetworks | quote }}
      - name: LINKERD2_PROXY_INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION
        value: {{ $proxy.opaquePorts | quote }}
      - name: LINKERD2_PROXY_IDENTITY_TRUST_ANCHORS
        valueFrom:
          configMapKeyRef:
            name: linkerd-identity-trust-roots
            key: ca-bundle.crt
      ports:
      - name: linkerd-proxy
        containerPort: {{ $proxy.ports.inbound }}
      - name: linkerd-admin
        containerPort: {{ $proxy.ports.admin }}
      {{- $resources := dict }}
      {{- range $kind, $given := $proxy.resources }}
      {{- range $bound, $amount := $given }}
      {{- if and $amount (kindIs "string" $amount) }}
      {{- $key := printf "%ss" $bound }}
      {{- $_ := set $resources $key (merge (dict $kind $amount) (get $resources $key | default dict)) }}
      {{- end }}
      {{- end }}
      {{- end }}
      {{- with $resources }}
      resources: {{ toJson . }}
      {{- end }}
      readinessProbe:
        httpGet: { path: /ready, port: {{ $proxy.ports.admin }} }
        initialDelaySeconds: 2
      livenessProbe:
        httpGet: { path: /live, port: {{ $proxy.ports.admin }} }
        initialDelaySeconds: 10
      securityContext:
        allowPrivilegeEscalation: false
        capabilities: { drop: [ALL] }
        readOnlyRootFilesystem: true
        runAsNonRoot: true
        runAsUser: {{ $proxy.uid }}
        seccompProfile: { type: RuntimeDefault }
    {{- end }}

    """#

  private static let initBegin = "{{- define \"pods.init\" -}}\n"

  private static let validatorPartial =
    "\n" + initBegin + #"""
      {{- if .Values.cniEnabled -}}
      - name: linkerd-network-validator
        image: {{ .Values.proxy.image.name }}:{{ .Values.proxy.image.version | default .Values.linkerdVersion }}
        imagePullPolicy: {{ .Values.imagePullPolicy }}
        args: ["--log-level", {{ .Values.networkValidator.logLevel | quote }}, "--timeout", {{ .Values.networkValidator.timeout | quote }}]
        securityContext:
          allowPrivilegeEscalation: false
          capabilities: { drop: [ALL] }
          readOnlyRootFilesystem: true
          runAsGroup: 65534
          runAsNonRoot: true
          runAsUser: 65534
          seccompProfile: { type: RuntimeDefault }
      {{- else -}}

      """#

  private static let initPartial = #"""
    - name: linkerd-init
      image: INIT_IMAGE
      imagePullPolicy: {{ .Values.imagePullPolicy }}
      args:
      {{- with .Values.proxyInit.iptablesMode }}
      - --firewall-bin-path={{ eq . "nft" | ternary "iptables-nft" "iptables-legacy" }}
      {{- end }}
      - --proxy-uid={{ .Values.proxy.uid }}
      - --incoming-proxy-port={{ .Values.proxy.ports.inbound }}
      - --outgoing-proxy-port={{ .Values.proxy.ports.outbound }}
      - --inbound-ports-to-ignore={{ .Values.proxy.ports.control }},{{ .Values.proxy.ports.admin }},{{ .Values.proxyInit.ignoreInboundPorts }}
      - --outbound-ports-to-ignore={{ .Values.proxyInit.kubeAPIServerPorts | default "443" }}
      securityContext:
        allowPrivilegeEscalation: {{ .Values.proxyInit.privileged | default false }}
        privileged: {{ .Values.proxyInit.privileged | default false }}
        capabilities: { add: [NET_ADMIN, NET_RAW] }
        readOnlyRootFilesystem: true
        {{- if or .Values.proxyInit.runAsRoot (not (hasKey .Values.proxyInit "runAsRoot")) }}
        runAsNonRoot: false
        runAsUser: 0
        {{- else }}
        runAsNonRoot: true
        {{- with .Values.proxyInit.runAsUser }}
        runAsUser: {{ . }}
        {{- end }}
        {{- with .Values.proxyInit.runAsGroup }}
        runAsGroup: {{ . }}
        {{- end }}
        {{- end }}
        seccompProfile: { type: RuntimeDefault }
    {{- end }}
    {{- end }}

    """#

  private static let podPartial = #"""

    {{- /* A container of the controller image. */}}
    {{- define "pods.controller" }}
    - name: {{ .name }}
      image: {{ .image | default (printf "%s:%s" .root.Values.controllerImage (.root.Values.controllerImageVersion | default .root.Values.linkerdVersion)) }}
      imagePullPolicy: {{ .root.Values.imagePullPolicy }}
      args: {{ toJson .args }}
      ports:
      {{- range $name, $number := .ports }}
      - name: {{ $name }}
        containerPort: {{ $number }}
      {{- end }}
      readinessProbe:
        httpGet: { path: /ready, port: {{ .admin }} }
        failureThreshold: 7
      livenessProbe:
        httpGet: { path: {{ .live | default "/ping" }}, port: {{ .admin }} }
        initialDelaySeconds: 10
      securityContext:
        allowPrivilegeEscalation: false
        capabilities: { drop: [ALL] }
        readOnlyRootFilesystem: true
        runAsNonRoot: true
        runAsUser: {{ .root.Values.controllerUID }}
        seccompProfile: { type: RuntimeDefault }
      {{- with .mounts }}
      volumeMounts: {{ toJson . }}
      {{- end }}
    {{- end }}

    {{- /* A deployment of the control plane; "containers" is the text of its own containers. */}}
    {{- define "pods.deployment" }}
    {{- $values := .root.Values }}
    {{- $sidecar := and $values.proxy.nativeSidecar (ne .component "identity") }}
    {{- $proxy := include "pods.proxy" (dict "root" .root "sidecar" $sidecar) }}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: linkerd-{{ .component }}
      namespace: {{ .root.Release.Namespace }}
      labels:
        app.kubernetes.io/name: {{ .component }}
        app.kubernetes.io/part-of: Linkerd
        app.kubernetes.io/version: {{ $values.linkerdVersion }}
        {{- include "pods.labels" . | nindent 4 }}
      annotations:
        linkerd.io/created-by: {{ include "pods.created-by" .root }}
    spec:
      replicas: {{ $values.controllerReplicas }}
      revisionHistoryLimit: {{ $values.revisionHistoryLimit | default 10 }}
      selector:
        matchLabels:
          linkerd.io/control-plane-component: {{ .component }}
          linkerd.io/control-plane-ns: {{ .root.Release.Namespace }}
          linkerd.io/proxy-deployment: linkerd-{{ .component }}
      {{- with $values.deploymentStrategy }}
      strategy: {{ toJson . }}
      {{- end }}
      template:
        metadata:
          annotations:
            config.linkerd.io/default-inbound-policy: all-unauthenticated
            linkerd.io/created-by: {{ include "pods.created-by" .root }}
            linkerd.io/proxy-version: {{ $values.proxy.image.version | default $values.linkerdVersion }}
            linkerd.io/trust-root-sha256: {{ $values.identityTrustAnchorsPEM | sha256sum }}
            {{- with mergeOverwrite (deepCopy $values.podAnnotations) (.annotations | default dict) }}
            {{- toYaml . | nindent 8 }}
            {{- end }}
          labels:
            {{- include "pods.labels" . | nindent 8 }}
            linkerd.io/proxy-deployment: linkerd-{{ .component }}
            linkerd.io/workload-ns: {{ .root.Release.Namespace }}
            {{- with $values.podLabels }}
            {{- toYaml . | nindent 8 }}
            {{- end }}
        spec:
          serviceAccountName: linkerd-{{ .component }}
          automountServiceAccountToken: false
          nodeSelector: {{ toJson $values.nodeSelector }}
          {{- with $values.tolerations }}
          tolerations: {{ toJson . }}
          {{- end }}
          {{- if $values.enablePodAntiAffinity }}
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
              - topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchLabels:
                    linkerd.io/control-plane-component: {{ .component }}
          {{- end }}
          {{- with $values.priorityClassName }}
          priorityClassName: {{ . }}
          {{- end }}
          {{- with $values.runtimeClassName }}
          runtimeClassName: {{ . }}
          {{- end }}
          securityContext:
            seccompProfile: { type: RuntimeDefault }
          initContainers:
          {{- include "pods.init" .root | nindent 6 }}
          {{- if $sidecar }}
          {{- $proxy | nindent 6 }}
          {{- end }}
          containers:
          {{- if and (not $sidecar) (ne .component "identity") }}
          {{- $proxy | nindent 6 }}
          {{- end }}
          {{- .containers | trim | nindent 6 }}
          {{- if eq .component "identity" }}
          {{- $proxy | nindent 6 }}
          {{- end }}
          volumes: {{ toJson (concat .volumes (list
            (dict "name" "linkerd-identity-end-entity" "emptyDir" (dict "medium" "Memory")))) }}
    {{- if $values.enablePodDisruptionBudget }}
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: {{ .budget | default (printf "linkerd-%s" .component) }}
      namespace: {{ .root.Release.Namespace }}
      labels:
        {{- include "pods.labels" . | nindent 4 }}
    spec:
      maxUnavailable: {{ $values.controller.podDisruptionBudget.maxUnavailable }}
      selector:
        matchLabels:
          linkerd.io/control-plane-component: {{ .component }}
    {{- end }}
    {{- end }}

    """#
}

extension String {
  /// The text with the first such mark replaced; unchanged where it has none.
  fileprivate func replacingFirst(_ mark: String, by replacement: String) -> String {
    let parts = split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
    return parts.joined(separator: replacement)
  }
}
