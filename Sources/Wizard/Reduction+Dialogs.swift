import Diagnosis
import Planning

extension Reduction {
  /// Gives an event to the open dialog; returns whether it was for the dialog.
  mutating func takeInDialog(_ event: UserEvent) -> Bool {
    guard let dialog = state.dialog else { return false }
    // Some have pages behind each other: Esc closes the innermost.
    if event == .dismissed, !dialog.takesDismissal {
      state.dialog = nil
      return true
    }
    switch dialog {
    case .help, .reading: return takeInPage(event, dialog)
    case .picker(let picker): return takeInPicker(event, picker)
    case .confirmQuit(let selected): return takeInQuitting(event, selected)
    case .confirmStop(let selected): return takeInStopping(event, selected)
    case .asking(let question): return takeInQuestion(event, question)
    case .preview(let pages): return takeInPreview(event, pages)
    case .pastRun(let pastRun): return takeInPastRun(event, pastRun)
    case .draft(let selected):
      takeInDraft(event, selected)
      return true
    }
  }

  private mutating func takeInPage(_ event: UserEvent, _ dialog: Dialog) -> Bool {
    var scroll =
      switch dialog {
      case .help(let scroll): scroll
      case .reading(let reading): reading.scroll
      default: 0
      }
    switch event {
    case .scrolled(let line): scroll = max(line, 0)
    case .moved(let rows): scroll = max(scroll + rows, 0)
    case .movedToStart: scroll = 0
    case .activated, .helpOpened, .quitRequested, .toggled:
      state.dialog = nil
      return true
    case .scriptSavingOpened, .logSavingOpened: return false
    default: return true
    }
    if case .reading(var reading) = dialog {
      reading.scroll = scroll
      state.dialog = .reading(reading)
    } else {
      state.dialog = .help(scroll: scroll)
    }
    return true
  }

  private mutating func takeInPicker(_ event: UserEvent, _ picker: Dialog.Picker) -> Bool {
    var picker = picker
    let rows = state.rows(of: picker)
    switch event {
    case .moved(let step): picker.cursor = min(max(picker.cursor + step, 0), max(rows.count - 1, 0))
    case .movedToStart: picker.cursor = 0
    case .movedToEnd: picker.cursor = max(rows.count - 1, 0)
    case .activated, .toggled:
      if rows.indices.contains(picker.cursor) { pick(rows[picker.cursor], of: picker.subject) }
      return true
    case .workloadToggled: return takeRestarts(event)
    case .picked(let value):
      if let row = rows.first(where: { $0.value == value }) { pick(row, of: picker.subject) }
      return true
    default:
      guard let edit = TextEdit(event) else { return true }
      var line = EditedLine(text: picker.filter, caret: .max)
      line.apply(edit)
      // The key that opens a filter elsewhere: here typing narrows at once.
      picker.filter = line.text == "/" ? "" : line.text
      picker.cursor = 0
    }
    state.dialog = .picker(picker)
    return true
  }

  /// Opens the options of a question, with the cursor on the one that is chosen.
  mutating func openPicker(_ subject: Dialog.Picker.Subject) {
    var picker = Dialog.Picker(subject: subject)
    let rows = state.rows(of: picker)
    guard !rows.isEmpty else {
      state.notice = Notice(.warning, "There is nothing to choose from yet.")
      return
    }
    if case .field(let id) = subject {
      var current = Catalogue.field(id).read(state.answers)
      if id == .context, current.isEmpty { current = state.contextName }
      picker.cursor = rows.firstIndex { $0.value == current } ?? 0
    }
    state.dialog = .picker(picker)
  }

  private mutating func pick(_ row: FieldOption, of subject: Dialog.Picker.Subject) {
    if let refusal = row.refusal {
      state.notice = Notice(.warning, "\(row.label): \(refusal)")
      return
    }
    if subject == .workloads { return toggleWorkload(row.value) }
    state.dialog = nil
    switch subject {
    case .field(let id):
      answer(id, with: row.value)
      if id == .context { forgetCluster() }
    case .preset: take(.presetChosen(row.value))
    case .workloads: break
    }
  }

