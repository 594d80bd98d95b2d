extension JSON {
  /// The whole number, where this is one; nil otherwise.
  var integer: Int? {
    switch self {
    case .int(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The truth value, where this is one; nil otherwise.
  var truth: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// Whether this is an object.
  var isObject: Bool {
    guard case .object = self else { return false }
    return true
  }

  /// Whether this is a list.
  var isArray: Bool {
    guard case .array = self else { return false }
    return true
  }

  /// Whether this is null, or an object, a list or a text without content.
  var isEmpty: Bool {
    switch self {
    case .null: true
    case .object(let members): members.isEmpty
    case .array(let elements): elements.isEmpty
    case .string(let text): text.isEmpty
    default: false
    }
  }

  /// The value behind a chain of member names; nil where one of them is absent.
  subscript(path: [String]) -> JSON? {
    get {
      var value = self
      for name in path {
        guard let next = value[name] else { return nil }
        value = next
      }
      return value
    }
    set {
      guard let name = path.first else {
        self = newValue ?? .null
        return
      }
      if path.count == 1 {
        if newValue != nil, !isObject { self = .object([:]) }
        self[name] = newValue
        return
      }
      if newValue == nil, self[name] == nil { return }
      var inner = self[name] ?? .object([:])
      if !inner.isObject { inner = .object([:]) }
      self[name] = nil
      inner[Array(path.dropFirst())] = newValue
      if !isObject { self = .object([:]) }
      self[name] = inner
    }
  }

  /// The members that are texts, where this is an object.
  var texts: [String: String] { members.compactMapValues(\.text) }

  /// Sets a member where it is absent or null.
  mutating func fill(_ path: String..., with value: JSON) {
    if let present = self[path], present != .null { return }
    self[path] = value
  }
}

extension JSON {
  /// The object's `metadata.name`; empty where it has none.
  var name: String { self["metadata"]?["name"]?.text ?? "" }
  /// The object's `metadata.namespace`; empty for objects of the whole cluster.
  var namespace: String { self["metadata"]?["namespace"]?.text ?? "" }
  /// The object's `metadata.uid`.
  var uid: String { self["metadata"]?["uid"]?.text ?? "" }
  /// The object's labels.
  var labels: [String: String] { self["metadata"]?["labels"]?.texts ?? [:] }
  /// The object's annotations.
  var annotations: [String: String] { self["metadata"]?["annotations"]?.texts ?? [:] }
  /// Whether the object is being deleted.
  var isBeingDeleted: Bool { self["metadata"]?["deletionTimestamp"]?.text != nil }
  /// The uid of the object that controls this one; nil where none does.
  var controllerUID: String? {
    self["metadata"]?["ownerReferences"]?.elements
      .first { $0["controller"] == .bool(true) }?["uid"]?.text
  }
}
