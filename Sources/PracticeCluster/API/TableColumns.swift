/// The columns of the built-in kinds, as Kubernetes' printers have them.
enum TableColumns {
  typealias Column = TableLayout.Column

  static let name = Column(name: "Name") { object, _ in .string(object.name) }

  static let age = age(of: ["metadata", "creationTimestamp"])

  private static func age(of path: [String], named name: String = "Age") -> Column {
    Column(name: name) { object, now in
      guard let time = object[path]?.text.flatMap(Timestamp.seconds) else { return "<unknown>" }
      return .string(ageText(now - time))
    }
  }

  private static func text(
    _ name: String, _ path: String, or missing: String = "", isWide: Bool = false
  ) -> Column {
    let path = path.split(separator: ".").map(String.init)
    return Column(name: name, isWide: isWide) { object, _ in
      let value = object[path]
      return .string(value?.text ?? value?.integer.map { String($0) } ?? missing)
    }
  }

  private static func count(_ name: String, _ path: String) -> Column {
    let path = path.split(separator: ".").map(String.init)
    return Column(name: name, type: "integer") { object, _ in
      .int(object[path]?.integer ?? 0)
    }
  }

  private static func size(_ name: String, _ path: String) -> Column {
    Column(name: name, type: "integer") { object, _ in .int(object[path]?.members.count ?? 0) }
  }

  private static func containers(_ path: [String]) -> [Column] {
    @Sendable func list(_ object: JSON, _ member: String) -> JSON {
      let all = object[path + ["containers"]]?.elements ?? []
      return .string(all.compactMap { $0[member]?.text }.joined(separator: ","))
    }
    return [
      Column(name: "Containers", isWide: true) { object, _ in list(object, "name") },
      Column(name: "Images", isWide: true) { object, _ in list(object, "image") },
    ]
  }

  private static let selector = Column(name: "Selector", isWide: true) { object, _ in
    let selector = object[["spec", "selector"]]
    let labels = selector?["matchLabels"]?.texts ?? selector?.texts ?? [:]
    let text = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return .string(text.isEmpty ? "<none>" : text.joined(separator: ","))
  }

  private static let template = ["spec", "template", "spec"]

  static let byKind: [String: [Column]] = cluster.merging(workloads) { first, _ in first }
    .merging(rest) { first, _ in first }

  private static let cluster: [String: [Column]] = [
    "Namespace": [text("Status", "status.phase"), age],
    "Node": [
      Column(name: "Status") { node, _ in .string(NodeCells.status(node)) },
      Column(name: "Roles") { node, _ in .string(NodeCells.roles(node)) }, age,
      text("Version", "status.nodeInfo.kubeletVersion"),
      Column(name: "Internal-IP", isWide: true) { node, _ in .string(NodeCells.address(node)) },
      Column(name: "External-IP", isWide: true) { _, _ in "<none>" },
      text("OS-Image", "status.nodeInfo.osImage", or: "<unknown>", isWide: true),
      text("Kernel-Version", "status.nodeInfo.kernelVersion", or: "<unknown>", isWide: true),
      text(
        "Container-Runtime", "status.nodeInfo.containerRuntimeVersion", or: "<unknown>",
        isWide: true),
    ],
    "CustomResourceDefinition": [
      Column(name: "Created At") { object, _ in
        object[["metadata", "creationTimestamp"]] ?? "<unknown>"
      }
    ],
    "Secret": [text("Type", "type"), size("Data", "data"), age],
    "ConfigMap": [size("Data", "data"), age],
    "ServiceAccount": [
      Column(name: "Secrets", type: "integer") { object, _ in
        .int(object["secrets"]?.elements.count ?? 0)
      }, age,
    ],
    "Event": [
      age(of: ["lastTimestamp"], named: "Last Seen"), text("Type", "type"),
      text("Reason", "reason"),
      Column(name: "Object") { event, _ in
        let kind = event["involvedObject"]?["kind"]?.text ?? ""
        return .string("\(kind.lowercased())/\(event["involvedObject"]?["name"]?.text ?? "")")
      },
      text("Message", "message"),
    ],
    "Service": [
      text("Type", "spec.type"), text("Cluster-IP", "spec.clusterIP", or: "<none>"),
      Column(name: "External-IP") { service, _ in
        let name = service[["spec", "externalName"]]?.text
        let isBalanced = service[["spec", "type"]] == "LoadBalancer"
        return .string(name ?? (isBalanced ? "<pending>" : "<none>"))
      },
      Column(name: "Port(s)") { service, _ in .string(ServiceCells.ports(service)) }, age,
      selector,
    ],
    "Lease": [text("Holder", "spec.holderIdentity"), age],
  ]

