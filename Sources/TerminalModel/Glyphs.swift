/// The signs that screens draw, each one column wide, so that no screen spells one itself.
package struct Glyphs: Equatable, Hashable, Sendable {
  /// Whether text outside of ASCII can't be shown and is replaced.
  package let isASCII: Bool

  /// The step the user is at.
  package let current: Character
  /// A step or an item that has not begun.
  package let pending: Character
  /// A step or a check that went well.
  package let good: Character
  /// A check that deserves a look.
  package let warning: Character
  /// A step or a check that failed.
  package let bad: Character
  /// An item that is running.
  package let running: Character
  /// A check that is waiting for its answer; also what a cut text ends with.
  package let ellipsis: Character
  /// The bar at the left of the control that has the keyboard.
  package let focusBar: Character
  /// The sign of a control that opens a list.
  package let opens: Character
  /// What stands between two facts on a line.
  package let separator: Character
  /// What stands for a control character in text from outside.
  package let control: Character
  /// The dot in a chosen radio button.
  package let radioDot: Character

  /// A horizontal line.
  package let horizontal: Character
  /// A dashed horizontal line, for a heading inside a body.
  package let dashed: Character
  /// A vertical line.
  package let vertical: Character
  /// A horizontal line that a vertical one leaves downwards.
  package let teeDown: Character
  /// A horizontal line that a vertical one meets from above.
  package let teeUp: Character
  /// A vertical line that a horizontal one leaves to the right.
  package let teeRight: Character
  /// A vertical line that a horizontal one meets from the left.
  package let teeLeft: Character
  /// A dialog's corner.
  package let topLeft: Character
  /// A dialog's corner.
  package let topRight: Character
  /// A dialog's corner.
  package let bottomLeft: Character
  /// A dialog's corner.
  package let bottomRight: Character

  /// The upper end of a scroll bar.
  package let scrollUp: Character
  /// The lower end of a scroll bar.
  package let scrollDown: Character
  /// The part of a scroll bar that stands for what is seen.
  package let scrollThumb: Character
  /// The rest of a scroll bar.
  package let scrollTrack: Character

  /// An arrow, in hints and in "2 more".
  package let up: Character
  /// An arrow, in hints and in "2 more".
  package let down: Character
  /// An arrow.
  package let left: Character
  /// An arrow.
  package let right: Character
}

extension Glyphs {
  /// For terminals that show UTF-8.
  package static let unicode = Glyphs(
    isASCII: false, current: "●", pending: "○", good: "✓", warning: "!", bad: "✗", running: "▸",
    ellipsis: "…", focusBar: "▌", opens: "▾", separator: "·", control: "·", radioDot: "•",
    horizontal: "─", dashed: "┄", vertical: "│", teeDown: "┬", teeUp: "┴", teeRight: "├",
    teeLeft: "┤", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", scrollUp: "▲",
    scrollDown: "▼", scrollThumb: "█", scrollTrack: "░", up: "↑", down: "↓", left: "←", right: "→")

  /// For terminals that show only ASCII, such as `TERM=linux` or a locale without UTF-8.
  package static let ascii = Glyphs(
    isASCII: true, current: "*", pending: "o", good: "+", warning: "!", bad: "x", running: ">",
    ellipsis: "~", focusBar: ">", opens: "v", separator: "-", control: ".", radioDot: "*",
    horizontal: "-", dashed: "-", vertical: "|", teeDown: "+", teeUp: "+", teeRight: "+",
    teeLeft: "+", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", scrollUp: "^",
    scrollDown: "v", scrollThumb: "#", scrollTrack: ":", up: "^", down: "v", left: "<", right: ">")

  /// A ticked or an unticked box, three columns wide.
  package func checkbox(_ ticked: Bool) -> String { ticked ? "[x]" : "[ ]" }

  /// A chosen or an unchosen radio button, three columns wide.
  package func radio(_ chosen: Bool) -> String { chosen ? "(\(radioDot))" : "( )" }

  /// An option that can't be chosen, three columns wide.
  package var unavailable: String { "(-)" }
}
