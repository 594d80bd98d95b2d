extension ControlLoop {
  private static let revisionLabel = "controller-revision-hash"

  /// Makes a stateful set's pods one after the other, each when the one before is ready.
  func reconcileStatefulSet(_ key: ObjectKey, _ set: JSON) {
    guard !set.isBeingDeleted else { return }
    let wanted = set["spec"]?["replicas"]?.integer ?? 1
    let hash = Self.hash(of: set[["spec", "template"]] ?? .null)
    let revision = "\(set.name)-\(hash)"
    let present = Dictionary(
      pods(of: set.uid).map { ($0.key.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = (0..<wanted).map { "\(set.name)-\($0)" }
    for pod in present.values where !names.contains(pod.key.name) && !pod.json.isBeingDeleted {
      endPod(pod, of: set, by: "statefulset-controller")
    }
    for name in names {
      guard let pod = present[name] else {
        makePod(
          for: set, named: name,
          labels: [
            Self.revisionLabel: revision, "statefulset.kubernetes.io/pod-name": name,
          ], by: "statefulset-controller")
        if isStarting { continue }
        break
      }
      if !Self.isReady(pod.json) { break }
    }
    let outdated = names.reversed().compactMap { present[$0] }
      .first { $0.json.labels[Self.revisionLabel] != revision }
    let allReady = names.allSatisfy { present[$0].map { Self.isReady($0.json) } ?? false }
    if let outdated, allReady, !Self.waitsForHands(set), !outdated.json.isBeingDeleted {
      endPod(outdated, of: set, by: "statefulset-controller")
    }
    writeStatefulStatus(key, revision)
  }

  /// Whether pods of an older template stay until somebody deletes them.
  private static func waitsForHands(_ set: JSON) -> Bool {
    set[["spec", "updateStrategy", "type"]] == "OnDelete"
  }

  private func writeStatefulStatus(_ key: ObjectKey, _ revision: String) {
    guard let set = state.store.object(key)?.json else { return }
    let active = pods(of: set.uid).filter { !$0.json.isBeingDeleted }
    let ready = active.filter { Self.isReady($0.json) }.count
    let updated = active.filter { $0.json.labels[Self.revisionLabel] == revision }.count
    // The old revision stays the current one until all pods are of the new one.
    let isRolledOut =
      ready == active.count && updated == active.count
      && active.count == set["spec"]?["replicas"]?.integer ?? 1
    let current =
      isRolledOut
      ? JSON.string(revision) : set[["status", "currentRevision"]] ?? .string(revision)
    state.revise(key) {
      $0["status"] = [
        "observedGeneration": $0["metadata"]?["generation"] ?? 1,
        "replicas": .int(active.count), "readyReplicas": .int(ready),
        "availableReplicas": .int(ready), "currentReplicas": .int(updated),
        "updatedReplicas": .int(updated), "currentRevision": current,
        "updateRevision": .string(revision), "collisionCount": 0,
      ]
    }
  }

  /// Keeps one pod of a daemon set on every node; pods of an older template go one by one.
  func reconcileDaemonSet(_ key: ObjectKey, _ set: JSON) {
    guard !set.isBeingDeleted else { return }
    let revision = Self.hash(of: set[["spec", "template"]] ?? .null)
    let active = pods(of: set.uid).filter { !$0.json.isBeingDeleted }
    let nodes = nodes(for: set)
    for node in nodes
    where !active.contains(where: { $0.json["spec"]?["nodeName"]?.text == node }) {
      makePod(
        for: set,
        labels: [
          Self.revisionLabel: revision,
          "pod-template-generation": "\(set["metadata"]?["generation"]?.integer ?? 1)",
        ], node: node,
        by: "daemonset-controller")
    }
    if active.allSatisfy({ Self.isReady($0.json) }), !Self.waitsForHands(set),
      let outdated = active.first(where: { $0.json.labels[Self.revisionLabel] != revision })
    {
      endPod(outdated, of: set, by: "daemonset-controller")
    }
    let now = pods(of: set.uid).filter { !$0.json.isBeingDeleted }
    let ready = now.filter { Self.isReady($0.json) }.count
    let updated = now.filter { $0.json.labels[Self.revisionLabel] == revision }.count
    state.revise(key) {
      var status: JSON = [
        "observedGeneration": $0["metadata"]?["generation"] ?? 1,
        "desiredNumberScheduled": .int(nodes.count), "currentNumberScheduled": .int(now.count),
        "updatedNumberScheduled": .int(updated), "numberMisscheduled": 0,
        "numberReady": .int(ready), "numberAvailable": .int(ready),
      ]
      if ready < nodes.count { status["numberUnavailable"] = .int(nodes.count - ready) }
      $0["status"] = status
    }
  }

  private func nodes(for set: JSON) -> [String] {
    let spec = set[["spec", "template", "spec"]]
    let selector = LabelSelector(spec?["nodeSelector"] ?? .object([:]))
    let tolerations = spec?["tolerations"]?.elements ?? []
    let toleratesAll = tolerations.contains { $0["operator"] == "Exists" && $0["key"] == nil }
    let open = Set(schedulableNodes)
    return state.store.objects(.nodes).filter {
      selector.matches($0.json.labels)
        && (open.contains($0.key.name) || toleratesAll || !tolerations.isEmpty)
    }.map(\.key.name)
  }

  /// Runs a job's pods until enough of them have succeeded.
  func reconcileJob(_ key: ObjectKey, _ job: JSON) {
    let conditions = job["status"]?["conditions"]?.elements ?? []
    let isDone = conditions.contains { $0["type"] == "Complete" && $0["status"] == "True" }
    guard !job.isBeingDeleted, !isDone, job["spec"]?["suspend"] != true else { return }
    let all = pods(of: job.uid)
    let succeeded = all.filter { $0.json["status"]?["phase"] == "Succeeded" }.count
    let active = all.filter { !Self.isOver($0.json) && !$0.json.isBeingDeleted }.count
    let wanted = job["spec"]?["completions"]?.integer ?? 1
    let atOnce = job["spec"]?["parallelism"]?.integer ?? 1
    let missing = min(atOnce - active, wanted - succeeded - active)
    if missing > 0 {
      for _ in 0..<missing { makePod(for: job, by: "job-controller") }
    }
    let now = JSON.string(state.now)
    let isComplete = succeeded >= wanted
    let running = pods(of: job.uid).filter { !Self.isOver($0.json) }.count
    state.revise(key) {
      $0.fill("status", "startTime", with: now)
      $0[["status", "active"]] = running > 0 ? .int(running) : .none
      $0[["status", "ready"]] = 0
      $0[["status", "succeeded"]] = succeeded > 0 ? .int(succeeded) : .none
      guard isComplete else { return }
      $0[["status", "completionTime"]] = now
      $0[["status", "conditions"]] = .array(
        ["SuccessCriteriaMet", "Complete"].map {
          [
            "type": .string($0), "status": "True", "lastProbeTime": now,
            "lastTransitionTime": now, "reason": "CompletionsReached",
            "message": "Reached expected number of succeeded pods",
          ]
        })
    }
    if isComplete { record(job, "Completed", "Job completed", by: "job-controller") }
  }
}
