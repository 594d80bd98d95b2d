/// What happens to a pod next.
enum PodStep: Equatable {
  case bind, start, becomeReady, complete, complain, end
}

extension ControlLoop {
  /// Sees to it that a pod goes on: to a node, to its end, or nowhere.
  func reconcilePod(_ key: ObjectKey, _ pod: JSON) {
    if pod.isBeingDeleted {
      guard ClusterState.hasNoFinalizers(pod, state.registry.type(.pods) ?? podType) else { return }
      let step = Task.pod(key, .end)
      if isStarting { return advance(key, .end) }
      if !isScheduled(step) {
        record(pod, "Killing", "Stopping container \(Self.firstContainer(pod))", by: "kubelet")
        schedule(step, after: state.pace.stopping)
      }
      return
    }
    guard pod["status"]?["containerStatuses"] == nil, pod["status"]?["phase"] == "Pending"
    else { return }
    if isStarting {
      for step in [PodStep.bind, .start, .becomeReady] { advance(key, step) }
    } else if ![.bind, .start].contains(where: { isScheduled(.pod(key, $0)) }) {
      schedule(.pod(key, .bind), after: state.pace.scheduling)
    }
  }

  private var podType: ResourceType {
    ResourceType(id: .pods, version: "v1", kind: "Pod", singular: "pod")
  }

  private static func firstContainer(_ pod: JSON) -> String {
    pod["spec"]?["containers"]?.elements.first?.elementName ?? ""
  }

  /// Takes a pod one step further; a pod that is gone, or on its way out, is left alone.
  func advance(_ key: ObjectKey, _ step: PodStep) {
    guard let pod = state.store.object(key)?.json else { return }
    if step == .end {
      state.store.remove(key)
      return
    }
    guard !pod.isBeingDeleted else { return }
    switch step {
    case .bind: bind(key, pod)
    case .start: start(key, pod)
    case .becomeReady: becomeReady(key, pod)
    case .complete: complete(key)
    case .complain: complain(key, pod)
    case .end: break
    }
  }

  private func bind(_ key: ObjectKey, _ pod: JSON) {
    if PodTrouble(of: pod, in: state) == .noCPU { return refuseNode(key, pod) }
    guard let node = pod["spec"]?["nodeName"]?.text ?? chooseNode() else {
      record(
        pod, "FailedScheduling", "0/0 nodes are available: no nodes available to schedule pods.",
        by: "default-scheduler", isWarning: true)
      return schedule(.pod(key, .bind), after: 10)
    }
    let time = time(of: pod)
    let address =
      state.object("", "nodes", "", node)?["status"]?["addresses"]?.elements
      .first { $0["type"] == "InternalIP" }?["address"] ?? "192.168.0.10"
    state.revise(key) { pod in
      pod[["spec", "nodeName"]] = .string(node)
      pod[["status", "hostIP"]] = address
      pod[["status", "hostIPs"]] = [["ip": address]]
      pod[["status", "startTime"]] = .string(time)
      PodStatus.write(.creating, to: &pod, at: time)
    }
    record(
      pod, "Scheduled", "Successfully assigned \(key.namespace)/\(key.name) to \(node)",
      by: "default-scheduler")
    schedule(.pod(key, .start), after: state.pace.starting)
  }

  private func start(_ key: ObjectKey, _ pod: JSON) {
    let trouble = PodTrouble(of: pod, in: state)
    if trouble == .imagePull { return failPull(key, pod) }
    let time = time(of: pod)
    let address = JSON.string(state.addresses.podAddress())
    state.revise(key) { pod in
      pod[["status", "podIP"]] = address
      pod[["status", "podIPs"]] = [["ip": address]]
      PodStatus.write(.running, to: &pod, at: time)
    }
    for container in pod["spec"]?["containers"]?.elements ?? [] {
      let image = container["image"]?.text ?? ""
      let name = container.elementName
      record(
        pod, "Pulled", "Container image \"\(image)\" already present on machine", by: "kubelet")
      record(pod, "Created", "Created container: \(name)", by: "kubelet")
      record(pod, "Started", "Started container \(name)", by: "kubelet")
    }
    if isJob(pod) {
      schedule(.pod(key, .complete), after: state.pace.readiness * 2)
    } else if trouble != nil {
      schedule(.pod(key, .complain), after: state.pace.readiness)
    } else {
      schedule(.pod(key, .becomeReady), after: state.pace.readiness)
    }
  }

  private func becomeReady(_ key: ObjectKey, _ pod: JSON) {
    if isJob(pod) { return complete(key) }
    if PodTrouble(of: pod, in: state) != nil { return }
    let time = time(of: pod)
    state.revise(key) { PodStatus.write(.ready, to: &$0, at: time) }
  }

  private func complete(_ key: ObjectKey) {
    let time = state.now
    state.revise(key) { PodStatus.write(.succeeded, to: &$0, at: time) }
  }

  private func complain(_ key: ObjectKey, _ pod: JSON) {
    if case .crash(let container, _) = PodTrouble(of: pod, in: state) {
      return crash(key, pod, container)
    }
    record(
      pod, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503",
      by: "kubelet", isWarning: true)
    schedule(.pod(key, .complain), after: 10)
  }

  private func isJob(_ pod: JSON) -> Bool {
    ["Never", "OnFailure"].contains(pod["spec"]?["restartPolicy"]?.text ?? "")
  }

  private func time(of pod: JSON) -> String {
    isStarting ? pod["metadata"]?["creationTimestamp"]?.text ?? state.now : state.now
  }

  private func chooseNode() -> String? {
    let nodes = schedulableNodes
    guard !nodes.isEmpty else { return nil }
    nextNode += 1
    return nodes[nextNode % nodes.count]
  }

  /// The nodes that take ordinary pods.
  var schedulableNodes: [String] {
    state.store.objects(.nodes).filter { node in
      let taints = node.json["spec"]?["taints"]?.elements ?? []
      return node.json["spec"]?["unschedulable"] != true
        && !taints.contains { $0["effect"] == "NoSchedule" || $0["effect"] == "NoExecute" }
    }.map(\.key.name)
  }
}
