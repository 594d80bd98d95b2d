// Short hands for the objects of a population. None of them sets a status.
extension Population {
  /// An object with its metadata; `namespace` is nil for what belongs to the whole cluster.
  static func object(
    _ apiVersion: String, _ kind: String, _ name: String, in namespace: String? = nil,
    created: String, labels: [String: String] = [:], annotations: [String: String] = [:],
    _ rest: [String: JSON] = [:]
  ) -> JSON {
    var metadata: [String: JSON] = ["name": .string(name), "creationTimestamp": .string(created)]
    metadata["namespace"] = namespace.map(JSON.string)
    if !labels.isEmpty { metadata["labels"] = texts(labels) }
    if !annotations.isEmpty { metadata["annotations"] = texts(annotations) }
    var members = rest
    members["apiVersion"] = .string(apiVersion)
    members["kind"] = .string(kind)
    members["metadata"] = .object(metadata)
    return .object(members)
  }

  /// An object whose values are all texts.
  static func texts(_ values: [String: String]) -> JSON {
    .object(values.mapValues(JSON.string))
  }

  /// A namespace in use, with the label of its own name that Kubernetes adds.
  static func namespace(
    _ name: String, created: String, labels: [String: String] = [:],
    annotations: [String: String] = [:]
  ) -> JSON {
    let all = labels.merging(["kubernetes.io/metadata.name": name]) { $1 }
    return object(
      "v1", "Namespace", name, created: created, labels: all, annotations: annotations,
      ["spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"]])
  }

  /// A ConfigMap with its data.
  static func configMap(
    _ name: String, in namespace: String, created: String, labels: [String: String] = [:],
    data: [String: String]
  ) -> JSON {
    object(
      "v1", "ConfigMap", name, in: namespace, created: created, labels: labels,
      ["data": texts(data)])
  }

  /// A ServiceAccount.
  static func serviceAccount(
    _ name: String, in namespace: String, created: String, labels: [String: String] = [:]
  ) -> JSON {
    object("v1", "ServiceAccount", name, in: namespace, created: created, labels: labels)
  }

  /// A Service for the pods with those labels; `address` nil makes a headless one.
  static func service(
    _ name: String, in namespace: String, created: String, address: String?,
    selecting selector: [String: String], labels: [String: String] = [:], ports: [ServicePort]
  ) -> JSON {
    let clusterIP = address ?? "None"
    return object(
      "v1", "Service", name, in: namespace, created: created,
      labels: labels.isEmpty ? selector : labels,
      [
        "spec": [
          "type": "ClusterIP", "clusterIP": .string(clusterIP),
          "clusterIPs": [.string(clusterIP)], "ipFamilies": ["IPv4"],
          "ipFamilyPolicy": "SingleStack", "internalTrafficPolicy": "Cluster",
          "sessionAffinity": "None", "selector": texts(selector),
          "ports": .array(ports.map(\.json)),
        ],
        "status": ["loadBalancer": [:]],
      ])
  }
}

/// One port of a Service.
struct ServicePort: Sendable {
  let name: String
  let number: Int
  var target: JSON?
  var transport = "TCP"

  /// The port as it stands in the Service.
  var json: JSON {
    [
      "name": .string(name), "port": .int(number), "targetPort": target ?? .int(number),
      "protocol": .string(transport),
    ]
  }
}

/// A workload of the population: pods of one kind, and what keeps them alive.
struct Workload: Sendable {
  /// What keeps the pods alive.
  enum Keeper: String, Sendable {
    case deployment = "Deployment"
    case statefulSet = "StatefulSet"
    case daemonSet = "DaemonSet"
  }

  var keeper = Keeper.deployment
  let name: String
  let namespace: String
  let image: String
  var replicas = 1
  var ports: [(name: String, number: Int)] = []
  var labels: [String: String]?
  var podAnnotations: [String: String] = [:]
  var usesHostNetwork = false

  /// The labels of its pods, which also select them.
  var selector: [String: String] { labels ?? ["app.kubernetes.io/name": name] }

  /// The workload as an object, without status.
  func json(created: String) -> JSON {
    var spec: [String: JSON] = [
      "selector": ["matchLabels": Population.texts(selector)], "template": template,
      "revisionHistoryLimit": 10,
    ]
    if keeper != .daemonSet { spec["replicas"] = .int(replicas) }
    if keeper == .statefulSet { spec["serviceName"] = .string(name) }
    if keeper == .deployment {
      spec["strategy"] = [
        "type": "RollingUpdate", "rollingUpdate": ["maxSurge": "25%", "maxUnavailable": "25%"],
      ]
      spec["progressDeadlineSeconds"] = 600
    }
    return Population.object(
      "apps/v1", keeper.rawValue, name, in: namespace, created: created, labels: selector,
      ["spec": .object(spec)])
  }

  private var template: JSON {
    let container: JSON = [
      "name": .string(name), "image": .string(image), "imagePullPolicy": "IfNotPresent",
      "ports": .array(
        ports.map {
          ["name": .string($0.name), "containerPort": .int($0.number), "protocol": "TCP"]
        }),
      "resources": ["requests": ["cpu": "50m", "memory": "64Mi"]],
    ]
    var spec: [String: JSON] = [
      "containers": [container], "restartPolicy": "Always", "dnsPolicy": "ClusterFirst",
      "serviceAccountName": "default", "schedulerName": "default-scheduler",
      "terminationGracePeriodSeconds": 30,
    ]
    if usesHostNetwork { spec["hostNetwork"] = true }
    var metadata: [String: JSON] = ["labels": Population.texts(selector)]
    if !podAnnotations.isEmpty { metadata["annotations"] = Population.texts(podAnnotations) }
    return ["metadata": .object(metadata), "spec": .object(spec)]
  }
}
