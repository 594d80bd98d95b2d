extension ControlLoop {
  /// Gives a new namespace what every namespace has, and takes everything out of one that ends.
  func reconcileNamespace(_ key: ObjectKey, _ namespace: JSON) {
    guard namespace.isBeingDeleted else {
      if !isStarting { furnish(namespace) }
      return
    }
    let task = Task.emptyNamespace(key)
    if namespace[["status", "conditions"]] != nil { return empty(key) }
    if !isScheduled(task) { schedule(task, after: state.pace.namespaceEnding) }
  }

  private func furnish(_ namespace: JSON) {
    let name = namespace.name
    let certificate = "kube-root-ca.crt"
    if state.object("", "serviceaccounts", name, "default") == nil {
      make("serviceaccounts", "ServiceAccount", name, "default", .object([:]))
    }
    if state.object("", "configmaps", name, certificate) == nil {
      make(
        "configmaps", "ConfigMap", name, certificate,
        ["data": ["ca.crt": "(the practice cluster speaks plain HTTP)\n"]])
      if state.scenario == .quota, namespace.labels["linkerd.io/is-control-plane"] != nil {
        make(
          "resourcequotas", "ResourceQuota", name, "few-pods", ["spec": ["hard": ["pods": "1"]]])
      }
    }
  }

  private func make(
    _ plural: String, _ kind: String, _ namespace: String, _ name: String, _ content: JSON
  ) {
    var object = content
    object["apiVersion"] = "v1"
    object["kind"] = .string(kind)
    object["metadata"] = [
      "name": .string(name), "namespace": .string(namespace),
      "uid": .string(ClusterState.uid()), "creationTimestamp": .string(state.now),
    ]
    state.store.put(
      ObjectKey(id: ResourceID(group: "", plural: plural), namespace: namespace, name: name),
      object)
  }

  /// Deletes a namespace's content; when nothing is left, the namespace goes.
  func empty(_ key: ObjectKey) {
    var left: [String: Int] = [:]
    for id in state.store.resources {
      guard let type = state.registry.type(id), type.isNamespaced else { continue }
      for object in state.store.objects(id, namespace: key.name) {
        var options = DeleteOptions()
        options.graceSeconds = 0
        _ = try? state.delete(type, object, options)
      }
      let rest = state.store.objects(id, namespace: key.name).count
      if rest > 0 { left[id.qualified] = rest }
    }
    guard let type = state.registry.type(.namespaces), let current = state.store.object(key) else {
      return
    }
    var next = current.json
    if left.isEmpty {
      next[["spec", "finalizers"]] = nil
      _ = state.commit(type, current, next, isDryRun: false)
      return
    }
    let counts = left.sorted { $0.key < $1.key }.map {
      "\($0.key). has \($0.value) resource instances"
    }
    next[["status", "conditions"]] = [
      [
        "type": "NamespaceContentRemaining", "status": "True", "reason": "SomeResourcesRemain",
        "lastTransitionTime": .string(state.now),
        "message": .string("Some resources are remaining: \(counts.joined(separator: ", "))"),
      ]
    ]
    if current.json[["status", "conditions"]] == nil {
      _ = state.commit(type, current, next, isDryRun: false)
    }
  }

  /// Accepts a CustomResourceDefinition: its kind is served from then on.
  func establish(_ key: ObjectKey, _ definition: JSON) {
    let conditions = definition["status"]?["conditions"]?.elements ?? []
    let spec = definition["spec"]
    let stored = spec?["versions"]?.elements.first { $0["storage"] == true }?["name"] ?? "v1"
    guard conditions.isEmpty || definition["status"]?["acceptedNames"] != spec?["names"] else {
      return
    }
    let now = JSON.string(state.now)
    let time = conditions.first?["lastTransitionTime"] ?? now
    state.revise(key) {
      $0["status"] = [
        "acceptedNames": spec?["names"] ?? .object([:]), "storedVersions": [stored],
        "conditions": [
          [
            "type": "NamesAccepted", "status": "True", "reason": "NoConflicts",
            "message": "no conflicts found", "lastTransitionTime": time,
          ],
          [
            "type": "Established", "status": "True", "reason": "InitialNamesAccepted",
            "message": "the initial names have been accepted", "lastTransitionTime": time,
          ],
        ],
      ]
    }
  }
}
