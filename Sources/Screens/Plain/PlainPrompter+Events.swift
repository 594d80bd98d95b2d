import Diagnosis
import Planning
import TerminalModel
package import Wizard

extension PlainPrompter {
  /// What a typed line means, as the events that the full screen would send.
  ///
  /// Empty where the line only made something be printed, such as help or what was wrong with it.
  package mutating func events(for line: String, state: WizardState) -> [UserEvent] {
    outstanding = nil
    let events = meaning(of: line.trimmed, state)
    if !events.isEmpty { saidNotice = nil }
    return events
  }

  /// What `^C` means: while a run goes on it asks what to stop, otherwise it leaves.
  package mutating func eventsOfInterrupt(in state: WizardState) -> [UserEvent] {
    // The terminal shows ^C on the line of the prompt; what is said next begins with a line feed.
    outstanding = nil
    saidNotice = nil
    asksForPath = false
    if case .running(let run) = state.phase, run.failedItem == nil { return [.interrupted] }
    isLeaving = true
    if hasClosed { say("") }
    return [.interrupted]
  }

  private mutating func meaning(of text: String, _ state: WizardState) -> [UserEvent] {
    if asksForPath { return pathEvents(for: text, state) }
    switch state.dialog {
    case .confirmQuit: return quitEvents(for: text)
    case .confirmStop: return stopEvents(for: text, state)
    case .pastRun: return pastRunEvents(for: text, state)
    case .draft: return draftEvents(for: text)
    case .help, .reading, .picker, .asking, .preview:
      return [.dismissed] + lineEvents(for: text, state)
    case nil: return lineEvents(for: text, state)
    }
  }

  private mutating func lineEvents(for text: String, _ state: WizardState) -> [UserEvent] {
    if let events = commandEvents(for: text, state) { return events }
    switch state.phase {
    case .running(let run): return failureEvents(for: text, run)
    case .finished: return closingEvents(for: text)
    case .asking(let screen):
      switch place {
      case .field(let id): return answerEvents(for: text, of: id, state)
      case .end: return endEvents(for: text, on: screen, state)
      case .namespaces: return namespaceEvents(for: text, state)
      case .review: return reviewEvents(for: text, state)
      }
    }
  }

  /// The events of a command that works at every question; nil where the line is none.
  private mutating func commandEvents(
    for text: String, _ state: WizardState
  ) -> [UserEvent]? {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    switch text {
    case "?", "help":
      sayHelp(state)
      return []
    case "quit":
      if case .running = state.phase { isLeaving = true }
      if case .finished = state.phase { isLeaving = true }
      if case .running = state.phase { return [.buttonPressed(.quit)] }
      return [.quitRequested]
    case "back": return backEvents(state)
    case "r" where state.run == nil: return lookAgainEvents(state)
    case "sign in" where state.offersSignIn: return [.buttonPressed(.signIn)]
    case "stop" where isAtChecks(state) && state.answers.existing != .stop,
      _ where isAtChecks(state) && state.existingOffers.map(\.rawValue).contains(text):
      return [.answered(.existing, text)]
    default: break
    }
    guard words.first == "save", place == .review || state.run != nil else { return nil }
    if words.count == 2 { return [saving(words[1], state)] }
    asksForPath = true
    return []
  }

  /// Whether the checks are what was asked about last.
  private func isAtChecks(_ state: WizardState) -> Bool {
    state.phase == .asking(.cluster) && place == .end
  }

  private func saving(_ path: String, _ state: WizardState) -> UserEvent {
    state.run == nil ? .scriptSaved(path: path) : .logSaved(path: path)
  }

  private mutating func pathEvents(for text: String, _ state: WizardState) -> [UserEvent] {
    asksForPath = false
    if text == "back" || text == "quit" { return [] }
    return [saving(text.isEmpty ? defaultPath(state) : text, state)]
  }

  private mutating func quitEvents(for text: String) -> [UserEvent] {
    switch text.lowercased() {
    case "", "1", "stay", "no", "n", "back": return [.dialogAnswered(0)]
    case "2", "quit", "yes", "y":
      isLeaving = true
      return [.dialogAnswered(1)]
    default:
      say("\(glyphs.bad) Type 1 to stay or 2 to quit.")
      return []
    }
  }

  private mutating func backEvents(_ state: WizardState) -> [UserEvent] {
    guard case .asking(let screen) = state.phase else {
      say("There is no way back from here.")
      return []
    }
    var events: [UserEvent] = []
    if case .field(let id) = place, let good = kept.removeValue(forKey: id) {
      events.append(.answered(id, good))
    }
    if let previous = previousPlace(before: place, state) {
      place = previous
      asked = nil
      return events
    }
    guard let previous = screen.previous else {
      say("This is the first question.")
      return events
    }
    if screen == .namespaces { events.append(.filterChanged("")) }
    return events + [.screenOpened(previous)]
  }

