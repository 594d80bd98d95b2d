import Diagnosis
import Planning

extension Reduction {
  /// Takes in what was done to the table of namespaces.
  mutating func takeNamespaces(_ event: UserEvent) -> Bool {
    guard state.phase == .asking(.namespaces) else { return false }
    switch event {
    case .filterOpened:
      focus(on: .list(.namespaces))
      state.namespaceFilter = state.namespaceFilter ?? ""
      state.isFiltering = true
    case .filterChanged(let text): setFilter(text)
    case .allSelected: selectAll()
    case .noneSelected: state.answers.namespaces = []
    case .selectionInverted: invertSelection()
    case .orderChanged: changeOrder()
    case .namespacesReread: rereadNamespaces()
    case .namespaceOpened(let name): openNamespace(name)
    case .namespaceToggled(let name): toggleNamespace(name)
    case .injectionChosen(let name, let value): choose(name, inject: value)
    case .injectionChanged: changeInjection()
    case .opaquePortsOpened: openOpaquePorts()
    case .opaquePortsGiven(let name, let ports): give(opaquePorts: ports, to: name)
    case .namespaceAddingOpened:
      state.dialog = .asking(Dialog.TextQuestion(purpose: .namespaceName))
    case .namespaceAdded(let name): addNamespace(name)
    case .presetChosen(let name): choosePreset(name)
    default: return takeRestarts(event)
    }
    return true
  }

  /// Puts a text into the filter; the cursor goes to the first row that is left.
  mutating func setFilter(_ text: String) {
    state.namespaceFilter = text
    state.cursors[.namespaces] = 0
  }

  /// Toggles the namespace under the cursor.
  mutating func toggleNamespaceUnderCursor() {
    let cursor = state.cursor(of: .namespaces)
    guard let row = state.namespaceRows(from: cursor, count: 1).first else { return }
    toggleNamespace(row.name)
  }

  private mutating func toggleNamespace(_ name: String) {
    if let place = state.answers.namespaces.firstIndex(where: { $0.name == name }) {
      state.answers.namespaces.remove(at: place)
      return
    }
    guard let fact = state.facts.namespaces.value?[name] else { return addNamespace(name) }
    let verdict = NamespaceRules.verdict(
      fact, controlPlaneNamespace: state.answers.controlPlane.namespace)
    if let refusal = verdict.refusal {
      state.notice = Notice(.warning, "\(name): \(refusal)")
    } else {
      state.answers.namespaces.append(NamespaceAnswer(name))
    }
  }

  /// Chooses everything that the filter leaves and that can be chosen.
  private mutating func selectAll() {
    let added = namesToChoose
    state.answers.namespaces += added.map { NamespaceAnswer($0) }
    state.notice = Notice(.done, "\(added.count) more chosen.")
  }

  /// Chooses what of the filtered ones isn't chosen, and no longer what is.
  private mutating func invertSelection() {
    let added = namesToChoose
    let needle = TextNeedle(state.namespaceFilter ?? "")
    let before = state.answers.namespaces.count
    state.answers.namespaces.removeAll { needle.isIn($0.name) }
    let removed = before - state.answers.namespaces.count
    state.answers.namespaces += added.map { NamespaceAnswer($0) }
    state.notice = Notice(.done, "\(added.count) more chosen, \(removed) no longer.")
  }

  /// What the filter leaves, can be chosen, isn't chosen and isn't meshed already.
  private var namesToChoose: [String] {
    let chosen = state.chosenNamespaces.names
    let needle = TextNeedle(state.namespaceFilter ?? "")
    let all = state.facts.namespaces.value?.rows ?? []
    return all.filter { fact in
      guard needle.isIn(fact.name), !chosen.contains(fact.name) else { return false }
      let verdict = NamespaceRules.verdict(
        fact, controlPlaneNamespace: state.answers.controlPlane.namespace)
      return verdict.canBeChosen && !verdict.isMeshedAlready
    }.map(\.name)
  }

