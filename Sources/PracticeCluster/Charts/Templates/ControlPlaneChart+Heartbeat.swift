extension ControlPlaneChart {
  /// The daily job that asks whether a newer Linkerd is out, and what it may do.
  static let heartbeat = #"""
    {{- if not .Values.disableHeartBeat }}
    {{- $them := dict "root" . "component" "heartbeat" }}
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: linkerd-heartbeat
      namespace: {{ .Release.Namespace }}
      labels:
        app.kubernetes.io/name: heartbeat
        app.kubernetes.io/part-of: Linkerd
        app.kubernetes.io/version: {{ .Values.linkerdVersion }}
        {{- include "pods.labels" $them | nindent 4 }}
      annotations:
        linkerd.io/created-by: {{ include "pods.created-by" . }}
    spec:
      schedule: {{ .Values.heartbeatSchedule | default "17 3 * * *" | quote }}
      concurrencyPolicy: Replace
      successfulJobsHistoryLimit: 0
      jobTemplate:
        spec:
          template:
            metadata:
              annotations:
                linkerd.io/created-by: {{ include "pods.created-by" . }}
              labels:
                {{- include "pods.labels" $them | nindent 12 }}
                linkerd.io/workload-ns: {{ .Release.Namespace }}
            spec:
              restartPolicy: Never
              serviceAccountName: linkerd-heartbeat
              nodeSelector: {{ toJson .Values.nodeSelector }}
              containers:
              - name: heartbeat
                image: {{ .Values.controllerImage }}:{{ .Values.controllerImageVersion | default .Values.linkerdVersion }}
                imagePullPolicy: {{ .Values.imagePullPolicy }}
                args: [heartbeat, "-controller-namespace={{ .Release.Namespace }}"]
    {{- range list (list "Role" "RoleBinding") (list "ClusterRole" "ClusterRoleBinding") }}
    {{- $isLocal := eq (index . 0) "Role" }}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: {{ index . 0 }}
    metadata:
      name: linkerd-heartbeat
      {{- if $isLocal }}
      namespace: {{ $.Release.Namespace }}
      {{- end }}
      labels:
        linkerd.io/control-plane-ns: {{ $.Release.Namespace }}
    rules:
    {{- if $isLocal }}
    - apiGroups: [""]
      resources: [configmaps]
      resourceNames: [linkerd-config]
      verbs: [get]
    {{- else }}
    - apiGroups: [""]
      resources: [namespaces]
      verbs: [list]
    - apiGroups: [linkerd.io]
      resources: [serviceprofiles]
      verbs: [list]
    {{- end }}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: {{ index . 1 }}
    metadata:
      name: linkerd-heartbeat
      {{- if $isLocal }}
      namespace: {{ $.Release.Namespace }}
      {{- end }}
      labels:
        linkerd.io/control-plane-ns: {{ $.Release.Namespace }}
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: {{ index . 0 }}
      name: linkerd-heartbeat
    subjects:
    - kind: ServiceAccount
      name: linkerd-heartbeat
      namespace: {{ $.Release.Namespace }}
    {{- end }}
    ---
    {{- include "pods.account" $them }}
    {{- end }}

    """#
}
