/// A place in the value being built; what is stored later replaces what was there.
final class CanonicalNode {
  private var scalar = CanonicalJSON.null
  private var entries: [String: CanonicalNode]?
  private var items: [CanonicalNode]?

  var value: CanonicalJSON {
    if let entries { return .object(entries.mapValues(\.value)) }
    if let items { return .array(items.map(\.value)) }
    return scalar
  }

  var count: Int { items?.count ?? 0 }

  func becomeObject() { entries = entries ?? [:] }
  func becomeArray() { items = items ?? [] }
  func store(_ value: CanonicalJSON) { scalar = value }

  func child(_ key: String) -> CanonicalNode {
    let node = CanonicalNode()
    entries = entries ?? [:]
    entries?[key] = node
    return node
  }

  func append() -> CanonicalNode {
    let node = CanonicalNode()
    items = items ?? []
    items?.append(node)
    return node
  }
}

/// Takes an `Encodable` apart into a `CanonicalJSON`.
struct CanonicalEncoder: Encoder {
  var codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  var node = CanonicalNode()

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeObject()
    return KeyedEncodingContainer(KeyedContainer(codingPath: codingPath, node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeArray()
    return UnkeyedContainer(codingPath: codingPath, node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    ValueContainer(codingPath: codingPath, node: node)
  }
}

private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  var codingPath: [any CodingKey]
  var node: CanonicalNode

  func encodeNil(forKey key: Key) { node.child(key.stringValue).store(.null) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try store(value, in: node.child(key.stringValue), path: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder(key.stringValue, key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key.stringValue, key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    CanonicalEncoder(codingPath: codingPath, node: node.child("super"))
  }

  func superEncoder(forKey key: Key) -> any Encoder { encoder(key.stringValue, key) }

  private func encoder(_ name: String, _ key: Key) -> CanonicalEncoder {
    CanonicalEncoder(codingPath: codingPath + [key], node: node.child(name))
  }
}

private struct UnkeyedContainer: UnkeyedEncodingContainer {
  var codingPath: [any CodingKey]
  var node: CanonicalNode
  var count: Int { node.count }

  func encodeNil() { node.append().store(.null) }

  func encode(_ value: some Encodable) throws {
    try store(value, in: node.append(), path: codingPath)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    CanonicalEncoder(codingPath: codingPath, node: node.append()).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    CanonicalEncoder(codingPath: codingPath, node: node.append()).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    CanonicalEncoder(codingPath: codingPath, node: node.append())
  }
}

private struct ValueContainer: SingleValueEncodingContainer {
  var codingPath: [any CodingKey]
  var node: CanonicalNode

  func encodeNil() { node.store(.null) }

  func encode(_ value: some Encodable) throws { try store(value, in: node, path: codingPath) }
}

/// Puts a scalar into the node, or lets a compound value describe itself there.
private func store(
  _ value: some Encodable, in node: CanonicalNode, path: [any CodingKey]
) throws {
  switch value {
  case let text as String: node.store(.string(text))
  case let truth as Bool: node.store(.bool(truth))
  case let number as any BinaryInteger:
    guard let whole = Int64(exactly: number) else { throw unsupported(value, path) }
    node.store(.number(whole))
  case is any BinaryFloatingPoint: throw unsupported(value, path)
  default: try value.encode(to: CanonicalEncoder(codingPath: path, node: node))
  }
}

private func unsupported(_ value: some Encodable, _ path: [any CodingKey]) -> EncodingError {
  EncodingError.invalidValue(
    value, .init(codingPath: path, debugDescription: "This number has no canonical form."))
}
