package import TerminalModel
package import Wizard

/// The keys, each described once: for the hint line, the help page and what a press means.
package enum KeyBindings {
  /// What can be pressed now, in the order of the hint line.
  package static func bindings(for state: WizardState, size: Size) -> [KeyBinding] {
    // Nothing that can't be seen is pressed blindly.
    guard ScreenLayout.isLargeEnough(size) else { return [interrupt(state)] }
    let layout = ScreenLayout(state, size: size, .unicode)
    if let dialog = state.dialog { return bindings(in: dialog, state, layout) }
    switch state.phase {
    case .asking: return askingBindings(state, layout)
    case .running(let run): return runningBindings(run, state, layout)
    case .finished: return closingBindings(state)
    }
  }

  /// What a key means now; nil where it means nothing.
  package static func event(
    for key: Key, in state: WizardState, size: Size
  ) -> UserEvent? {
    let place = TextPlace.of(state)
    if place != nil, ScreenLayout.isLargeEnough(size) {
      switch key {
      case .paste(let text): return .typed(text)
      case .character(" ") where place == .narrowing: return .toggled
      case .character(let character): return .typed(String(character))
      default: break
      }
    }
    for binding in bindings(for: state, size: size) {
      if let stroke = binding.strokes.first(where: { $0.key == key }) { return stroke.event }
    }
    return nil
  }

  static func interrupt(_ state: WizardState, isHinted: Bool = false) -> KeyBinding {
    let isRunning = state.run.map { $0.failedItem == nil && $0.endedAt == nil } ?? false
    return KeyBinding(
      .control("c"), .interrupted, hint: isRunning ? "Stop…" : "Quit",
      help: isRunning ? "Ask how to stop; nothing is stopped by the key itself." : "Leave at once.",
      isHinted: isHinted)
  }
}

/// Whether typed characters go into a text.
enum TextPlace: Equatable {
  /// A text of its own: every character is taken.
  case writing
  /// A filter over a list: the space bar acts on the list.
  case narrowing

  /// Where characters go now; nil where they are keys like others.
  static func of(_ state: WizardState) -> TextPlace? {
    switch state.dialog {
    case .asking: return .writing
    case .picker: return .narrowing
    case .preview(let pages): return pages.typed == nil ? nil : .writing
    case .help, .reading, .confirmQuit, .confirmStop, .pastRun, .draft: return nil
    case nil: break
    }
    guard case .asking = state.phase else { return nil }
    switch state.focus {
    case .field(let id): return Catalogue.field(id).kind == .text ? .writing : nil
    case .list(.namespaces): return state.isFiltering ? .narrowing : nil
    case .list, .button: return nil
    }
  }
}
