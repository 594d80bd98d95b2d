import TerminalModel
import Wizard

extension KeyBindings {
  /// The keys while the run goes on, or waits for a decision.
  static func runningBindings(
    _ run: RunProgress, _ state: WizardState, _ layout: ScreenLayout
  ) -> [KeyBinding] {
    var keys: [KeyBinding] = []
    if case .button(let button) = state.focus {
      keys += buttonKeys(button)
    } else {
      keys += outputKeys(run, state, layout)
    }
    if run.failedItem != nil, case .list = state.focus { keys.append(buttonsKey) }
    // How to stop has to be seen on a narrow terminal too, where hints are left out from the end.
    if run.failedItem == nil { keys.append(interrupt(state, isHinted: true)) }
    keys += findKeys(run)
    if run.record != nil {
      keys.append(
        KeyBinding(
          .character("s"), .logSavingOpened, hint: "Save log", help: "Copy the log to a file."))
    }
    keys.append(
      KeyBinding(
        .character("?"), .helpOpened, also: [.function(1)], hint: "Help", help: "This page."))
    if run.failedItem == nil {
      keys.append(KeyBinding(.character("q"), .quitRequested, help: "Ask how to stop."))
    } else {
      keys.append(KeyBinding(.character("q"), .quitRequested, hint: "Quit", help: "Leave."))
      keys.append(interrupt(state))
    }
    return keys
  }

  private static var buttonsKey: KeyBinding {
    var tab = tabbing
    tab.shown = 1
    tab.hint = "Buttons"
    tab.isHinted = true
    return tab
  }

  /// Scrolling counts from what is in view, so that it goes on from the end while following.
  private static func outputKeys(
    _ run: RunProgress, _ state: WizardState, _ layout: ScreenLayout
  ) -> [KeyBinding] {
    let pane = OutputPane(run, state, layout, .unicode)
    func scrolled(_ rows: Int) -> UserEvent {
      let line = pane.top + rows
      return line >= pane.lastTop && rows > 0 ? .movedToEnd : .scrolled(to: max(line, 0))
    }
    let page = max(pane.rows - 1, 1)
    return [
      KeyBinding(
        [
          .init(.up, scrolled(-1)), .init(.down, scrolled(1)),
          .init(.character("k"), scrolled(-1)), .init(.character("j"), scrolled(1)),
        ], shown: 2, hint: "Scroll", help: "A line up or down in the output."),
      KeyBinding(
        .enter, .activated, also: [.character("x")], hint: "Read",
        help: "Read the output with its long lines whole, from the top of what is in view.",
        isHinted: run.output.end > 0),
      KeyBinding(
        .pageUp, scrolled(-page), also: [.control("u")], help: "A page up in the output."),
      KeyBinding(
        .pageDown, scrolled(page), also: [.control("d"), .character(" ")],
        help: "A page down in the output."),
      KeyBinding(
        .home, .movedToStart, also: [.character("g")],
        help: "To the first line that is kept; the log has all."),
      KeyBinding(
        .end, .movedToEnd, also: [.character("G")], help: "To the end, and follow it."),
    ]
  }

  private static func findKeys(_ run: RunProgress) -> [KeyBinding] {
    var keys = [
      KeyBinding(
        .character("f"), .followToggled, hint: run.isFollowing ? "Hold" : "Follow",
        help: "Keep the newest output in view, or stand still.", isHinted: run.failedItem == nil),
      KeyBinding(.character("/"), .findOpened, hint: "Find", help: "Find a text in the output."),
    ]
    if !run.find.isEmpty {
      keys.append(
        KeyBinding(
          [.init(.character("n"), .foundNext), .init(.character("N"), .foundPrevious)], shown: 2,
          hint: "Next, previous", help: "To the next match, or the one before."))
    }
    return keys
  }

  /// The keys of the closing page.
  static func closingBindings(_ state: WizardState) -> [KeyBinding] {
    var keys: [KeyBinding] = []
    if case .button(let button) = state.focus {
      keys += buttonKeys(button)
    } else {
      keys += [
        KeyBinding(
          .enter, .activated, also: [.character(" "), .character("x")], hint: "Read",
          help: "Read what to do, with the commands."),
        moving(letters: true, help: "To the step above or below."),
        KeyBinding(.home, .movedToStart, also: [.character("g")], help: "To the first."),
        KeyBinding(.end, .movedToEnd, also: [.character("G")], help: "To the last."),
        buttonsKey,
      ]
    }
    if state.run?.record != nil {
      keys += [
        KeyBinding(
          .character("v"), .logOpened, hint: "View log",
          help: "Read the newest lines of the log, and where all of it is."),
        KeyBinding(
          .character("s"), .logSavingOpened, hint: "Save log", help: "Copy the log to a file."),
      ]
    }
    keys += [
      KeyBinding(
        .character("?"), .helpOpened, also: [.function(1)], hint: "Help", help: "This page."),
      KeyBinding(
        .character("q"), .quitRequested, hint: "Finish", help: "Leave; everything is kept.",
        isHinted: state.focus != .button(.finish)),
      interrupt(state),
    ]
    return keys
  }
}
