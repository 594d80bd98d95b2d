/// The values that the API server fills in where an object leaves them out.
enum Defaults {
  static func apply(to object: inout JSON, type: ResourceType, state: ClusterState) {
    guard !type.isCustom else { return }
    switch type.kind {
    case "Namespace": namespace(&object)
    case "Secret": secret(&object)
    case "Service": service(&object, state)
    case "Pod": pod(&object)
    case "Deployment": deployment(&object)
    case "ReplicaSet": replicas(&object)
    case "StatefulSet": statefulSet(&object)
    case "DaemonSet": daemonSet(&object)
    case "Job": job(&object)
    case "CronJob": cronJob(&object)
    case "CustomResourceDefinition": definition(&object)
    case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration": webhooks(&object)
    case "ClusterRoleBinding", "RoleBinding": binding(&object)
    default: break
    }
  }

  private static func namespace(_ object: inout JSON) {
    object[["metadata", "labels", "kubernetes.io/metadata.name"]] = .string(object.name)
    object.fill("spec", "finalizers", with: ["kubernetes"])
    object.fill("status", "phase", with: "Active")
  }

  private static func secret(_ object: inout JSON) {
    object.fill("type", with: "Opaque")
    guard let given = object["stringData"]?.members, !given.isEmpty else { return }
    for (name, value) in given {
      object[["data", name]] = .string(Base64.text(of: Array((value.text ?? "").utf8)))
    }
    object["stringData"] = nil
  }

  private static func service(_ object: inout JSON, _ state: ClusterState) {
    object.fill("spec", "type", with: "ClusterIP")
    object.fill("spec", "sessionAffinity", with: "None")
    object.fill("spec", "internalTrafficPolicy", with: "Cluster")
    object.fill("status", "loadBalancer", with: [:])
    let ports = object["spec"]?["ports"]?.elements ?? []
    if !ports.isEmpty { object[["spec", "ports"]] = .array(ports.map(servicePort)) }
    guard object["spec"]?["type"]?.text != "ExternalName" else { return }
    object.fill("spec", "ipFamilies", with: ["IPv4"])
    object.fill("spec", "ipFamilyPolicy", with: "SingleStack")
    if (object["spec"]?["clusterIP"]?.text ?? "").isEmpty {
      let kept = state.object("", "services", object.namespace, object.name)
      let address = kept?["spec"]?["clusterIP"]?.text ?? state.addresses.serviceAddress()
      object[["spec", "clusterIP"]] = .string(address)
    }
    if let address = object["spec"]?["clusterIP"]?.text {
      state.addresses.reserve(address)
      object[["spec", "clusterIPs"]] = [.string(address)]
    }
  }

  private static func servicePort(_ port: JSON) -> JSON {
    var port = port
    port.fill("protocol", with: "TCP")
    port.fill("targetPort", with: port["port"] ?? 0)
    return port
  }

  private static func pod(_ object: inout JSON) {
    object["spec"] = podSpec(object["spec"] ?? .object([:]))
    object.fill("spec", "enableServiceLinks", with: true)
    object.fill("spec", "preemptionPolicy", with: "PreemptLowerPriority")
    object.fill("spec", "priority", with: 0)
    let account = object["spec"]?["serviceAccountName"]?.text ?? "default"
    object.fill("spec", "serviceAccountName", with: .string(account))
    object.fill("spec", "serviceAccount", with: .string(account))
    object.fill("spec", "tolerations", with: standardTolerations)
    object.fill("status", "phase", with: "Pending")
    object.fill("status", "qosClass", with: "BestEffort")
  }

  private static let standardTolerations: JSON = .array(
    ["not-ready", "unreachable"].map {
      [
        "effect": "NoExecute", "key": "node.kubernetes.io/\($0)", "operator": "Exists",
        "tolerationSeconds": 300,
      ]
    })

  static func podSpec(_ spec: JSON) -> JSON {
    var spec = spec
    spec.fill("dnsPolicy", with: "ClusterFirst")
    spec.fill("restartPolicy", with: "Always")
    spec.fill("schedulerName", with: "default-scheduler")
    spec.fill("securityContext", with: [:])
    spec.fill("terminationGracePeriodSeconds", with: 30)
    if let account = spec["serviceAccountName"] { spec.fill("serviceAccount", with: account) }
    for list in ["initContainers", "containers"] {
      guard let containers = spec[list]?.elements, !containers.isEmpty else { continue }
      spec[list] = .array(containers.map(container))
    }
    return spec
  }

