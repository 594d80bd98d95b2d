import Planning
import TerminalModel
import Wizard

extension KeyBindings {
  /// The keys of an open preview.
  static func previewKeys(
    _ pages: PreviewPages, _ state: WizardState, _ layout: ScreenLayout
  ) -> [KeyBinding] {
    guard let preview = state.preview?.found else {
      let isKnown = state.preview?.result != nil
      return (isKnown ? [askingAgain] : []) + [
        KeyBinding(
          .escape, .dismissed, also: [.character("q")], hint: isKnown ? "Close" : "Stop asking",
          help: "Back to Review."), interrupt(state),
      ]
    }
    if pages.typed != nil {
      return [
        KeyBinding(.enter, .activated, hint: "Find", help: "Go to the next line with this text."),
        KeyBinding(.escape, .dismissed, hint: "Cancel", help: "Look for nothing."),
      ] + writing(movesCaret: false) + [interrupt(state)]
    }
    guard let reading = pages.reading else { return listKeys(preview, state, layout) }
    return manifestKeys(
      ManifestView(preview, reading, isTyping: false, layout), isFinding: !pages.find.isEmpty, state
    )
  }

  private static let askingAgain = KeyBinding(
    .character("r"), .previewRepeated, hint: "Ask again", help: "Ask everything once more.")

  private static let finding = KeyBinding(
    .character("/"), .findOpened, hint: "Find", help: "Find a text in the manifest.")

  private static func listKeys(
    _ preview: Preview, _ state: WizardState, _ layout: ScreenLayout
  ) -> [KeyBinding] {
    var move = moving(hint: "Move", letters: true, help: "To the row above or below.")
    move.isHinted = preview.rowCount > 1
    return [
      move,
      KeyBinding(
        .enter, .activated, also: [.character(" ")], hint: "Manifest",
        help: "Read the manifest from this row on.", isHinted: preview.rowCount > 0),
      finding, askingAgain,
      KeyBinding(
        .escape, .dismissed, also: [.character("q")], hint: "Close", help: "Back to Review."),
    ] + paging(by: DialogBox.textRows(layout), letters: true) + [interrupt(state)]
  }

  private static func manifestKeys(
    _ view: ManifestView, isFinding: Bool, _ state: WizardState
  ) -> [KeyBinding] {
    scrolling(
      from: view.top, last: view.lastTop, page: view.rows, pageKeys: [.character(" "), .pageDown])
      + [
        KeyBinding(
          [
            .init(.left, .movedSideways(-view.sideways)),
            .init(.right, .movedSideways(view.sideways)),
          ],
          shown: 2, hint: "Sideways", help: "Where lines are longer than the screen."),
        finding,
        KeyBinding(
          [.init(.character("n"), .foundNext), .init(.character("N"), .foundPrevious)], shown: 2,
          hint: "Next", help: "To the next match, or the one before.", isHinted: isFinding),
        KeyBinding(
          .escape, .dismissed, also: [.character("q")], hint: "Objects",
          help: "Back to the list of objects."),
        interrupt(state),
      ]
  }
}
