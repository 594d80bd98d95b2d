import Diagnosis
import Planning
import TerminalModel
import Wizard

extension PlainPrompter {
  /// How many options are listed at a time.
  static let optionsAtATime = 10

  /// The prompt of one question; nil while the facts it shows are being read.
  mutating func prompt(for id: FieldID, _ state: WizardState) -> String? {
    if let reason = state.reasonToWait(before: id) { return wait(for: reason, state) }
    if id == .context, state.facts.contexts.value?.contexts.isEmpty ?? true {
      place = .end
      return prompt(on: .cluster, state)
    }
    let field = Catalogue.field(id)
    if asked != place {
      asked = place
      listed = 0
      say("")
      sayProse(field.kind == .text ? field.help.firstSentence : field.help)
      listOptions(of: field, state)
      state.problems(of: id).filter { $0.severity == .error }
        .forEach { queued += lines.problem($0) }
    }
    let note = kept[id] == nil ? field.note(state).oneLine : ""
    let fact = note.isEmpty ? "" : " (\(note))"
    return "\(field.label) [\(shownAnswer(of: field, state))]\(fact): "
  }

  /// The answer that Enter keeps, as brackets show it.
  private func shownAnswer(of field: Field, _ state: WizardState) -> String {
    let value = kept[field.id] ?? field.currentAnswer(state)
    if value.isEmpty { return field.list != nil ? "none" : "" }
    return field.kind == .choice
      ? field.options(state).first { $0.value == value }?.label ?? value : value
  }

  /// Lists the next options of a question, numbered from 1.
  mutating func listOptions(of field: Field, _ state: WizardState) {
    let options = field.options(state)
    guard listed < options.count else { return }
    let end = min(listed + Self.optionsAtATime, options.count)
    for place in listed..<end {
      let option = options[place]
      let fact = option.refusal.map { "can't be chosen: \($0)" } ?? option.note
      say("\(number(place + 1))  \(option.label)" + (fact.isEmpty ? "" : "  (\(fact))"))
    }
    listed = end
    if end < options.count { say("     \(options.count - end) more: type more") }
  }

  /// A number in its column.
  func number(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(4 - digits.count, 0)) + digits
  }

  /// Judges the answer that was given last: says its problems and asks again, or goes on.
  ///
  /// Returns what has to be waited for first; nil where it could be judged.
  mutating func judge(_ state: WizardState) -> String? {
    guard let (id, isNew) = answered else { return nil }
    if let reason = state.reasonToWait(after: id) { return reason }
    answered = nil
    saidNotice = state.notice
    let problems = state.problems(of: id)
    if problems.contains(where: { $0.severity == .error }) {
      problems.forEach { queued += lines.problem($0) }
      return nil
    }
    kept[id] = nil
    let note = Catalogue.field(id).note(state).oneLine
    if isNew, !note.isEmpty { say("  \(note)") }
    problems.forEach { queued += lines.problem($0) }
    if state.screen == shown { place = nextPlace(after: id, state) }
    return nil
  }

  /// The place behind a question.
  func nextPlace(after id: FieldID, _ state: WizardState) -> Place {
    let fields = questions(on: Catalogue.field(id).screen, state)
    guard let here = fields.firstIndex(of: id), here + 1 < fields.count else { return .end }
    return .field(fields[here + 1])
  }

  /// The questions that are asked one by one; what to do about a Linkerd that is there is asked behind
  /// the checks, which have to be read first.
  private func questions(on screen: ScreenID, _ state: WizardState) -> [FieldID] {
    Catalogue.fields(on: screen, of: state).map(\.id).filter { $0 != .existing }
  }

  /// The place before a question; nil where it is the screen's first.
  func previousPlace(before place: Place, _ state: WizardState) -> Place? {
    guard let shown else { return nil }
    let fields = questions(on: shown, state)
    switch place {
    case .end: return fields.last.map { .field($0) }
    case .field(let id):
      guard let here = fields.firstIndex(of: id), here > 0 else { return nil }
      return .field(fields[here - 1])
    case .namespaces, .review: return nil
    }
  }
}

extension Field {
  /// The answer as it stands; for the context the one that is meant where none is given.
  func currentAnswer(_ state: WizardState) -> String {
    id == .context ? state.contextName : read(state.answers)
  }
}

extension WizardState {
  /// What a question's facts wait for before it can be asked; nil where nothing.
  func reasonToWait(before field: FieldID) -> String? {
    switch field {
    case .context where !facts.contexts.isSettled: "The kubeconfig is being read."
    case .version where chartSource != nil && !facts.chartVersions.isSettled:
      "The charts' versions are being read."
    case .certificateDirectory where !facts.directory.isSettled: "The directory is being looked at."
    case .certificateDirectory where answers.certificates.source.isGiven,
      .issuerValidity where answers.certificates.source == .existingRoot:
      facts.given.isBeingAsked ? "Your files are being read." : nil
    default: nil
    }
  }

  /// What the judgement of an answer waits for; nil where nothing.
  func reasonToWait(after field: FieldID) -> String? {
    switch field {
    case .charts where answers.controlPlane.charts == .own: nil
    case .charts, .ownCharts: reasonToWait(before: .version)
    case .certificateDirectory where answers.certificates.directory.isEmpty: nil
    case .certificateSource where facts.step.isBeingAsked: "step is being looked for."
    case .certificateSource where facts.engine.isBeingAsked,
      .stepImage where facts.engine.isBeingAsked:
      "The container engine is being asked."
    case .givenDirectory, .givenAnchor, .givenAnchorKey, .givenIssuer, .givenIssuerKey:
      facts.given.isBeingAsked ? "Your files are being read." : nil
    case .pullSecrets where facts.pullSecrets.isBeingAsked:
      "The pull secrets are being looked for."
    case .values where !facts.valuesFiles.isSettled: "The values files are being read."
    default: reasonToWait(before: field)
    }
  }
}

extension String {
  /// The text up to the first full stop that ends a sentence.
  var firstSentence: String {
    var previous: Character?
    for place in indices {
      if self[place] == " ", previous == "." || previous == "?" { return String(self[..<place]) }
      previous = self[place]
    }
    return self
  }

  /// The text with columns that are apart joined by commas.
  var oneLine: String {
    var parts: [String] = []
    var part = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if word.isEmpty {
        if !part.isEmpty { parts.append(part) }
        part = ""
      } else {
        part += (part.isEmpty ? "" : " ") + word
      }
    }
    if !part.isEmpty { parts.append(part) }
    return parts.map {
      $0.hasPrefix("(") && $0.hasSuffix(")") ? $0.dropFirst().dropLast() : $0[...]
    }
    .joined(separator: ", ")
  }
}
