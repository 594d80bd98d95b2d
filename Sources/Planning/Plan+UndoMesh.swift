// How annotations go back to what they were.
extension Plan {
  /// The namespaces whose annotations the plan sets.
  package var annotatedNamespaces: [String] {
    items.flatMap { item -> [String] in
      guard case .command(let command) = item.action,
        let verb = command.arguments.firstIndex(of: "annotate"),
        command.arguments.dropFirst(verb + 1).first == "namespace",
        let end = command.arguments[verb...].firstIndex(where: { $0.contains("=") })
      else { return [] }
      return Array(command.arguments[(verb + 2)..<end])
    }
  }

  /// Takes an annotation away where there was none, and puts the old value back where there was one.
  ///
  /// nil where the command annotates nothing.
  func undoAnnotating(_ command: Command) -> [String]? {
    guard let verb = command.arguments.firstIndex(of: "annotate"),
      let end = command.arguments[verb...].firstIndex(where: { $0.contains("=") })
    else { return nil }
    let kind = command.arguments[verb + 1]
    let names = command.arguments[(verb + 2)..<end]
    let key = String(command.arguments[end].prefix { $0 != "=" })
    let place = command.arguments[(end + 1)...].filter { $0 != "--overwrite" }
    let head = [command.tool.path] + command.arguments[...verb] + [kind]
    let before = Dictionary(grouping: names) { name in
      value(of: key, kind: kind, name: name, namespace: place.last)
    }
    let commands = before.sorted { ($0.key ?? "") < ($1.key ?? "") }.map { old, names in
      let change = old.map { ["\(key)=\($0)", "--overwrite"] } ?? ["\(key)-"]
      return ShellQuoting.join(head + names + change + place)
    }
    let isKept = before.keys.contains { $0 != nil }
    let what = isKept ? "Set the annotation to what it was before" : "Take the annotation away"
    return ["# \(what). Pods keep their proxies until they are restarted."] + commands
  }

  private func value(of key: String, kind: String, name: String, namespace: String?) -> String? {
    let record = (annotationsBefore ?? []).first {
      kind == "service"
        ? $0.service == name && $0.namespace == namespace
        : $0.service == nil && $0.namespace == name
    }
    return key == OpaquePorts.annotation ? record?.opaquePorts : record?.inject
  }
}
