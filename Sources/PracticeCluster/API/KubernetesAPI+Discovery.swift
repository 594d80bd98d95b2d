extension KubernetesAPI {
  /// The discovery document of a path; nil where the path names a resource.
  func discovery(_ request: APIRequest) throws -> APIResponse? {
    let segments = request.segments
    let isCore = segments[0] == "api"
    switch segments.count {
    case 1:
      if let version = Discovery.aggregatedVersion(request.accept) {
        let body = Discovery.aggregated(state.registry, isCore: isCore, version: version)
        return APIResponse(
          contentType:
            "application/json;g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList",
          body: .bytes(body.printed))
      }
      return .json(isCore ? Discovery.coreVersions : Discovery.groups(state.registry))
    case 2 where isCore:
      return .json(try Discovery.resources(state.registry, "", segments[1]))
    case 2:
      guard state.registry.groups.contains(segments[1]) else { throw APIError.unknownPath }
      var group = Discovery.group(state.registry, segments[1])
      group["kind"] = "APIGroup"
      group["apiVersion"] = "v1"
      return .json(group)
    case 3 where !isCore:
      return .json(try Discovery.resources(state.registry, segments[1], segments[2]))
    default: return nil
    }
  }
}

/// The documents by which clients learn what is served.
enum Discovery {
  static let coreVersions: JSON = [
    "kind": "APIVersions", "versions": ["v1"],
    "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1"]],
  ]

  static func groups(_ registry: ResourceRegistry) -> JSON {
    let groups = registry.groups.filter { !$0.isEmpty }.map { group(registry, $0) }
    return ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups)]
  }

  static func group(_ registry: ResourceRegistry, _ name: String) -> JSON {
    let versions = registry.versions(of: name).map { version -> JSON in
      ["groupVersion": .string("\(name)/\(version)"), "version": .string(version)]
    }
    return [
      "name": .string(name), "versions": .array(versions),
      "preferredVersion": versions.first ?? .null,
    ]
  }

  static func resources(
    _ registry: ResourceRegistry, _ group: String, _ version: String
  ) throws -> JSON {
    let types = registry.types(group: group, version: version)
    guard !types.isEmpty else { throw APIError.unknownPath }
    let groupVersion = group.isEmpty ? version : "\(group)/\(version)"
    return [
      "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(groupVersion),
      "resources": .array(types.flatMap(entries)),
    ]
  }

  private static func entries(_ type: ResourceType) -> [JSON] {
    var main: JSON = [
      "name": .string(type.id.plural), "singularName": .string(type.singular),
      "namespaced": .bool(type.isNamespaced), "kind": .string(type.kind),
      "verbs": .array(type.verbs.map { .string($0) }),
    ]
    if !type.shortNames.isEmpty { main["shortNames"] = .array(type.shortNames.map { .string($0) }) }
    if !type.categories.isEmpty { main["categories"] = .array(type.categories.map { .string($0) }) }
    let parts = type.subresources.map { name -> JSON in
      var entry: JSON = [
        "name": .string("\(type.id.plural)/\(name)"), "singularName": "",
        "namespaced": .bool(type.isNamespaced), "kind": .string(kind(of: name, type)),
        "verbs": .array(verbs(of: name).map { .string($0) }),
      ]
      if name == "scale" {
        entry["group"] = "autoscaling"
        entry["version"] = "v1"
      }
      return entry
    }
    return [main] + parts
  }

  private static func kind(of subresource: String, _ type: ResourceType) -> String {
    switch subresource {
    case "scale": "Scale"
    case "eviction": "Eviction"
    case "token": "TokenRequest"
    default: type.kind
    }
  }

  private static func verbs(of subresource: String) -> [String] {
    switch subresource {
    case "log": ["get"]
    case "eviction", "token": ["create"]
    case "finalize": ["update"]
    default: ["get", "patch", "update"]
    }
  }
}

extension Discovery {
  /// The version of aggregated discovery that a client accepts; nil where it takes plain documents.
  static func aggregatedVersion(_ accept: String) -> String? {
    for choice in accept.split(separator: ",") where choice.contains("json") {
      guard choice.contains("as=APIGroupDiscoveryList") else { return nil }
      if choice.contains("v=v2beta1") { return "v2beta1" }
      if choice.contains("v=v2") { return "v2" }
    }
    return nil
  }

  /// All groups with all their resources in one document.
  static func aggregated(_ registry: ResourceRegistry, isCore: Bool, version: String) -> JSON {
    let groups = registry.groups.filter { $0.isEmpty == isCore }
    let items = groups.map { group -> JSON in
      let versions = registry.versions(of: group).map { name -> JSON in
        [
          "version": .string(name), "freshness": "Current",
          "resources": .array(registry.types(group: group, version: name).map(aggregatedEntry)),
        ]
      }
      var metadata: JSON = ["creationTimestamp": nil]
      if !group.isEmpty { metadata["name"] = .string(group) }
      return ["metadata": metadata, "versions": .array(versions)]
    }
    return [
      "kind": "APIGroupDiscoveryList",
      "apiVersion": .string("apidiscovery.k8s.io/\(version)"), "metadata": [:],
      "items": .array(items),
    ]
  }

  private static func aggregatedEntry(_ type: ResourceType) -> JSON {
    func responseKind(_ kind: String) -> JSON {
      kind == "Scale"
        ? ["group": "autoscaling", "version": "v1", "kind": "Scale"]
        : [
          "group": .string(type.id.group), "version": .string(type.version),
          "kind": .string(kind),
        ]
    }
    var entry: JSON = [
      "resource": .string(type.id.plural), "responseKind": responseKind(type.kind),
      "scope": type.isNamespaced ? "Namespaced" : "Cluster",
      "singularResource": .string(type.singular),
      "verbs": .array(type.verbs.map { .string($0) }),
    ]
    if !type.shortNames.isEmpty {
      entry["shortNames"] = .array(type.shortNames.map { .string($0) })
    }
    if !type.categories.isEmpty {
      entry["categories"] = .array(type.categories.map { .string($0) })
    }
    let parts = type.subresources.map { name -> JSON in
      [
        "subresource": .string(name), "responseKind": responseKind(kind(of: name, type)),
        "verbs": .array(verbs(of: name).map { .string($0) }),
      ]
    }
    if !parts.isEmpty { entry["subresources"] = .array(parts) }
    return entry
  }
}
