/// What a deletion asks for.
struct DeleteOptions {
  enum Propagation { case background, foreground, orphan }
  var propagation = Propagation.background
  var graceSeconds: Int?
  var isDryRun = false
  var uid: String?
  var resourceVersion: String?

  init() {}

  /// Reads `DeleteOptions` of a request's body and query; throws `APIError` on an unknown policy.
  init(body: JSON?, query: (String) -> String?) throws {
    let policy = body?["propagationPolicy"]?.text ?? query("propagationPolicy")
    switch policy {
    case nil, "", "Background": propagation = .background
    case "Foreground": propagation = .foreground
    case "Orphan": propagation = .orphan
    default:
      throw APIError.badRequest("invalid propagationPolicy: \"\(policy ?? "")\"")
    }
    if body?["orphanDependents"]?.truth == true { propagation = .orphan }
    graceSeconds =
      body?["gracePeriodSeconds"]?.integer ?? query("gracePeriodSeconds").flatMap { Int($0) }
    let dryRun = body?["dryRun"]?.elements.compactMap(\.text) ?? []
    isDryRun = dryRun.contains("All") || query("dryRun") == "All"
    uid = body?["preconditions"]?["uid"]?.text
    resourceVersion = body?["preconditions"]?["resourceVersion"]?.text
  }
}

extension ClusterState {
  /// What became of an object that was to be deleted.
  enum Deletion {
    case gone(JSON)
    case ending(JSON)
  }

  /// Deletes an object, or marks it where something has to end first. Throws `APIError` where the API would refuse.
  func delete(_ type: ResourceType, _ current: StoredObject, _ options: DeleteOptions) throws
    -> Deletion
  {
    try checkDeletion(type, current, options)
    guard !options.isDryRun else { return .gone(current.json) }
    if current.json.isBeingDeleted {
      if type.kind == "Pod", options.graceSeconds == 0, Self.hasNoFinalizers(current.json, type) {
        return .gone(store.remove(current.key)?.json ?? current.json)
      }
      return .ending(current.json)
    }
    let marked = marked(type, current.json, options)
    if Self.hasNoFinalizers(marked, type), !endsLater(type, marked, options) {
      if options.propagation == .orphan { orphanDependents(of: current.json.uid) }
      return .gone(store.remove(current.key)?.json ?? current.json)
    }
    return .ending(store.put(current.key, marked).json)
  }

  private func checkDeletion(
    _ type: ResourceType, _ current: StoredObject, _ options: DeleteOptions
  ) throws {
    if let uid = options.uid, uid != current.json.uid {
      throw APIError.conflict(
        type.id, current.key.name,
        "Precondition failed: UID in precondition: \(uid), UID in object meta: \(current.json.uid)")
    }
    if let revision = options.resourceVersion, revision != String(current.revision) {
      throw APIError.conflict(
        type.id, current.key.name,
        "Precondition failed: ResourceVersion in precondition: \(revision), "
          + "ResourceVersion in object meta: \(current.revision)")
    }
    let fixed = ["default", "kube-system", "kube-public"]
    if type.kind == "Namespace", type.id.group.isEmpty, fixed.contains(current.key.name) {
      throw APIError.forbidden(type.id, current.key.name, "this namespace may not be deleted")
    }
  }

  private func marked(_ type: ResourceType, _ object: JSON, _ options: DeleteOptions) -> JSON {
    var object = object
    let grace = options.graceSeconds ?? (type.kind == "Pod" ? Self.grace(of: object) : 0)
    object[["metadata", "deletionTimestamp"]] = .string(
      Timestamp.text(Timestamp.now + Int64(grace)))
    object[["metadata", "deletionGracePeriodSeconds"]] = .int(grace)
    if type.kind == "Namespace" {
      object[["status", "phase"]] = "Terminating"
      object[["metadata", "deletionGracePeriodSeconds"]] = nil
    }
    if options.propagation == .foreground {
      let finalizers = object["metadata"]?["finalizers"]?.elements ?? []
      object[["metadata", "finalizers"]] = .array(finalizers + ["foregroundDeletion"])
    }
    return object
  }

  private static func grace(of pod: JSON) -> Int {
    pod["spec"]?["terminationGracePeriodSeconds"]?.integer ?? 30
  }

  /// A pod on a node is stopped by the node first.
  private func endsLater(_ type: ResourceType, _ object: JSON, _ options: DeleteOptions) -> Bool {
    type.kind == "Pod" && type.id.group.isEmpty && options.graceSeconds != 0
      && !(object["spec"]?["nodeName"]?.text ?? "").isEmpty
  }

  private func orphanDependents(of uid: String) {
    for key in store.dependents(of: uid) {
      revise(key) { object in
        let rest = object["metadata"]?["ownerReferences"]?.elements.filter {
          $0["uid"]?.text != uid
        }
        object[["metadata", "ownerReferences"]] = (rest ?? []).isEmpty ? .none : .array(rest ?? [])
      }
    }
  }
}
