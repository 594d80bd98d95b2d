/// What goes wrong with a pod of the control plane, in the scenarios that are about that.
enum PodTrouble: Equatable {
  /// It runs and never gets ready.
  case unready
  /// Its images don't come.
  case imagePull
  /// No node has room for it.
  case noCPU
  /// One of its containers ends as soon as it starts; with what that prints last.
  case crash(container: String, line: String)
  /// Its proxy waits for something, and says so.
  case waiting(line: String)

  /// How many seconds the nodes' clocks are behind where they are.
  static let clockLag: Int64 = 7200

  /// The trouble of a pod; nil where it is well.
  init?(of pod: JSON, in state: ClusterState) {
    if pod.labels["k8s-app"] == Self.plugin, state.scenario == .imagePull {
      self = .imagePull
      return
    }
    let starters = pod["spec"]?["initContainers"]?.elements ?? []
    if starters.contains(where: { $0.elementName == Self.validator }), !Self.hasPlugin(pod, state) {
      self = .crash(container: Self.validator, line: Self.noWay)
      return
    }
    if state.scenario == .workloads, pod.labels["app.kubernetes.io/name"] == Population.fragileName,
      pod.annotations["kubectl.kubernetes.io/restartedAt"] != nil
    {
      self = .crash(container: Population.fragileName, line: Self.noConfiguration)
      return
    }
    guard let component = pod.labels["linkerd.io/control-plane-component"], component != "heartbeat"
    else { return nil }
    switch state.scenario {
    case .podsNeverReady: self = .unready
    case .imagePull: self = .imagePull
    case .noCPU: self = .noCPU
    case .iptables: self = .crash(container: "linkerd-init", line: Self.noTable)
    case .certificateRefused:
      self =
        component == "identity"
        ? .crash(container: "identity", line: Self.refusal(Self.otherRoot))
        : .waiting(line: Self.noIdentity)
    case .nodeClock:
      self =
        component == "identity"
        ? .crash(container: "identity", line: Self.refusal(Self.notYet(at: state)))
        : .waiting(line: Self.noIdentity)
    case .dns:
      guard component != "identity" else { return nil }
      self = .waiting(line: Self.noAnswer)
    default: return nil
    }
  }

  private static let plugin = "linkerd-cni"
  private static let validator = "linkerd-network-validator"

  /// Whether the CNI plugin is ready on the pod's node, or was when the pod began.
  private static func hasPlugin(_ pod: JSON, _ state: ClusterState) -> Bool {
    state.store.objects(.pods).contains {
      $0.json.labels["k8s-app"] == plugin && ControlLoop.isReady($0.json)
        && $0.json["spec"]?["nodeName"] == pod["spec"]?["nodeName"]
    } || ControlLoop.isReady(pod)
  }

  /// What the fragile workload says before it ends.
  private static let noConfiguration = "fatal: /etc/fragile/config.yaml: no such file or directory"

  /// What the validator says before it ends (linkerd2-proxy-init, validator/src/main.rs).
  private static let noWay =
    "ERROR linkerd_network_validator: Failed to validate networking configuration. Please ensure "
    + "iptables rules are rewriting traffic as expected. timeout=10s"

  /// What identity says before it ends.
  private static func refusal(_ why: String) -> String {
    "level=fatal msg=\"Failed to initialize identity service: failed to verify issuer credentials "
      + "for 'identity.linkerd.cluster.local' with trust anchors: \(why)\""
  }

  private static let otherRoot =
    "x509: certificate signed by unknown authority (possibly because of \\\"x509: ECDSA "
    + "verification failure\\\" while trying to verify candidate authority certificate "
    + "\\\"root.linkerd.cluster.local\\\")"

  private static func notYet(at state: ClusterState) -> String {
    let now = state.clock() / 1_000_000
    return "x509: certificate has expired or is not yet valid: current time "
      + "\(Timestamp.text(now - clockLag)) is before \(Timestamp.text(now - 300))"
  }

  private static let noTable =
    "level=error msg=\"aborting firewall configuration: iptables-legacy v1.8.10 (legacy): can't "
    + "initialize iptables table `nat': Table does not exist (do you need to insmod?)\""

  private static let noIdentity =
    "WARN ThreadId(02) identity:controller{addr=linkerd-identity-headless.linkerd.svc.cluster.local:8080}"
    + ": linkerd_app_core::control: Failed to resolve control-plane component error=no record found "
    + "for name: linkerd-identity-headless.linkerd.svc.cluster.local. type: SRV class: IN"

  private static let noAnswer =
    "WARN ThreadId(02) identity:controller{addr=linkerd-identity-headless.linkerd.svc.cluster.local:8080}"
    + ": linkerd_app_core::control: Failed to resolve control-plane component error=failed SRV and A "
    + "record lookups: failed to resolve SRV record: request timed out; failed to resolve A record: "
    + "request timed out"
}

