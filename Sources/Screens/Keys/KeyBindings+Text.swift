import TerminalModel
import Wizard

extension KeyBindings {
  /// The keys that change a line of text; with a caret that moves, also those that move it.
  static func writing(movesCaret: Bool) -> [KeyBinding] {
    let erasing = [
      KeyBinding(.backspace, .erasedBackward, also: [.control("h")], help: "Erase to the left."),
      KeyBinding(.control("w"), .erasedWord, help: "Erase the word to the left."),
      KeyBinding(.control("u"), .erasedToStart, help: "Erase to the beginning."),
    ]
    guard movesCaret else { return erasing }
    return erasing + [
      KeyBinding(.control("k"), .erasedToEnd, help: "Erase to the end."),
      KeyBinding(.delete, .erasedForward, help: "Erase at the caret."),
      KeyBinding(
        [.init(.left, .movedSideways(-1)), .init(.right, .movedSideways(1))], shown: 2,
        help: "Move the caret."),
      KeyBinding(.home, .movedToStart, also: [.control("a")], help: "To the beginning."),
      KeyBinding(.end, .movedToEnd, also: [.control("e")], help: "To the end."),
    ]
  }

  /// Up and down through rows or controls.
  static func moving(hint: String = "", letters: Bool, help: String) -> KeyBinding {
    var strokes: [KeyBinding.Stroke] = [
      .init(.up, .moved(rows: -1)), .init(.down, .moved(rows: 1)),
    ]
    if letters {
      strokes += [
        .init(.character("k"), .moved(rows: -1)), .init(.character("j"), .moved(rows: 1)),
      ]
    }
    return KeyBinding(strokes, shown: 2, hint: hint, help: help)
  }

  /// By pages and to the ends of a list.
  static func paging(by rows: Int, letters: Bool) -> [KeyBinding] {
    let rows = max(rows - 1, 1)
    let up: [Key] = letters ? [.control("u")] : []
    let down: [Key] = letters ? [.control("d")] : []
    return [
      KeyBinding(.pageUp, .moved(rows: -rows), also: up, help: "A page up."),
      KeyBinding(.pageDown, .moved(rows: rows), also: down, help: "A page down."),
      KeyBinding(
        .home, .movedToStart, also: letters ? [.character("g")] : [], help: "To the first."),
      KeyBinding(
        .end, .movedToEnd, also: letters ? [.character("G")] : [], help: "To the last."),
    ]
  }

  static let tabbing = KeyBinding(
    [.init(.tab, .focusMovedForward), .init(.backTab, .focusMovedBackward)], shown: 2,
    help: "To the next control, or back; from the last to the first.")
}
