extension ControlLoop {
  /// Rolls a deployment towards its template: a replica set for it, more of the new, fewer of the old.
  func reconcileDeployment(_ key: ObjectKey, _ deployment: JSON) {
    guard !deployment.isBeingDeleted else { return }
    let sets = state.store.dependents(of: deployment.uid).filter { $0.id == .replicaSets }
      .compactMap { state.store.object($0)?.json }
    let hash = Self.hash(of: deployment[["spec", "template"]] ?? .null)
    let current =
      sets.first { $0.labels["pod-template-hash"] == hash }
      ?? makeReplicaSet(of: deployment, hash, after: sets)
    guard let current else { return }
    let old = sets.filter { $0.uid != current.uid }
    renumber(current, after: old)
    if deployment["spec"]?["paused"] != true || isStarting {
      let plan = RolloutPlan(deployment, current: current, old: old)
      for (set, replicas) in plan.sizes { resize(set, to: replicas, of: deployment) }
    }
    writeStatus(of: key, deployment)
  }

  private func makeReplicaSet(of deployment: JSON, _ hash: String, after sets: [JSON]) -> JSON? {
    let revision = (sets.map(Self.revision).max() ?? 0) + 1
    var template = deployment[["spec", "template"]] ?? .object([:])
    template[["metadata", "labels", "pod-template-hash"]] = .string(hash)
    var selector = deployment[["spec", "selector"]] ?? .object([:])
    selector[["matchLabels", "pod-template-hash"]] = .string(hash)
    let replicas = deployment["spec"]?["replicas"]?.integer ?? 1
    let set: JSON = [
      "apiVersion": "apps/v1", "kind": "ReplicaSet",
      "metadata": [
        "name": .string("\(deployment.name)-\(hash)"),
        "labels": template[["metadata", "labels"]] ?? .object([:]),
        "annotations": [
          "deployment.kubernetes.io/revision": .string(String(revision)),
          "deployment.kubernetes.io/desired-replicas": .string(String(replicas)),
          "deployment.kubernetes.io/max-replicas": .string(
            String(replicas + RolloutPlan.surge(deployment))),
        ],
        "ownerReferences": [Self.reference(to: deployment)],
        "creationTimestamp": isStarting
          ? deployment["metadata"]?["creationTimestamp"] ?? .null : .null,
      ],
      "spec": ["replicas": 0, "selector": selector, "template": template],
    ]
    guard let type = state.registry.type(.replicaSets) else { return nil }
    var options = ClusterState.WriteOptions()
    options.manager = "kube-controller-manager"
    return try? state.create(type, in: deployment.namespace, set, options)
  }

  /// A template that comes back, as by an undo, becomes the newest revision.
  private func renumber(_ set: JSON, after others: [JSON]) {
    let newest = others.map(Self.revision).max() ?? 0
    guard Self.revision(set) < newest else { return }
    state.revise(ObjectKey(id: .replicaSets, namespace: set.namespace, name: set.name)) {
      $0[["metadata", "annotations", "deployment.kubernetes.io/revision"]] = .string(
        String(newest + 1))
    }
  }

  static func revision(_ object: JSON) -> Int {
    object.annotations["deployment.kubernetes.io/revision"].flatMap { Int($0) } ?? 0
  }

  private func resize(_ set: JSON, to replicas: Int, of deployment: JSON) {
    let before = set["spec"]?["replicas"]?.integer ?? 0
    guard before != replicas else { return }
    let key = ObjectKey(id: .replicaSets, namespace: set.namespace, name: set.name)
    state.revise(key) {
      $0[["spec", "replicas"]] = .int(replicas)
      let generation = $0["metadata"]?["generation"]?.integer ?? 1
      $0[["metadata", "generation"]] = .int(generation + 1)
    }
    let direction = replicas > before ? "up" : "down"
    record(
      deployment, "ScalingReplicaSet",
      "Scaled \(direction) replica set \(set.name) from \(before) to \(replicas)",
      by: "deployment-controller")
  }

