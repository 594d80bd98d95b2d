extension ClusterState {
  /// What a write is to go by, beside the object itself.
  struct WriteOptions {
    var manager = "unknown"
    var isDryRun = false
    var subresource = ""
    /// Writes who owns a new object's fields; nil: an update by the manager.
    var owner: ((inout JSON) -> Void)?
  }

  func key(_ type: ResourceType, _ namespace: String, _ name: String) -> ObjectKey {
    ObjectKey(id: type.id, namespace: type.isNamespaced ? namespace : "", name: name)
  }

  /// Creates an object after defaults, admission and validation; returns it as it then is.
  /// Throws `APIError` where the API would refuse, and changes nothing then.
  func create(
    _ type: ResourceType, in namespace: String, _ object: JSON, _ options: WriteOptions
  ) throws -> JSON {
    var object = try named(object, type, namespace)
    let key = key(type, namespace, object.name)
    if type.isNamespaced { try requireOpenNamespace(type, namespace, object.name) }
    if let present = store.object(key) {
      throw present.json.isBeingDeleted
        ? APIError.beingDeleted(type.id, object.name)
        : APIError.alreadyExists(type.id, object.name)
    }
    stamp(&object, type)
    Self.dropEmptyMetadata(of: &object)
    Defaults.apply(to: &object, type: type, state: self)
    try Validation.check(object, type)
    try admitNew(&object, type)
    recordOwner(of: &object, type, options)
    guard !options.isDryRun else { return object }
    return store.put(key, object).json
  }

  private func named(_ object: JSON, _ type: ResourceType, _ namespace: String) throws -> JSON {
    var object = object
    if let given = object["metadata"]?["namespace"]?.text, type.isNamespaced, !given.isEmpty,
      given != namespace
    {
      throw APIError.badRequest(
        "the namespace of the provided object does not match the namespace sent on the request")
    }
    object[["metadata", "namespace"]] = type.isNamespaced ? .string(namespace) : .none
    if object.name.isEmpty, let prefix = object["metadata"]?["generateName"]?.text, !prefix.isEmpty
    {
      object[["metadata", "name"]] = .string(prefix + Self.nameSuffix())
    }
    guard !object.name.isEmpty else {
      throw APIError.invalid(
        type, "", [.required("metadata.name", "name or generateName is required")])
    }
    return object
  }

  private func recordOwner(
    of object: inout JSON, _ type: ResourceType, _ options: WriteOptions
  ) {
    object[["metadata", "managedFields"]] = nil
    if let owner = options.owner { return owner(&object) }
    ManagedFields.recordUpdate(
      by: options.manager, of: type, from: .object([:]), to: &object, subresource: "", at: now)
  }

  private func requireOpenNamespace(
    _ type: ResourceType, _ namespace: String, _ name: String
  ) throws {
    let namespaces = ResourceID(group: "", plural: "namespaces")
    guard let found = object("", "namespaces", "", namespace) else {
      throw APIError.notFound(namespaces, namespace)
    }
    guard found.isBeingDeleted else { return }
    var error = APIError.forbidden(
      type.id, name,
      "unable to create new content in namespace \(namespace) because it is being terminated")
    error.details = APIError.details(
      type.id, name,
      causes: [
        APIError.Cause(
          reason: "NamespaceTerminating", message: "namespace \(namespace) is being terminated",
          field: "metadata.namespace")
      ])
    throw error
  }

  /// Gives a new object what the API server adds: type, uid, creation time, generation.
  func stamp(_ object: inout JSON, _ type: ResourceType) {
    object["apiVersion"] = .string(type.apiVersion)
    object["kind"] = .string(type.kind)
    object.fill("metadata", "uid", with: .string(Self.uid()))
    object.fill("metadata", "creationTimestamp", with: .string(now))
    object[["metadata", "resourceVersion"]] = nil
    object[["metadata", "selfLink"]] = nil
    object[["metadata", "deletionTimestamp"]] = nil
    object[["metadata", "deletionGracePeriodSeconds"]] = nil
    if type.hasGeneration { object[["metadata", "generation"]] = 1 }
    if type.isCustom && type.hasStatus { object["status"] = nil }
  }

  /// Replaces an object by its new form, keeping what the API server owns; returns it as it then is.
  /// Throws `APIError` where the API would refuse, and changes nothing then.
  func update(
    _ type: ResourceType, _ current: StoredObject, to object: JSON, _ options: WriteOptions
  ) throws -> JSON {
    let next = try prepared(type, current, to: object, options)
    var recorded = next
    ManagedFields.recordUpdate(
      by: options.manager, of: type, from: current.json, to: &recorded,
      subresource: options.subresource, at: now)
    return commit(type, current, recorded, isDryRun: options.isDryRun)
  }

  /// Checks and completes an object's new form without writing it.
  func prepared(
    _ type: ResourceType, _ current: StoredObject, to object: JSON, _ options: WriteOptions
  ) throws -> JSON {
    if let given = object["metadata"]?["resourceVersion"]?.text, !given.isEmpty,
      given != String(current.revision)
    {
      throw APIError.conflict(
        type.id, current.key.name,
        "the object has been modified; please apply your changes to the latest version and try again"
      )
    }
    if let uid = object["metadata"]?["uid"]?.text, !uid.isEmpty, uid != current.json.uid {
      throw APIError.conflict(
        type.id, current.key.name,
        "Precondition failed: UID in precondition: \(uid), UID in object meta: \(current.json.uid)")
    }
    var next = carriedOver(type, current.json, to: object, subresource: options.subresource)
    Self.dropEmptyMetadata(of: &next)
    if options.subresource.isEmpty { Defaults.apply(to: &next, type: type, state: self) }
    try Validation.check(next, type)
    try Validation.checkChange(from: current.json, to: next, type)
    if type.hasGeneration, Self.desired(next) != Self.desired(current.json) {
      let generation = current.json["metadata"]?["generation"]?.integer ?? 0
      next[["metadata", "generation"]] = .int(generation + 1)
    }
    return next
  }

  /// Writes a prepared form, unless nothing has changed; an object whose last finalizer went is removed.
  func commit(
    _ type: ResourceType, _ current: StoredObject, _ next: JSON, isDryRun: Bool
  ) -> JSON {
    if Self.withoutManagers(next) == Self.withoutManagers(current.json),
      ManagedFields.areSame(next, current.json)
    {
      return current.json
    }
    guard !isDryRun else { return next }
    if next.isBeingDeleted, Self.hasNoFinalizers(next, type) {
      store.put(current.key, next)
      return store.remove(current.key)?.json ?? next
    }
    return store.put(current.key, next).json
  }

  private func carriedOver(
    _ type: ResourceType, _ current: JSON, to object: JSON, subresource: String
  ) -> JSON {
    if subresource == "status" {
      var next = current
      next["status"] = object["status"]
      next[["metadata", "managedFields"]] = object["metadata"]?["managedFields"]
      return next
    }
    var next = object
    next["apiVersion"] = .string(type.apiVersion)
    next["kind"] = .string(type.kind)
    for field in Self.fixedMetadata {
      next[["metadata", field]] = current["metadata"]?[field]
    }
    if type.hasStatus { next["status"] = current["status"] }
    if next["metadata"]?["managedFields"] == nil {
      next[["metadata", "managedFields"]] = current["metadata"]?["managedFields"]
    }
    return next
  }

  private static func dropEmptyMetadata(of object: inout JSON) {
    for field in ["labels", "annotations", "finalizers", "ownerReferences"]
    where object["metadata"]?[field]?.isEmpty == true {
      object[["metadata", field]] = nil
    }
  }

  private static let fixedMetadata = [
    "name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "resourceVersion",
    "deletionGracePeriodSeconds", "generation", "generateName",
  ]

  static func desired(_ object: JSON) -> JSON {
    var object = object
    object["metadata"] = nil
    object["status"] = nil
    return object
  }

  private static func withoutManagers(_ object: JSON) -> JSON {
    var object = object
    object[["metadata", "managedFields"]] = nil
    object[["metadata", "resourceVersion"]] = nil
    return object
  }

  static func hasNoFinalizers(_ object: JSON, _ type: ResourceType) -> Bool {
    let own = object["metadata"]?["finalizers"]?.elements ?? []
    let spec = type.kind == "Namespace" ? object["spec"]?["finalizers"]?.elements ?? [] : []
    return own.isEmpty && spec.isEmpty
  }

  /// Changes an object as one of the cluster's own controllers would: no checks, no generation.
  @discardableResult
  func revise(_ key: ObjectKey, _ change: (inout JSON) -> Void) -> JSON? {
    guard let current = store.object(key) else { return nil }
    var next = current.json
    change(&next)
    guard next != current.json else { return current.json }
    return store.put(key, next).json
  }
}

extension ResourceType {
  /// Whether objects of this kind count the changes of what they ask for.
  var hasGeneration: Bool {
    if isCustom { return true }
    return [
      "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod",
      "PodDisruptionBudget", "CustomResourceDefinition", "MutatingWebhookConfiguration",
      "ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy", "Ingress", "NetworkPolicy",
      "EndpointSlice",
    ].contains(kind)
  }
}