  /// Lists the namespaces in the next order, with the cursor on the same one.
  private mutating func changeOrder() {
    let cursor = state.cursor(of: .namespaces)
    let name = state.namespaceRows(from: cursor, count: 1).first?.name
    state.namespaceOrder = state.namespaceOrder.next
    state.cursors[.namespaces] = state.namespacePlace(of: name)
  }

  /// Opens what is to be known about a namespace.
  private mutating func openNamespace(_ name: String?) {
    let cursor = state.cursor(of: .namespaces)
    guard let name = name ?? state.namespaceRows(from: cursor, count: 1).first?.name else { return }
    read(title: name, lines: state.namespaceLines(of: name))
  }

  /// Adds a namespace by its name, checked as Kubernetes checks it.
  private mutating func addNamespace(_ name: String) {
    if let problem = problem(inNewNamespace: name) {
      if case .asking(var question) = state.dialog, question.purpose == .namespaceName {
        question.problem = problem
        state.dialog = .asking(question)
      } else {
        state.notice = Notice(.failed, problem.sentence + " " + problem.remedy)
      }
      return
    }
    state.dialog = nil
    if !state.answers.namespaces.contains(where: { $0.name == name }) {
      state.answers.namespaces.append(NamespaceAnswer(name))
    }
    state.namespaceFilter = nil
    state.isFiltering = false
    state.cursors[.namespaces] = state.namespacePlace(of: name)
  }

  private func problem(inNewNamespace name: String) -> Problem? {
    if let problem = KubernetesName.problem(inNamespaceName: name) { return problem }
    let fact = state.facts.namespaces.value?[name] ?? NamespaceFact(name: name)
    let verdict = NamespaceRules.verdict(
      fact, controlPlaneNamespace: state.answers.controlPlane.namespace)
    return verdict.refusal.map { Problem("namespace-not-offered", $0) }
  }

  /// Chooses the namespaces of a preset that can be chosen, and shows what is to be known about it.
  private mutating func choosePreset(_ name: String) {
    guard let preset = state.presets.first(where: { $0.id == name }) else { return }
    state.namespacePreset = name
    let chosen = Set(state.answers.namespaces.map(\.name))
    var refusals: [String] = []
    for namespace in preset.namespaces where !chosen.contains(namespace.name) {
      if let problem = problem(inNewNamespace: namespace.name) {
        refusals.append("\(namespace.name) can't be chosen: \(problem.sentence)")
      } else {
        state.answers.namespaces.append(namespace)
      }
    }
    // The wizard's own presets tell in their notes what charts make.
    let isOwn = NamespacePresets.all.contains(preset)
    let cares = preset.namespaces.flatMap { namespace in
      state.notes(onNamespace: namespace.name).filter { !isOwn || $0.topic != .madeByChart }
        .map { $0.problem.sentence }
    }
    read(title: preset.title, lines: preset.lines(refusals: refusals, cares: cares))
  }

  /// Puts the cursor on the first namespace that is chosen and can't be.
  mutating func findRefusedNamespace() {
    state.namespaceFilter = nil
    state.isFiltering = false
    let refused = state.answers.namespaces.first { problem(inNewNamespace: $0.name) != nil }
    guard let refused else { return }
    state.cursors[.namespaces] = state.namespacePlace(of: refused.name)
  }
}

extension NamespacePreset {
  /// What the preset did and what is to be known about it.
  fileprivate func lines(refusals: [String], cares: [String]) -> [String] {
    let chosen = "Chosen: \(namesText)"
    let others = offered.isEmpty ? [] : ["Offered, not chosen: \(offered.joined(separator: ", "))"]
    let all = [chosen] + refusals + others
    return [all, note.isEmpty ? [] : ["", note], cares.flatMap { ["", $0] }].flatMap(\.self)
  }
}
