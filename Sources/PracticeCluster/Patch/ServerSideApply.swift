/// Server-side apply: an object is merged into the live one, its fields get an owner, and a field
/// that someone else owns with another value is a conflict.
struct ServerSideApply {
  var type: ResourceType
  var manager: String
  var isForced: Bool
  var subresource: String
  var now: String

  /// The live object with the applied one merged in and the owners written.
  /// Throws `APIError` (409 with every conflict as a cause).
  func merge(_ applied: JSON, into live: JSON) throws -> JSON {
    let part = ManagedFields.ownable(applied, type: type, subresource: subresource)
    let wanted = FieldSet(of: part, isCustom: type.isCustom)
    var entries = ManagedFields.entries(live)
    if entries.isEmpty { entries = [Self.firstOwner(of: live, type, now)] }
    let conflicts = conflicts(of: wanted, part, live, entries)
    if !conflicts.isEmpty, !isForced { throw Self.refusal(conflicts) }
    let own = entries.firstIndex { $0.isOf(manager, "Apply", subresource) }
    let previous = own.map { entries[$0].fields } ?? FieldSet()
    for conflict in conflicts { entries[conflict.entry].fields.drop(conflict.path) }
    let others = entries.enumerated().filter { $0.offset != own }
      .reduce(FieldSet()) { $0.union($1.element.fields) }
    let merged = Self.merge(part, into: live, at: [], isCustom: type.isCustom)
    let abandoned = previous.subtracting(wanted).subtracting(others)
    var result = abandoned.removed(from: merged)
    record(wanted, in: &entries, at: own)
    ManagedFields.write(entries, to: &result)
    return result
  }

  /// The owner of a new object that was applied.
  func recordCreation(of applied: JSON, in object: inout JSON) {
    let part = ManagedFields.ownable(applied, type: type, subresource: subresource)
    var entries: [ManagedFields.Entry] = []
    record(FieldSet(of: part, isCustom: type.isCustom), in: &entries, at: nil)
    ManagedFields.write(entries, to: &object)
  }

  private func record(
    _ wanted: FieldSet, in entries: inout [ManagedFields.Entry], at own: Int?
  ) {
    if let own {
      if entries[own].fields != wanted { entries[own].time = now }
      entries[own].fields = wanted
      return
    }
    entries.append(
      ManagedFields.Entry(
        manager: manager, operation: "Apply", apiVersion: type.apiVersion,
        subresource: subresource, time: now, fields: wanted))
  }

  private static func firstOwner(
    of live: JSON, _ type: ResourceType, _ now: String
  ) -> ManagedFields.Entry {
    let part = ManagedFields.ownable(live, type: type, subresource: "")
    return ManagedFields.Entry(
      manager: "before-first-apply", operation: "Update", apiVersion: type.apiVersion,
      subresource: "", time: now, fields: FieldSet(of: part, isCustom: type.isCustom))
  }

  private struct Conflict {
    var entry: Int
    var path: [String]
    var owner: String
  }

  private func conflicts(
    of wanted: FieldSet, _ applied: JSON, _ live: JSON, _ entries: [ManagedFields.Entry]
  ) -> [Conflict] {
    var conflicts: [Conflict] = []
    for (index, entry) in entries.enumerated()
    where !entry.isOf(manager, "Apply", subresource) {
      for path in wanted.intersection(entry.fields).paths {
        if path.last?.hasPrefix("k:") == true || path.last?.hasPrefix("v:") == true { continue }
        let mine = FieldSet.value(at: path, in: applied)
        if mine?.isEmpty == true && mine?.isObject == true { continue }
        guard mine != FieldSet.value(at: path, in: live) else { continue }
        conflicts.append(Conflict(entry: index, path: path, owner: Self.name(of: entry)))
      }
    }
    return conflicts
  }

  private static func name(of entry: ManagedFields.Entry) -> String {
    var text = "\"\(entry.manager)\""
    if !entry.subresource.isEmpty { text += " with subresource \"\(entry.subresource)\"" }
    guard entry.operation == "Update" else { return text }
    text += " using \(entry.apiVersion)"
    return entry.time.isEmpty ? text : "\(text) at \(entry.time)"
  }

  private static func refusal(_ conflicts: [Conflict]) -> APIError {
    APIError(
      code: 409, reason: "Conflict", message: message(conflicts),
      details: APIError.details(
        group: "", kind: "", name: "",
        causes: conflicts.map {
          APIError.Cause(
            reason: "FieldManagerConflict", message: "conflict with \($0.owner)",
            field: FieldSet.text(of: $0.path))
        }))
  }

  private static func message(_ conflicts: [Conflict]) -> String {
    if conflicts.count == 1, let only = conflicts.first {
      return "Apply failed with 1 conflict: conflict with \(only.owner): "
        + FieldSet.text(of: only.path)
    }
    var lines: [String] = []
    for owner in Set(conflicts.map(\.owner)).sorted() {
      lines.append("conflicts with \(owner):")
      lines += conflicts.filter { $0.owner == owner }.map { "- \(FieldSet.text(of: $0.path))" }
    }
    return "Apply failed with \(conflicts.count) conflicts: " + lines.joined(separator: "\n")
  }

  /// Members merge, keyed lists merge by their keys, sets unite; the rest is replaced.
  static func merge(_ new: JSON, into old: JSON, at path: [String], isCustom: Bool) -> JSON {
    switch (new, old) {
    case (.object(let changes), .object(var members))
    where !ListSchema.isAtomicMap(at: path, isCustom: isCustom):
      for (name, change) in changes {
        members[name] =
          members[name].map {
            merge(change, into: $0, at: path + [name], isCustom: isCustom)
          } ?? change
      }
      return .object(members)
    case (.array(let changes), .array(let present)):
      return mergeList(changes, into: present, at: path, isCustom: isCustom)
    default:
      return new
    }
  }

  private static func mergeList(
    _ changes: [JSON], into present: [JSON], at path: [String], isCustom: Bool
  ) -> JSON {
    switch ListSchema.list(at: path, isCustom: isCustom) {
    case .atomic: return .array(changes)
    case .set: return .array(present + changes.filter { !present.contains($0) })
    case .keyed(let keys):
      var result = present
      for change in changes {
        let identity = ListSchema.identity(of: change, keys: keys)
        let position = result.firstIndex {
          ListSchema.identity(of: $0, keys: keys) == identity
        }
        if let position {
          result[position] = merge(change, into: result[position], at: path, isCustom: isCustom)
        } else {
          result.append(change)
        }
      }
      return .array(result)
    }
  }
}
