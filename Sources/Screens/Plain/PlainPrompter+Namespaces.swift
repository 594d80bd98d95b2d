import Diagnosis
import Planning
import TerminalModel
import Wizard

extension PlainPrompter {
  /// How many namespaces are listed at a time.
  static let namespacesAtATime = 20

  /// The prompt below the list of namespaces; nil while they are being read.
  mutating func namespacesPrompt(_ state: WizardState) -> String? {
    if !state.facts.namespaces.isSettled {
      return wait(for: "The namespaces are being read.", state)
    }
    let created = state.namespacesToCreate
    if asked != place || created != listedCreated {
      asked = place
      listedCreated = created
      listed = 0
      saidChosen = nil
      listNamespaces(state)
    }
    sayChosen(state)
    if listWorkloads(state) || state.isRestarting && state.facts.workloads.isBeingAsked {
      return wait(for: "The workloads are being read.", state)
    }
    sayRestart(state)
    if case .blocked(let problems) = state.readiness(of: .namespaces), outstanding == nil {
      problems.forEach { queued += lines.problem($0.problem) }
    }
    let goal = Catalogue.screen(.review).name
    return "Numbers, + NAME, preset, /TEXT, all, none, or Enter for \(goal): "
  }

  /// Lists the next namespaces, numbered from 1 over the whole list.
  mutating func listNamespaces(_ state: WizardState) {
    let rows = state.namespaceRows
    if listed == 0 { sayNamespaceHeading(state, count: rows.count) }
    let end = min(listed + Self.namespacesAtATime, rows.count)
    for place in listed..<max(end, listed) { say(line(of: rows[place], at: place)) }
    listed = end
    if end < rows.count {
      say("     \(rows.count - end) more: type more, or /TEXT to see only names with TEXT")
    }
  }

  private mutating func sayNamespaceHeading(_ state: WizardState, count: Int) {
    let filter = state.namespaceFilter ?? ""
    say("")
    guard filter.isEmpty else {
      let what = count == 1 ? "namespace has" : "namespaces have"
      return say("\(count) \(what) “\(filter)” in the name. / alone shows all again.")
    }
    sayProse(
      "Type numbers or names to choose namespaces or to leave them out again, + NAME to create "
        + "one and mesh it. [x] is chosen, [+] created and chosen, [=] meshed already, (-) can't "
        + "be chosen.")
    say("")
  }

  private func line(of row: NamespaceRow, at place: Int) -> String {
    let mark =
      switch row.mark {
      case .chosen: "[x]"
      case .notChosen: "[ ]"
      case .created: "[+]"
      case .meshed: "[=]"
      case .notOffered: "(-)"
      }
    let pods = row.pods.map { $0 == 1 ? "1 pod" : "\($0) pods" } ?? "pods unknown"
    let padding = String(repeating: " ", count: max(28 - row.name.count, 0))
    let care = row.care.isEmpty ? "" : "  \(glyphs.warning) \(row.care.joined(separator: ", "))"
    return "\(number(place + 1))  \(mark) \(row.name)\(padding)  \(pods), \(row.note)\(care)"
  }

  private mutating func sayChosen(_ state: WizardState) {
    guard saidChosen != state.answers.namespaces else { return }
    saidChosen = state.answers.namespaces
    let totals = state.namespaceTotals
    let names = state.summary(of: .namespaces)
    let pods = totals.pods == 1 ? "1 pod" : "\(totals.pods) pods"
    say("")
    sayProse(totals.chosen == 0 ? "Chosen: none" : "Chosen: \(names)  (\(pods) there now)")
  }

  /// What a line at the namespaces means.
  mutating func namespaceEvents(for text: String, _ state: WizardState) -> [UserEvent] {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    guard let first = words.first else { return forwardEvents(from: .namespaces, state) }
    switch first {
    case "more":
      listNamespaces(state)
    case "list":
      asked = nil
    case "all":
      asked = nil
      return [.allSelected]
    case "none": return [.noneSelected]
    case "invert":
      asked = nil
      return [.selectionInverted]
    case "sort":
      asked = nil
      return [.orderChanged]
    case "enabled", "ingress", "disabled":
      return injectionEvents(Injection(rawValue: first) ?? .enabled, words.dropFirst(), state)
    case "opaque": return opaqueEvents(Array(words.dropFirst()), state)
    case "details": sayDetails(of: Array(words.dropFirst()), state)
    case "+", "add": return words.dropFirst().map { .namespaceAdded($0) }
    case "preset": return presetEvents(for: words.dropFirst().joined(separator: " "), state)
    default:
      if let events = restartEvents(for: words, state) { return events }
      if text.hasPrefix("+") { return [.namespaceAdded(String(text.dropFirst()))] }
      if text.hasPrefix("/") {
        asked = nil
        return [.filterChanged(String(text.dropFirst()))]
      }
      return toggleEvents(for: words, state)
    }
    return []
  }

  /// What `ingress 3` means: these are chosen with that value.
  private mutating func injectionEvents(
    _ value: Injection, _ words: ArraySlice<String>, _ state: WizardState
  ) -> [UserEvent] {
    asked = nil
    return names(of: Array(words), state).map { .injectionChosen($0, value) }
  }

