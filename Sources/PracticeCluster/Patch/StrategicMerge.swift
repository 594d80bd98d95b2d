/// Kubernetes' own patch: like a merge patch, but lists whose elements have a key are merged by it.
enum StrategicMerge {
  /// The patched value; `path` names where in the object it is.
  static func apply(_ patch: JSON, to value: JSON, at path: [String] = []) throws -> JSON {
    guard case .object(var changes) = patch else { return patch }
    let directive = changes.removeValue(forKey: "$patch")?.text
    if directive == "delete" { return .object([:]) }
    if directive == "replace" { return .object(changes) }
    var members = value.members
    if let retained = changes.removeValue(forKey: "$retainKeys")?.elements.compactMap(\.text) {
      members = members.filter { retained.contains($0.key) }
    }
    for (name, change) in changes where !name.hasPrefix("$") {
      members[name] = try merged(change, into: members[name], at: path + [name])
    }
    for (name, change) in changes where name.hasPrefix("$") {
      try obey(name, change, in: &members)
    }
    return .object(members)
  }

  private static func merged(_ change: JSON, into value: JSON?, at path: [String]) throws -> JSON? {
    switch change {
    case .null: return nil
    case .object: return try apply(change, to: value ?? .object([:]), at: path)
    case .array(let elements):
      if let key = ListSchema.patchKey(at: path) {
        return try mergeList(elements, into: value?.elements ?? [], by: key, at: path)
      }
      if ListSchema.list(at: path) == .set {
        let present = value?.elements ?? []
        return .array(present + elements.filter { !present.contains($0) })
      }
      return .array(elements.filter { $0["$patch"] == nil })
    default: return change
    }
  }

  private static func mergeList(
    _ changes: [JSON], into present: [JSON], by key: String, at path: [String]
  ) throws -> JSON {
    var result = present
    if changes.contains(where: { $0["$patch"]?.text == "replace" }) {
      return .array(changes.filter { $0["$patch"] == nil })
    }
    for change in changes {
      guard let identity = change[key] else {
        throw APIError.badRequest(
          "map: map[] does not contain declared merge key: \(key)")
      }
      let position = result.firstIndex { $0[key] == identity }
      if change["$patch"]?.text == "delete" {
        if let position { result.remove(at: position) }
      } else if let position {
        result[position] = try apply(change, to: result[position], at: path)
      } else {
        result.append(try apply(change, to: .object([:]), at: path))
      }
    }
    return .array(result)
  }

  /// Directives beside a list: `$deleteFromPrimitiveList/x` and `$setElementOrder/x`.
  private static func obey(_ name: String, _ value: JSON, in members: inout [String: JSON]) throws {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, let present = members[parts[1]]?.elements else { return }
    switch parts[0] {
    case "$deleteFromPrimitiveList":
      members[parts[1]] = .array(present.filter { !value.elements.contains($0) })
    case "$setElementOrder":
      members[parts[1]] = .array(ordered(present, as: value.elements))
    default: break
    }
  }

  /// The elements that the order names in its order, the rest behind what they followed.
  private static func ordered(_ present: [JSON], as order: [JSON]) -> [JSON] {
    func position(_ element: JSON) -> Int? {
      order.firstIndex { wanted in
        guard wanted.isObject else { return wanted == element }
        return wanted.members.allSatisfy { element[$0.key] == $0.value }
      }
    }
    var result = present.filter { position($0) != nil }
      .sorted { (position($0) ?? 0) < (position($1) ?? 0) }
    for (index, element) in present.enumerated() where position(element) == nil {
      let before = index > 0 ? result.firstIndex(of: present[index - 1]) : nil
      result.insert(element, at: before.map { $0 + 1 } ?? 0)
    }
    return result
  }
}