  private mutating func takeInQuitting(_ event: UserEvent, _ selected: Int) -> Bool {
    switch event {
    case .movedSideways, .focusMovedForward, .focusMovedBackward, .moved:
      state.dialog = .confirmQuit(selected: 1 - selected)
    case .activated, .toggled: answerQuitting(selected)
    case .dialogAnswered(let button): answerQuitting(button)
    case .quitRequested: answerQuitting(1)
    default: break
    }
    return true
  }

  /// The first button stays, the second one leaves.
  private mutating func answerQuitting(_ button: Int) {
    state.dialog = nil
    if button == 1 { request(.exit(state.run?.failedItem == nil ? .stopped : .failed)) }
  }

  private mutating func takeInStopping(_ event: UserEvent, _ selected: Int) -> Bool {
    let choices = StopChoice.allCases
    switch event {
    case .movedSideways(let step), .moved(let step):
      state.dialog = .confirmStop(selected: min(max(selected + step, 0), choices.count - 1))
    case .focusMovedForward:
      state.dialog = .confirmStop(selected: (selected + 1) % choices.count)
    case .focusMovedBackward:
      state.dialog = .confirmStop(selected: (selected + choices.count - 1) % choices.count)
    case .activated, .toggled: answerStopping(choices[min(selected, choices.count - 1)])
    case .dialogAnswered(let button) where choices.indices.contains(button):
      answerStopping(choices[button])
    case .stopAnswered(let choice): answerStopping(choice)
    default: break
    }
    return true
  }

  private mutating func takeInQuestion(
    _ event: UserEvent, _ question: Dialog.TextQuestion
  ) -> Bool {
    var question = question
    switch event {
    case .activated: answerQuestion(question)
    case .movedSideways(let step): edit(&question, .moveCaret(step))
    case .movedToStart: edit(&question, .moveToStart)
    case .movedToEnd: edit(&question, .moveToEnd)
    case .toggled: edit(&question, .insert(" "))
    case .namespaceAdded, .opaquePortsGiven, .scriptSaved, .logSaved: return false
    default: if let change = TextEdit(event) { edit(&question, change) }
    }
    return true
  }

  private mutating func edit(_ question: inout Dialog.TextQuestion, _ change: TextEdit) {
    var line = EditedLine(text: question.text, caret: question.caret)
    line.apply(change)
    question.text = line.text
    question.caret = line.caret
    question.problem = nil
    state.dialog = .asking(question)
  }

  private mutating func answerQuestion(_ question: Dialog.TextQuestion) {
    switch question.purpose {
    case .namespaceName: take(.namespaceAdded(question.text))
    case .opaquePorts(let name): take(.opaquePortsGiven(name, question.text))
    case .scriptPath, .logPath:
      guard !question.text.isEmpty else {
        var question = question
        question.problem = Problem(
          "path-missing", "The file needs a name.", remedy: "Write a path.")
        state.dialog = .asking(question)
        return
      }
      let path = question.text
      take(question.purpose == .scriptPath ? .scriptSaved(path: path) : .logSaved(path: path))
    case .find:
      state.dialog = nil
      state.run?.find = question.text
      find(forward: true, fromTop: true)
    }
  }
}

extension Dialog {
  /// Whether it does more than close where it is left.
  fileprivate var takesDismissal: Bool {
    switch self {
    case .preview, .pastRun: true
    default: false
    }
  }
}

extension WizardState {
  /// The options of an open picker that its filter leaves.
  package func rows(of picker: Dialog.Picker) -> [FieldOption] {
    let all: [FieldOption] =
      switch picker.subject {
      case .field(let id): Catalogue.field(id).options(self)
      case .preset:
        presets.map {
          FieldOption(
            value: $0.id, label: $0.title, note: $0.namesText)
        } + brokenPresets.map { FieldOption(value: $0.file, label: $0.file, refusal: $0.sentence) }
      case .workloads: workloadOptions
      }
    return all.filter {
      $0.label.containsText(picker.filter) || $0.note.containsText(picker.filter)
    }
  }
}
