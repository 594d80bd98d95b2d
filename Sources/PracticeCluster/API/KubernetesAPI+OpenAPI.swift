extension KubernetesAPI {
  /// `/openapi/v2` and `/openapi/v3/…`.
  func openAPI(_ request: APIRequest) throws -> APIResponse {
    let segments = request.segments
    guard segments.count >= 2 else { throw APIError.unknownPath }
    if segments[1] == "v2" {
      if request.accept.contains("protobuf") {
        return APIResponse(
          contentType: "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
          body: .bytes(OpenAPIv2.protobuf(state.registry)))
      }
      return .json(OpenAPIv2.json(state.registry))
    }
    guard segments[1] == "v3" else { throw APIError.unknownPath }
    if segments.count == 2 { return .json(OpenAPIv3.index(state.registry)) }
    let isCore = segments[2] == "api"
    guard segments.count == (isCore ? 4 : 5) else { throw APIError.unknownPath }
    let group = isCore ? "" : segments[3]
    let types = state.registry.types(group: group, version: segments[isCore ? 3 : 4])
    guard !types.isEmpty else { throw APIError.unknownPath }
    return .json(OpenAPIv3.document(types, definitions: definitions(of: group)))
  }

  /// The CustomResourceDefinitions of a group, whose schemas are told.
  private func definitions(of group: String) -> [JSON] {
    state.store.objects(
      ResourceID(group: "apiextensions.k8s.io", plural: "customresourcedefinitions")
    )
    .map(\.json).filter { $0["spec"]?["group"]?.text == group }
  }
}

/// Paths and parameters as far as clients look into OpenAPI documents: whether a kind can be
/// patched, and which query parameters a patch takes.
enum OpenAPIPaths {
  static let patchParameters = ["dryRun", "fieldManager", "fieldValidation", "force", "pretty"]

  static func path(_ type: ResourceType) -> String {
    let root = type.id.group.isEmpty ? "/api/v1" : "/apis/\(type.id.group)/\(type.version)"
    let scope = type.isNamespaced ? "/namespaces/{namespace}" : ""
    return "\(root)\(scope)/\(type.id.plural)/{name}"
  }

  static func operationID(_ type: ResourceType) -> String {
    let group = type.id.group.split(separator: ".").first.map { $0.capitalized } ?? "Core"
    return "patch\(group)\(type.version.capitalized)\(type.kind)"
  }
}

extension StringProtocol {
  var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

/// The OpenAPI v3 documents, one for each group and version.
enum OpenAPIv3 {
  static func index(_ registry: ResourceRegistry) -> JSON {
    var paths: [String: JSON] = [:]
    for type in registry.types {
      let path = type.id.group.isEmpty ? "api/v1" : "apis/\(type.id.group)/\(type.version)"
      paths[path] = [
        "serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(registry.generation)")
      ]
    }
    return ["paths": .object(paths)]
  }

