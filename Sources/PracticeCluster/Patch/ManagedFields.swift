/// Who owns which fields of an object, as `metadata.managedFields` keeps it.
enum ManagedFields {
  struct Entry: Equatable {
    var manager: String
    var operation: String
    var apiVersion: String
    var subresource: String
    var time: String
    var fields: FieldSet

    init(
      manager: String, operation: String, apiVersion: String, subresource: String, time: String,
      fields: FieldSet
    ) {
      self.manager = manager
      self.operation = operation
      self.apiVersion = apiVersion
      self.subresource = subresource
      self.time = time
      self.fields = fields
    }

    init(_ json: JSON) {
      manager = json["manager"]?.text ?? ""
      operation = json["operation"]?.text ?? "Update"
      apiVersion = json["apiVersion"]?.text ?? ""
      subresource = json["subresource"]?.text ?? ""
      time = json["time"]?.text ?? ""
      fields = FieldSet(fieldsV1: json["fieldsV1"] ?? .object([:]))
    }

    var json: JSON {
      var json: JSON = [
        "manager": .string(manager), "operation": .string(operation),
        "apiVersion": .string(apiVersion), "time": .string(time), "fieldsType": "FieldsV1",
        "fieldsV1": fields.fieldsV1,
      ]
      if !subresource.isEmpty { json["subresource"] = .string(subresource) }
      return json
    }

    func isOf(_ manager: String, _ operation: String, _ subresource: String) -> Bool {
      self.manager == manager && self.operation == operation && self.subresource == subresource
    }
  }

  static func entries(_ object: JSON) -> [Entry] {
    object["metadata"]?["managedFields"]?.elements.map(Entry.init) ?? []
  }

  static func write(_ entries: [Entry], to object: inout JSON) {
    let kept = entries.filter { !$0.fields.isEmpty }
    object[["metadata", "managedFields"]] = kept.isEmpty ? .none : .array(kept.map(\.json))
  }

  /// The part of an object that can be owned: what the API server itself keeps is left out.
  static func ownable(_ object: JSON, type: ResourceType, subresource: String) -> JSON {
    var part = object
    part["apiVersion"] = nil
    part["kind"] = nil
    for field in [
      "name", "namespace", "uid", "creationTimestamp", "resourceVersion", "generation",
      "selfLink", "managedFields", "deletionTimestamp", "deletionGracePeriodSeconds",
    ] { part[["metadata", field]] = nil }
    if part["metadata"]?.isEmpty == true { part["metadata"] = nil }
    if subresource == "status" {
      return part["status"].map { ["status": $0] } ?? .object([:])
    }
    if type.hasStatus { part["status"] = nil }
    return part
  }

  /// Gives what an update changed to its manager, and takes it from the others.
  static func recordUpdate(
    by manager: String, of type: ResourceType, from old: JSON, to new: inout JSON,
    subresource: String, at time: String
  ) {
    let before = ownable(old, type: type, subresource: subresource)
    let after = ownable(new, type: type, subresource: subresource)
    guard before != after else { return }
    let changed = FieldSet.changed(from: before, to: after, isCustom: type.isCustom)
    let gone = FieldSet(of: before, isCustom: type.isCustom)
      .subtracting(FieldSet(of: after, isCustom: type.isCustom))
    var entries = entries(new)
    for index in entries.indices {
      entries[index].fields = entries[index].fields.subtracting(gone)
      if !entries[index].isOf(manager, "Update", subresource) {
        entries[index].fields = entries[index].fields.subtracting(changed)
      }
    }
    if let index = entries.firstIndex(where: { $0.isOf(manager, "Update", subresource) }) {
      entries[index].fields = entries[index].fields.union(changed)
      entries[index].time = time
    } else {
      entries.append(
        Entry(
          manager: manager, operation: "Update", apiVersion: type.apiVersion,
          subresource: subresource, time: time, fields: changed))
    }
    write(entries, to: &new)
  }

  /// Whether two forms of an object have the same owners, whenever that was written.
  static func areSame(_ left: JSON, _ right: JSON) -> Bool {
    func timeless(_ object: JSON) -> [Entry] {
      entries(object).map { entry in
        var entry = entry
        entry.time = ""
        return entry
      }
    }
    return timeless(left) == timeless(right)
  }
}
