/// The fields that someone owns, as a tree in the form of `fieldsV1`: `f:name` for members,
/// `k:{…}` for elements with keys, `v:…` for the elements of a set.
struct FieldSet: Equatable {
  var isMember = false
  var children: [String: FieldSet] = [:]

  var isEmpty: Bool { !isMember && children.isEmpty }

  init() {}

  /// Reads `fieldsV1`.
  init(fieldsV1 json: JSON) {
    let members = json.members
    isMember = members.isEmpty || members["."] != nil
    for (name, value) in members where name != "." {
      children[name] = FieldSet(fieldsV1: value)
    }
  }

  /// The set as `fieldsV1`.
  var fieldsV1: JSON {
    var members = children.mapValues(\.fieldsV1)
    if isMember, !children.isEmpty { members["."] = .object([:]) }
    return .object(members)
  }

  /// All fields of a value, down to what is replaced as a whole.
  init(of value: JSON, at path: [String] = [], isCustom: Bool) {
    switch value {
    case .object(let members) where !ListSchema.isAtomicMap(at: path, isCustom: isCustom):
      isMember = members.isEmpty
      for (name, inner) in members {
        children["f:\(name)"] = FieldSet(of: inner, at: path + [name], isCustom: isCustom)
      }
    case .array(let elements):
      self = Self.list(elements, at: path, isCustom: isCustom)
    default:
      isMember = true
    }
  }

  private static func list(_ elements: [JSON], at path: [String], isCustom: Bool) -> FieldSet {
    var set = FieldSet()
    switch ListSchema.list(at: path, isCustom: isCustom) {
    case .keyed(let keys) where elements.allSatisfy(\.isObject):
      for element in elements {
        var inner = FieldSet(of: element, at: path, isCustom: isCustom)
        inner.isMember = true
        set.children[Self.step(element, keys)] = inner
      }
    case .set:
      for element in elements {
        set.children["v:\(element.printedText)"] = FieldSet.leaf
      }
    default:
      break
    }
    set.isMember = set.children.isEmpty
    return set
  }

  static let leaf: FieldSet = {
    var set = FieldSet()
    set.isMember = true
    return set
  }()

  /// The step to an element of a keyed list.
  static func step(_ element: JSON, _ keys: [String]) -> String {
    "k:" + JSON.object(ListSchema.identity(of: element, keys: keys)).printedText
  }

  func union(_ other: FieldSet) -> FieldSet {
    var result = self
    result.isMember = isMember || other.isMember
    for (step, inner) in other.children {
      result.children[step] = (result.children[step] ?? FieldSet()).union(inner)
    }
    return result
  }

  func subtracting(_ other: FieldSet) -> FieldSet {
    var result = self
    result.isMember = isMember && !other.isMember
    for (step, inner) in other.children {
      guard let own = result.children[step] else { continue }
      let rest = own.subtracting(inner)
      result.children[step] = rest.isEmpty ? nil : rest
    }
    return result
  }

  func intersection(_ other: FieldSet) -> FieldSet {
    var result = FieldSet()
    result.isMember = isMember && other.isMember
    for (step, inner) in children {
      guard let theirs = other.children[step] else { continue }
      let both = inner.intersection(theirs)
      if !both.isEmpty { result.children[step] = both }
    }
    return result
  }

  /// Removes a member and everything below it.
  mutating func drop(_ path: [String]) {
    guard let step = path.first else { return }
    guard path.count > 1 else {
      children[step] = nil
      return
    }
    guard var inner = children[step] else { return }
    inner.drop(Array(path.dropFirst()))
    children[step] = inner.isEmpty ? nil : inner
  }
}