  private static let workloads: [String: [Column]] = [
    "Pod": [
      Column(name: "Ready") { pod, _ in .string(PodCells.ready(pod)) },
      Column(name: "Status") { pod, _ in .string(PodCells.status(pod)) },
      Column(name: "Restarts") { pod, _ in .string(String(PodCells.restarts(pod))) }, age,
      text("IP", "status.podIP", or: "<none>", isWide: true),
      text("Node", "spec.nodeName", or: "<none>", isWide: true),
      text("Nominated Node", "status.nominatedNodeName", or: "<none>", isWide: true),
      Column(name: "Readiness Gates", isWide: true) { _, _ in "<none>" },
    ],
    "Deployment": [
      Column(name: "Ready") { object, _ in
        let ready = object[["status", "readyReplicas"]]?.integer ?? 0
        return .string("\(ready)/\(object[["spec", "replicas"]]?.integer ?? 0)")
      },
      count("Up-to-date", "status.updatedReplicas"),
      count("Available", "status.availableReplicas"), age,
    ] + containers(template) + [selector],
    "ReplicaSet": [
      count("Desired", "spec.replicas"), count("Current", "status.replicas"),
      count("Ready", "status.readyReplicas"), age,
    ] + containers(template) + [selector],
    "StatefulSet": [
      Column(name: "Ready") { object, _ in
        let ready = object[["status", "readyReplicas"]]?.integer ?? 0
        return .string("\(ready)/\(object[["spec", "replicas"]]?.integer ?? 0)")
      }, age,
    ] + containers(template),
    "DaemonSet": [
      count("Desired", "status.desiredNumberScheduled"),
      count("Current", "status.currentNumberScheduled"), count("Ready", "status.numberReady"),
      count("Up-to-date", "status.updatedNumberScheduled"),
      count("Available", "status.numberAvailable"),
      Column(name: "Node Selector") { object, _ in
        let labels = object[template + ["nodeSelector"]]?.texts ?? [:]
        let shown = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return .string(shown.isEmpty ? "<none>" : shown.joined(separator: ","))
      }, age,
    ] + containers(template) + [selector],
    "Job": [
      Column(name: "Status") { job, _ in
        let isDone = job[["status", "completionTime"]] != nil
        return .string(isDone ? "Complete" : "Running")
      },
      Column(name: "Completions") { job, _ in
        let done = job[["status", "succeeded"]]?.integer ?? 0
        return .string("\(done)/\(job[["spec", "completions"]]?.integer ?? 1)")
      },
      Column(name: "Duration") { job, now in
        guard let start = job[["status", "startTime"]]?.text.flatMap(Timestamp.seconds) else {
          return ""
        }
        let end = job[["status", "completionTime"]]?.text.flatMap(Timestamp.seconds) ?? now
        return .string(ageText(end - start))
      }, age,
    ] + containers(template) + [selector],
    "CronJob": [
      text("Schedule", "spec.schedule"), text("Timezone", "spec.timeZone", or: "<none>"),
      Column(name: "Suspend", type: "boolean") { job, _ in
        .string(job[["spec", "suspend"]] == true ? "True" : "False")
      },
      Column(name: "Active", type: "integer") { job, _ in
        .int(job[["status", "active"]]?.elements.count ?? 0)
      },
      Column(name: "Last Schedule") { job, now in
        let time = job[["status", "lastScheduleTime"]]?.text.flatMap(Timestamp.seconds)
        return .string(time.map { ageText(now - $0) } ?? "<none>")
      }, age,
    ],
  ]

