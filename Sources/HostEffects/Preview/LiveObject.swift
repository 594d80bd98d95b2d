import Planning

/// An object as the API server tells it, without what it keeps for itself.
struct LiveObject: Decodable, Sendable {
  let id: ObjectID
  /// Everything that somebody set.
  let content: JSONTree

  init(from decoder: any Decoder) throws {
    let tree = try JSONTree(from: decoder)
    id = ObjectID(
      apiVersion: tree["apiVersion"]?.text ?? "", kind: tree["kind"]?.text ?? "",
      namespace: tree["metadata"]?["namespace"]?.text, name: tree["metadata"]?["name"]?.text ?? "")
    content = Self.withoutServersOwn(tree)
  }

  private static func withoutServersOwn(_ tree: JSONTree) -> JSONTree {
    var tree = tree
    tree["status"] = nil
    guard var metadata = tree["metadata"] else { return tree }
    for key in ["managedFields", "resourceVersion", "uid", "creationTimestamp", "generation"] {
      metadata[key] = nil
    }
    // Helm adds these to whatever it sends; no manifest has them (helm.sh/helm pkg/action/validate.go).
    for key in ["meta.helm.sh/release-name", "meta.helm.sh/release-namespace"] {
      metadata.remove(key, from: "annotations")
    }
    metadata.remove("app.kubernetes.io/managed-by", from: "labels")
    tree["metadata"] = metadata
    return tree
  }

  /// The fields that differ from another's, such as `spec.replicas`, in alphabetical order.
  func differences(from other: LiveObject) -> [String] {
    content.differences(from: other.content, at: "").sorted()
  }
}

/// A JSON value of any kind.
enum JSONTree: Equatable, Decodable, Sendable {
  case object([String: JSONTree])
  case array([JSONTree])
  case text(String)
  case number(Double)
  case bool(Bool)
  case null

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: AnyKey.self) {
      var members: [String: JSONTree] = [:]
      for key in container.allKeys {
        members[key.stringValue] = try container.decode(JSONTree.self, forKey: key)
      }
      self = .object(members)
      return
    }
    if var container = try? decoder.unkeyedContainer() {
      var elements: [JSONTree] = []
      while !container.isAtEnd { elements.append(try container.decode(JSONTree.self)) }
      self = .array(elements)
      return
    }
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .null
    }
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }

  /// The member of an object; nil where there is none. Setting nil takes it out.
  subscript(key: String) -> JSONTree? {
    get { if case .object(let members) = self { members[key] } else { nil } }
    set {
      guard case .object(var members) = self else { return }
      members[key] = newValue
      self = .object(members)
    }
  }

  /// The text; nil for another kind of value.
  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// Takes a member out of a member, which goes too where nothing is left in it.
  fileprivate mutating func remove(_ key: String, from member: String) {
    guard var inner = self[member] else { return }
    inner[key] = nil
    self[member] = inner == .object([:]) ? nil : inner
  }

  /// The paths at which two values differ: what only one of them has down to its last members, an
  /// array as a whole where its length differs.
  func differences(from other: JSONTree, at path: String) -> [String] {
    switch (self, other) {
    case (.object(let left), .object(let right)):
      return Set(left.keys).union(right.keys).flatMap { key -> [String] in
        let inner = path.isEmpty ? key : "\(path).\(key)"
        switch (left[key], right[key]) {
        case (let one?, let two?): return one.differences(from: two, at: inner)
        case (.object(let members)?, nil), (nil, .object(let members)?):
          return members.isEmpty
            ? [inner] : JSONTree.object(members).differences(from: .object([:]), at: inner)
        default: return [inner]
        }
      }
    case (.array(let left), .array(let right)) where left.count == right.count:
      return zip(left, right).enumerated().flatMap {
        $1.0.differences(from: $1.1, at: "\(path)[\($0)]")
      }
    default: return self == other ? [] : [path]
    }
  }
}
