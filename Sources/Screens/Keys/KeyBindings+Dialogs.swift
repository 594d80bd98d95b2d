import TerminalModel
import Wizard

extension KeyBindings {
  /// The keys of an open dialog.
  static func bindings(
    in dialog: Dialog, _ state: WizardState, _ layout: ScreenLayout
  ) -> [KeyBinding] {
    switch dialog {
    case .help, .reading: pageKeys(TextPage.of(dialog, state, layout, .unicode), state)
    case .picker(let picker): pickerKeys(picker, state, layout)
    case .confirmQuit(let selected):
      choiceKeys(hint: selected == 0 ? "Stay" : "Quit", escape: "Stay", sideways: true, state)
    case .confirmStop(let selected):
      choiceKeys(
        hint: StopChoice.allCases[min(max(selected, 0), StopChoice.allCases.count - 1)].label,
        escape: "Keep going", sideways: false, state)
    case .asking(let question): questionKeys(question, state)
    case .preview(let pages): previewKeys(pages, state, layout)
    case .pastRun(let dialog):
      pastRunKeys(PastRunPage(dialog, state, layout, .unicode), state)
    case .draft(let selected):
      choiceKeys(
        hint: selected == 0 ? "Use them" : "Start afresh", escape: "Decide later", sideways: true,
        state)
    }
  }

  private static func pastRunKeys(_ page: PastRunPage, _ state: WizardState) -> [KeyBinding] {
    let label = page.buttons[page.selected].label
    if page.isOffer {
      return choiceKeys(hint: label, escape: "Start afresh", sideways: false, state)
    }
    return scrolling(
      from: page.top, last: page.lastTop, page: page.rows, pageKeys: [.pageDown, .character(" ")])
      + [
        KeyBinding(
          [.init(.left, .movedSideways(-1)), .init(.right, .movedSideways(1))], shown: 2,
          hint: "Button", help: "To the other button.", isHinted: page.buttons.count > 1),
        tabbing,
        KeyBinding(
          .enter, .activated, hint: label, help: "Press the button.",
          isHinted: page.buttons[page.selected] != .back),
        KeyBinding(.escape, .dismissed, hint: "Back", help: "Leave everything as it is."),
        interrupt(state),
      ]
  }

  private static func pageKeys(_ page: TextPage, _ state: WizardState) -> [KeyBinding] {
    scrolling(
      from: page.top, last: page.lastTop, page: page.rows, pageKeys: [.pageDown, .character(" ")])
      + [
        KeyBinding(
          .escape, .dismissed, also: [.enter, .character("q"), .character("?"), .function(1)],
          hint: "Close", help: "Close the page."),
        interrupt(state),
      ]
  }

  /// Up and down a text by lines, by pages of `page` rows and to its ends; the first of the page keys is
  /// the one that the hint shows.
  static func scrolling(
    from top: Int, last: Int, page: Int, pageKeys: [Key]
  ) -> [KeyBinding] {
    func scrolled(_ rows: Int) -> UserEvent { .scrolled(to: min(max(top + rows, 0), last)) }
    let page = max(page - 1, 1)
    let scrolls = last > 0
    return [
      KeyBinding(
        [
          .init(.up, scrolled(-1)), .init(.down, scrolled(1)),
          .init(.character("k"), scrolled(-1)), .init(.character("j"), scrolled(1)),
        ], shown: 2, hint: "Scroll", help: "A line up or down.", isHinted: scrolls),
      KeyBinding(
        pageKeys[0], scrolled(page), also: pageKeys.dropFirst() + [.control("d")], hint: "Page",
        help: "A page down.", isHinted: scrolls),
      KeyBinding(.pageUp, scrolled(-page), also: [.control("u")], help: "A page up."),
      KeyBinding(
        .home, .scrolled(to: 0), also: [.character("g")], help: "To the beginning."),
      KeyBinding(
        .end, .scrolled(to: last), also: [.character("G")], help: "To the end."),
    ]
  }

  private static func pickerKeys(
    _ picker: Dialog.Picker, _ state: WizardState, _ layout: ScreenLayout
  ) -> [KeyBinding] {
    let rows = state.rows(of: picker).count
    var move = moving(hint: "Move", letters: false, help: "To the option above or below.")
    move.isHinted = rows > 1
    let page = max(DialogBox.textRows(layout) - 3, 1)
    return [
      move,
      KeyBinding(
        .enter, .activated, also: [.character(" ")],
        hint: picker.subject == .workloads ? "Restart or not" : "Choose",
        help: "Choose the option.",
        isHinted: rows > 0),
      KeyBinding(.escape, .dismissed, hint: "Close", help: "Leave everything as it is."),
      KeyBinding(.pageUp, .moved(rows: -page), help: "A page up."),
      KeyBinding(.pageDown, .moved(rows: page), help: "A page down."),
      KeyBinding(.home, .movedToStart, help: "To the first."),
      KeyBinding(.end, .movedToEnd, help: "To the last."),
    ] + writing(movesCaret: false) + [interrupt(state)]
  }

  private static func choiceKeys(
    hint: String, escape: String, sideways: Bool, _ state: WizardState
  ) -> [KeyBinding] {
    let before = KeyBinding.Stroke(.left, .movedSideways(-1))
    let after = KeyBinding.Stroke(.right, .movedSideways(1))
    let up = KeyBinding.Stroke(.up, .moved(rows: -1))
    let down = KeyBinding.Stroke(.down, .moved(rows: 1))
    let letters = [
      KeyBinding.Stroke(.character("k"), .moved(rows: -1)),
      .init(.character("j"), .moved(rows: 1)),
    ]
    return [
      KeyBinding(
        (sideways ? [before, after, up, down] : [up, down, before, after]) + letters, shown: 2,
        hint: "Move", help: "To the other button."),
      KeyBinding(
        .enter, .activated, also: [.character(" ")], hint: hint, help: "Press the button."),
      tabbing,
      KeyBinding(.escape, .dismissed, hint: escape, help: "Go on."),
      interrupt(state),
    ]
  }

  private static func questionKeys(
    _ question: Dialog.TextQuestion, _ state: WizardState
  ) -> [KeyBinding] {
    let hint =
      switch question.purpose {
      case .namespaceName: "Add"
      case .opaquePorts: "Take"
      case .scriptPath, .logPath: "Save"
      case .find: "Find"
      }
    return [
      KeyBinding(.enter, .activated, hint: hint, help: "Take this text."),
      KeyBinding(.escape, .dismissed, hint: "Cancel", help: "Leave everything as it is."),
    ] + writing(movesCaret: true) + [interrupt(state)]
  }
}