extension ControlLoop {
  /// Seconds from one end of a crashing container to its next.
  private static let restartPause = 5.0

  /// Leaves a pod without a node, and says why.
  func refuseNode(_ key: ObjectKey, _ pod: JSON) {
    let count = state.store.objects(.nodes).count
    let why =
      "0/\(count) nodes are available: \(count) Insufficient cpu. preemption: 0/\(count) nodes are "
      + "available: \(count) No preemption victims found for incoming pod."
    record(pod, "FailedScheduling", why, by: "default-scheduler", isWarning: true)
    state.revise(key) {
      $0[["status", "conditions"]] = [
        [
          "type": "PodScheduled", "status": "False", "reason": "Unschedulable",
          "message": .string(why), "lastProbeTime": nil, "lastTransitionTime": .string(state.now),
        ]
      ]
    }
    schedule(.pod(key, .bind), after: 10)
  }

  /// Tries to get a pod's images, in vain.
  func failPull(_ key: ObjectKey, _ pod: JSON) {
    let isFirst = pod[["status", "initContainerStatuses"]] == nil
    let field =
      pod["spec"]?["initContainers"]?.isEmpty == false
      ? "initContainerStatuses" : "containerStatuses"
    let statuses = pod["status"]?[field]?.elements ?? []
    let before = statuses.first?["state"]?["waiting"]?["reason"]?.text ?? ""
    let image = statuses.first?["image"]?.text ?? ""
    let reason = before == "ErrImagePull" ? "ImagePullBackOff" : "ErrImagePull"
    let why = pullFailure(of: image)
    if reason == "ErrImagePull" || isFirst {
      record(pod, "Pulling", "Pulling image \"\(image)\"", by: "kubelet")
      record(
        pod, "Failed", "Failed to pull image \"\(image)\": \(why)", by: "kubelet", isWarning: true)
      record(pod, "Failed", "Error: ErrImagePull", by: "kubelet", isWarning: true)
    } else {
      record(pod, "BackOff", "Back-off pulling image \"\(image)\"", by: "kubelet")
      record(pod, "Failed", "Error: ImagePullBackOff", by: "kubelet", isWarning: true)
    }
    state.revise(key) { pod in
      var next = statuses
      guard !next.isEmpty else { return }
      next[0]["state"] = [
        "waiting": [
          "reason": .string(reason),
          "message": .string(
            reason == "ErrImagePull" ? why : "Back-off pulling image \"\(image)\""),
        ]
      ]
      pod[["status", field]] = .array(next)
    }
    schedule(.pod(key, .start), after: 5)
  }

  private func pullFailure(of image: String) -> String {
    let host = image.split(separator: "/").first.map(String.init) ?? "cr.l5d.io"
    let path = image.split(separator: "/").dropFirst().joined(separator: "/")
    let name = path.split(separator: ":").first.map(String.init) ?? path
    let tag = path.split(separator: ":").last.map(String.init) ?? "latest"
    return "failed to pull and unpack image \"\(image)\": failed to resolve reference "
      + "\"\(image)\": failed to do request: Head \"https://\(host)/v2/\(name)/manifests/\(tag)\": "
      + "dial tcp 203.0.113.10:443: connect: no route to host"
  }

  /// Ends a container of a pod that has just started, and lets it wait for its next start.
  func crash(_ key: ObjectKey, _ pod: JSON, _ container: String) {
    let isStarter =
      pod["spec"]?["initContainers"]?.elements.contains { $0.elementName == container } ?? false
    let field = isStarter ? "initContainerStatuses" : "containerStatuses"
    let time = state.now
    let restarts =
      (pod["status"]?[field]?.elements.first { $0.elementName == container }?["restartCount"]?
        .integer ?? 0) + 1
    state.revise(key) { pod in
      if isStarter { PodStatus.write(.creating, to: &pod, at: time) }
      let statuses = (pod["status"]?[field]?.elements ?? []).map { status in
        guard status.elementName == container else { return status }
        var status = status
        status["ready"] = false
        status["started"] = false
        status["restartCount"] = .int(restarts)
        status["state"] = [
          "waiting": [
            "reason": "CrashLoopBackOff",
            "message": .string(
              "back-off 10s restarting failed container=\(container) pod=\(key.name)"),
          ]
        ]
        status["lastState"] = [
          "terminated": [
            "exitCode": 1, "reason": "Error", "startedAt": .string(time),
            "finishedAt": .string(time),
          ]
        ]
        return status
      }
      pod[["status", field]] = .array(statuses)
    }
    record(
      pod, "BackOff",
      "Back-off restarting failed container \(container) in pod \(key.name)", by: "kubelet",
      isWarning: true)
    schedule(.pod(key, .complain), after: Self.restartPause)
  }
}