  private static let rest: [String: [Column]] = [
    "ClusterRole": [createdAt], "Role": [createdAt],
    "ClusterRoleBinding": [role, age], "RoleBinding": [role, age],
    "MutatingWebhookConfiguration": [webhooks, age],
    "ValidatingWebhookConfiguration": [webhooks, age],
    "PodDisruptionBudget": [
      text("Min Available", "spec.minAvailable", or: "N/A"),
      text("Max Unavailable", "spec.maxUnavailable", or: "N/A"),
      count("Allowed Disruptions", "status.disruptionsAllowed"), age,
    ],
    "Endpoints": [
      Column(name: "Endpoints") { object, _ in
        let all = (object["subsets"]?.elements ?? []).flatMap { subset in
          let port = subset["ports"]?.elements.first?["port"]?.integer ?? 0
          return (subset["addresses"]?.elements ?? []).map { "\($0["ip"]?.text ?? ""):\(port)" }
        }
        return .string(all.isEmpty ? "<none>" : all.prefix(3).joined(separator: ","))
      }, age,
    ],
    "EndpointSlice": [
      text("AddressType", "addressType"),
      Column(name: "Ports") { object, _ in
        let ports = (object["ports"]?.elements ?? []).compactMap { $0["port"]?.integer }
        return .string(ports.map { String($0) }.joined(separator: ","))
      },
      Column(name: "Endpoints") { object, _ in
        let all = (object["endpoints"]?.elements ?? []).flatMap { $0["addresses"]?.elements ?? [] }
        return .string(all.compactMap(\.text).joined(separator: ","))
      }, age,
    ],
    "StorageClass": [text("Provisioner", "provisioner"), age],
    "PersistentVolumeClaim": [
      text("Status", "status.phase"), text("Volume", "spec.volumeName"),
      text("StorageClass", "spec.storageClassName"), age,
    ],
  ]

  private static let createdAt = Column(name: "Created At") { object, _ in
    object[["metadata", "creationTimestamp"]] ?? "<unknown>"
  }

  private static let role = Column(name: "Role") { object, _ in
    let kind = object["roleRef"]?["kind"]?.text ?? ""
    return .string("\(kind)/\(object["roleRef"]?["name"]?.text ?? "")")
  }

  private static let webhooks = Column(name: "Webhooks", type: "integer") { object, _ in
    .int(object["webhooks"]?.elements.count ?? 0)
  }
}

/// What the table of pods computes.
enum PodCells {
  private static func statuses(_ pod: JSON) -> [JSON] {
    pod["status"]?["containerStatuses"]?.elements ?? []
  }

  private static func sidecars(_ pod: JSON) -> [JSON] {
    let names = (pod["spec"]?["initContainers"]?.elements ?? [])
      .filter { $0["restartPolicy"] == "Always" }.map(\.elementName)
    return (pod["status"]?["initContainerStatuses"]?.elements ?? [])
      .filter { names.contains($0.elementName) }
  }

  static func ready(_ pod: JSON) -> String {
    let starters = pod["spec"]?["initContainers"]?.elements ?? []
    let total =
      (pod["spec"]?["containers"]?.elements.count ?? 0)
      + starters.filter { $0["restartPolicy"] == "Always" }.count
    let ready = (statuses(pod) + sidecars(pod)).filter { $0["ready"] == true }.count
    return "\(ready)/\(total)"
  }

  static func restarts(_ pod: JSON) -> Int {
    statuses(pod).reduce(0) { $0 + ($1["restartCount"]?.integer ?? 0) }
  }

  static func status(_ pod: JSON) -> String {
    if pod.isBeingDeleted { return "Terminating" }
    let phase = pod["status"]?["phase"]?.text ?? "Unknown"
    if phase == "Succeeded" { return "Completed" }
    let waiting = statuses(pod).compactMap { $0["state"]?["waiting"]?["reason"]?.text }.first
    return waiting ?? pod["status"]?["reason"]?.text ?? phase
  }
}

/// What the table of nodes computes.
enum NodeCells {
  static func status(_ node: JSON) -> String {
    let ready = node["status"]?["conditions"]?.elements.first { $0["type"] == "Ready" }
    let state =
      ready?["status"] == "True" ? "Ready" : ready?["status"] == "False" ? "NotReady" : "Unknown"
    return node["spec"]?["unschedulable"] == true ? "\(state),SchedulingDisabled" : state
  }

  static func roles(_ node: JSON) -> String {
    let prefix = "node-role.kubernetes.io/"
    let roles = node.labels.keys.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
    return roles.isEmpty ? "<none>" : roles.sorted().joined(separator: ",")
  }

  static func address(_ node: JSON) -> String {
    let all = node["status"]?["addresses"]?.elements ?? []
    return all.first { $0["type"] == "InternalIP" }?["address"]?.text ?? "<none>"
  }
}

/// What the table of services computes.
enum ServiceCells {
  static func ports(_ service: JSON) -> String {
    let ports = service["spec"]?["ports"]?.elements ?? []
    guard !ports.isEmpty else { return "<none>" }
    return ports.map { port in
      let number = port["port"]?.integer ?? 0
      let node = port["nodePort"]?.integer.map { ":\($0)" } ?? ""
      return "\(number)\(node)/\(port["protocol"]?.text ?? "TCP")"
    }.joined(separator: ",")
  }
}
