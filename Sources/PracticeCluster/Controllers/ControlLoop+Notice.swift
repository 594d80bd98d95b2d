extension ControlLoop {
  /// Takes note of a change: who has to look at what because of it.
  func notice(_ change: Change) {
    let object = change.object
    let key = object.key
    if key.id.plural == "customresourcedefinitions" { noticeDefinition(change) }
    noticeOwners(of: object)
    if key.id == .pods { noticeServices(of: change) }
    if change.kind == .deleted {
      collect(dependentsOf: object)
      return
    }
    if Self.reconciled.contains(key.id.plural) || object.json.isBeingDeleted { enqueue(key) }
    if change.kind == .modified, key.id.plural == "namespaces" { return }
  }

  private static let reconciled: Set<String> = [
    "namespaces", "services", "pods", "deployments", "replicasets", "statefulsets", "daemonsets",
    "jobs", "customresourcedefinitions",
  ]

  private func noticeDefinition(_ change: Change) {
    let definition = change.object
    if change.kind == .deleted {
      state.registry.forget(definitionNamed: definition.key.name)
    } else if change.previous?.json["spec"] != definition.json["spec"] {
      state.registry.define(definition.json)
    }
  }

  private func noticeOwners(of object: StoredObject) {
    for reference in object.json["metadata"]?["ownerReferences"]?.elements ?? [] {
      guard let owner = key(of: reference, in: object.key.namespace) else { continue }
      enqueue(owner)
    }
    guard object.json.isBeingDeleted || object.key.id.plural != "namespaces" else { return }
    let namespace = ObjectKey(id: .namespaces, namespace: "", name: object.key.namespace)
    if !object.key.namespace.isEmpty, state.store.object(namespace)?.json.isBeingDeleted == true {
      enqueue(namespace)
    }
  }

  /// The services that choose a pod are looked at when it comes, goes, or is ready or not.
  private func noticeServices(of change: Change) {
    func seen(_ object: StoredObject?) -> [JSON?] {
      [
        object?.json["status"]?["podIP"], object.map { .bool(Self.isReady($0.json)) },
        object?.json["metadata"]?["labels"], object?.json["metadata"]?["deletionTimestamp"],
      ]
    }
    let isGone = change.kind == .deleted
    guard isGone || seen(change.object) != seen(change.previous) else { return }
    let namespace = change.object.key.namespace
    for service in state.store.objects(.services, namespace: namespace) {
      let selector = service.json["spec"]?["selector"]
      guard let selector, !selector.isEmpty else { continue }
      let matches = LabelSelector(selector).matches(change.object.json.labels)
      if matches { enqueue(service.key) }
    }
  }

  /// The key that an owner reference names; nil where its kind is not served.
  func key(of reference: JSON, in namespace: String) -> ObjectKey? {
    guard let type = state.registry.type(of: reference) else { return nil }
    return state.key(type, namespace, reference["name"]?.text ?? "")
  }

  /// Deletes what belonged to an object that is gone, as far as no other owner is left.
  private func collect(dependentsOf object: StoredObject) {
    for key in state.store.dependents(of: object.json.uid) {
      guard let dependent = state.store.object(key), let type = state.registry.type(key.id)
      else { continue }
      let owners = dependent.json["metadata"]?["ownerReferences"]?.elements ?? []
      let isOwned = owners.contains { owner in
        guard owner["uid"]?.text != object.json.uid,
          let ownerKey = self.key(of: owner, in: key.namespace)
        else { return false }
        return state.store.object(ownerKey)?.json.uid == owner["uid"]?.text
      }
      if !isOwned { _ = try? state.delete(type, dependent, DeleteOptions()) }
    }
  }

  /// Ends an object that waits for its dependents to end first; true where it is gone or waits.
  func endForeground(_ key: ObjectKey, _ object: JSON) -> Bool {
    let finalizers = object["metadata"]?["finalizers"]?.elements ?? []
    guard finalizers.contains("foregroundDeletion") else { return false }
    let dependents = state.store.dependents(of: object.uid)
    for dependent in dependents {
      guard let stored = state.store.object(dependent), !stored.json.isBeingDeleted,
        let type = state.registry.type(dependent.id)
      else { continue }
      var options = DeleteOptions()
      options.propagation = .foreground
      _ = try? state.delete(type, stored, options)
    }
    guard state.store.dependents(of: object.uid).isEmpty, let type = state.registry.type(key.id),
      let current = state.store.object(key)
    else { return true }
    var next = current.json
    let rest = finalizers.filter { $0 != "foregroundDeletion" }
    next[["metadata", "finalizers"]] = rest.isEmpty ? .none : .array(rest)
    _ = state.commit(type, current, next, isDryRun: false)
    return true
  }
}

extension ResourceID {
  static let namespaces = ResourceID(group: "", plural: "namespaces")
  static let pods = ResourceID(group: "", plural: "pods")
  static let services = ResourceID(group: "", plural: "services")
  static let nodes = ResourceID(group: "", plural: "nodes")
  static let replicaSets = ResourceID(group: "apps", plural: "replicasets")
  static let deployments = ResourceID(group: "apps", plural: "deployments")
}
