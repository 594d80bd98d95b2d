package import Diagnosis
package import Planning

/// Reads a preset file that a YAML reader has taken apart.
package enum PresetReader {
  private static let keys = ["title", "namespaces", "note"]

  /// The preset, or what is wrong first, with its line.
  ///
  /// `title` is shown in the list of presets, the file's name without an ending where it is absent;
  /// `namespaces` is a list as in an answers file and must not be empty; `note` is shown once it is
  /// chosen.
  package static func read(
    _ root: AnswersNode, id: String
  ) -> Result<NamespacePreset, AnswersProblem> {
    guard case .map(let entries, _) = root else {
      return .failure(wrong(root.line, "It holds no keys.", "Write title and namespaces."))
    }
    var preset = NamespacePreset(id: id, title: id, namespaces: [])
    for entry in entries {
      switch (entry.key, entry.value) {
      case ("title", .scalar(let text, _)): preset.title = text
      case ("note", .scalar(let text, _)): preset.note = text
      case ("namespaces", .list(let nodes, _)):
        switch AnswersReader.namespaces(nodes) {
        case .success(let namespaces): preset.namespaces = namespaces
        case .failure(let refusal): return .failure(refusal.problems[0])
        }
      case (let key, _) where keys.contains(key):
        let wanted = key == "namespaces" ? "a list of names" : "a text"
        return .failure(wrong(entry.line, "The key \(key) wants \(wanted)."))
      default:
        return .failure(
          wrong(
            entry.line, "There is no key “\(entry.key)” in a preset.",
            "Known: \(keys.joined(separator: ", "))."))
      }
    }
    guard !preset.namespaces.isEmpty else {
      return .failure(
        wrong(nil, "It names no namespace.", "Add namespaces: with a list of names."))
    }
    return .success(preset)
  }

  private static func wrong(
    _ line: Int?, _ sentence: String, _ remedy: String = ""
  ) -> AnswersProblem {
    AnswersProblem(line: line, Problem("preset-broken", sentence, remedy: remedy))
  }
}
