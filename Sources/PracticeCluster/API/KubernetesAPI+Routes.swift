/// What a path under /api or /apis names.
struct ResourceTarget {
  var type: ResourceType
  var namespace: String
  var name: String
  var subresource: String

  /// The namespace as access checks see it: a namespace is inside itself.
  var accessNamespace: String {
    type.id == ResourceID(group: "", plural: "namespaces") ? name : namespace
  }
}

extension KubernetesAPI {
  func route(_ request: APIRequest) throws -> APIResponse {
    let segments = request.segments
    switch segments.first {
    case "version": return .json(VersionDocument.json(state.version))
    case "healthz", "livez", "readyz": return HealthDocument.response(request)
    case "openapi": return try openAPI(request)
    case "api", "apis":
      if let document = try discovery(request) { return document }
      return try resource(request, try target(of: segments))
    case nil: return .json(["paths": ["/api", "/apis", "/healthz", "/openapi/v3", "/version"]])
    default: throw APIError.unknownPath
    }
  }

  private func target(of segments: [String]) throws -> ResourceTarget {
    let isCore = segments[0] == "api"
    let head = isCore ? 2 : 3
    guard segments.count > head else { throw APIError.unknownPath }
    let group = isCore ? "" : segments[1]
    let version = segments[head - 1]
    var rest = Array(segments[head...])
    var namespace = ""
    let ownSubresources = ["status", "finalize"]
    if rest.count >= 3, rest[0] == "namespaces", !(isCore && ownSubresources.contains(rest[2])) {
      namespace = rest[1]
      rest.removeFirst(2)
    }
    guard let type = state.registry.type(group: group, version: version, plural: rest[0]),
      rest.count <= 3, namespace.isEmpty || type.isNamespaced
    else { throw APIError.unknownPath }
    return ResourceTarget(
      type: type, namespace: namespace, name: rest.count > 1 ? rest[1] : "",
      subresource: rest.count > 2 ? rest[2] : "")
  }

  private func verb(_ request: APIRequest, _ target: ResourceTarget) throws -> String {
    switch request.method {
    case "GET", "HEAD":
      if request.isSet("watch") { return "watch" }
      return target.name.isEmpty ? "list" : "get"
    case "POST": return "create"
    case "PUT": return "update"
    case "PATCH": return "patch"
    case "DELETE": return target.name.isEmpty ? "deletecollection" : "delete"
    default: throw APIError.methodNotAllowed(request.method)
    }
  }

  private func resource(_ request: APIRequest, _ target: ResourceTarget) throws -> APIResponse {
    let verb = try verb(request, target)
    let resource =
      target.subresource.isEmpty
      ? target.type.id.plural : "\(target.type.id.plural)/\(target.subresource)"
    guard state.access.allows(verb: verb, group: target.type.id.group, resource: resource) else {
      throw AccessRules.refusal(
        verb: verb, id: target.type.id, subresource: target.subresource,
        namespace: target.accessNamespace, name: target.name)
    }
    if let review = try review(request, target) { return review }
    guard target.type.verbs.contains(verb) else { throw APIError.methodNotAllowed(verb) }
    switch verb {
    case "watch": return try watch(request, target)
    case "list": return try list(request, target)
    case "get": return try get(request, target)
    case "create": return try create(request, target)
    case "update": return try update(request, target)
    case "patch": return try patch(request, target)
    case "delete": return try delete(request, target)
    default: return try deleteCollection(request, target)
    }
  }

  /// The object that the target names; throws `APIError` (404) where it isn't there.
  func stored(_ target: ResourceTarget) throws -> StoredObject {
    let key = state.key(target.type, target.namespace, target.name)
    guard let object = state.store.object(key) else {
      throw APIError.notFound(target.type.id, target.name)
    }
    return object
  }

  /// The request's body as an object, from JSON or Kubernetes' protobuf.
  func decodedBody(_ request: APIRequest) throws -> JSON {
    if request.body.isEmpty { return .object([:]) }
    if KubernetesProtobuf.isProtobuf(request.body) {
      return try KubernetesProtobuf.decode(request.body)
    }
    let isOther = ["yaml", "cbor"].contains { request.contentType.contains($0) }
    guard !isOther || request.body.first == UInt8(ascii: "{") else {
      throw APIError.unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include: "
          + "application/json, application/vnd.kubernetes.protobuf")
    }
    return try JSON(parsing: request.body)
  }
}
