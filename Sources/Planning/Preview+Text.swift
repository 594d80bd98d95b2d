extension PreviewObject.State {
  /// What becomes of it, in a word.
  package var word: String {
    switch self {
    case .new: "new"
    case .changed: "changed"
    case .same: "same"
    case .unknown: "unknown"
    }
  }
}

extension [PreviewObject] {
  /// How many become what, such as `41 new, 2 changed`; `none` where there are no objects.
  package var statesText: String {
    if isEmpty { return "none" }
    return PreviewObject.State.allCases.compactMap { state in
      let count = count { $0.state == state }
      return count == 0 ? nil : "\(count) \(state.word)"
    }.joined(separator: ", ")
  }

  /// How many there are, in words.
  package var countText: String { count == 1 ? "1 object" : "\(count) objects" }
}

extension PreviewPart {
  /// How many objects of each kind there are, such as `Deployment 3 · Service 8`.
  package func kindsText(separator: String) -> String {
    kinds.map { "\($0.kind) \($0.count)" }.joined(separator: " \(separator) ")
  }
}

extension PreviewObject {
  /// The object's name, with its namespace before it where it has one.
  package var fullName: String { id.namespace.map { "\($0)/\(id.name)" } ?? id.name }
}

extension Preview {
  /// The first line of every form of it.
  package static let promise = "Nothing is changed by this preview."

  /// The preview as a stream of YAML documents, with everything else in comments before them.
  package var text: String {
    var lines = ["# \(Self.promise)", "# \(objects.countText): \(objects.statesText)", "#"]
    for part in parts {
      lines.append("# \(part.name): \(part.objects.countText), \(part.objects.statesText)")
      let kinds = part.kindsText(separator: "·")
      if !kinds.isEmpty { lines += ProseText.wrapped(kinds, to: 74).map { "#   " + $0 } }
      let told = (part.problem.map { [$0.sentence, $0.remedy] } ?? []) + part.notes
      lines += told.flatMap { ProseText.wrapped($0, to: 74).map { "#   " + $0 } }
    }
    if !notes.isEmpty {
      lines.append("#")
      lines += notes.flatMap { ProseText.wrapped($0, to: 76).map { "# " + $0 } }
    }
    lines.append("#")
    for part in parts {
      lines += part.objects.flatMap { object -> [String] in
        let line = "# \(Self.column(object.state.word, 8))\(object.id.kind) \(object.fullName)"
        return [line] + (object.note.isEmpty ? [] : ["#         " + object.note])
      }
    }
    return (lines.map(harmless) + manifest).joined(separator: "\n") + "\n"
  }

  private static func column(_ word: String, _ width: Int) -> String {
    word + String(repeating: " ", count: max(width - word.count, 1))
  }

  /// The preview for programs, readable, keys sorted; each object with its own manifest.
  package func json(digest: String) -> String {
    CanonicalJSON.object([
      "digest": .string(digest),
      "notes": .array(notes.map { .string($0) }),
      "parts": .array(parts.map(json)),
    ]).prettyText + "\n"
  }

  private func json(_ part: PreviewPart) -> CanonicalJSON {
    .object([
      "name": .string(part.name),
      "notes": .array(part.notes.map { .string($0) }),
      "objects": .array(part.objects.map(json)),
      "problem": part.problem.map { problem in
        .object([
          "code": .string(problem.code), "remedy": .string(problem.remedy),
          "sentence": .string(problem.sentence),
        ])
      } ?? .null,
    ])
  }

  private func json(_ object: PreviewObject) -> CanonicalJSON {
    .object([
      "apiVersion": .string(object.id.apiVersion),
      "kind": .string(object.id.kind),
      "manifest": .string(lines(of: object).joined(separator: "\n")),
      "name": .string(object.id.name),
      "namespace": object.id.namespace.map { .string($0) } ?? .null,
      "note": .string(object.note),
      "state": .string(object.state.word),
    ])
  }

  /// The manifest of an object.
  package func lines(of object: PreviewObject) -> [String] {
    Array(manifest[object.lines.clamped(to: 0..<manifest.count)])
  }
}
