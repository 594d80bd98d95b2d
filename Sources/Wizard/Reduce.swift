import Planning

/// Takes one event into the state and tells what is to be done outside.
///
/// This is the whole wizard: every front end feeds it events and shows the state. It reads no
/// clock, file or environment, so the same events always lead to the same state.
package func reduce(_ state: inout WizardState, _ event: Event) -> [EffectRequest] {
  var step = Reduction(state: state)
  step.take(event)
  step.keepNamespacesCurrent()
  step.askForFacts()
  step.keepPlanCurrent()
  step.keepPreviewCurrent()
  step.keepFocusOnControls()
  state = step.state
  return step.requests
}

/// One event on its way into the state, with the effects that it has asked for so far.
struct Reduction {
  var state: WizardState
  var requests: [EffectRequest] = []

  /// Takes the event in.
  mutating func take(_ event: Event) {
    switch event {
    case .tick(let now):
      // Also where the clock goes back: a plan must not begin at a moment that was a mistake.
      state.now = now
      state.preview?.begin(at: state.now)
      lookForPast()
    case .host(let id, let report): take(report, of: id)
    case .user(let event):
      state.notice = nil
      take(event)
    }
  }

  /// Asks for an effect and keeps it pending until its final report.
  @discardableResult
  mutating func request(_ effect: Effect) -> EffectID {
    let id = state.nextID
    state.nextID = EffectID(id.number + 1)
    switch effect {
    case .cancel, .exit: break
    default: state.pending[id] = effect
    }
    requests.append(EffectRequest(id: id, effect: effect))
    return id
  }

  /// Opens a screen, with the focus where it belongs.
  mutating func open(_ screen: ScreenID) {
    leaveField()
    saveDraft()
    state.phase = .asking(screen)
    state.furthest = max(state.furthest, screen)
    state.focus = state.firstFocus(on: screen)
    state.isFiltering = false
    state.dialog = nil
    if screen == .namespaces { sayBrokenPresets() }
  }

  /// Closes the editing of the focused field: from now on its problems are shown.
  mutating func leaveField() {
    guard case .field(let id) = state.focus else { return }
    state.drafts[id] = FieldDraft(isTouched: true)
  }

  /// Moves the focus, leaving the field that had it, and the filter's line.
  mutating func focus(on control: ControlID) {
    guard control != state.focus else { return }
    leaveField()
    state.isFiltering = false
    state.focus = control
  }

  /// Puts the focus on a control that is there, where the one that had it has gone.
  mutating func keepFocusOnControls() {
    let controls = state.controls
    guard !controls.contains(state.focus), let first = controls.first else { return }
    state.focus = controls.contains(.button(.next)) ? .button(.next) : first
  }
}

extension ScreenID: Comparable {
  /// Whether the left screen comes before the right one.
  package static func < (left: ScreenID, right: ScreenID) -> Bool { left.number < right.number }
}