  static func document(_ types: [ResourceType], definitions: [JSON]) -> JSON {
    var paths: [String: JSON] = [:]
    var schemas: [String: JSON] = [:]
    for type in types where type.verbs.contains("patch") {
      paths[OpenAPIPaths.path(type)] = pathItem(type)
      schemas[schemaName(type)] = schema(type, definitions)
    }
    return [
      "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": "practice"],
      "paths": .object(paths), "components": ["schemas": .object(schemas)],
    ]
  }

  private static func kindExtension(_ type: ResourceType) -> JSON {
    [
      "group": .string(type.id.group), "version": .string(type.version),
      "kind": .string(type.kind),
    ]
  }

  private static func pathItem(_ type: ResourceType) -> JSON {
    func operation(_ action: String, _ parameters: [String]) -> JSON {
      [
        "x-kubernetes-action": .string(action),
        "x-kubernetes-group-version-kind": kindExtension(type),
        "operationId": .string(OpenAPIPaths.operationID(type).replacing("patch", with: action)),
        "parameters": .array(
          parameters.map {
            [
              "name": .string($0), "in": "query", "schema": ["type": "string"],
              "uniqueItems": true,
            ]
          }),
        "responses": ["200": ["description": "OK"]],
      ]
    }
    return [
      "get": operation("get", ["pretty"]),
      "patch": operation("patch", OpenAPIPaths.patchParameters),
      "put": operation("put", ["dryRun", "fieldManager", "fieldValidation", "pretty"]),
    ]
  }

  private static func schemaName(_ type: ResourceType) -> String {
    let group = type.id.group.isEmpty ? "core" : type.id.group
    return "io.k8s.api.\(group).\(type.version).\(type.kind)"
  }

  private static func schema(_ type: ResourceType, _ definitions: [JSON]) -> JSON {
    let definition = definitions.first { $0.name == type.id.qualified }
    let version = definition?["spec"]?["versions"]?.elements.first {
      $0["name"]?.text == type.version
    }
    var schema = version?["schema"]?["openAPIV3Schema"] ?? .object(["type": "object"])
    schema["type"] = "object"
    schema.fill("properties", "apiVersion", with: ["type": "string"])
    schema.fill("properties", "kind", with: ["type": "string"])
    schema.fill("properties", "metadata", with: ["type": "object"])
    schema["x-kubernetes-group-version-kind"] = [kindExtension(type)]
    return schema
  }
}

/// The OpenAPI v2 document, in JSON and in the protobuf form that older kubectl asks for.
/// It has no definitions: clients skip the validation of what is not defined.
enum OpenAPIv2 {
  static func json(_ registry: ResourceRegistry) -> JSON {
    var paths: [String: JSON] = [:]
    for type in registry.types where type.verbs.contains("patch") {
      paths[OpenAPIPaths.path(type)] = [
        "patch": [
          "operationId": .string(OpenAPIPaths.operationID(type)),
          "parameters": .array(
            OpenAPIPaths.patchParameters.map {
              ["name": .string($0), "in": "query", "type": "string", "uniqueItems": true]
            }),
          "responses": ["200": ["description": "OK"]],
          "x-kubernetes-group-version-kind": [
            "group": .string(type.id.group), "version": .string(type.version),
            "kind": .string(type.kind),
          ],
        ]
      ]
    }
    return [
      "swagger": "2.0", "info": ["title": "Kubernetes", "version": "practice"],
      "paths": .object(paths), "definitions": [:],
    ]
  }

  /// Field numbers: gnostic's `openapiv2/OpenAPIv2.proto`.
  static func protobuf(_ registry: ResourceRegistry) -> [UInt8] {
    var document = ProtobufWriter()
    document.text(1, "2.0")
    document.message(2) {
      $0.text(1, "Kubernetes")
      $0.text(2, "practice")
    }
    document.message(8) { paths in
      for type in registry.types where type.verbs.contains("patch") {
        paths.message(2) { named in
          named.text(1, OpenAPIPaths.path(type))
          named.message(2) { item in item.message(8) { operation(type, into: &$0) } }
        }
      }
    }
    document.message(9) { _ in }
    return document.bytes
  }

  private static func operation(_ type: ResourceType, into operation: inout ProtobufWriter) {
    operation.text(5, OpenAPIPaths.operationID(type))
    for name in OpenAPIPaths.patchParameters {
      operation.message(8) { item in
        item.message(1) { parameter in
          parameter.message(2) { nonBody in
            nonBody.message(3) { query in
              query.text(2, "query")
              query.text(4, name)
              query.text(6, "string")
            }
          }
        }
      }
    }
    operation.message(9) { responses in
      responses.message(1) { named in
        named.text(1, "200")
        named.message(2) { $0.message(1) { $0.text(1, "OK") } }
      }
    }
    operation.message(13) { named in
      named.text(1, "x-kubernetes-group-version-kind")
      named.message(2) {
        $0.text(
          2, "group: \"\(type.id.group)\"\nkind: \(type.kind)\nversion: \(type.version)\n")
      }
    }
  }
}
