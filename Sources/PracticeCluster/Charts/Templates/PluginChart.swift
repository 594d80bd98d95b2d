/// The chart linkerd2-cni, of the plugin that sets up pods' networks from the nodes.
enum PluginChart {
  /// Its files but Chart.yaml, for that release.
  static func files(for release: LinkerdRelease) -> [TarArchive.File] {
    [
      TarArchive.File(path: "values.yaml", content: values(for: release)),
      TarArchive.File(path: "templates/cni-plugin.yaml", content: template(for: release)),
    ]
  }

  private static func values(for release: LinkerdRelease) -> String {
    let place = release.isOneChart ? "namespace: linkerd-cni\ninstallNamespace: true\n" : ""
    let image =
      release.isOneChart
      ? "cniPluginImage: cr.l5d.io/linkerd/cni-plugin\ncniPluginVersion: \(release.appVersion)\n"
      : """
      image:
        name: cr.l5d.io/linkerd/cni-plugin
        version: \(release.pluginImageVersion)
        pullPolicy: IfNotPresent
      privileged: false
      commonLabels: {}
      podLabels: {}
      tolerations:
      - operator: Exists

      """
    let tables =
      release.pluginKnowsTables ? "iptablesMode: \(release.iptablesMode)\ndisableIPv6: true\n" : ""
    return place + image + tables + """
      inboundProxyPort: 4143
      outboundProxyPort: 4140
      ignoreInboundPorts: ""
      ignoreOutboundPorts: ""
      proxyAdminPort: 4191
      proxyControlPort: 4190
      logLevel: info
      portsToRedirect: ""
      proxyUID: 2102
      destCNINetDir: /etc/cni/net.d
      destCNIBinDir: /opt/cni/bin
      useWaitFlag: false
      priorityClassName: ""
      imagePullSecrets: []

      """
  }

  /// 2.11's chart puts everything into the namespace that a value names, wherever the release is.
  private static func template(for release: LinkerdRelease) -> String {
    let image =
      release.isOneChart
      ? "{{ .Values.cniPluginImage }}:{{ .Values.cniPluginVersion }}"
      : "{{ .Values.image.name }}:{{ .Values.image.version }}"
    let place = release.isOneChart ? "{{ .Values.namespace }}" : "{{ .Release.Namespace }}"
    let tables =
      release.pluginKnowsTables
      ? ",\n          \"iptables-mode\": {{ .Values.iptablesMode | quote }},"
        + "\n          \"ipv6\": {{ .Values.disableIPv6 | ternary \"false\" \"true\" }}" : ""
    return [("IMAGE", image), ("PLACE", place), ("TABLES", tables)].reduce(
      (release.isOneChart ? namespace : "") + objects
    ) { text, change in
      text.split(separator: change.0, omittingEmptySubsequences: false).joined(separator: change.1)
    }
  }

  private static let namespace = #"""
    {{- if .Values.installNamespace }}
    apiVersion: v1
    kind: Namespace
    metadata:
      name: PLACE
      annotations:
        linkerd.io/inject: disabled
      labels:
        linkerd.io/cni-resource: "true"
        config.linkerd.io/admission-webhooks: disabled
    ---
    {{- end }}

    """#

  private static let objects = #"""
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: linkerd-cni
      namespace: PLACE
      labels:
        linkerd.io/cni-resource: "true"
    {{- with .Values.imagePullSecrets }}
    imagePullSecrets: {{ toJson . }}
    {{- end }}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: linkerd-cni
      labels:
        linkerd.io/cni-resource: "true"
    rules:
    - apiGroups: [""]
      resources: [pods, nodes, namespaces, services]
      verbs: [list, get, watch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata:
      name: linkerd-cni
      labels:
        linkerd.io/cni-resource: "true"
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: linkerd-cni
    subjects:
    - kind: ServiceAccount
      name: linkerd-cni
      namespace: PLACE
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: linkerd-cni-config
      namespace: PLACE
      labels:
        linkerd.io/cni-resource: "true"
    data:
      dest_cni_net_dir: {{ .Values.destCNINetDir | quote }}
      dest_cni_bin_dir: {{ .Values.destCNIBinDir | quote }}
      cni_network_config: |-
        {
          "name": "linkerd-cni",
          "type": "linkerd-cni",
          "log_level": {{ .Values.logLevel | quote }},
          "linkerd": {
            "incoming-proxy-port": {{ .Values.inboundProxyPort }},
            "outgoing-proxy-port": {{ .Values.outboundProxyPort }},
            "proxy-uid": {{ .Values.proxyUID }},
            "ports-to-redirect": [{{ .Values.portsToRedirect }}],
            "simulate": false,
            "use-wait-flag": {{ .Values.useWaitFlag }}TABLES
          }
        }
    ---
    apiVersion: apps/v1
    kind: DaemonSet
    metadata:
      name: linkerd-cni
      namespace: PLACE
      labels:
        k8s-app: linkerd-cni
        linkerd.io/cni-resource: "true"
      annotations:
        linkerd.io/created-by: linkerd/helm {{ .Chart.AppVersion }}
    spec:
      selector:
        matchLabels:
          k8s-app: linkerd-cni
      updateStrategy:
        type: RollingUpdate
        rollingUpdate:
          maxUnavailable: 1
      template:
        metadata:
          labels:
            k8s-app: linkerd-cni
            linkerd.io/cni-resource: "true"
          annotations:
            linkerd.io/created-by: linkerd/helm {{ .Chart.AppVersion }}
            linkerd.io/inject: disabled
        spec:
          {{- with .Values.tolerations }}
          tolerations: {{ toJson . }}
          {{- end }}
          nodeSelector:
            kubernetes.io/os: linux
          serviceAccountName: linkerd-cni
          {{- with .Values.priorityClassName }}
          priorityClassName: {{ . }}
          {{- end }}
          containers:
          - name: install-cni
            image: IMAGE
            env:
            - name: SLEEP
              value: "true"
            volumeMounts:
            - mountPath: /host{{ .Values.destCNIBinDir }}
              name: cni-bin-dir
            - mountPath: /host{{ .Values.destCNINetDir }}
              name: cni-net-dir
            - mountPath: /tmp
              name: linkerd-tmp-dir
            securityContext:
              readOnlyRootFilesystem: true
              privileged: {{ .Values.privileged | default false }}
          volumes:
          - name: cni-bin-dir
            hostPath:
              path: {{ .Values.destCNIBinDir }}
          - name: cni-net-dir
            hostPath:
              path: {{ .Values.destCNINetDir }}
          - name: linkerd-tmp-dir
            emptyDir: {}

    """#
}
