/// A small YAML document as a tree in which everything knows its line; lines count from 1.
package indirect enum YAMLTree: Equatable, Sendable {
  /// A text; `quoted` says that it stood in quotes or in a block, so that `"5"` is no number.
  case scalar(String, quoted: Bool, line: Int)
  /// A list.
  case list([YAMLTree], line: Int)
  /// A map, in the order of the file; no key occurs twice.
  case map([Entry], line: Int)
  /// Nothing, as in `key:` or `~`, and as an empty file.
  case null(line: Int)

  /// A key with its value.
  package struct Entry: Equatable, Sendable {
    /// The key.
    package var key: String
    /// The line of the key.
    package var line: Int
    /// What belongs to it.
    package var value: YAMLTree

    /// Makes an entry.
    package init(key: String, line: Int, value: YAMLTree) {
      self.key = key
      self.line = line
      self.value = value
    }
  }

  /// The line on which it begins.
  package var line: Int {
    switch self {
    case .scalar(_, _, let line), .list(_, let line), .map(_, let line), .null(let line): line
    }
  }
}

/// Why a YAML text was refused.
package struct YAMLProblem: Error, Equatable, Sendable {
  /// The line that it is about, from 1; nil where it is about the whole text.
  package var line: Int?
  /// What is wrong, and what to do, in one or two sentences.
  package var sentence: String

  /// Names a problem.
  package init(line: Int?, _ sentence: String) {
    self.line = line
    self.sentence = sentence
  }
}
