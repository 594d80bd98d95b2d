package import TerminalModel
package import Wizard

/// Keys that do one thing: what they are called, what they do, and what they mean to the wizard.
package struct KeyBinding: Equatable, Sendable {
  /// A key with its event.
  package struct Stroke: Equatable, Sendable {
    /// What is pressed.
    package var key: Key
    /// What the press means to the wizard.
    package var event: UserEvent

    /// Makes a stroke.
    package init(_ key: Key, _ event: UserEvent) {
      self.key = key
      self.event = event
    }
  }

  /// Every key, those that the hint names first.
  package var strokes: [Stroke]
  /// How many of the keys the hint names.
  package var shown: Int
  /// What stands behind the keys in the hint line.
  package var hint: String
  /// What they do, in a sentence, for the help page; empty leaves them out there.
  package var help: String
  /// Whether the hint line shows them.
  package var isHinted: Bool

  init(
    _ strokes: [Stroke], shown: Int = 1, hint: String = "", help: String, isHinted: Bool? = nil
  ) {
    self.strokes = strokes
    self.shown = shown
    self.hint = hint
    self.help = help
    self.isHinted = isHinted ?? !hint.isEmpty
  }

  init(
    _ key: Key, _ event: UserEvent, also: [Key] = [], hint: String = "", help: String,
    isHinted: Bool? = nil
  ) {
    self.init(
      ([key] + also).map { Stroke($0, event) }, hint: hint, help: help, isHinted: isHinted)
  }

  /// The keys that the hint names, such as `↑↓`, `1-4` or `Enter`.
  package func keyLabel(_ glyphs: Glyphs) -> String {
    label(of: strokes.prefix(shown).map(\.key), glyphs)
  }

  /// All keys, for the help page, such as `↑↓ j k`.
  func allKeysLabel(_ glyphs: Glyphs) -> String {
    let others = strokes.dropFirst(shown).map { $0.key.label(glyphs) }
    return ([keyLabel(glyphs)] + others).joined(separator: " ")
  }

  private func label(of keys: [Key], _ glyphs: Glyphs) -> String {
    let labels = keys.map { $0.label(glyphs) }
    guard let first = labels.first, let last = labels.last, labels.count > 1 else {
      return labels.first ?? ""
    }
    if keys.allSatisfy({ $0.isDigit }) { return "\(first)-\(last)" }
    return labels.allSatisfy { $0.count == 1 } && !keys.contains { $0.isLetter }
      ? labels.joined() : labels.joined(separator: " ")
  }
}

extension Key {
  fileprivate var isDigit: Bool {
    if case .character(let character) = self { character.isNumber } else { false }
  }

  fileprivate var isLetter: Bool {
    if case .character(let character) = self { character.isLetter } else { false }
  }
}
