import Planning

/// Says what becomes of each object of a part.
struct PreviewJudge: Sendable {
  private let questions: PreviewQuestions
  private let cluster: PreviewCluster
  private let knowledge: PreviewKnowledge
  /// What is there, by name, whatever the version that it was asked in.
  private let live: [ObjectID: LiveObject]

  init(_ questions: PreviewQuestions, _ cluster: PreviewCluster, _ knowledge: PreviewKnowledge) {
    self.questions = questions
    self.cluster = cluster
    self.knowledge = knowledge
    let found = (try? cluster.live.get()) ?? []
    live = Dictionary(
      found.map { ($0.id.unversioned, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The part with its objects judged.
  func part(of draft: PreviewDraft) async -> PreviewPart {
    var part = PreviewPart(
      name: draft.part.name, namespace: draft.part.namespace, problem: draft.problem)
    if case .failure(let problem) = cluster.live, part.problem == nil { part.problem = problem }
    var applied: [ObjectID: LiveObject] = [:]
    if part.problem == nil {
      switch await ToolRunner.result({ try await dryRun(draft) }) {
      case .success(let found): applied = found
      case .failure(let problem): part.problem = problem
      }
    }
    let isKnown = draft.problem == nil && (try? cluster.live.get()) != nil
    part.objects = draft.objects.map { object in
      isKnown ? judged(object, applied) : PreviewObject(id: object.id, state: .unknown)
    }
    if isKnown { part.notes = notes(on: draft) }
    return part
  }

  /// What the API server would make of those objects that it can be asked about.
  private func dryRun(_ draft: PreviewDraft) async throws -> [ObjectID: LiveObject] {
    let askable = draft.objects.filter { object in
      !object.isSecret && !object.id.name.isEmpty && isServed(object.id) && isPlaceThere(object.id)
    }
    var applied: [ObjectID: LiveObject] = [:]
    let places = Dictionary(grouping: askable) { $0.id.namespace ?? "" }
    for (namespace, objects) in places.sorted(by: { $0.key < $1.key }) {
      let found = try await questions.applied(
        objects.map(\.manifest), in: namespace.isEmpty ? nil : namespace,
        by: draft.part.fieldManager)
      for object in found { applied[object.id.unversioned] = object }
    }
    return applied
  }

  private func isServed(_ object: ObjectID) -> Bool {
    guard let definition = knowledge.definition(of: object) else { return true }
    return live.keys.contains { $0.name == definition && $0.kind == "CustomResourceDefinition" }
  }

  private func isPlaceThere(_ object: ObjectID) -> Bool {
    guard let namespace = object.namespace else { return true }
    return live[
      ObjectID(apiVersion: "", kind: "Namespace", namespace: nil, name: namespace)] != nil
  }

  private func judged(
    _ object: RenderedObject, _ applied: [ObjectID: LiveObject]
  ) -> PreviewObject {
    let id = object.id
    if object.isSecret { return secret(id) }
    guard let before = live[id.unversioned] else {
      return PreviewObject(id: id, state: id.name.isEmpty ? .unknown : .new)
    }
    guard let after = applied[id.unversioned] else { return PreviewObject(id: id, state: .unknown) }
    let paths = before.differences(from: after)
    if paths.isEmpty { return PreviewObject(id: id, state: .same) }
    let more = paths.count > 3 ? " and \(paths.count - 3) more" : ""
    return PreviewObject(
      id: id, state: .changed, note: "changes " + paths.prefix(3).joined(separator: ", ") + more)
  }

  private func secret(_ id: ObjectID) -> PreviewObject {
    switch cluster.secrets {
    case .failure: return PreviewObject(id: id, state: .unknown, note: "Secrets may not be listed")
    case .success(let there):
      return there.contains("\(id.namespace ?? "<none>")/\(id.name)")
        ? PreviewObject(id: id, state: .unknown, note: "what is in it is not compared")
        : PreviewObject(id: id, state: .new)
    }
  }

  /// Which objects the API server can't be asked about yet, and why.
  private func notes(on draft: PreviewDraft) -> [String] {
    let missing = Set(draft.objects.filter { !isPlaceThere($0.id) }.compactMap(\.id.namespace))
    var notes = missing.sorted().map { namespace in
      "The namespace \(namespace) is not there yet, so all that goes into it is new, and the API "
        + "server can't be asked about it."
    }
    let young = Set(draft.objects.filter { !isServed($0.id) }.map(\.id.kind)).sorted()
    if !young.isEmpty {
      notes.append(
        "The cluster gets these kinds by the install, so their objects are new, and the API server "
          + "can't be asked about them: \(young.joined(separator: ", ")).")
    }
    return notes
  }
}

extension ObjectID {
  /// The name without the version, by which two tellings of an object are compared.
  fileprivate var unversioned: ObjectID {
    ObjectID(apiVersion: group, kind: kind, namespace: namespace, name: name)
  }
}
