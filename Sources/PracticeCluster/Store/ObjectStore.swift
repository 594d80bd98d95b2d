/// Where an object lives: its resource, its namespace (empty for cluster scope) and its name.
struct ObjectKey: Hashable, Comparable {
  var id: ResourceID
  var namespace: String
  var name: String

  /// The key inside its collection, in the order in which lists are served.
  var path: String { "\(namespace)/\(name)" }

  static func < (left: Self, right: Self) -> Bool {
    (left.id, left.path) < (right.id, right.path)
  }
}

/// An object as it was at one revision, with its JSON text made once.
final class StoredObject {
  let key: ObjectKey
  let json: JSON
  let revision: Int
  private(set) lazy var bytes: [UInt8] = json.printed
  private(set) lazy var metadataBytes: [UInt8] = (json["metadata"] ?? .object([:])).printed

  init(key: ObjectKey, json: JSON, revision: Int) {
    self.key = key
    self.json = json
    self.revision = revision
  }
}

/// What happened to one object.
struct Change {
  enum Kind { case added, modified, deleted }
  var kind: Kind
  var object: StoredObject
  var previous: StoredObject?
  var revision: Int { object.revision }
}

/// All objects, each under its resource, with the revisions that a watch can go back to.
final class ObjectStore {
  private struct Collection {
    var objects: [String: StoredObject] = [:]
    var order: [String] = []
    var isSorted = true
  }

  private(set) var revision = 1
  private(set) var history: [Change] = []
  /// The revision before the oldest change that is still remembered.
  private(set) var historyStart = 1
  private var collections: [ResourceID: Collection] = [:]
  private var dependents: [String: Set<ObjectKey>] = [:]
  /// Is told every change, right after it was made.
  var observer: (Change) -> Void = { _ in }
  private let historyLimit: Int

  init(historyLimit: Int = 5000) { self.historyLimit = historyLimit }

  func object(_ key: ObjectKey) -> StoredObject? { collections[key.id]?.objects[key.path] }

  /// The objects of a resource in the order of namespace and name; an empty namespace means all of them.
  /// `after` is the path behind which to begin, `limit` how many to return at most.
  func objects(
    _ id: ResourceID, namespace: String = "", after: String = "", limit: Int = .max
  ) -> [StoredObject] {
    sort(id)
    guard let collection = collections[id] else { return [] }
    let prefix = namespace.isEmpty ? "" : namespace + "/"
    var position = Self.position(of: max(prefix, after), in: collection.order)
    if position < collection.order.count, collection.order[position] == after { position += 1 }
    var found: [StoredObject] = []
    while position < collection.order.count, found.count < limit,
      prefix.isEmpty || collection.order[position].hasPrefix(prefix)
    {
      if let object = collection.objects[collection.order[position]] { found.append(object) }
      position += 1
    }
    return found
  }

  /// How many objects of a resource lie behind a path.
  func count(_ id: ResourceID, namespace: String, after: String) -> Int {
    guard namespace.isEmpty else {
      return objects(id, namespace: namespace, after: after).count
    }
    sort(id)
    guard let order = collections[id]?.order else { return 0 }
    let position = Self.position(of: after, in: order)
    let isThere = position < order.count && order[position] == after
    return order.count - position - (isThere ? 1 : 0)
  }

  /// The resources that have objects.
  var resources: [ResourceID] { collections.filter { !$0.value.objects.isEmpty }.keys.sorted() }

  /// The keys of the objects that name this uid as an owner.
  func dependents(of uid: String) -> [ObjectKey] { (dependents[uid] ?? []).sorted() }

  /// Writes an object at a new revision, which it then carries in `metadata.resourceVersion`.
  @discardableResult
  func put(_ key: ObjectKey, _ json: JSON) -> StoredObject {
    revision += 1
    var json = json
    json[["metadata", "resourceVersion"]] = .string(String(revision))
    let stored = StoredObject(key: key, json: json, revision: revision)
    let previous = replace(key, with: stored)
    record(Change(kind: previous == nil ? .added : .modified, object: stored, previous: previous))
    return stored
  }

  /// Removes an object; nil where there was none.
  @discardableResult
  func remove(_ key: ObjectKey) -> StoredObject? {
    guard let previous = replace(key, with: nil) else { return nil }
    revision += 1
    var json = previous.json
    json[["metadata", "resourceVersion"]] = .string(String(revision))
    let last = StoredObject(key: key, json: json, revision: revision)
    record(Change(kind: .deleted, object: last, previous: previous))
    return last
  }

  /// The changes of one resource after a revision; nil where they are no longer remembered.
  func changes(of id: ResourceID, after revision: Int) -> [Change]? {
    guard revision >= historyStart else { return nil }
    return history.filter { $0.revision > revision && $0.object.key.id == id }
  }

  /// Forgets the changes so far: what the cluster started with is not news.
  func forgetHistory() {
    history = []
    historyStart = revision
  }

  private func record(_ change: Change) {
    history.append(change)
    if history.count > historyLimit + 500 {
      historyStart = history[499].revision
      history.removeFirst(500)
    }
    observer(change)
  }

  private func replace(_ key: ObjectKey, with stored: StoredObject?) -> StoredObject? {
    let path = key.path
    let previous = collections[key.id]?.objects[path]
    for uid in Self.owners(previous) { dependents[uid]?.remove(key) }
    for uid in Self.owners(stored) { dependents[uid, default: []].insert(key) }
    collections[key.id, default: Collection()].objects[path] = stored
    if previous == nil, stored != nil {
      let last = collections[key.id]?.order.last
      if let last, last > path { collections[key.id]?.isSorted = false }
      collections[key.id]?.order.append(path)
    } else if previous != nil, stored == nil {
      sort(key.id)
      let position = Self.position(of: path, in: collections[key.id]?.order ?? [])
      collections[key.id]?.order.remove(at: position)
    }
    return previous
  }

  private func sort(_ id: ResourceID) {
    guard collections[id]?.isSorted == false else { return }
    collections[id]?.order.sort()
    collections[id]?.isSorted = true
  }

  private static func position(of path: String, in order: [String]) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if order[middle] < path { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func owners(_ object: StoredObject?) -> [String] {
    object?.json["metadata"]?["ownerReferences"]?.elements.compactMap { $0["uid"]?.text } ?? []
  }
}
