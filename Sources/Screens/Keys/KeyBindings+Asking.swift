import Planning
import TerminalModel
import Wizard

extension KeyBindings {
  /// The keys of the five screens that ask.
  static func askingBindings(_ state: WizardState, _ layout: ScreenLayout) -> [KeyBinding] {
    guard case .asking(let screen) = state.phase else { return [] }
    let isText = TextPlace.of(state) == .writing
    let isFiltering = TextPlace.of(state) == .narrowing
    var keys: [KeyBinding] = []
    keys += focusKeys(state, layout, isText: isText, isFiltering: isFiltering)
    if !isText, !isFiltering { keys += screenKeys(screen, state) }
    if screen == .certificates, !state.isUpgrade, state.answers.certificates.asks(.anchorValidity) {
      keys.append(
        KeyBinding(
          .function(2), .answered(.issuerValidity, "87600h"), hint: "Issuer 10 years",
          help: "Let the issuer be valid for 87600h, which is ten years."))
    }
    keys += leavingKeys(screen, state, takesLetters: !isText && !isFiltering)
    if isText { keys += writing(movesCaret: true) }
    if isFiltering { keys += writing(movesCaret: false) }
    keys.append(interrupt(state, isHinted: isText))
    return keys
  }

  private static func leavingKeys(
    _ screen: ScreenID, _ state: WizardState, takesLetters: Bool
  ) -> [KeyBinding] {
    var keys: [KeyBinding] = []
    if screen == .namespaces, state.namespaceFilter != nil {
      keys.append(
        KeyBinding(.escape, .dismissed, hint: "Clear filter", help: "Take the filter away."))
    } else if screen.previous != nil {
      keys.append(
        KeyBinding(
          .escape, .dismissed, hint: "Back", help: "To the screen before; answers are kept.",
          isHinted: screen != .review))
    }
    if takesLetters {
      keys.append(
        KeyBinding(
          .character("?"), .helpOpened, also: [.function(1)], hint: "Help", help: "This page."))
      keys.append(
        KeyBinding(.character("q"), .quitRequested, hint: "Quit", help: "Leave; it asks first."))
    } else {
      keys.append(KeyBinding(.function(1), .helpOpened, hint: "Help", help: "This page."))
    }
    return keys
  }

  /// The keys for the line about restarts, which names them.
  private static func restartKeys(_ state: WizardState) -> [KeyBinding] {
    if state.isUpgrade { return [] }
    return [
      KeyBinding(
        .character("r"), .restartToggled, hint: "Restart",
        help: "Restart the workloads of the namespaces once Linkerd is ready, or not.",
        isHinted: false),
      KeyBinding(
        .character("w"), .workloadsOpened, hint: "Workloads",
        help: "See what would be restarted and what that interrupts, and leave some out.",
        isHinted: false),
    ]
  }

  /// The keys that a screen has for itself.
  private static func screenKeys(_ screen: ScreenID, _ state: WizardState) -> [KeyBinding] {
    switch screen {
    case .cluster:
      return [
        KeyBinding(
          .character("r"), .checksRepeated, hint: "Check again", help: "Ask everything once more.")
      ]
    case .namespaces:
      return [
        KeyBinding(
          .character("+"), .namespaceAddingOpened, hint: "Add",
          help: "Add a namespace by its name; it is created if it isn't there."),
        KeyBinding(
          .character("a"), .allSelected, hint: "All", help: "Select all that the filter leaves."),
        KeyBinding(
          .character("N"), .noneSelected, hint: "None", help: "Select none.",
          isHinted: !state.answers.namespaces.isEmpty),
        KeyBinding(.character("/"), .filterOpened, hint: "Filter", help: "Narrow the list."),
        KeyBinding(
          .character("i"), .injectionChanged, hint: "Inject",
          help: "Enabled; ingress, for ingress controllers without support for Linkerd; disabled.",
          isHinted: false),
        KeyBinding(
          .character("o"), .opaquePortsOpened, hint: "Opaque ports",
          help: "Name ports on which the server speaks first, such as those of NATS.",
          isHinted: false),
        KeyBinding(
          .character("d"), .namespaceOpened(nil), hint: "Details",
          help: "Read what runs in the namespace and what its meshing needs care for.",
          isHinted: state.namespaceUnderCursorNeedsCare),
        KeyBinding(
          .character("*"), .selectionInverted, hint: "Invert",
          help: "Select what isn't selected of what the filter leaves, and no longer what is.",
          isHinted: false),
        KeyBinding(
          .character("s"), .orderChanged, hint: "Sort",
          help: "Sort by name, by pods, or by injection: what is off comes first.",
          isHinted: false),
        KeyBinding(
          .function(5), .namespacesReread, hint: "Read again",
          help: "Read the namespaces once more; what is selected stays so.", isHinted: false),
        KeyBinding(
          .character("p"), .buttonPressed(.preset), hint: "Preset",
          help: "Select the namespaces of a known product.", isHinted: false),
      ] + restartKeys(state)
    case .review:
      let screens = ScreenID.allCases.prefix(4).map { screen in
        KeyBinding.Stroke(.character(Character("\(screen.number)")), .screenOpened(screen))
      }
      let preview = KeyBinding(
        .character("p"), .previewOpened, hint: "Preview",
        help: "Show the objects that would be made or changed, and their manifests.")
      let save = KeyBinding(
        .character("s"), .scriptSavingOpened, hint: "Save script",
        help: "Save the same as a shell script that runs by itself.")
      return [KeyBinding(screens, shown: 4, hint: "Edit", help: "Change what that screen asked.")]
        + (state.canPreview ? [preview] : []) + (state.plan == nil ? [] : [save])
    case .certificates, .controlPlane, .install: return []
    }
  }
}

