/// The status of a pod at each station of its life.
enum PodStatus {
  enum Station { case creating, running, ready, succeeded }

  static func write(_ station: Station, to pod: inout JSON, at time: String) {
    let spec = pod["spec"] ?? .object([:])
    let containers = spec["containers"]?.elements ?? []
    let starters = spec["initContainers"]?.elements ?? []
    let phase =
      switch station {
      case .creating: "Pending"
      case .running, .ready: "Running"
      case .succeeded: "Succeeded"
      }
    pod[["status", "phase"]] = .string(phase)
    let old = pod["status"]?["containerStatuses"]?.elements ?? []
    pod[["status", "containerStatuses"]] = .array(
      containers.map {
        status(of: $0, station, isStarter: false, hasStarters: !starters.isEmpty, old, time)
      })
    if !starters.isEmpty {
      let old = pod["status"]?["initContainerStatuses"]?.elements ?? []
      pod[["status", "initContainerStatuses"]] = .array(
        starters.map { status(of: $0, station, isStarter: true, hasStarters: false, old, time) })
    }
    let names = containers.map(\.elementName).joined(separator: " ")
    pod[["status", "conditions"]] = .array(
      conditions(station, names, pod["status"]?["conditions"]?.elements ?? [], time))
  }

  private static func status(
    of container: JSON, _ station: Station, isStarter: Bool, hasStarters: Bool, _ old: [JSON],
    _ time: String
  ) -> JSON {
    let name = container.elementName
    let isSidecar = isStarter && container["restartPolicy"] == "Always"
    let hasProbe = container["readinessProbe"] != nil
    let started =
      old.first { $0.elementName == name }?["state"]?["running"]?["startedAt"] ?? .string(time)
    var status: JSON = [
      "name": .string(name), "image": container["image"] ?? "", "imageID": "", "lastState": [:],
      "restartCount": 0, "ready": false, "started": false,
    ]
    let ended: JSON = [
      "terminated": [
        "exitCode": 0, "reason": "Completed", "startedAt": started, "finishedAt": .string(time),
      ]
    ]
    switch station {
    case .creating:
      let reason = hasStarters || isStarter ? "PodInitializing" : "ContainerCreating"
      status["state"] = ["waiting": ["reason": .string(reason)]]
      return status
    case .succeeded: status["state"] = ended
    case .running, .ready:
      if isStarter, !isSidecar {
        status["state"] = ended
        status["ready"] = true
        break
      }
      status["state"] = ["running": ["startedAt": started]]
      status["started"] = true
      status["ready"] = .bool(station == .ready || isSidecar && !hasProbe)
    }
    status["imageID"] = .string("\(container["image"]?.text ?? "")@sha256:practice")
    status["containerID"] = .string("practice://\(name)")
    return status
  }

  private static func conditions(
    _ station: Station, _ names: String, _ old: [JSON], _ time: String
  ) -> [JSON] {
    func condition(_ type: String, _ holds: Bool, _ reason: String? = nil) -> JSON {
      let status = JSON.string(holds ? "True" : "False")
      let before = old.first { $0["type"]?.text == type && $0["status"] == status }
      var condition: JSON = [
        "type": .string(type), "status": status, "lastProbeTime": nil,
        "lastTransitionTime": before?["lastTransitionTime"] ?? .string(time),
      ]
      if let reason {
        condition["reason"] = .string(reason)
        if reason == "ContainersNotReady" {
          condition["message"] = .string("containers with unready status: [\(names)]")
        }
      }
      return condition
    }
    let isRunning = station != .creating
    let isReady = station == .ready
    let why =
      isReady ? nil : station == .succeeded ? "PodCompleted" : "ContainersNotReady"
    return [
      condition("PodReadyToStartContainers", isRunning && station != .succeeded),
      condition("Initialized", isRunning),
      condition("Ready", isReady, why),
      condition("ContainersReady", isReady, why),
      condition("PodScheduled", true),
    ]
  }
}
