// How annotations go back to what they were.
extension Plan {
  /// The namespaces whose annotations the plan sets.
  package var annotatedNamespaces: [String] {
    annotations.filter { $0.kind == "namespace" }.flatMap(\.names)
  }

  /// The Services whose annotations the plan sets, each once, by namespace.
  package var annotatedServices: [String: Set<String>] {
    annotations.filter { $0.kind == "service" }.reduce(into: [:]) { services, words in
      services[words.place.last ?? "", default: []].formUnion(words.names)
    }
  }

  /// What a command annotates; nil where it annotates nothing.
  func annotation(by command: Command) -> Annotating? { Annotating(command) }

  private var annotations: [Annotating] {
    items.compactMap { item in
      guard case .command(let command) = item.action else { return nil }
      return Annotating(command)
    }
  }

  /// Takes an annotation away where there was none, and puts the old value back where there was one.
  ///
  /// nil where the command annotates nothing.
  func undoAnnotating(_ command: Command) -> [String]? {
    guard let words = Annotating(command) else { return nil }
    let restoring = restoring(words, of: words.names)
    let commands = restoring.map { ShellQuoting.join([command.tool.path] + $0) }
    let isKept = restoring.contains { $0.contains("--overwrite") }
    let what = isKept ? "Set the annotation to what it was before" : "Take the annotation away"
    return ["# \(what). Pods keep their proxies until they are restarted."] + commands
  }

  /// The arguments of the commands that give those objects back what they had, one for each value.
  func restoring(_ words: Annotating, of names: [String]) -> [[String]] {
    Dictionary(grouping: names) { value(before: words, of: $0) }
      .sorted { ($0.key ?? "") < ($1.key ?? "") }.map { old, names in
        let change = old.map { ["\(words.key)=\($0)", "--overwrite"] } ?? ["\(words.key)-"]
        return words.head + [words.kind] + names + change + words.place
      }
  }

  /// What the annotation of an object was before; nil where it had none.
  func value(before words: Annotating, of name: String) -> String? {
    let record = (annotationsBefore ?? []).first {
      words.kind == "service"
        ? $0.service == name && $0.namespace == words.place.last
        : $0.service == nil && $0.namespace == name
    }
    return words.key == OpaquePorts.annotation ? record?.opaquePorts : record?.inject
  }
}

/// The words of a `kubectl annotate`.
struct Annotating {
  /// What stands up to the verb, which belongs to it: the cluster that is meant.
  var head: [String]
  /// `namespace` or `service`.
  var kind: String
  var names: [String]
  /// The annotation.
  var key: String
  /// What it is set to.
  var value: String
  /// The options that say which namespace is meant; empty where the objects are namespaces.
  var place: [String]

  /// Takes a command apart; nil where it annotates nothing.
  init?(_ command: Command) {
    let words = command.arguments
    guard let verb = words.firstIndex(of: "annotate"), verb + 1 < words.endIndex,
      let change = words[verb...].firstIndex(where: { $0.contains("=") })
    else { return nil }
    head = Array(words[...verb])
    kind = words[verb + 1]
    names = Array(words[(verb + 2)..<change])
    key = String(words[change].prefix { $0 != "=" })
    value = String(words[change].dropFirst(key.count + 1))
    place = words[(change + 1)...].filter { $0 != "--overwrite" }
  }
}