extension KeyBindings {
  /// The keys that act on the control with the focus.
  private static func focusKeys(
    _ state: WizardState, _ layout: ScreenLayout, isText: Bool, isFiltering: Bool
  ) -> [KeyBinding] {
    switch state.focus {
    case .field(let id): return fieldKeys(Catalogue.field(id), isText: isText)
    case .button(let button): return buttonKeys(button)
    case .list(.namespaces): return namespaceKeys(state, layout, isFiltering: isFiltering)
    case .list(let list): return listKeys(list, state, layout)
    }
  }

  private static func fieldKeys(_ field: Field, isText: Bool) -> [KeyBinding] {
    let move = moving(letters: !isText, help: "To the control above or below.")
    var tab = tabbing
    tab.shown = 1
    switch field.kind {
    case .text, .namespaces:
      tab.hint = "Next field"
      tab.isHinted = true
      return [
        tab, KeyBinding(.enter, .activated, help: "To the next field."), move,
      ]
    case .picker:
      return [
        moving(hint: "Move", letters: true, help: "To the control above or below."),
        KeyBinding(
          .enter, .activated, also: [.character(" "), .character("x")], hint: "Open",
          help: "Open the list."), tab,
      ]
    case .choice:
      return [
        KeyBinding(
          [.init(.left, .movedSideways(-1)), .init(.right, .movedSideways(1))], shown: 2,
          hint: "Choose", help: "Choose the option before or after."),
        KeyBinding(
          .character(" "), .toggled, also: [.character("x")], help: "Choose the next option."),
        moving(hint: "Move", letters: true, help: "To the control above or below."),
        KeyBinding(.enter, .activated, help: "To the next control."), tab,
      ]
    }
  }

  static func buttonKeys(_ button: ButtonID) -> [KeyBinding] {
    [
      KeyBinding(
        .enter, .activated, also: [.character(" "), .character("x")],
        hint: button == .preset ? "Open" : button.label, help: "Press the button."),
      tabbing,
      KeyBinding(
        [.init(.left, .movedSideways(-1)), .init(.right, .movedSideways(1))], shown: 2,
        help: "To the button beside it."),
      moving(hint: "Move", letters: true, help: "To the control above or below."),
    ]
  }

  private static func namespaceKeys(
    _ state: WizardState, _ layout: ScreenLayout, isFiltering: Bool
  ) -> [KeyBinding] {
    let letters = !isFiltering
    let move = moving(letters: letters, help: "To the namespace above or below.")
    let pages = paging(by: Page.namespacesRoom(layout), letters: letters)
    if isFiltering {
      return [
        KeyBinding(.enter, .activated, hint: "Keep filter", help: "Go on with this filter."),
        KeyBinding(
          .character(" "), .toggled, hint: "Toggle", help: "Select the namespace, or not.",
          isHinted: state.namespaceCount > 0), move, tabbing,
      ] + pages
    }
    return [
      KeyBinding(
        .character(" "), .toggled, also: [.character("x"), .enter], hint: "Toggle",
        help: "Select the namespace, or not."), move, tabbing,
    ] + pages
  }

  private static func listKeys(
    _ list: ListID, _ state: WizardState, _ layout: ScreenLayout
  ) -> [KeyBinding] {
    let move = moving(
      hint: list == .review ? "" : "Move", letters: true, help: "To the row above or below.")
    var enter = KeyBinding(
      .enter, .activated, also: [.character(" "), .character("x")], hint: "Read in full",
      help: "Read the row in full.")
    var tab = tabbing
    if list == .review {
      enter.hint = "Read"
      if state.cursor(of: .review) < 4 {
        enter.hint = "Edit"
        enter.help = "Change what that screen asked."
      }
      tab.shown = 1
      tab.hint = "Buttons"
      tab.isHinted = true
    }
    return [move, enter, tab] + paging(by: layout.content.rows / 2, letters: true)
  }
}
