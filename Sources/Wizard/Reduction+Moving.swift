package import Planning

extension Reduction {
  /// Takes in a movement of the focus, a cursor or a caret.
  mutating func takeMoving(_ event: UserEvent) -> Bool {
    switch event {
    case .focusMovedForward: moveFocus(by: 1)
    case .focusMovedBackward: moveFocus(by: -1)
    case .focused(let control):
      if state.controls.contains(control) { focus(on: control) }
    case .moved(let rows): moveRows(rows)
    case .movedToStart: moveToEdge(atEnd: false)
    case .movedToEnd: moveToEdge(atEnd: true)
    case .movedSideways(let step): moveSideways(step)
    case .scrolled(let line): scroll(to: line)
    default: return false
    }
    return true
  }

  /// Moves the focus along the controls, from the last to the first and back.
  mutating func moveFocus(by step: Int) {
    let controls = state.controls
    guard !controls.isEmpty else { return }
    let here = controls.firstIndex(of: state.focus) ?? 0
    focus(on: controls[(here + step + controls.count) % controls.count])
  }

  private mutating func moveRows(_ rows: Int) {
    if case .list(let list) = state.focus {
      if list == .output { return scrollOutput(by: rows) }
      if isAtEdge(of: list, rows) { return moveFocus(towards: rows) }
      state.cursors[list] = min(
        max(state.cursor(of: list) + rows, 0), max(state.rowCount(of: list) - 1, 0))
      return
    }
    moveFocus(towards: rows)
  }

  /// Whether a single step leads out of a short list; the namespaces keep it, being many.
  private func isAtEdge(of list: ListID, _ rows: Int) -> Bool {
    guard list != .namespaces, abs(rows) == 1 else { return false }
    let cursor = state.cursor(of: list)
    return rows < 0 ? cursor == 0 : cursor >= state.rowCount(of: list) - 1
  }

  /// Moves the focus to the control above or below, if there is one.
  private mutating func moveFocus(towards rows: Int) {
    let controls = state.controls
    let here = controls.firstIndex(of: state.focus) ?? 0
    let there = min(max(here + rows.signum(), 0), controls.count - 1)
    if controls.indices.contains(there) { focus(on: controls[there]) }
  }

  private mutating func moveToEdge(atEnd: Bool) {
    switch state.focus {
    case .list(.output):
      atEnd ? follow() : scroll(to: 0)
    case .list(let list): state.cursors[list] = atEnd ? max(state.rowCount(of: list) - 1, 0) : 0
    case .field(let id) where Catalogue.field(id).kind == .text:
      setCaret(atEnd ? state.text(of: id).count : 0, in: id)
    case .field, .button: break
    }
  }

  private mutating func moveSideways(_ step: Int) {
    switch state.focus {
    case .field(let id):
      switch Catalogue.field(id).kind {
      case .choice: choose(by: step, in: id)
      case .text: setCaret(state.caret(of: id) + step, in: id)
      case .picker, .namespaces: break
      }
    case .button: moveRows(step)
    case .list: break
    }
  }

  /// Chooses the next or previous option that can be chosen; from the last to the first.
  mutating func choose(by step: Int, in id: FieldID) {
    let field = Catalogue.field(id)
    let options = field.options(state).filter { $0.refusal == nil }
    guard !options.isEmpty else { return }
    let current = field.read(state.answers)
    let here = options.firstIndex { $0.value == current } ?? ownChoice(in: options)
    let there = (here + step + options.count) % options.count
    answer(id, with: options[there].value)
  }

  private func ownChoice(in options: [FieldOption]) -> Int {
    options.firstIndex { $0.value == "own" } ?? 0
  }

  private mutating func scroll(to line: Int) {
    if var run = state.run {
      run.isFollowing = false
      run.outputTop = min(max(line, run.output.first), run.output.end)
      state.run = run
    }
  }

  private mutating func scrollOutput(by rows: Int) {
    guard let run = state.run else { return }
    let top = run.isFollowing ? run.output.end : run.outputTop
    scroll(to: top + rows)
  }

  /// Keeps the newest output in view.
  mutating func follow() {
    state.run?.isFollowing = true
  }
}

extension WizardState {
  /// The run that goes on or has ended; nil before one. Setting it outside a run does nothing.
  package var run: RunProgress? {
    get {
      switch phase {
      case .asking: nil
      case .running(let run): run
      case .finished(let outcome): outcome.run
      }
    }
    set {
      guard let newValue else { return }
      switch phase {
      case .asking: break
      case .running: phase = .running(newValue)
      case .finished(var outcome):
        outcome.run = newValue
        phase = .finished(outcome)
      }
    }
  }

  /// The caret's place in a field's text, in characters.
  package func caret(of field: FieldID) -> Int {
    min(drafts[field]?.caret ?? .max, text(of: field).count)
  }
}
