/// A piece of an answers file, with the lines it stands on, as a YAML reader found it.
package indirect enum AnswersNode: Equatable, Sendable {
  /// An absent value: an empty file, `key:` with nothing behind it, or `null`.
  case null(line: Int)
  /// A text, a number or a truth value, as it was written (without quotes).
  case scalar(String, line: Int)
  case list([AnswersNode], line: Int)
  /// The entries in the order of the file; a YAML reader has refused duplicate keys.
  case map([Entry], line: Int)

  /// A key of a map with its value.
  package struct Entry: Equatable, Sendable {
    /// The key as it was written.
    package var key: String
    /// The line of the key, counted from 1.
    package var line: Int
    /// What stands behind the key.
    package var value: AnswersNode

    /// Makes an entry.
    package init(key: String, line: Int, value: AnswersNode) {
      self.key = key
      self.line = line
      self.value = value
    }
  }

  /// The line on which it starts, counted from 1.
  package var line: Int {
    switch self {
    case .null(let line), .scalar(_, let line), .list(_, let line), .map(_, let line): line
    }
  }
}
