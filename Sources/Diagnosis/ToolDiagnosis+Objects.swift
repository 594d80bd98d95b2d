import Planning

extension ToolDiagnosis {
  /// Objects that are there, are not there, or can't be as they were asked for.
  static let objects: [Reader] = [
    changedMeanwhile, secretExists, alreadyExists, namespaceMissing, objectMissing, nameMissing,
    nameInvalid,
    metadataInvalid, alreadySet, pathMissing,
  ]

  @Sendable private static func changedMeanwhile(_ text: ToolText) -> Problem? {
    guard text.says("the object has been modified", "please apply your changes to the latest")
    else { return nil }
    return Problem(
      "changed-meanwhile", "Somebody else changed the same object at the same moment.",
      remedy: "Retry this step.")
  }

  /// What a Secret holds can't be seen from its name: it is never as good as the one to be made.
  @Sendable private static func secretExists(_ text: ToolText) -> Problem? {
    guard text.failure.tool == .kubectl,
      let name = text.value(after: "secrets \"", until: "\" already exists")
    else { return nil }
    let words = "secret \(name) --namespace \(text.namespace)"
    return Problem(
      "secret-exists",
      "A Secret \(name) is in the namespace \(text.namespace) already, and may hold another issuer.",
      remedy: "See what it is for (\(text.kubectl) describe \(words)). If nothing needs it, delete "
        + "it (\(text.kubectl) delete \(words)), then retry this step.")
  }

  @Sendable private static func alreadyExists(_ text: ToolText) -> Problem? {
    guard text.says("(AlreadyExists)", "already exists") else { return nil }
    if text.failure.tool == .kubectl, let name = text.value(after: "secrets \"", until: "\"") {
      return Problem(
        "secret-exists",
        "The Secret \(name) is there already, with another content, and it is never overwritten.",
        remedy:
          "If nobody needs it, delete it, then retry this step: \(text.kubectl) delete secret "
          + "\(name) --namespace \(text.namespace)")
    }
    let name =
      text.value(after: "namespaces \"", until: "\"").map { "The namespace \($0)" }
      ?? text.value(after: " \"", until: "\"").map { "\($0)" } ?? "It"
    return Problem(
      "already-exists", "\(name) is there already.",
      remedy: "That is as good as having made it; go on, or choose another name.")
  }

  @Sendable private static func namespaceMissing(_ text: ToolText) -> Problem? {
    guard let name = text.value(after: "namespaces \"", until: "\" not found") else { return nil }
    // kubectl does what it can for the others, and still ends with 1.
    let others = text.prints(" annotated") ? " The others of the command have been annotated." : ""
    return Problem(
      "namespace-missing", "The namespace \(name) is not there.\(others)",
      remedy: "Make it (\(text.kubectl) create namespace \(name)), then retry.")
  }

  @Sendable private static func objectMissing(_ text: ToolText) -> Problem? {
    guard text.says("(NotFound)") else { return nil }
    let rest = text.value(after: "(NotFound): ") ?? ""
    let name = text.value(after: "(NotFound): ", until: " not found") ?? rest
    return Problem(
      "object-missing", "The cluster has no \(name).",
      remedy: "Look at the name and at the namespace; somebody may have deleted it.")
  }

  @Sendable private static func nameMissing(_ text: ToolText) -> Problem? {
    guard text.says("name must be specified", "exactly one NAME is required") else { return nil }
    return Problem("name-missing", "No name was given.", remedy: "Give one, such as payments.")
  }

  @Sendable private static func nameInvalid(_ text: ToolText) -> Problem? {
    guard text.says("metadata.name: Invalid value"),
      let name = text.value(after: "metadata.name: Invalid value: \"", until: "\"")
    else { return nil }
    if text.says("no more than 63", "must be no more than") {
      return Problem(
        "name-too-long", "Kubernetes refuses the name \(name): it is longer than 63 characters.",
        remedy: "Choose a shorter one.")
    }
    return Problem(
      "name-invalid", "Kubernetes refuses the name \"\(name)\".",
      remedy: "Use lower case letters, digits and hyphens, with a letter or digit at both ends.")
  }

  @Sendable private static func metadataInvalid(_ text: ToolText) -> Problem? {
    if let label = text.value(after: "invalid label value: \"", until: "\"") {
      return Problem(
        "label-invalid", "Kubernetes refuses the label \"\(label)\".",
        remedy: "Use letters, digits, '-', '_' and '.', with a letter or digit at both ends.")
    }
    guard text.says("metadata.annotations: Invalid value", "is invalid: ") else { return nil }
    let value = text.value(after: "Invalid value: \"", until: "\"") ?? "it"
    return Problem(
      "metadata-invalid", "Kubernetes refuses \"\(value)\".",
      remedy: "See its whole answer above for what it takes.")
  }

  @Sendable private static func alreadySet(_ text: ToolText) -> Problem? {
    guard text.says("--overwrite is false") else { return nil }
    let key = text.value(after: "'", until: "'") ?? "It"
    let value = text.value(after: "already has a value (", until: ")") ?? "another one"
    return Problem(
      "already-set", "\(key) has the value \(value) already, and was not overwritten.",
      remedy: "Add --overwrite if the new value shall win.")
  }

  @Sendable private static func pathMissing(_ text: ToolText) -> Problem? {
    guard let path = text.value(after: "the path \"", until: "\" does not exist") else {
      return nil
    }
    return Problem(
      "file-missing", "The file \(path) is not there.", remedy: "Look at the path, then retry.")
  }
}
