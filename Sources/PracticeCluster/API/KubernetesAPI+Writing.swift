extension KubernetesAPI {
  private func options(_ request: APIRequest, _ target: ResourceTarget) -> ClusterState.WriteOptions
  {
    ClusterState.WriteOptions(
      manager: request.fieldManager, isDryRun: request.query["dryRun"]?.contains("All") ?? false,
      subresource: target.subresource)
  }

  private func answer(_ object: JSON, _ target: ResourceTarget, code: Int = 200) -> APIResponse {
    var object = object
    object["apiVersion"] = .string(target.type.apiVersion)
    return .json(object, code: code)
  }

  func create(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    let body = try decodedBody(request)
    if !target.subresource.isEmpty { return try createUnder(request, target, body) }
    guard target.name.isEmpty else { throw APIError.methodNotAllowed("create") }
    try checkKind(body, target.type)
    let object = try state.create(
      target.type, in: namespace(target, body), body, options(request, target))
    return answer(object, target, code: 201)
  }

  private func namespace(_ target: ResourceTarget, _ body: JSON) -> String {
    target.namespace.isEmpty && target.type.isNamespaced ? body.namespace : target.namespace
  }

  private func checkKind(_ body: JSON, _ type: ResourceType) throws {
    guard let kind = body["kind"]?.text, !kind.isEmpty else { return }
    let version = body["apiVersion"]?.text ?? type.apiVersion
    if kind != type.kind || (version != type.apiVersion && !version.isEmpty) {
      throw APIError.badRequest(
        "the API version in the data (\(version)) does not match the expected API version "
          + "(\(type.apiVersion)), or its kind \(kind) is not \(type.kind)")
    }
  }

  private func createUnder(
    _ request: APIRequest, _ target: ResourceTarget, _ body: JSON
  ) throws -> APIResponse {
    switch target.subresource {
    case "eviction":
      return try delete(request, with: target)
    case "token":
      _ = try stored(target)
      var review = body
      review["status"] = [
        "token": "practice", "expirationTimestamp": .string(Timestamp.text(Timestamp.now + 3600)),
      ]
      return .json(review, code: 201)
    default: throw APIError.unknownPath
    }
  }

  func update(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    let current = try stored(target)
    let body = try decodedBody(request)
    if target.subresource == "scale" { return try scale(request, target, body) }
    try checkKind(body, target.type)
    if !body.name.isEmpty, body.name != target.name {
      throw APIError.badRequest(
        "the name of the object (\(body.name)) does not match the name on the URL (\(target.name))")
    }
    if target.subresource == "finalize" { return finalize(current, body, target) }
    let object = try state.update(target.type, current, to: body, options(request, target))
    return answer(object, target)
  }

  private func finalize(
    _ current: StoredObject, _ body: JSON, _ target: ResourceTarget
  ) -> APIResponse {
    var next = current.json
    next[["spec", "finalizers"]] = body["spec"]?["finalizers"]
    return answer(state.commit(target.type, current, next, isDryRun: false), target)
  }

  private func scale(
    _ request: APIRequest, _ target: ResourceTarget, _ body: JSON
  ) throws -> APIResponse {
    let current = try stored(target)
    var next = current.json
    next[["spec", "replicas"]] = body["spec"]?["replicas"] ?? 0
    let parent = ResourceTarget(
      type: target.type, namespace: target.namespace, name: target.name, subresource: "")
    let object = try state.update(target.type, current, to: next, options(request, parent))
    return .json(Scale.json(of: object))
  }

  func patch(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    if request.contentType.contains("apply-patch") { return try apply(request, target) }
    let current = try stored(target)
    let body = try JSON(parsing: request.body)
    let subject = target.subresource == "scale" ? Scale.json(of: current.json) : current.json
    let patched = try patched(subject, with: body, request.contentType, target.type)
    if target.subresource == "scale" { return try scale(request, target, patched) }
    guard patched.isObject else { throw APIError.badRequest("the patch leaves no object") }
    if patched.name != current.key.name {
      throw APIError.invalid(
        target.type, current.key.name,
        [.invalid("metadata.name", patched.name, "field is immutable")])
    }
    let object = try state.update(target.type, current, to: patched, options(request, target))
    return answer(object, target)
  }

  private func patched(
    _ object: JSON, with patch: JSON, _ contentType: String, _ type: ResourceType
  ) throws -> JSON {
    if contentType.contains("json-patch") { return try JSONPatch.apply(patch, to: object) }
    if contentType.contains("strategic-merge-patch") {
      if type.isCustom {
        throw APIError.unsupportedMediaType(
          "the body of the request was in an unknown format - accepted media types include: "
            + "application/json-patch+json, application/merge-patch+json, "
            + "application/apply-patch+yaml")
      }
      return try StrategicMerge.apply(patch, to: object)
    }
    guard contentType.contains("merge-patch") else {
      throw APIError.unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include: "
          + "application/json-patch+json, application/merge-patch+json, "
          + "application/strategic-merge-patch+json, application/apply-patch+yaml")
    }
    return MergePatch.apply(patch, to: object)
  }

  private func apply(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    let applied = try decodedBody(request)
    try checkApplied(applied, request, target)
    let apply = ServerSideApply(
      type: target.type, manager: request.fieldManager, isForced: request.isSet("force"),
      subresource: target.subresource, now: state.now)
    var options = options(request, target)
    let key = state.key(target.type, target.namespace, target.name)
    guard let current = state.store.object(key) else {
      guard target.subresource.isEmpty else { throw APIError.notFound(target.type.id, target.name) }
      guard
        state.access.allows(
          verb: "create", group: target.type.id.group, resource: target.type.id.plural)
      else {
        throw AccessRules.refusal(
          verb: "create", id: target.type.id, subresource: "",
          namespace: target.accessNamespace, name: target.name)
      }
      options.owner = { apply.recordCreation(of: applied, in: &$0) }
      let object = try state.create(target.type, in: target.namespace, applied, options)
      return answer(object, target, code: 201)
    }
    let merged = try apply.merge(applied, into: current.json)
    let next = try state.prepared(target.type, current, to: merged, options)
    return answer(
      state.commit(target.type, current, next, isDryRun: options.isDryRun), target)
  }

  private func checkApplied(
    _ applied: JSON, _ request: APIRequest, _ target: ResourceTarget
  ) throws {
    guard request.parameter("fieldManager") != nil else {
      throw APIError(
        code: 422, reason: "Invalid",
        message: "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: "
          + "is required for apply patch")
    }
    try checkKind(applied, target.type)
    if let fields = applied["metadata"]?["managedFields"], !fields.isEmpty {
      throw APIError.badRequest("metadata.managedFields must be nil")
    }
    guard applied.name.isEmpty || applied.name == target.name else {
      throw APIError.badRequest(
        "the name of the object (\(applied.name)) does not match the name on the URL "
          + "(\(target.name))")
    }
  }

  func delete(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    guard target.subresource.isEmpty else { throw APIError.methodNotAllowed("delete") }
    return try delete(request, with: target)
  }

  private func delete(_ request: APIRequest, with target: ResourceTarget) throws -> APIResponse {
    let current = try stored(target)
    let body: JSON? = request.body.isEmpty ? .none : try decodedBody(request)
    let options = try DeleteOptions(
      body: body.map { $0["deleteOptions"] ?? $0 }, query: { request.parameter($0) })
    switch try state.delete(target.type, current, options) {
    case .ending(let object): return answer(object, target)
    case .gone(let object):
      if target.type.kind == "Pod" { return answer(object, target) }
      var details = APIError.details(target.type.id, target.name)
      details["uid"] = .string(object.uid)
      return .json([
        "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
        "details": details,
      ])
    }
  }

  func deleteCollection(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    let filter = try filter(request, target)
    let body: JSON? = request.body.isEmpty ? .none : try decodedBody(request)
    let options = try DeleteOptions(body: body, query: { request.parameter($0) })
    let objects = state.store.objects(target.type.id, namespace: target.namespace)
      .filter(filter.matches)
    for object in objects { _ = try state.delete(target.type, object, options) }
    let form = ObjectForm(request, target.type)
    let metadata: JSON = ["resourceVersion": .string(String(state.store.revision))]
    return APIResponse(body: .bytes(form.list(objects, metadata: metadata)))
  }
}

/// The `scale` subresource of a workload.
enum Scale {
  static func json(of object: JSON) -> JSON {
    var metadata: JSON = .object([:])
    for field in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
      metadata[field] = object["metadata"]?[field]
    }
    let selector = object[["spec", "selector", "matchLabels"]]?.texts ?? [:]
    let text = selector.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return [
      "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
      "spec": ["replicas": object["spec"]?["replicas"] ?? 1],
      "status": [
        "replicas": object["status"]?["replicas"] ?? 0,
        "selector": .string(text.joined(separator: ",")),
      ],
    ]
  }
}
