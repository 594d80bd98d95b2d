/// Which objects a list or a watch is about.
struct ObjectFilter {
  var namespace = ""
  var labels = LabelSelector()
  var fields = FieldSelector()

  func matches(_ object: StoredObject) -> Bool {
    (namespace.isEmpty || object.key.namespace == namespace)
      && (labels.requirements.isEmpty || labels.matches(object.json.labels))
      && (fields.isEmpty || fields.matches(object.json))
  }
}

extension KubernetesAPI {
  func filter(_ request: APIRequest, _ target: ResourceTarget) throws -> ObjectFilter {
    var filter = ObjectFilter(namespace: target.namespace)
    if let text = request.parameter("labelSelector") {
      filter.labels = try LabelSelector(parsing: text)
    }
    var fields = request.parameter("fieldSelector") ?? ""
    if !target.name.isEmpty { fields += "\(fields.isEmpty ? "" : ",")metadata.name=\(target.name)" }
    if !fields.isEmpty { filter.fields = try FieldSelector(parsing: fields, for: target.type) }
    return filter
  }

  func get(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    if target.subresource == "log" {
      return try PodLog.response(request, try stored(target), state)
    }
    let object = try stored(target)
    if target.subresource == "scale" { return .json(Scale.json(of: object.json)) }
    guard target.subresource.isEmpty || target.type.subresources.contains(target.subresource)
    else { throw APIError.unknownPath }
    let form = ObjectForm(request, target.type)
    return APIResponse(body: .bytes(form.single(object, revision: state.store.revision)))
  }

  func list(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    let filter = try filter(request, target)
    let id = target.type.id
    let start = try request.parameter("continue").map(ContinueToken.path) ?? ""
    let limit = request.parameter("limit").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    let isFiltered = !filter.labels.requirements.isEmpty || !filter.fields.isEmpty
    var objects = state.store.objects(
      id, namespace: target.namespace, after: start,
      limit: isFiltered ? .max : (limit ?? .max - 1) + 1)
    if isFiltered { objects = objects.filter(filter.matches) }
    var metadata: JSON = ["resourceVersion": .string(String(state.store.revision))]
    if let limit, objects.count > limit {
      let last = objects[limit - 1].key.path
      metadata["continue"] = .string(ContinueToken.text(last))
      if !isFiltered {
        metadata["remainingItemCount"] = .int(
          state.store.count(id, namespace: target.namespace, after: last))
      }
      objects.removeLast(objects.count - limit)
    }
    let form = ObjectForm(request, target.type)
    return APIResponse(body: .bytes(form.list(objects, metadata: metadata)))
  }

  func watch(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    let filter = try filter(request, target)
    let form = ObjectForm(request, target.type)
    let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    let watcher = Watcher(
      id: target.type.id, filter: filter, form: form, continuation: continuation,
      takesBookmarks: request.isSet("allowWatchBookmarks"))
    try sendStart(of: watcher, request)
    let number = watches.add(watcher)
    if let seconds = request.parameter("timeoutSeconds").flatMap({ Int($0) }), seconds > 0 {
      Task { [weak self] in
        try? await Task.sleep(for: .seconds(seconds))
        await self?.endWatch(number)
      }
    }
    return APIResponse(body: .stream(stream))
  }

  /// What a new watch is told first: the present objects, or the changes since a revision.
  private func sendStart(of watcher: Watcher, _ request: APIRequest) throws {
    let revision = request.parameter("resourceVersion").flatMap { Int($0) } ?? 0
    let wantsAll = request.isSet("sendInitialEvents")
    if wantsAll || revision == 0 {
      let present = state.store.objects(watcher.id, namespace: watcher.filter.namespace)
      for object in present where watcher.filter.matches(object) {
        watcher.send("ADDED", object)
      }
      if wantsAll { watcher.sendBookmark(revision: state.store.revision, endsInitialEvents: true) }
      return
    }
    guard let changes = state.store.changes(of: watcher.id, after: revision) else {
      let error = APIError.expired(revision, state.store.historyStart)
      watcher.sendError(error)
      return
    }
    for change in changes { watcher.publish(change) }
  }
}

/// Where the next page of a list goes on; opaque to clients.
enum ContinueToken {
  static func text(_ path: String) -> String {
    Base64.text(of: Array(path.utf8)).replacing("+", with: "-").replacing("/", with: "_")
  }

  static func path(_ token: String) throws -> String {
    let plain = token.replacing("-", with: "+").replacing("_", with: "/")
    guard let bytes = Base64.bytes(of: plain) else {
      throw APIError.badRequest("continue key is not valid: encoding error")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
