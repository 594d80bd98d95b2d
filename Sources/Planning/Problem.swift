/// Something that is wrong or wants care, with the way out of it.
///
/// Two problems with the same code are about the same thing; tests and programs look at the code,
/// people read the sentence and the remedy.
package struct Problem: Error, Hashable, Codable, Sendable {
  /// How much the problem stands in the way.
  package enum Severity: String, Codable, Sendable {
    /// Going on is possible, and the person should know.
    case warning
    /// Going on is refused.
    case error
  }

  /// A stable name in kebab-case, such as `issuer-outlives-anchor`.
  package var code: String
  /// Whether it stands in the way.
  package var severity: Severity
  /// What is wrong and why, in a whole sentence.
  package var sentence: String
  /// What to do about it, in a whole sentence; empty where the sentence says it.
  package var remedy: String

  /// Makes a problem; an error unless said otherwise.
  package init(
    _ code: String, severity: Severity = .error, _ sentence: String, remedy: String = ""
  ) {
    self.code = code
    self.severity = severity
    self.sentence = sentence
    self.remedy = remedy
  }
}
