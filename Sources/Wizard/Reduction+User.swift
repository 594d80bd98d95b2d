import Planning

extension Reduction {
  /// Takes in what the person did: the dialog gets it first, then the screen.
  mutating func take(_ event: UserEvent) {
    switch event {
    case .interrupted: return interrupt()
    case .stopAnswered(let choice): return answerStopping(choice)
    default: break
    }
    if state.dialog != nil, takeInDialog(event) { return }
    if takeMoving(event) || takeWriting(event) || takeActing(event) || takeNamespaces(event) {
      return
    }
    takeReviewAndRun(event)
  }

  /// Leaves before a run, asks during one.
  private mutating func interrupt() {
    switch state.phase {
    case .asking: request(.exit(.stopped))
    case .running(let run):
      if run.failedItem != nil {
        request(.exit(.failed))
      } else {
        state.dialog = .confirmStop(selected: 0)
      }
    case .finished(let outcome): request(.exit(outcome.exitStatus))
    }
  }

  private mutating func takeActing(_ event: UserEvent) -> Bool {
    switch event {
    case .activated: activate()
    case .toggled: toggle()
    case .dismissed: dismiss()
    case .buttonPressed(let button): press(button)
    case .screenOpened(let screen): openVisited(screen)
    case .checksRepeated: repeatChecks()
    case .helpOpened: state.dialog = .help(scroll: 0)
    case .quitRequested: askToQuit()
    case .detailOpened: openDetail()
    default: return false
    }
    return true
  }

  private mutating func activate() {
    switch state.focus {
    case .field(let id):
      if Catalogue.field(id).kind == .picker { return openPicker(.field(id)) }
      moveFocus(by: 1)
      // Who presses Enter again and again goes forwards, not back.
      if state.focus == .button(.back) { focus(on: .button(.next)) }
    case .button(let button): press(button)
    case .list(.namespaces):
      if state.isFiltering { state.isFiltering = false } else { toggleNamespaceUnderCursor() }
    case .list: openDetail()
    }
  }

  private mutating func toggle() {
    switch state.focus {
    case .field(let id):
      switch Catalogue.field(id).kind {
      case .picker: openPicker(.field(id))
      case .choice: choose(by: 1, in: id)
      case .text, .namespaces: break
      }
    case .button(let button): press(button)
    case .list(.namespaces): toggleNamespaceUnderCursor()
    case .list: openDetail()
    }
  }

  /// Presses a button; one that can't be pressed now says why.
  mutating func press(_ button: ButtonID) {
    switch button {
    case .next: goOn()
    case .back: goBack()
    case .install: confirmShownPlan()
    case .retry: retry()
    case .saveLog: take(.logSavingOpened)
    case .showUndo: showUndo()
    case .quit: quitAfterFailure()
    case .finish: finish()
    case .signIn: signIn()
    case .preset: if state.phase == .asking(.namespaces) { openPicker(.preset) }
    }
  }

  private mutating func goOn() {
    guard case .asking(let screen) = state.phase, let next = screen.next, screen < .review else {
      return
    }
    leaveField()
    askForFacts()
    switch state.readiness(of: screen) {
    case .ready: open(next)
    case .waiting(let reason): state.notice = Notice(.warning, reason)
    case .blocked(let problems):
      show(problems, on: screen)
      // Who has mended a file or a program presses Next again.
      if screen == .certificates { repeatCertificateFacts() }
    }
  }

  /// Puts the focus on the first problem and shows all problems of the screen.
  private mutating func show(_ problems: [ScreenProblem], on screen: ScreenID) {
    for field in Catalogue.fields(on: screen, of: state) {
      state.drafts[field.id] = FieldDraft(isTouched: true)
    }
    guard let first = problems.first else { return }
    let control = screen == .namespaces ? ControlID.list(.namespaces) : first.control
    if state.controls.contains(control) { state.focus = control }
    if first.control == .field(.namespaces) { findRefusedNamespace() }
    state.notice = Notice(.failed, first.problem.sentence + " " + first.problem.remedy)
  }

  /// Closes the filter where there is one; goes to the screen before otherwise.
  private mutating func dismiss() {
    if state.phase == .asking(.namespaces), state.namespaceFilter != nil {
      state.namespaceFilter = nil
      state.isFiltering = false
    } else {
      goBack()
    }
  }

  private mutating func goBack() {
    guard case .asking(let screen) = state.phase, let previous = screen.previous else { return }
    open(previous)
  }

  /// Opens a screen that was reached before, from Review or by its number.
  private mutating func openVisited(_ screen: ScreenID) {
    guard case .asking = state.phase, screen <= state.furthest, screen != .install else { return }
    open(screen)
  }

  private mutating func askToQuit() {
    switch state.phase {
    case .asking: state.dialog = .confirmQuit(selected: 0)
    case .running(let run) where run.failedItem != nil: state.dialog = .confirmQuit(selected: 0)
    case .running: interrupt()
    case .finished: finish()
    }
  }

  private mutating func finish() {
    guard case .finished(let outcome) = state.phase else { return }
    request(.exit(outcome.exitStatus))
  }

  /// Leaves a run whose item has failed; as long as one goes on, asks first.
  private mutating func quitAfterFailure() {
    if state.run?.failedItem == nil { askToQuit() } else { request(.exit(.failed)) }
  }

  private mutating func signIn() {
    guard state.phase == .asking(.cluster), state.offersSignIn, let target = state.probeTarget,
      !state.pending.values.contains(.signIn(target))
    else {
      return
    }
    request(.signIn(target))
  }
}

extension Outcome {
  /// How the program ends after this run.
  package var exitStatus: ExitStatus {
    switch kind {
    case .installed: .done
    case .failed: .failed
    case .stopped: .stopped
    }
  }
}