  /// Asks the cluster everything once more, from whichever screen.
  private mutating func lookAgainEvents(_ state: WizardState) -> [UserEvent] {
    guard case .asking(let screen) = state.phase else { return [] }
    saidRows = [:]
    shownDigest = nil
    asked = nil
    if screen == .cluster {
      place = .end
      return [.checksRepeated]
    }
    return [.screenOpened(.cluster), .checksRepeated, .screenOpened(screen)]
  }

  private mutating func endEvents(
    for text: String, on screen: ScreenID, _ state: WizardState
  ) -> [UserEvent] {
    guard text.isEmpty else {
      say("\(glyphs.bad) “\(text)” is none of the answers here. Type ? for what is.")
      return []
    }
    if screen == .cluster, state.readiness(of: screen) != .ready {
      sayProse("\(glyphs.bad) It can't go on before the lines marked \(glyphs.bad) are settled.")
      return []
    }
    return forwardEvents(from: screen, state)
  }

  /// The events that lead on from a screen's end.
  func forwardEvents(from screen: ScreenID, _ state: WizardState) -> [UserEvent] {
    if returnsToReview, state.readiness(of: screen) == .ready { return [.screenOpened(.review)] }
    return [.buttonPressed(.next)]
  }
}

extension PlainPrompter {
  /// What a line at a question means: Enter keeps its answer, all else is a new one.
  private mutating func answerEvents(
    for text: String, of id: FieldID, _ state: WizardState
  ) -> [UserEvent] {
    let field = Catalogue.field(id)
    let current = field.currentAnswer(state)
    let good = kept[id] ?? current
    switch text {
    case "":
      answered = (id, false)
      if let restored = kept[id] { return [.answered(id, restored)] + goingOn(after: id, state) }
      let isBad = state.problems(of: id).contains { $0.severity == .error }
      return (isBad ? lookAgain(at: id, current, state) : []) + goingOn(after: id, state)
    case "more" where field.kind != .text:
      listOptions(of: field, state)
      return []
    default: break
    }
    switch reading(of: text, for: field, state) {
    case .failure(let problem):
      queued += lines.problem(problem)
      return []
    case .success(let value):
      kept[id] = good
      answered = (id, true)
      return [.answered(id, value)] + goingOn(after: id, state)
    }
  }

  /// Next, behind the last question of a screen that has nothing else to show.
  private func goingOn(after id: FieldID, _ state: WizardState) -> [UserEvent] {
    let screen = Catalogue.field(id).screen
    guard screen != .cluster, !returnsToReview, nextPlace(after: id, state) == .end else {
      return []
    }
    return [.buttonPressed(.next)]
  }

  /// Makes the host look at the same answer again, after the person changed something outside.
  private func lookAgain(
    at id: FieldID, _ current: String, _ state: WizardState
  ) -> [UserEvent] {
    switch id {
    case .certificateDirectory, .values, .pullSecrets, .givenDirectory, .givenAnchor,
      .givenAnchorKey,
      .givenIssuer, .givenIssuerKey, .stepImage:
      [.answered(id, ""), .answered(id, current)]
    case .charts, .ownCharts, .version:
      [.screenOpened(.cluster), .checksRepeated, .screenOpened(state.screen)]
    default: []
    }
  }

  /// The value that a line stands for: an option's number, label or value, or the text itself.
  private func reading(
    of text: String, for field: Field, _ state: WizardState
  ) -> Result<String, Problem> {
    if field.list != nil, text == "none" { return .success("") }
    let options = field.options(state)
    guard !options.isEmpty else { return .success(text) }
    let lowered = text.lowercased()
    var option =
      options.first { $0.value == text }
      ?? options.first { $0.label.lowercased() == lowered }
    if option == nil, let number = Int(text) {
      guard options.indices.contains(number - 1) else {
        return .failure(unknownNumber(number, options.count))
      }
      option = options[number - 1]
    }
    if let refusal = option?.refusal {
      return .failure(
        Problem("option-refused", "\(text) can't be chosen: \(refusal).", remedy: "Choose another.")
      )
    }
    if let option { return .success(option.value) }
    return readingOfOther(text, for: field, state)
  }

  private func readingOfOther(
    _ text: String, for field: Field, _ state: WizardState
  ) -> Result<String, Problem> {
    if field.id == .charts, !text.contains(where: { "/.~:".contains($0) }) {
      return .failure(
        Problem(
          "unknown-choice", "“\(text)” is neither one of the answers nor a place of charts.",
          remedy: "Type a number, or a path such as ./charts, or a repository's address."))
    }
    var tried = state.answers
    if let problem = field.write(&tried, text) {
      return .failure(
        Problem(problem.code, problem.sentence, remedy: "Type a number or a name of the list."))
    }
    return .success(text)
  }

  private func unknownNumber(_ number: Int, _ count: Int) -> Problem {
    Problem(
      "unknown-number", "There is no \(number) in the list.",
      remedy: "The numbers go from 1 to \(count).")
  }
}

extension String {
  /// The text without blanks and carriage returns around it.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
