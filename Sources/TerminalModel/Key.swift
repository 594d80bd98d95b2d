/// What a person can press.
package enum Key: Equatable, Hashable, Sendable {
  /// A printable character, the space included; an accent typed by itself comes by itself.
  case character(Character)
  /// The enter key (carriage return or line feed).
  case enter
  /// The tab key.
  case tab
  /// Shift and tab.
  case backTab
  /// The escape key.
  case escape
  /// The key that deletes to the left.
  case backspace
  /// The key that deletes at the caret.
  case delete
  /// An arrow.
  case up
  /// An arrow.
  case down
  /// An arrow.
  case left
  /// An arrow.
  case right
  /// To the beginning.
  case home
  /// To the end.
  case end
  /// A page up.
  case pageUp
  /// A page down.
  case pageDown
  /// A function key, 1 for F1.
  case function(Int)
  /// A letter with control held, in lower case: `.control("c")` is ^C.
  case control(Character)
  /// Text that the terminal says was pasted; lines end with `\n`, nothing else is cleaned.
  case paste(String)
  /// Something else, to be ignored.
  case unknown
}

extension Key {
  /// Its name in a hint, such as `Enter`, `↑`, `^C`, `F1`; a paste and the unknown have none.
  package func label(_ glyphs: Glyphs) -> String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: glyphs.isASCII ? "Shift-Tab" : "⇧Tab"
    case .escape: "Esc"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .up: String(glyphs.up)
    case .down: String(glyphs.down)
    case .left: String(glyphs.left)
    case .right: String(glyphs.right)
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .function(let number): "F\(number)"
    case .control(let letter): "^\(letter.uppercased())"
    case .paste, .unknown: ""
    }
  }
}

/// What a terminal reports to the program.
package enum TerminalInput: Equatable, Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// The terminal now has this size; whatever was painted must be painted anew.
  case resized(Size)
  /// The wake-up descriptor was written to: something waits elsewhere.
  case wakeUp
  /// A signal that asks the program to end came in: SIGTERM, SIGHUP or SIGINT's number.
  case signal(Int32)
  /// The terminal is gone; nothing more will come from it.
  case closed
}
