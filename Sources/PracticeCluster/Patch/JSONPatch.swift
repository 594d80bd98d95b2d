/// The patch of RFC 6902: a list of operations on JSON pointers.
enum JSONPatch {
  /// The patched value; throws `APIError` (422 or 400) where an operation can't be done.
  static func apply(_ patch: JSON, to object: JSON) throws -> JSON {
    guard case .array(let operations) = patch else {
      throw APIError.badRequest(
        "json: cannot unmarshal object into Go value of type jsonpatch.Patch")
    }
    return try operations.reduce(object) { try perform($1, on: $0) }
  }

  private static func perform(_ operation: JSON, on object: JSON) throws -> JSON {
    let path = pointer(operation["path"]?.text ?? "")
    let value = operation["value"]
    switch operation["op"]?.text {
    case "add": return try change(object, path) { try insert(value ?? .null, into: $0, at: $1) }
    case "replace":
      guard find(object, path) != nil else { throw missing("replace", path) }
      return try change(object, path) { try put(value ?? .null, into: $0, at: $1) }
    case "remove":
      guard find(object, path) != nil else { throw missing("remove", path) }
      return try change(object, path) { try put(nil, into: $0, at: $1) }
    case "test":
      guard find(object, path) ?? .null == value ?? .null else {
        throw refusal("testing path /\(path.joined(separator: "/")) failed")
      }
      return object
    case "copy", "move":
      let from = pointer(operation["from"]?.text ?? "")
      guard let found = find(object, from) else { throw missing("copy", from) }
      let rest =
        operation["op"]?.text == "move"
        ? try change(object, from) { try put(nil, into: $0, at: $1) } : object
      return try change(rest, path) { try insert(found, into: $0, at: $1) }
    default:
      throw APIError.badRequest("Unexpected kind: \(operation["op"]?.text ?? "unknown")")
    }
  }

  private static func pointer(_ text: String) -> [String] {
    text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { part in
      var output = ""
      var isEscaped = false
      for character in part {
        if isEscaped {
          output.append(character == "1" ? "/" : "~")
          isEscaped = false
        } else if character == "~" {
          isEscaped = true
        } else {
          output.append(character)
        }
      }
      return output
    }
  }

  private static func find(_ value: JSON, _ path: [String]) -> JSON? {
    guard let step = path.first else { return value }
    let rest = Array(path.dropFirst())
    switch value {
    case .object(let members): return members[step].flatMap { find($0, rest) }
    case .array(let elements):
      guard let position = Int(step), elements.indices.contains(position) else { return nil }
      return find(elements[position], rest)
    default: return nil
    }
  }

  private static func change(
    _ value: JSON, _ path: [String], _ edit: (JSON, String) throws -> JSON
  ) throws -> JSON {
    guard let step = path.first else { return try edit(["": value], "")[""] ?? value }
    if path.count == 1 { return try edit(value, step) }
    let rest = Array(path.dropFirst())
    switch value {
    case .object(var members):
      guard let inner = members[step] else { throw missing("add", path) }
      members[step] = try change(inner, rest, edit)
      return .object(members)
    case .array(var elements):
      guard let position = Int(step), elements.indices.contains(position) else {
        throw missing("add", path)
      }
      elements[position] = try change(elements[position], rest, edit)
      return .array(elements)
    default: throw missing("add", path)
    }
  }

  private static func insert(_ new: JSON, into value: JSON, at step: String) throws -> JSON {
    guard case .array(var elements) = value else { return try put(new, into: value, at: step) }
    let position = step == "-" ? elements.count : Int(step) ?? -1
    guard (0...elements.count).contains(position) else {
      throw refusal("Unable to access invalid index: \(step)")
    }
    elements.insert(new, at: position)
    return .array(elements)
  }

  private static func put(_ new: JSON?, into value: JSON, at step: String) throws -> JSON {
    switch value {
    case .object(var members):
      members[step] = new
      return .object(members)
    case .array(var elements):
      guard let position = Int(step), elements.indices.contains(position) else {
        throw refusal("Unable to access invalid index: \(step)")
      }
      if let new { elements[position] = new } else { elements.remove(at: position) }
      return .array(elements)
    default: throw refusal("no object or list at \(step)")
    }
  }

  private static func missing(_ verb: String, _ path: [String]) -> APIError {
    let shown = "/" + path.joined(separator: "/")
    return refusal("\(verb) operation does not apply: doc is missing path: \(shown): missing value")
  }

  private static func refusal(_ why: String) -> APIError {
    APIError(
      code: 422, reason: "Invalid",
      message: "the server rejected our request due to an error in our request: \(why)",
      details: .object([:]))
  }
}

/// The patch of RFC 7386: members are replaced, null removes them.
enum MergePatch {
  static func apply(_ patch: JSON, to value: JSON) -> JSON {
    guard case .object(let changes) = patch else { return patch }
    var members = value.members
    for (name, change) in changes {
      if change == .null {
        members.removeValue(forKey: name)
      } else {
        members[name] = apply(change, to: members[name] ?? .null)
      }
    }
    return .object(members)
  }
}
