/// Objects in Kubernetes' protobuf envelope, which kubectl and Helm use for some kinds.
enum KubernetesProtobuf {
  private static let magic: [UInt8] = [0x6B, 0x38, 0x73, 0x00]

  static func isProtobuf(_ body: [UInt8]) -> Bool { body.starts(with: magic) }

  /// The object in an envelope; throws `APIError` where its kind has no known layout.
  static func decode(_ body: [UInt8]) throws -> JSON {
    var envelope = ProtobufReader(body.dropFirst(magic.count))
    var apiVersion = ""
    var kind = ""
    var raw: ArraySlice<UInt8> = []
    while let field = try envelope.next() {
      guard case .bytes(let bytes) = field.value else { continue }
      if field.number == 1 {
        var type = ProtobufReader(bytes)
        while let part = try type.next() {
          guard case .bytes(let text) = part.value else { continue }
          let value = String(decoding: text, as: UTF8.self)
          if part.number == 1 { apiVersion = value } else { kind = value }
        }
      } else if field.number == 2 {
        raw = bytes
      }
    }
    let group = apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
    guard let layout = ProtobufLayout.kinds["\(group)/\(kind)"] ?? ProtobufLayout.kinds["/\(kind)"]
    else {
      throw APIError.unsupportedMediaType(
        "the practice cluster reads \(kind) in JSON only - accepted media types include: "
          + "application/json")
    }
    var object = try message(raw, layout) ?? .object([:])
    object["apiVersion"] = .string(apiVersion)
    object["kind"] = .string(kind)
    return object
  }

  /// One message as a JSON object; nil where nothing in it is set.
  private static func message(_ bytes: ArraySlice<UInt8>, _ layout: String) throws -> JSON? {
    let fields = ProtobufLayout.fields(layout)
    if layout == "IntOrString" || layout == "Quantity" || layout == "Time" || layout == "MicroTime"
    {
      return try scalar(bytes, layout)
    }
    var reader = ProtobufReader(bytes)
    var object: [String: JSON] = [:]
    while let field = try reader.next() {
      guard let rule = fields[field.number] else { continue }
      try set(rule, field.value, in: &object)
    }
    return .object(object)
  }

  private static func set(
    _ rule: ProtobufLayout.Field, _ value: ProtobufField, in object: inout [String: JSON]
  ) throws {
    switch (rule.kind, value) {
    case (.text, .bytes(let bytes)):
      let text = String(decoding: bytes, as: UTF8.self)
      if rule.isList {
        append(.string(text), rule, &object)
      } else if !text.isEmpty {
        object[rule.name] = .string(text)
      }
    case (.number(let isPointer), .number(let raw)):
      let number = Int(truncatingIfNeeded: raw)
      if isPointer || number != 0 { object[rule.name] = .int(number) }
    case (.truth(let isPointer), .number(let raw)):
      if isPointer || raw != 0 { object[rule.name] = .bool(raw != 0) }
    case (.data, .bytes(let bytes)):
      object[rule.name] = .string(Base64.text(of: Array(bytes)))
    case (.message(let layout), .bytes(let bytes)):
      guard let inner = try message(bytes, layout) else { return }
      if rule.isList {
        append(inner, rule, &object)
      } else if !inner.isEmpty || ProtobufLayout.keepsEmpty.contains(layout) {
        object[rule.name] = inner
      }
    case (.map(let isData), .bytes(let bytes)):
      var entries = object[rule.name]?.members ?? [:]
      let (key, content) = try entry(bytes)
      entries[key] =
        isData
        ? .string(Base64.text(of: Array(content)))
        : .string(String(decoding: content, as: UTF8.self))
      object[rule.name] = .object(entries)
    case (.quantities, .bytes(let bytes)):
      var entries = object[rule.name]?.members ?? [:]
      let (key, content) = try entry(bytes)
      entries[key] = try scalar(content, "Quantity")
      object[rule.name] = .object(entries)
    default: break
    }
  }

  private static func append(
    _ value: JSON, _ rule: ProtobufLayout.Field, _ object: inout [String: JSON]
  ) {
    object[rule.name] = .array((object[rule.name]?.elements ?? []) + [value])
  }

  private static func entry(_ bytes: ArraySlice<UInt8>) throws -> (String, ArraySlice<UInt8>) {
    var reader = ProtobufReader(bytes)
    var key = ""
    var content: ArraySlice<UInt8> = []
    while let field = try reader.next() {
      guard case .bytes(let part) = field.value else { continue }
      if field.number == 1 { key = String(decoding: part, as: UTF8.self) } else { content = part }
    }
    return (key, content)
  }

  private static func scalar(_ bytes: ArraySlice<UInt8>, _ layout: String) throws -> JSON? {
    var reader = ProtobufReader(bytes)
    var numbers: [Int: Int] = [:]
    var text = ""
    while let field = try reader.next() {
      switch field.value {
      case .number(let raw): numbers[field.number] = Int(truncatingIfNeeded: raw)
      case .bytes(let part): text = String(decoding: part, as: UTF8.self)
      }
    }
    switch layout {
    case "Quantity": return .string(text)
    case "IntOrString": return numbers[1] == 1 ? .string(text) : .int(numbers[2] ?? 0)
    default:
      guard let seconds = numbers[1] else { return nil }
      let nanoseconds = Int64(numbers[2] ?? 0)
      return layout == "Time"
        ? .string(Timestamp.text(Int64(seconds)))
        : .string(Timestamp.microText(Int64(seconds) * 1_000_000 + nanoseconds / 1000))
    }
  }
}
