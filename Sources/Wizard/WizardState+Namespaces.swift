package import Diagnosis
import Planning

extension WizardState {
  /// The presets that can be chosen: the wizard's own, then those of the person's files.
  package var presets: [NamespacePreset] {
    NamespacePresets.all + (facts.presets.value?.presets ?? [])
  }

  /// What is wrong with the person's preset files, each by its name.
  package var brokenPresets: [BrokenPreset] { facts.presets.value?.broken ?? [] }

  /// The chosen namespaces that are there and get opaque ports.
  var namesWithOpaquePorts: [String] {
    guard let index = facts.namespaces.value else { return [] }
    return answers.namespaces.filter { $0.opaque != nil && index[$0.name] != nil }.map(\.name)
  }

  /// How many of the chosen namespaces get proxies.
  package var meshedCount: Int { answers.namespaces.count { $0.inject.givesProxies } }

  /// Whether the namespaces are being read once more while the list still stands.
  package var isRereadingNamespaces: Bool {
    guard facts.namespaces.value != nil, let asked = asked[.namespaces] else { return false }
    return pending[asked.id] != nil
  }

  /// Whether there is something to be known about the namespace under the cursor.
  package var namespaceUnderCursorNeedsCare: Bool {
    namespaceRows(from: cursor(of: .namespaces), count: 1).first?.care.isEmpty == false
  }

  /// What is to be known about a namespace, as lines to read.
  package func namespaceLines(of name: String) -> [String] {
    guard let fact = facts.namespaces.value?[name] else {
      return ["It isn't there yet, and will be created."] + notesText(notes(onNamespace: name))
    }
    let verdict = NamespaceRules.verdict(
      fact, controlPlaneNamespace: answers.controlPlane.namespace)
    let pods = fact.pods.map { "\($0)" } ?? "may not be counted"
    var lines = [
      "Pods that run: \(pods)", "Of these with a Linkerd proxy: \(fact.meshedPods)",
      "Injection now: \(verdict.stateText)",
    ]
    if let annotation = fact.opaqueAnnotation { lines.append("Opaque ports: \(annotation)") }
    if fact.workloads.optedOutPods > 0 {
      lines.append("Kept out by their own annotation: \(fact.workloads.optedOutPods)")
    }
    if let refusal = verdict.refusal { return lines + ["", refusal] }
    let notes = notes(on: fact)
    return lines + (notes.isEmpty ? ["", "Nothing here needs care."] : notesText(notes))
  }

  private func notesText(_ notes: [NamespaceNote]) -> [String] {
    notes.flatMap { ["", $0.problem.sentence, $0.problem.remedy] }
  }
}

extension Reduction {
  /// Reads the namespaces once more; the list stays until the answer is there.
  mutating func rereadNamespaces() {
    guard let asked = state.asked[.namespaces], state.facts.namespaces.isSettled,
      state.pending[asked.id] == nil
    else { return }
    guard state.facts.namespaces.value != nil else { return forget([.namespaces]) }
    state.asked[.namespaces] = EffectRequest(id: request(asked.effect), effect: asked.effect)
    state.notice = Notice(.done, "The namespaces are being read once more.")
  }

  /// Puts in what was read of the namespaces; a list that is there stays where it can't be read again.
  mutating func take(namespaces result: Result<NamespaceIndex, Problem>) {
    guard let before = state.facts.namespaces.value else {
      state.facts.namespaces = Fact(result)
      return
    }
    switch result {
    case .failure(let problem):
      state.notice = Notice(.failed, "The list is the one of before: \(problem.sentence)")
    case .success(let now):
      state.facts.namespaces = .known(now)
      let gone = state.answers.namespaces.map(\.name)
        .filter { before[$0] != nil && now[$0] == nil }
      if let first = gone.first {
        let others = gone.count > 1 ? " and \(gone.count - 1) more are" : " is"
        state.notice = Notice(
          .warning,
          "\(first)\(others) no longer there, and would be created: leave out what isn't "
            + "to be.")
      }
    }
  }

  /// Says which of the person's preset files can't be used.
  mutating func sayBrokenPresets() {
    guard let first = state.brokenPresets.first else { return }
    let others = state.brokenPresets.count - 1
    state.notice = Notice(
      .warning,
      "The preset file \(first.file) is skipped. \(first.sentence)"
        + (others == 0 ? "" : " \(others) more too: press p."))
  }
}
