import Diagnosis
package import Planning

/// A question of the wizard, described once for everybody who asks it: the form, the plain
/// prompts, the answers file, the help and Review.
package struct Field: Sendable {
  /// Its name, which is its key in the answers file.
  package var id: FieldID
  /// The screen that asks it.
  package var screen: ScreenID
  /// What stands before it on the form, at most 14 columns.
  package var label: String
  /// What it is and what follows from it, in one to three sentences.
  package var help: String
  /// How it is asked.
  package var kind: Kind
  /// What may stand in the answers file, for its comment there, such as `auto | install | skip`.
  package var expected: String
  /// The answer as text.
  package var read: @Sendable (Answers) -> String
  /// Sets the answer from text; returns a problem, and changes nothing, where no answer can hold it.
  package var write: @Sendable (inout Answers, String) -> Problem?
  /// What can be chosen; empty for texts.
  package var options: @Sendable (WizardState) -> [FieldOption]
  /// Whether it is asked now.
  package var isShown: @Sendable (WizardState) -> Bool
  /// The answer as a list of texts, for a question that takes several; nil for others.
  package var list: (any WritableKeyPath<Answers, [String]> & Sendable)?
  /// A short fact beside the answer, such as `until 2036-11-17`; empty where there is none.
  package var note: @Sendable (WizardState) -> String

  /// How a question is asked.
  package enum Kind: Equatable, Sendable {
    /// A few options, all in view.
    case choice
    /// Many options, opened as a list.
    case picker
    /// One line of text.
    case text
    /// One line of text that the namespaces screen shows as a table.
    case namespaces
  }
}

extension Field {
  /// Sets the answer of a question that takes several texts; of others it changes nothing.
  func set(_ texts: [String], in answers: inout Answers) {
    if let list { answers[keyPath: list] = texts }
  }
}

/// Something that a question can be answered with.
package struct FieldOption: Equatable, Sendable {
  /// What `write` takes.
  package var value: String
  /// What is shown for it.
  package var label: String
  /// A short fact beside it; empty where there is none.
  package var note: String
  /// Why it can't be chosen; nil where it can.
  package var refusal: String?

  /// Makes an option.
  package init(value: String, label: String, note: String = "", refusal: String? = nil) {
    self.value = value
    self.label = label
    self.note = note
    self.refusal = refusal
  }
}

extension Field {
  /// A question for one line of text.
  static func text(
    _ id: FieldID, on screen: ScreenID, label: String, help: String, expected: String,
    read: @escaping @Sendable (Answers) -> String,
    write: @escaping @Sendable (inout Answers, String) -> Void,
    isShown: @escaping @Sendable (WizardState) -> Bool = { _ in true },
    note: @escaping @Sendable (WizardState) -> String = { _ in "" }
  ) -> Field {
    Field(
      id: id, screen: screen, label: label, help: help, kind: .text, expected: expected,
      read: read,
      write: { answers, text in
        write(&answers, text)
        return nil
      },
      options: { _ in [] }, isShown: isShown, note: note)
  }

  /// A question for several texts, which stand in one line on the screen.
  static func list(
    _ id: FieldID, on screen: ScreenID, label: String, help: String, expected: String,
    path: any WritableKeyPath<Answers, [String]> & Sendable,
    split: @escaping @Sendable (String) -> [String]
  ) -> Field {
    var field = text(
      id, on: screen, label: label, help: help, expected: expected,
      read: { $0[keyPath: path].joined(separator: ", ") },
      write: { $0[keyPath: path] = split($1) })
    field.list = path
    return field
  }

  /// A question with a few fixed options, each with its label.
  static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ id: FieldID, on screen: ScreenID, label: String, help: String,
    path: any WritableKeyPath<Answers, Value> & Sendable,
    labels: @escaping @Sendable (Value) -> String,
    isShown: @escaping @Sendable (WizardState) -> Bool = { _ in true },
    note: @escaping @Sendable (WizardState) -> String = { _ in "" }
  ) -> Field {
    let values = Value.allCases.map(\.rawValue).joined(separator: " | ")
    return Field(
      id: id, screen: screen, label: label, help: help, kind: .choice, expected: values,
      read: { $0[keyPath: path].rawValue },
      write: { answers, text in
        guard let value = Value(rawValue: text) else {
          return unknownChoice(text, among: Value.allCases.map(\.rawValue))
        }
        answers[keyPath: path] = value
        return nil
      },
      options: { _ in
        Value.allCases.map { FieldOption(value: $0.rawValue, label: labels($0)) }
      },
      isShown: isShown, note: note)
  }
}

/// The problem of a text that is none of a question's answers.
func unknownChoice(_ text: String, among values: [String]) -> Problem {
  Problem(
    "unknown-choice", "“\(text)” is not one of the possible answers.",
    remedy: "Use one of: \(values.joined(separator: " | ")).")
}
