/// A constraint on versions as Helm reads a chart's `kubeVersion` (Masterminds/semver 3).
///
/// Alternatives stand between `||`; inside one, everything has to hold. A pre-release such as
/// `1.31.0-gke.1` passes only where its alternative names one too, as `>=1.31.0-0` does.
package struct VersionConstraint: Equatable, Sendable {
  private var alternatives: [[Comparison]]

  /// Reads a constraint such as `>=1.22.0-0 <1.30.0`; nil where Helm could not read it either.
  package init?(_ text: String) {
    var alternatives: [[Comparison]] = []
    for part in Self.split(text, at: "||") {
      guard let comparisons = Self.comparisons(in: part) else { return nil }
      alternatives.append(comparisons)
    }
    self.alternatives = alternatives
  }

  /// Whether the constraint lets that version pass.
  package func allows(_ version: SemanticVersion) -> Bool {
    alternatives.contains { comparisons in
      let takesPrereleases = comparisons.contains { !$0.version.prerelease.isEmpty }
      if !version.prerelease.isEmpty && !takesPrereleases { return false }
      return comparisons.allSatisfy { $0.holds(for: version) }
    }
  }

  private static func split(_ text: String, at separator: String) -> [String] {
    var parts: [String] = []
    var rest = text[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }

  /// The comparisons of one alternative; a hyphen between spaces makes a range of its neighbours.
  private static func comparisons(in text: String) -> [Comparison]? {
    var words = words(in: text)
    if words.isEmpty { return nil }
    while let hyphen = words.firstIndex(of: "-") {
      guard hyphen > 0, hyphen + 1 < words.count else { return nil }
      words[(hyphen - 1)...(hyphen + 1)] = [">=" + words[hyphen - 1], "<=" + words[hyphen + 1]]
    }
    var comparisons: [Comparison] = []
    for word in words {
      guard let comparison = Comparison(word) else { return nil }
      comparisons.append(comparison)
    }
    return comparisons
  }

  /// Words between spaces and commas; an operator is joined with the version behind it.
  private static func words(in text: String) -> [String] {
    var words: [String] = []
    for piece in text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "\t" }) {
      if let last = words.last, !last.isEmpty, last.allSatisfy({ Comparison.signs.contains($0) }) {
        words[words.count - 1] = last + piece
      } else {
        words.append(contentsOf: separated(piece))
      }
    }
    return words
  }

  /// `>=1.2<2` as its two comparisons.
  private static func separated(_ piece: Substring) -> [String] {
    var words = [""]
    for character in piece {
      let isSign = Comparison.signs.contains(character)
      if isSign, let last = words.last?.last, !Comparison.signs.contains(last) { words.append("") }
      words[words.count - 1].append(character)
    }
    return words
  }
}

/// One operator with its version, which may leave out its last numbers.
private struct Comparison: Equatable, Sendable {
  enum Operator: String {
    case equal = "="
    case notEqual = "!="
    case greater = ">"
    case less = "<"
    case greaterOrEqual = ">="
    case lessOrEqual = "<="
    case tilde = "~"
    case caret = "^"
  }

  static let signs: Set<Character> = ["=", "!", "<", ">", "~", "^"]
  private static let synonyms: [String: Operator] = [
    "": .equal, "=>": .greaterOrEqual, "=<": .lessOrEqual, "~>": .tilde,
  ]

  var sign: Operator
  var version: SemanticVersion
  /// Whether the numbers from that one on were left out or written as `x`.
  var isMajorOpen: Bool
  var isMinorOpen: Bool
  var isPatchOpen: Bool

  init?(_ text: String) {
    let signText = String(text.prefix { Self.signs.contains($0) })
    guard let sign = Self.synonyms[signText] ?? Operator(rawValue: signText) else { return nil }
    self.sign = sign
    var rest = text.dropFirst(signText.count)
    if rest.first == "v" { rest = rest.dropFirst() }
    let tail = rest.firstIndex { $0 == "-" || $0 == "+" } ?? rest.endIndex
    let parts = rest[..<tail].split(separator: ".", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    let open = parts.firstIndex { ["x", "X", "*"].contains($0) } ?? parts.count
    let numbers = parts.prefix(open) + Array(repeating: "0", count: 3 - open)
    let whole = numbers.joined(separator: ".") + rest[tail...]
    guard let version = SemanticVersion.parse(whole) else { return nil }
    self.version = version
    isMajorOpen = open < 1
    isMinorOpen = open < 2
    isPatchOpen = open < 3
  }

  func holds(for other: SemanticVersion) -> Bool {
    switch sign {
    case .equal: isPatchOpen ? isWithinTilde(other) : other == version
    case .notEqual: isPatchOpen ? !isWithinOpenPart(other) : other != version
    case .greater: isGreater(other)
    case .less: other < version
    case .greaterOrEqual: other >= version
    case .lessOrEqual: isPatchOpen ? isLessOrWithin(other) : other <= version
    case .tilde: isWithinTilde(other)
    case .caret: isWithinCaret(other)
    }
  }

  private func isWithinOpenPart(_ other: SemanticVersion) -> Bool {
    isMajorOpen || other.major == version.major && (isMinorOpen || other.minor == version.minor)
  }

  private func isGreater(_ other: SemanticVersion) -> Bool {
    guard isPatchOpen else { return other > version }
    if other.major != version.major { return other.major > version.major }
    return !isMinorOpen && other.minor > version.minor
  }

  private func isLessOrWithin(_ other: SemanticVersion) -> Bool {
    if other.major != version.major { return other.major < version.major }
    return isMinorOpen || other.minor <= version.minor
  }

  private func isWithinTilde(_ other: SemanticVersion) -> Bool {
    if other < version { return false }
    if isMajorOpen { return true }
    return isWithinOpenPart(other)
  }

  private func isWithinCaret(_ other: SemanticVersion) -> Bool {
    if other < version { return false }
    if isMajorOpen { return true }
    if version.major > 0 || isMinorOpen { return other.major == version.major }
    if other.major > 0 { return false }
    if version.minor > 0 || isPatchOpen { return other.minor == version.minor }
    return other.minor == 0 && other.patch == version.patch
  }

}