  private func writeStatus(of key: ObjectKey, _ deployment: JSON) {
    let sets = state.store.dependents(of: deployment.uid).filter { $0.id == .replicaSets }
      .compactMap { state.store.object($0)?.json }
    let hash = Self.hash(of: deployment[["spec", "template"]] ?? .null)
    guard let current = sets.first(where: { $0.labels["pod-template-hash"] == hash }) else {
      return
    }
    let status = DeploymentStatus(deployment, current: current, sets: sets, now: state.now)
    if let wait = status.secondsToDeadline {
      let task = Task.reconcile(key)
      if !isScheduled(task) { schedule(task, after: Double(wait) + 0.5) }
    }
    state.revise(key) {
      $0["status"] = status.json
      let revision = String(Self.revision(current))
      $0[["metadata", "annotations", "deployment.kubernetes.io/revision"]] = .string(revision)
    }
  }
}

/// How large a deployment's replica sets may be now.
struct RolloutPlan {
  private(set) var sizes: [(JSON, Int)] = []

  init(_ deployment: JSON, current: JSON, old: [JSON]) {
    let wanted = deployment["spec"]?["replicas"]?.integer ?? 1
    let size = current["spec"]?["replicas"]?.integer ?? 0
    let oldSize = old.reduce(0) { $0 + ($1["spec"]?["replicas"]?.integer ?? 0) }
    if deployment[["spec", "strategy", "type"]] == "Recreate" {
      sizes = old.map { ($0, 0) }
      let left = old.reduce(0) { $0 + ($1["status"]?["replicas"]?.integer ?? 0) }
      if oldSize == 0, left == 0 { sizes.append((current, wanted)) }
      return
    }
    let room = wanted + Self.surge(deployment) - size - oldSize
    let target = size >= wanted ? wanted : min(wanted, size + max(0, room))
    sizes.append((current, target))
    let ready = current["status"]?["readyReplicas"]?.integer ?? 0
    let least = wanted - Self.unavailable(deployment)
    var spare = size + oldSize - least - max(0, size - ready)
    for set in old {
      let replicas = set["spec"]?["replicas"]?.integer ?? 0
      let unready = replicas - (set["status"]?["readyReplicas"]?.integer ?? 0)
      let fewer = min(replicas, max(spare, size > 0 ? min(unready, spare) : 0))
      guard fewer > 0 else { continue }
      spare -= fewer
      sizes.append((set, replicas - fewer))
    }
  }

  static func surge(_ deployment: JSON) -> Int { share(deployment, "maxSurge", roundsUp: true) }

  static func unavailable(_ deployment: JSON) -> Int {
    let unavailable = share(deployment, "maxUnavailable", roundsUp: false)
    return unavailable == 0 && surge(deployment) == 0 ? 1 : unavailable
  }

  private static func share(_ deployment: JSON, _ name: String, roundsUp: Bool) -> Int {
    let wanted = deployment["spec"]?["replicas"]?.integer ?? 1
    let value = deployment[["spec", "strategy", "rollingUpdate", name]]
    if let number = value?.integer { return number }
    guard let percent = value?.text.flatMap({ Int($0.dropLast()) }) else { return 0 }
    return (wanted * percent + (roundsUp ? 99 : 0)) / 100
  }
}

/// A deployment's status, made from its replica sets.
struct DeploymentStatus {
  private var status: JSON = .object([:])
  private(set) var secondsToDeadline: Int64?

  var json: JSON { status }

