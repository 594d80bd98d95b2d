/// What an install would make of a cluster: every object, and the manifests as they are rendered.
///
/// It holds no secret: the data of Secrets are hidden, and placeholders stand for what is made only
/// when it is installed.
package struct Preview: Equatable, Sendable {
  /// What the plan's items make, in the order in which they do.
  package var parts: [PreviewPart]
  /// What is to be known about all of it, in whole sentences.
  package var notes: [String]
  /// All manifests, line by line, as one stream of YAML documents.
  package var manifest: [String]

  /// Makes a preview.
  package init(parts: [PreviewPart], notes: [String], manifest: [String]) {
    self.parts = parts
    self.notes = notes
    self.manifest = manifest
  }

  /// All objects, in the order in which they are made.
  package var objects: [PreviewObject] { parts.flatMap(\.objects) }

  /// What stood in the way of seeing everything, in the order of the parts.
  package var problems: [Problem] { parts.compactMap(\.problem) }
}

/// The objects that one item of the plan makes, or several of the same purpose.
package struct PreviewPart: Equatable, Sendable {
  /// Helm's release, or the word for what kubectl does, such as `mesh`.
  package var name: String
  /// The namespace of objects whose own is not told; nil where there are none.
  package var namespace: String?
  /// Why something of it is not known; nil where all is.
  package var problem: Problem?
  /// What is to be known about its objects, in whole sentences.
  package var notes: [String]
  /// In the order of the manifest.
  package var objects: [PreviewObject]
  /// Its lines in the preview's manifest.
  package var lines: Range<Int>

  /// Makes a part.
  package init(
    name: String, namespace: String? = nil, problem: Problem? = nil, notes: [String] = [],
    objects: [PreviewObject] = [], lines: Range<Int> = 0..<0
  ) {
    self.name = name
    self.namespace = namespace
    self.problem = problem
    self.notes = notes
    self.objects = objects
    self.lines = lines
  }
}

/// One object that an install makes or changes.
package struct PreviewObject: Equatable, Sendable {
  /// Which object it is.
  package var id: ObjectID
  /// What becomes of it.
  package var state: State
  /// What is to be known about it, such as what changes; empty for nothing.
  package var note: String
  /// Its lines in the preview's manifest.
  package var lines: Range<Int>

  /// What becomes of an object.
  package enum State: String, CaseIterable, Hashable, Sendable {
    /// It is not there yet.
    case new
    case changed
    /// It is there just as it would be made.
    case same
    /// It is there; whether it changes was not found out.
    case unknown
  }

  /// Makes an object.
  package init(id: ObjectID, state: State, note: String = "", lines: Range<Int> = 0..<0) {
    self.id = id
    self.state = state
    self.note = note
    self.lines = lines
  }
}

/// What tells one object of a cluster from another.
package struct ObjectID: Hashable, Sendable {
  /// Such as `apps/v1`.
  package var apiVersion: String
  /// Such as `Deployment`.
  package var kind: String
  /// nil for what belongs to the cluster as a whole.
  package var namespace: String?
  /// Its name; empty where the manifest has none.
  package var name: String

  /// Makes a name.
  package init(apiVersion: String, kind: String, namespace: String?, name: String) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// The group without its version; empty for Kubernetes' core.
  package var group: String {
    apiVersion.firstIndex(of: "/").map { String(apiVersion[..<$0]) } ?? ""
  }
}

extension PreviewPart {
  /// How many objects there are of each kind, in the order in which the kinds come first.
  package var kinds: [(kind: String, count: Int)] {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for object in objects {
      if counts[object.id.kind] == nil { order.append(object.id.kind) }
      counts[object.id.kind, default: 0] += 1
    }
    return order.map { ($0, counts[$0] ?? 0) }
  }
}
