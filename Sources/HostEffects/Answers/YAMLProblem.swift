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