extension FieldSet {
  /// The fields whose values differ between two forms of an object, or that only the newer one has.
  static func changed(
    from old: JSON?, to new: JSON, at path: [String] = [], isCustom: Bool
  ) -> FieldSet {
    guard let old else { return FieldSet(of: new, at: path, isCustom: isCustom) }
    if old == new { return FieldSet() }
    switch (old, new) {
    case (.object(let before), .object(let after))
    where !ListSchema.isAtomicMap(at: path, isCustom: isCustom):
      var set = FieldSet()
      set.isMember = after.isEmpty
      for (name, value) in after {
        let inner = changed(from: before[name], to: value, at: path + [name], isCustom: isCustom)
        if !inner.isEmpty { set.children["f:\(name)"] = inner }
      }
      return set
    case (.array(let before), .array(let after)):
      return changedList(before, after, at: path, isCustom: isCustom)
    default:
      return FieldSet(of: new, at: path, isCustom: isCustom)
    }
  }

  private static func changedList(
    _ before: [JSON], _ after: [JSON], at path: [String], isCustom: Bool
  ) -> FieldSet {
    let whole = FieldSet(of: .array(after), at: path, isCustom: isCustom)
    guard case .keyed(let keys) = ListSchema.list(at: path, isCustom: isCustom) else {
      return whole.isMember
        ? whole : whole.subtracting(FieldSet(of: .array(before), at: path, isCustom: isCustom))
    }
    var set = FieldSet()
    for element in after {
      let step = step(element, keys)
      let old = before.first { Self.step($0, keys) == step }
      var inner = changed(from: old, to: element, at: path, isCustom: isCustom)
      if old == nil { inner.isMember = true }
      if !inner.isEmpty { set.children[step] = inner }
    }
    return set
  }

  /// The steps to every member, in the order of their text.
  var paths: [[String]] {
    var result: [[String]] = isMember ? [[]] : []
    for (step, inner) in children.sorted(by: { $0.key < $1.key }) {
      result += inner.paths.map { [step] + $0 }
    }
    return result
  }

  /// A path as Kubernetes prints it: `.spec.template.spec.containers[name="nginx"].image`.
  static func text(of path: [String]) -> String {
    path.map { step in
      let rest = String(step.dropFirst(2))
      switch step.prefix(2) {
      case "f:": return ".\(rest)"
      case "v:": return "[=\(rest)]"
      default:
        let keys = (try? JSON(parsing: rest))?.members ?? [:]
        let pairs = keys.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.printedText)" }
        return "[\(pairs.joined(separator: ","))]"
      }
    }.joined()
  }

  /// The value that a path leads to in an object; nil where there is none.
  static func value(at path: some Collection<String>, in object: JSON) -> JSON? {
    guard let step = path.first else { return object }
    let rest = String(step.dropFirst(2))
    var inner: JSON?
    switch step.prefix(2) {
    case "f:": inner = object[rest]
    case "v:": inner = object.elements.first { $0.printedText == rest }
    default:
      let keys = (try? JSON(parsing: rest))?.members ?? [:]
      inner = object.elements.first {
        ListSchema.identity(of: $0, keys: Array(keys.keys)) == keys
      }
    }
    return inner.flatMap { value(at: path.dropFirst(), in: $0) }
  }

  /// An object without the members of this set; elements go where their own existence is in it.
  func removed(from object: JSON) -> JSON {
    switch object {
    case .object(var members):
      for (step, inner) in children where step.hasPrefix("f:") {
        let name = String(step.dropFirst(2))
        guard let value = members[name] else { continue }
        if inner.isMember, inner.children.isEmpty {
          members[name] = nil
        } else {
          let rest = inner.removed(from: value)
          members[name] = rest.isEmpty && !value.isEmpty && rest.isObject ? .none : rest
        }
      }
      return .object(members)
    case .array(let elements): return .array(elements.compactMap(removedElement))
    default: return object
    }
  }

  private func removedElement(_ element: JSON) -> JSON? {
    for (step, inner) in children {
      let rest = String(step.dropFirst(2))
      if step.hasPrefix("v:") {
        if element.printedText == rest { return nil }
        continue
      }
      let keys = (try? JSON(parsing: rest))?.members ?? [:]
      if ListSchema.identity(of: element, keys: Array(keys.keys)) == keys {
        return inner.isMember ? .none : inner.removed(from: element)
      }
    }
    return element
  }
}
