import Planning

/// Finds out what a plan would make of a cluster, and changes nothing.
struct PreviewWork: Sendable {
  let runner: ToolRunner
  let recipe: PreviewRecipe

  /// Renders every manifest and asks the API server about every object.
  ///
  /// What stands in the way of a part is told with it; throws only where nothing can be done at all.
  func preview() async throws -> Preview {
    let rendered = try await PreviewRendering(runner: runner).render(recipe.parts)
    var drafts = rendered.map(PreviewDraft.init)
    let knowledge = PreviewKnowledge(of: drafts)
    for place in drafts.indices { drafts[place].settleProblem(knowledge) }
    let questions = PreviewQuestions(
      runner: runner, kubectl: recipe.kubectl, cluster: recipe.cluster)
    let cluster = await ask(questions, drafts, knowledge)
    let parts = await withTaskGroup(of: (Int, PreviewPart).self) { tasks in
      for (place, draft) in drafts.enumerated() {
        tasks.addTask {
          (place, await PreviewJudge(questions, cluster, knowledge).part(of: draft))
        }
      }
      var parts: [Int: PreviewPart] = [:]
      for await (place, part) in tasks { parts[place] = part }
      return drafts.indices.compactMap { parts[$0] }
    }
    return assembled(parts, drafts)
  }

  /// What is there of all objects, in two calls and a third where their kinds are young.
  private func ask(
    _ questions: PreviewQuestions, _ drafts: [PreviewDraft], _ knowledge: PreviewKnowledge
  ) async -> PreviewCluster {
    let objects = drafts.filter { $0.problem == nil }.flatMap(\.objects)
    let open = objects.filter { !$0.isSecret && !$0.id.name.isEmpty }.map(\.id)
    let spaces = Set(objects.compactMap(\.id.namespace)).sorted().map {
      ObjectID(apiVersion: "v1", kind: "Namespace", namespace: nil, name: $0)
    }
    let own = open.filter { knowledge.definition(of: $0) == nil }
    let first = Array(Set(own + spaces)).sorted { $0.name < $1.name }
    async let secrets = ToolRunner.result {
      try await questions.secrets(objects.filter(\.isSecret).map(\.id))
    }
    var live = await ToolRunner.result { try await questions.live(first) }
    if case .success(let found) = live {
      let there = Set(found.map(\.id.name))
      let young = open.filter { knowledge.definition(of: $0).map(there.contains) ?? false }
      let more = await ToolRunner.result { try await questions.live(young) }
      live = more.map { found + $0 }
    }
    return PreviewCluster(live: live, secrets: await secrets)
  }

  /// One manifest of all parts, with each object's lines.
  private func assembled(_ parts: [PreviewPart], _ drafts: [PreviewDraft]) -> Preview {
    var preview = Preview(parts: parts, notes: recipe.notes, manifest: [])
    for place in parts.indices {
      let start = preview.manifest.count
      preview.manifest.append("# \(parts[place].name): \(parts[place].objects.countText)")
      for (number, object) in drafts[place].objects.enumerated() {
        preview.manifest.append("---")
        let first = preview.manifest.count
        preview.manifest += object.shown
        preview.parts[place].objects[number].lines = first..<preview.manifest.count
      }
      preview.parts[place].lines = start..<preview.manifest.count
    }
    return preview
  }
}

/// A part of a preview whose objects are rendered, but not judged.
struct PreviewDraft: Sendable {
  let part: PreviewRecipe.Part
  /// With the namespaces in which they will be.
  var objects: [RenderedObject]
  var problem: Problem?

  init(_ rendered: PreviewRendering.Rendered) {
    part = rendered.part
    problem = rendered.problem
    objects = rendered.objects.map { object in
      var object = object
      let isWhole = Self.clusterWide.contains(object.id.kind) || object.id.name.isEmpty
      object.id.namespace = isWhole ? nil : object.id.namespace ?? rendered.part.namespace
      return object
    }
  }

  /// A chart that could not be rendered against the cluster for want of kinds is in order where
  /// those kinds come with the install.
  mutating func settleProblem(_ knowledge: PreviewKnowledge) {
    guard problem?.code == "kind-not-served" else { return }
    if objects.contains(where: { knowledge.definition(of: $0.id) != nil }) { problem = nil }
  }

  /// Kinds of Kubernetes' own that belong to no namespace (kubernetes.io/docs, API reference).
  private static let clusterWide: Set = [
    "APIService", "CSIDriver", "CertificateSigningRequest", "ClusterRole", "ClusterRoleBinding",
    "CustomResourceDefinition", "IngressClass", "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration", "Namespace", "Node",
    "PersistentVolume", "PodSecurityPolicy", "PriorityClass", "RuntimeClass", "StorageClass",
    "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
  ]
}

/// The kinds that the install itself brings to the cluster.
struct PreviewKnowledge: Sendable {
  private var definitions: [String: String] = [:]

  init(of drafts: [PreviewDraft]) {
    for object in drafts.flatMap(\.objects) {
      guard let kind = object.definesKind, let dot = object.id.name.firstIndex(of: ".") else {
        continue
      }
      let group = object.id.name[object.id.name.index(after: dot)...]
      definitions["\(group)/\(kind)"] = object.id.name
    }
  }

  /// The name of the definition that brings an object's kind; nil where it is none of the install's.
  func definition(of object: ObjectID) -> String? { definitions["\(object.group)/\(object.kind)"] }
}

/// What is on the cluster of a preview's objects.
struct PreviewCluster: Sendable {
  let live: Result<[LiveObject], Problem>
  let secrets: Result<Set<String>, Problem>
}