  private static func container(_ container: JSON) -> JSON {
    var container = container
    let image = container["image"]?.text ?? ""
    let name = image.split(separator: "/").last ?? ""
    let isLatest = !name.contains(":") || name.hasSuffix(":latest")
    container.fill("imagePullPolicy", with: isLatest ? "Always" : "IfNotPresent")
    container.fill("resources", with: [:])
    container.fill("terminationMessagePath", with: "/dev/termination-log")
    container.fill("terminationMessagePolicy", with: "File")
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] where container[probe] != nil {
      container.fill(probe, "failureThreshold", with: 3)
      container.fill(probe, "periodSeconds", with: 10)
      container.fill(probe, "successThreshold", with: 1)
      container.fill(probe, "timeoutSeconds", with: 1)
      if container[probe]?["httpGet"] != nil {
        container.fill(probe, "httpGet", "scheme", with: "HTTP")
      }
    }
    let ports = container["ports"]?.elements ?? []
    if !ports.isEmpty {
      container["ports"] = .array(
        ports.map { port in
          var port = port
          port.fill("protocol", with: "TCP")
          return port
        })
    }
    return container
  }

  private static func template(_ object: inout JSON, _ path: [String] = ["spec", "template"]) {
    guard let spec = object[path + ["spec"]] else { return }
    object[path + ["spec"]] = podSpec(spec)
  }

  private static func replicas(_ object: inout JSON) {
    object.fill("spec", "replicas", with: 1)
    template(&object)
  }

  private static func deployment(_ object: inout JSON) {
    replicas(&object)
    object.fill("spec", "progressDeadlineSeconds", with: 600)
    object.fill("spec", "revisionHistoryLimit", with: 10)
    object.fill("spec", "strategy", "type", with: "RollingUpdate")
    if object["spec"]?["strategy"]?["type"]?.text == "RollingUpdate" {
      object.fill("spec", "strategy", "rollingUpdate", "maxSurge", with: "25%")
      object.fill("spec", "strategy", "rollingUpdate", "maxUnavailable", with: "25%")
    }
  }

  private static func statefulSet(_ object: inout JSON) {
    replicas(&object)
    object.fill("spec", "podManagementPolicy", with: "OrderedReady")
    object.fill("spec", "revisionHistoryLimit", with: 10)
    object.fill("spec", "updateStrategy", "type", with: "RollingUpdate")
  }

  private static func daemonSet(_ object: inout JSON) {
    template(&object)
    object.fill("spec", "revisionHistoryLimit", with: 10)
    object.fill("spec", "updateStrategy", "type", with: "RollingUpdate")
  }

  private static func job(_ object: inout JSON) {
    object.fill("spec", "backoffLimit", with: 6)
    object.fill("spec", "completions", with: 1)
    object.fill("spec", "parallelism", with: 1)
    object.fill("spec", "completionMode", with: "NonIndexed")
    object.fill("spec", "suspend", with: false)
    object.fill("spec", "selector", "matchLabels", "controller-uid", with: .string(object.uid))
    for (label, value) in [("controller-uid", object.uid), ("job-name", object.name)] {
      object.fill("spec", "template", "metadata", "labels", label, with: .string(value))
      object.fill(
        "spec", "template", "metadata", "labels", "batch.kubernetes.io/\(label)",
        with: .string(value))
    }
    template(&object)
  }

  private static func cronJob(_ object: inout JSON) {
    object.fill("spec", "concurrencyPolicy", with: "Allow")
    object.fill("spec", "failedJobsHistoryLimit", with: 1)
    object.fill("spec", "successfulJobsHistoryLimit", with: 3)
    object.fill("spec", "suspend", with: false)
    template(&object, ["spec", "jobTemplate", "spec", "template"])
  }

  private static func definition(_ object: inout JSON) {
    object.fill("spec", "conversion", "strategy", with: "None")
    let kind = object["spec"]?["names"]?["kind"]?.text ?? ""
    object.fill("spec", "names", "listKind", with: .string(kind + "List"))
    object.fill("spec", "names", "singular", with: .string(kind.lowercased()))
  }

  private static func webhooks(_ object: inout JSON) {
    guard let list = object["webhooks"]?.elements else { return }
    let isMutating = object["kind"]?.text == "MutatingWebhookConfiguration"
    object["webhooks"] = .array(
      list.map { webhook in
        var webhook = webhook
        webhook.fill("failurePolicy", with: "Fail")
        webhook.fill("matchPolicy", with: "Equivalent")
        webhook.fill("namespaceSelector", with: [:])
        webhook.fill("objectSelector", with: [:])
        webhook.fill("timeoutSeconds", with: 10)
        if isMutating { webhook.fill("reinvocationPolicy", with: "Never") }
        if webhook["clientConfig"]?["service"] != nil {
          webhook.fill("clientConfig", "service", "port", with: 443)
        }
        return webhook
      })
  }

  private static func binding(_ object: inout JSON) {
    object.fill("roleRef", "apiGroup", with: "rbac.authorization.k8s.io")
    guard let subjects = object["subjects"]?.elements, !subjects.isEmpty else { return }
    object["subjects"] = .array(
      subjects.map { subject in
        var subject = subject
        if subject["kind"]?.text != "ServiceAccount" {
          subject.fill("apiGroup", with: "rbac.authorization.k8s.io")
        }
        return subject
      })
  }
}
