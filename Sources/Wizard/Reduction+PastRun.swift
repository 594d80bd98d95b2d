package import Planning

/// The place in the dialog about a run that was begun before; what it shows is in the state.
package struct PastRunDialog: Equatable, Sendable {
  /// The button with the focus, counted from 0.
  package var selected = 0
  /// The first line of text shown, counted from 0.
  package var scroll = 0

  /// Makes the dialog as it opens.
  package init() {}
}

/// A button of the dialog about a run that was begun before.
package enum PastRunButton: Equatable, Sendable {
  case goOn, takeBack, startAfresh, show
  /// Looks at the cluster once more.
  case lookAgain
  case back
  /// Does what is shown.
  case confirm
}

extension Interruption {
  /// The buttons of the dialog, in their order; the first has the focus when it opens.
  package var buttons: [PastRunButton] {
    switch (wish, result) {
    case (nil, _) where run.undoing != nil: [.goOn, .startAfresh, .show]
    case (nil, _): [.goOn, .takeBack, .startAfresh, .show]
    case (.show?, _), (_, nil): [.back]
    case (_, .failure?): [.lookAgain, .back]
    case (_, .success(.undo(let undo))?) where undo.plan.items.isEmpty: [.back]
    // Who presses Enter too often changes nothing.
    case (_, .success?): [.back, .confirm]
    }
  }
}

extension Reduction {
  /// Gives an event to the dialog about a run that was begun before.
  mutating func takeInPastRun(_ event: UserEvent, _ dialog: PastRunDialog) -> Bool {
    guard let interruption = state.interruption else {
      state.dialog = nil
      return true
    }
    var dialog = dialog
    let buttons = interruption.buttons
    let selected = min(max(dialog.selected, 0), buttons.count - 1)
    switch event {
    case .dismissed:
      if interruption.wish == nil { startAfresh() } else { returnToOffer() }
      return true
    case .moved(let rows) where interruption.wish == nil:
      dialog.selected = min(max(selected + rows, 0), buttons.count - 1)
    case .moved(let rows): dialog.scroll = max(dialog.scroll + rows, 0)
    case .scrolled(let line): dialog.scroll = max(line, 0)
    case .movedSideways(let step):
      dialog.selected = min(max(selected + step, 0), buttons.count - 1)
    case .focusMovedForward: dialog.selected = (selected + 1) % buttons.count
    case .focusMovedBackward: dialog.selected = (selected + buttons.count - 1) % buttons.count
    case .activated, .toggled:
      press(buttons[selected])
      return true
    case .dialogAnswered(let number):
      if buttons.indices.contains(number) { press(buttons[number]) }
      return true
    case .wayConfirmed: return false
    default: return true
    }
    state.dialog = .pastRun(dialog)
    return true
  }

  private mutating func press(_ button: PastRunButton) {
    switch button {
    case .goOn:
      // A taking back is looked at anew: meanwhile somebody can have begun to use what it would delete.
      examineInterruption(for: state.interruption?.run.undoing == nil ? .resume : .undo)
    case .takeBack: examineInterruption(for: .undo)
    case .startAfresh: return startAfresh()
    case .show: state.interruption?.wish = .show
    case .lookAgain:
      if let wish = state.interruption?.wish { examineInterruption(for: wish) }
    case .back: return returnToOffer()
    case .confirm:
      if case .success(let way)? = state.interruption?.result { confirmWay(way.plan.digest) }
      return
    }
    state.dialog = .pastRun(PastRunDialog())
  }

  private mutating func returnToOffer() {
    if let examining = state.interruption?.examining { request(.cancel(examining)) }
    state.interruption?.wish = nil
    state.interruption?.examining = nil
    state.interruption?.result = nil
    state.interruption?.waitsFor = ""
    state.dialog = .pastRun(PastRunDialog())
  }

  /// Leaves the run alone; it is offered again by the next start.
  private mutating func startAfresh() {
    state.dialog = nil
    state.interruption = nil
    offerDraft()
  }

  // MARK: Drafts

  /// Offers the answers of a wizard that was left before, where nothing else is offered.
  mutating func offerDraft() {
    guard state.draft != nil, state.interruption == nil, state.dialog == nil,
      state.phase == .asking(.cluster), !state.looksForPast
    else { return }
    state.dialog = .draft(selected: 0)
  }

  /// Gives an event to the question whether a draft is taken; the first button takes it.
  mutating func takeInDraft(_ event: UserEvent, _ selected: Int) {
    switch event {
    case .movedSideways, .focusMovedForward, .focusMovedBackward, .moved:
      state.dialog = .draft(selected: 1 - selected)
    case .activated, .toggled: answerDraft(selected)
    case .dialogAnswered(let button): answerDraft(button)
    default: break
    }
  }

  private mutating func answerDraft(_ button: Int) {
    state.dialog = nil
    guard let draft = state.draft else { return }
    state.draft = nil
    guard button == 0 else { return }
    state.answers = draft.answers
    forgetCluster()
  }

  /// Keeps the answers as a draft where they are others than those that the wizard began with.
  mutating func saveDraft() {
    if let answers = state.answersToKeep { request(.saveDraft(answers)) }
  }
}

extension WizardState {
  /// The answers that are kept where the wizard is left now; nil where that isn't wanted, or where they
  /// are those that it began with.
  package var answersToKeep: Answers? {
    guard case .asking = phase, keepsAnswers, answers != firstAnswers else { return nil }
    return answers
  }

  /// Whether answers are kept where the wizard is left before Install.
  ///
  /// Not where it began with answers that were given: they would take the place of a draft that was
  /// never offered.
  package var keepsAnswers: Bool {
    options.goal == .install(offers: true) && firstAnswers == Answers()
  }

  /// Whether a run that was left in the middle, or a draft, is being looked for.
  package var looksForPast: Bool {
    pending.values.contains {
      switch $0 {
      case .findInterruptedRun, .findDraft: true
      default: false
      }
    }
  }
}

/// Answers of a wizard that was left before Install.
package struct AnswersDraft: Equatable, Sendable {
  /// What was answered.
  package var answers: Answers
  /// When they were kept.
  package var kept: Instant

  /// Makes a draft.
  package init(answers: Answers, kept: Instant) {
    self.answers = answers
    self.kept = kept
  }
}
