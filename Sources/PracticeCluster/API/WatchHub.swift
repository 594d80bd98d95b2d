/// One client that is told of changes.
final class Watcher {
  let id: ResourceID
  let filter: ObjectFilter
  let form: ObjectForm
  let takesBookmarks: Bool
  private let continuation: AsyncStream<[UInt8]>.Continuation
  private var isFirst = true
  private(set) var isOver = false

  init(
    id: ResourceID, filter: ObjectFilter, form: ObjectForm,
    continuation: AsyncStream<[UInt8]>.Continuation, takesBookmarks: Bool
  ) {
    self.id = id
    self.filter = filter
    self.form = form
    self.continuation = continuation
    self.takesBookmarks = takesBookmarks
  }

  /// Tells of a change, as it looks through the filter: what no longer matches is deleted for this client.
  func publish(_ change: Change) {
    guard change.object.key.id == id else { return }
    let isIn = filter.matches(change.object)
    let wasIn = change.previous.map(filter.matches) ?? false
    switch change.kind {
    case .deleted where isIn || wasIn: send("DELETED", change.object)
    case .deleted: break
    default:
      if isIn { send(wasIn ? "MODIFIED" : "ADDED", change.object) }
      if wasIn, !isIn { send("DELETED", change.object) }
    }
  }

  func send(_ type: String, _ object: StoredObject) {
    send(type, form.event(object, isFirst: isFirst))
    isFirst = false
  }

  /// Tells how far the watch has come; at the end of the initial objects with the mark that says so.
  func sendBookmark(revision: Int, endsInitialEvents: Bool) {
    var metadata: JSON = ["resourceVersion": .string(String(revision)), "creationTimestamp": nil]
    if endsInitialEvents {
      metadata["annotations"] = ["k8s.io/initial-events-end": "true"]
    }
    var object: JSON = [
      "kind": .string(form.type.kind), "apiVersion": .string(form.type.apiVersion),
      "metadata": metadata,
    ]
    if case .metadata(let version) = form.kind {
      object["kind"] = "PartialObjectMetadata"
      object["apiVersion"] = .string("meta.k8s.io/\(version)")
    }
    if case .table(let version, _) = form.kind {
      object = [
        "kind": "Table", "apiVersion": .string("meta.k8s.io/\(version)"), "metadata": metadata,
        "columnDefinitions": nil, "rows": [["cells": [], "object": object]],
      ]
    }
    send("BOOKMARK", object.printed)
  }

  func sendError(_ error: APIError) {
    send("ERROR", error.status.printed)
    end()
  }

  private func send(_ type: String, _ object: [UInt8]) {
    guard !isOver else { return }
    var line = Array("{\"type\":\"\(type)\",\"object\":".utf8)
    line.append(contentsOf: object)
    line.append(contentsOf: "}\n".utf8)
    if case .terminated = continuation.yield(line) { isOver = true }
  }

  func end() {
    isOver = true
    continuation.finish()
  }
}

/// All clients that are told of changes.
final class WatchHub {
  private var watchers: [Int: Watcher] = [:]
  private var nextNumber = 0

  func add(_ watcher: Watcher) -> Int {
    nextNumber += 1
    watchers[nextNumber] = watcher
    return nextNumber
  }

  func publish(_ change: Change) {
    for (number, watcher) in watchers {
      watcher.publish(change)
      if watcher.isOver { watchers[number] = nil }
    }
  }

  func sendBookmarks(revision: Int) {
    for (number, watcher) in watchers {
      if watcher.takesBookmarks {
        watcher.sendBookmark(revision: revision, endsInitialEvents: false)
      }
      if watcher.isOver { watchers[number] = nil }
    }
  }

  func end(_ number: Int) { watchers.removeValue(forKey: number)?.end() }

  func endAll() {
    for watcher in watchers.values { watcher.end() }
    watchers = [:]
  }
}