  init(_ deployment: JSON, current: JSON, sets: [JSON], now: String) {
    func sum(_ field: String) -> Int {
      sets.reduce(0) { $0 + ($1["status"]?[field]?.integer ?? 0) }
    }
    let wanted = deployment["spec"]?["replicas"]?.integer ?? 1
    let updated = current["status"]?["replicas"]?.integer ?? 0
    let available = sum("availableReplicas")
    let total = sets.reduce(0) { $0 + ($1["spec"]?["replicas"]?.integer ?? 0) }
    status["observedGeneration"] = deployment["metadata"]?["generation"]
    for (field, count) in [
      ("replicas", sum("replicas")), ("updatedReplicas", updated),
      ("readyReplicas", sum("readyReplicas")), ("availableReplicas", available),
      ("unavailableReplicas", max(0, max(total, wanted) - available)),
    ] where count > 0 { status[field] = .int(count) }
    let isComplete =
      updated == wanted && sum("replicas") == wanted && available == wanted
    let old = deployment["status"]
    let isAvailable = available >= wanted - RolloutPlan.unavailable(deployment)
    let moved = ["updatedReplicas", "readyReplicas", "availableReplicas", "replicas"].contains {
      old?[$0] != status[$0]
    }
    status["conditions"] = [
      Self.condition(
        "Available", isAvailable,
        isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        isAvailable
          ? "Deployment has minimum availability."
          : "Deployment does not have minimum availability.",
        old, now, isNews: false),
      progress(deployment, current, isComplete: isComplete, hasMoved: moved, now),
    ]
    if let failure = current[["status", "conditions"]]?.elements
      .first(where: { $0["type"] == "ReplicaFailure" })
    {
      let others = status["conditions"]?.elements ?? []
      status["conditions"] = .array(
        others + [
          Self.condition(
            "ReplicaFailure", true, failure["reason"]?.text ?? "FailedCreate",
            failure["message"]?.text ?? "", old, now, isNews: false)
        ])
    }
  }

  private mutating func progress(
    _ deployment: JSON, _ current: JSON, isComplete: Bool, hasMoved: Bool, _ now: String
  ) -> JSON {
    let old = deployment["status"]
    let before = old?["conditions"]?.elements.first { $0["type"] == "Progressing" }
    let isNewRollout = old?["observedGeneration"] != deployment["metadata"]?["generation"]
    if isComplete {
      return Self.condition(
        "Progressing", true, "NewReplicaSetAvailable",
        "ReplicaSet \"\(current.name)\" has successfully progressed.", old, now,
        isNews: before?["reason"] != "NewReplicaSetAvailable")
    }
    let limit = Int64(deployment["spec"]?["progressDeadlineSeconds"]?.integer ?? 600)
    let isNews = hasMoved || isNewRollout
    let since = isNews ? now : before?["lastUpdateTime"]?.text ?? now
    let left =
      limit - ((Timestamp.seconds(of: now) ?? 0) - (Timestamp.seconds(of: since) ?? 0))
    if left <= 0 {
      return Self.condition(
        "Progressing", false, "ProgressDeadlineExceeded",
        "ReplicaSet \"\(current.name)\" has timed out progressing.", old, now, isNews: false)
    }
    secondsToDeadline = left
    return Self.condition(
      "Progressing", true, "ReplicaSetUpdated",
      "ReplicaSet \"\(current.name)\" is progressing.", old, now, isNews: isNews)
  }

  private static func condition(
    _ type: String, _ holds: Bool, _ reason: String, _ message: String, _ old: JSON?,
    _ now: String, isNews: Bool
  ) -> JSON {
    let status = JSON.string(holds ? "True" : "False")
    let before = old?["conditions"]?.elements.first { $0["type"]?.text == type }
    let isSame = before?["status"] == status
    let isUnchanged = isSame && before?["reason"]?.text == reason && !isNews
    return [
      "type": .string(type), "status": status, "reason": .string(reason),
      "message": .string(message),
      "lastTransitionTime": isSame ? before?["lastTransitionTime"] ?? .string(now) : .string(now),
      "lastUpdateTime": isUnchanged ? before?["lastUpdateTime"] ?? .string(now) : .string(now),
    ]
  }
}
