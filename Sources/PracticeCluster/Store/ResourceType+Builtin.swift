extension ResourceType {
  /// The kinds that every cluster serves, as far as the practice cluster knows them.
  static let builtin: [ResourceType] = core + workloads + policies + extensions + reviews

  /// The kinds that a cluster of that version serves, such as `v1.23.17`: the usual ones, less those
  /// that came later, with those that were given up since
  /// (kubernetes.io/docs/reference/using-api/deprecation-guide).
  static func builtin(of version: String) -> [ResourceType] {
    let minor = VersionDocument.minor(of: version)
    return builtin.filter { (firstMinors[$0.kind] ?? 0) <= minor } + (minor < 25 ? givenUp : [])
  }

  /// The minor version that a kind came with in the version that is served here.
  private static let firstMinors = [
    "ValidatingAdmissionPolicy": 30, "ValidatingAdmissionPolicyBinding": 30,
    "SelfSubjectReview": 28,
  ]

  /// What 1.25 no longer serves.
  private static let givenUp: [ResourceType] = [
    make("batch", "v1beta1", "CronJob", "cronjobs", short: ["cj"], all: true, sub: ["status"]),
    make(
      "policy", "v1beta1", "PodDisruptionBudget", "poddisruptionbudgets", short: ["pdb"],
      sub: ["status"]),
  ]

  private static func make(
    _ group: String, _ version: String, _ kind: String, _ plural: String, short: [String] = [],
    all: Bool = false, cluster: Bool = false, sub: [String] = []
  ) -> ResourceType {
    ResourceType(
      id: ResourceID(group: group, plural: plural), version: version, kind: kind,
      singular: kind.lowercased(), shortNames: short, categories: all ? ["all"] : [],
      isNamespaced: !cluster, subresources: sub)
  }

  private static let core: [ResourceType] = [
    make("", "v1", "ConfigMap", "configmaps", short: ["cm"]),
    make("", "v1", "Endpoints", "endpoints", short: ["ep"]),
    make("", "v1", "Event", "events", short: ["ev"]),
    make("", "v1", "LimitRange", "limitranges", short: ["limits"]),
    make(
      "", "v1", "Namespace", "namespaces", short: ["ns"], cluster: true,
      sub: ["status", "finalize"]),
    make("", "v1", "Node", "nodes", short: ["no"], cluster: true, sub: ["status"]),
    make(
      "", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", short: ["pvc"],
      sub: ["status"]),
    make("", "v1", "PersistentVolume", "persistentvolumes", short: ["pv"], cluster: true),
    make(
      "", "v1", "Pod", "pods", short: ["po"], all: true, sub: ["status", "log", "eviction"]),
    make(
      "", "v1", "ReplicationController", "replicationcontrollers", short: ["rc"], all: true),
    make("", "v1", "ResourceQuota", "resourcequotas", short: ["quota"], sub: ["status"]),
    make("", "v1", "Secret", "secrets"),
    make("", "v1", "ServiceAccount", "serviceaccounts", short: ["sa"], sub: ["token"]),
    make("", "v1", "Service", "services", short: ["svc"], all: true, sub: ["status"]),
  ]

  private static let workloads: [ResourceType] = [
    make("apps", "v1", "ControllerRevision", "controllerrevisions"),
    make("apps", "v1", "DaemonSet", "daemonsets", short: ["ds"], all: true, sub: ["status"]),
    make(
      "apps", "v1", "Deployment", "deployments", short: ["deploy"], all: true,
      sub: ["status", "scale"]),
    make(
      "apps", "v1", "ReplicaSet", "replicasets", short: ["rs"], all: true,
      sub: ["status", "scale"]),
    make(
      "apps", "v1", "StatefulSet", "statefulsets", short: ["sts"], all: true,
      sub: ["status", "scale"]),
    make("batch", "v1", "CronJob", "cronjobs", short: ["cj"], all: true, sub: ["status"]),
    make("batch", "v1", "Job", "jobs", all: true, sub: ["status"]),
    make(
      "autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers",
      short: ["hpa"], all: true, sub: ["status"]),
  ]

  private static let policies: [ResourceType] = [
    make("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", cluster: true),
    make(
      "rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings",
      cluster: true),
    make("rbac.authorization.k8s.io", "v1", "Role", "roles"),
    make("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"),
    make(
      "policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", short: ["pdb"],
      sub: ["status"]),
    make(
      "networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", short: ["netpol"]),
    make("networking.k8s.io", "v1", "Ingress", "ingresses", short: ["ing"], sub: ["status"]),
    make("networking.k8s.io", "v1", "IngressClass", "ingressclasses", cluster: true),
    make(
      "scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", short: ["pc"],
      cluster: true),
    make("storage.k8s.io", "v1", "StorageClass", "storageclasses", short: ["sc"], cluster: true),
  ]

  private static let extensions: [ResourceType] = [
    make("coordination.k8s.io", "v1", "Lease", "leases"),
    make("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"),
    make(
      "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions",
      short: ["crd", "crds"], cluster: true, sub: ["status"]),
    make(
      "apiregistration.k8s.io", "v1", "APIService", "apiservices", cluster: true,
      sub: ["status"]),
    make(
      "admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration",
      "mutatingwebhookconfigurations", cluster: true),
    make(
      "admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration",
      "validatingwebhookconfigurations", cluster: true),
    make(
      "admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy",
      "validatingadmissionpolicies", cluster: true, sub: ["status"]),
    make(
      "admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding",
      "validatingadmissionpolicybindings", cluster: true),
  ]

  private static let reviews: [ResourceType] = [
    ("authentication.k8s.io", "SelfSubjectReview", "selfsubjectreviews", false),
    ("authorization.k8s.io", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false),
    ("authorization.k8s.io", "SelfSubjectRulesReview", "selfsubjectrulesreviews", false),
    ("authorization.k8s.io", "SubjectAccessReview", "subjectaccessreviews", false),
    ("authorization.k8s.io", "LocalSubjectAccessReview", "localsubjectaccessreviews", true),
  ].map { group, kind, plural, isNamespaced in
    var type = make(group, "v1", kind, plural, cluster: !isNamespaced)
    type.verbs = ["create"]
    return type
  }
}
