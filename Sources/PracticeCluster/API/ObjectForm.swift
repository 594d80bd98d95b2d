/// The form in which a client wants objects: whole, as rows of a table, or their metadata only.
struct ObjectForm {
  enum Kind: Equatable {
    case whole
    case table(version: String, includes: String)
    case metadata(version: String)
  }

  var type: ResourceType
  var kind: Kind

  init(_ request: APIRequest, _ type: ResourceType) {
    self.type = type
    kind = Self.kind(request)
  }

  /// The first of the accepted forms that is served.
  private static func kind(_ request: APIRequest) -> Kind {
    for choice in request.accept.split(separator: ",") {
      guard choice.contains("json") else { continue }
      let version = choice.contains("v=v1beta1") ? "v1beta1" : "v1"
      if choice.contains("as=Table") {
        return .table(version: version, includes: request.parameter("includeObject") ?? "Metadata")
      }
      if choice.contains("as=PartialObjectMetadata") { return .metadata(version: version) }
      if !choice.contains("as=") { return .whole }
    }
    return .whole
  }

  /// One object as the whole answer.
  func single(_ object: StoredObject, revision: Int) -> [UInt8] {
    guard case .table = kind else { return bytes(of: object) }
    return table([object], metadata: ["resourceVersion": .string(String(object.revision))])
  }

  /// A list as the whole answer.
  func list(_ objects: [StoredObject], metadata: JSON) -> [UInt8] {
    if case .table = kind { return table(objects, metadata: metadata) }
    var listKind = type.listKind
    var listVersion = type.apiVersion
    if case .metadata(let version) = kind {
      listKind = "PartialObjectMetadataList"
      listVersion = "meta.k8s.io/\(version)"
    }
    var output = Array(
      "{\"kind\":\"\(listKind)\",\"apiVersion\":\"\(listVersion)\",\"metadata\":".utf8)
    metadata.print(into: &output)
    output.append(contentsOf: ",\"items\":[".utf8)
    for (position, object) in objects.enumerated() {
      if position > 0 { output.append(UInt8(ascii: ",")) }
      output.append(contentsOf: bytes(of: object))
    }
    output.append(contentsOf: "]}".utf8)
    return output
  }

  /// One object outside of a table, in the version that was asked for.
  private func bytes(of object: StoredObject) -> [UInt8] {
    if case .metadata(let version) = kind { return partial(object, version) }
    if object.json["apiVersion"]?.text == type.apiVersion { return object.bytes }
    return inServedVersion(object.json).printed
  }

  func inServedVersion(_ json: JSON) -> JSON {
    var json = json
    json["apiVersion"] = .string(type.apiVersion)
    return json
  }

  private func partial(_ object: StoredObject, _ version: String) -> [UInt8] {
    var output = Array(
      "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/\(version)\",\"metadata\":"
        .utf8)
    output.append(contentsOf: object.metadataBytes)
    output.append(UInt8(ascii: "}"))
    return output
  }

  /// An object in an event of a watch.
  func event(_ object: StoredObject, isFirst: Bool) -> [UInt8] {
    guard case .table = kind else { return bytes(of: object) }
    let metadata: JSON = ["resourceVersion": .string(String(object.revision))]
    return table([object], metadata: metadata, hasColumns: isFirst)
  }

  private func table(
    _ objects: [StoredObject], metadata: JSON, hasColumns: Bool = true
  ) -> [UInt8] {
    guard case .table(let version, let includes) = kind else { return [] }
    let layout = TableLayout.layout(for: type)
    var output = Array(
      "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/\(version)\",\"metadata\":".utf8)
    metadata.print(into: &output)
    output.append(contentsOf: ",\"columnDefinitions\":".utf8)
    (hasColumns ? layout.definitions : .null).print(into: &output)
    output.append(contentsOf: ",\"rows\":[".utf8)
    let now = Timestamp.now
    for (position, object) in objects.enumerated() {
      if position > 0 { output.append(UInt8(ascii: ",")) }
      output.append(contentsOf: "{\"cells\":".utf8)
      JSON.array(layout.cells(object.json, now)).print(into: &output)
      if includes != "None" {
        output.append(contentsOf: ",\"object\":".utf8)
        output.append(
          contentsOf: includes == "Object" ? object.bytes : partial(object, version))
      }
      output.append(UInt8(ascii: "}"))
    }
    output.append(contentsOf: "]}".utf8)
    return output
  }
}