  /// What `opaque 3 4222 6222` means: ports of one namespace; none takes them back.
  private mutating func opaqueEvents(_ words: [String], _ state: WizardState) -> [UserEvent] {
    guard words.count > 1 else {
      say("Type opaque, a number or a name, and the ports, such as: opaque 1 4222,6222")
      return []
    }
    let ports = words.dropFirst().joined(separator: ",")
    if ports != "none", case .failure(let problem) = OpaquePorts.read(ports) {
      queued += lines.problem(problem)
      return []
    }
    asked = nil
    return names(of: [words[0]], state).map { .opaquePortsGiven($0, ports == "none" ? "" : ports) }
  }

  /// The namespaces that words name; what is wrong with a word is said, and there are none then.
  private mutating func names(of words: [String], _ state: WizardState) -> [String] {
    let rows = state.namespaceRows
    var names: [String] = []
    if words.isEmpty { say("Type it with numbers or names, such as: ingress 3") }
    for word in words {
      switch NamespaceWord(word, rows: rows) {
      case .rows(let range): names += rows[range].map(\.name)
      case .wrong(let problem):
        queued += lines.problem(problem)
        return []
      }
    }
    return names
  }

  /// Says what is to be known about namespaces, by their numbers or names.
  private mutating func sayDetails(of words: [String], _ state: WizardState) {
    let rows = state.namespaceRows
    if words.isEmpty { say("Type details with a number or a name, such as: details 1") }
    for word in words {
      switch NamespaceWord(word, rows: rows) {
      case .wrong(let problem): queued += lines.problem(problem)
      case .rows(let range):
        for row in rows[range] {
          say(row.name)
          for line in state.namespaceLines(of: row.name) {
            if line.isEmpty { say("") } else { sayProse(line, indent: 2) }
          }
        }
      }
    }
  }

  private mutating func presetEvents(for text: String, _ state: WizardState) -> [UserEvent] {
    let presets = state.presets
    let byNumber = Int(text).flatMap { presets.indices.contains($0 - 1) ? presets[$0 - 1] : nil }
    let preset = byNumber ?? presets.first { $0.id == text || $0.title == text }
    if let preset { return [.presetChosen(preset.id)] }
    if !text.isEmpty { say("\(glyphs.bad) There is no preset “\(text)”.") }
    say("Presets choose the namespaces of a product:")
    for (place, preset) in presets.enumerated() {
      say("\(number(place + 1))  \(preset.title)")
      sayProse("chooses \(preset.namesText)", indent: 6)
      if !preset.note.isEmpty { sayProse(preset.note, indent: 6) }
    }
    for broken in state.brokenPresets {
      sayProse("\(glyphs.warning) The preset file \(broken.file) is skipped. \(broken.sentence)")
    }
    say("Type preset with its number, such as: preset 1")
    return []
  }

  private mutating func toggleEvents(for words: [String], _ state: WizardState) -> [UserEvent] {
    let names = names(of: words, state)
    for name in names {
      guard let fact = state.facts.namespaces.value?[name],
        let refusal = NamespaceRules.verdict(
          fact, controlPlaneNamespace: state.answers.controlPlane.namespace
        ).refusal
      else { continue }
      queued += lines.problem(
        Problem(
          "namespace-not-offered", "\(name) can't be chosen. \(refusal)",
          remedy: "Leave it out; nothing was changed by this line."))
      return []
    }
    return names.map { .namespaceToggled($0) }
  }
}

/// A word that names rows of the list: a number, a range of numbers, or a name.
enum NamespaceWord: Equatable {
  case rows(ClosedRange<Int>)
  case wrong(Problem)

  /// The most rows that one range may name; more are chosen by a filter and `all`.
  private static let longestRange = 100

  init(_ word: String, rows: [NamespaceRow]) {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    if let place = rows.firstIndex(where: { $0.name == word }) {
      self = .rows(place...place)
    } else if let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2 {
      self = Self.range(first, last, rows.count)
    } else {
      self = .wrong(
        Problem(
          "unknown-namespace", "There is no namespace “\(word)” in the list.",
          remedy: "Type its number. To create a namespace of that name: + \(word)"))
    }
  }

  private static func range(_ first: Int, _ last: Int, _ count: Int) -> NamespaceWord {
    guard first >= 1, last <= count, first <= last else {
      let range = first == last ? "\(first) is no number" : "\(first)-\(last) are no numbers"
      return .wrong(
        Problem(
          "unknown-number", "\(range) of the list.",
          remedy: count == 0 ? "The list is empty." : "They go from 1 to \(count)."))
    }
    guard last - first < longestRange else {
      return .wrong(
        Problem(
          "range-too-long", "\(first)-\(last) are more than \(longestRange) namespaces.",
          remedy: "Narrow the list with /TEXT and choose what is left with all."))
    }
    return .rows((first - 1)...(last - 1))
  }
}

extension WizardState {
  /// The chosen namespaces that aren't there yet, in their order.
  fileprivate var namespacesToCreate: [String] {
    answers.namespaces.map(\.name).filter { facts.namespaces.value?[$0] == nil }
  }
}
