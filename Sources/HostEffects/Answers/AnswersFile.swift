package import Planning
import Yams

/// Reads answers files: small YAML texts whose every value knows its line.
package enum AnswersFile {
  /// The largest text that is read, in bytes.
  package static let largestText = 256 << 10

  /// Reads a text of one document.
  ///
  /// Throws `YAMLProblem` for what is no YAML, and for what nobody needs in a short file and what can
  /// be used to do harm: anchors, aliases, tags, several documents, keys that are no texts, deep nesting.
  package static func read(_ bytes: [UInt8]) throws(YAMLProblem) -> AnswersNode {
    guard bytes.count <= largestText else {
      throw YAMLProblem(line: nil, "It is larger than 256 KiB. Check that it is the right file.")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw YAMLProblem(line: line(ofBadByteIn: bytes), "It is not UTF-8 text. Save it as UTF-8.")
    }
    try HostileYAML.check(text)
    let root: Node?
    do { root = try Parser(yaml: text, encoding: .utf8).singleRoot() } catch {
      throw YAMLProblem(error)
    }
    guard let root else { return .null(line: 1) }
    return try tree(root, depth: 0)
  }

  private static func tree(_ node: Node, depth: Int) throws(YAMLProblem) -> AnswersNode {
    let line = node.mark?.line ?? 1
    guard node.anchor == nil else { throw HostileYAML.anchors(line) }
    guard depth < 20 else {
      throw YAMLProblem(line: line, "It is nested too deeply. No answer lies that deep.")
    }
    switch node {
    case .scalar(let scalar):
      let quoted = ![.any, .plain].contains(scalar.style)
      if !quoted, ["", "~", "null", "Null", "NULL"].contains(scalar.string) {
        return .null(line: line)
      }
      return .scalar(scalar.string, line: line)
    case .sequence(let sequence):
      var elements: [AnswersNode] = []
      for element in sequence { elements.append(try tree(element, depth: depth + 1)) }
      return .list(elements, line: line)
    case .mapping(let mapping):
      return .map(try entries(mapping, depth: depth), line: line)
    case .alias: throw HostileYAML.anchors(line)
    }
  }

  private static func entries(
    _ mapping: Node.Mapping, depth: Int
  ) throws(YAMLProblem) -> [AnswersNode.Entry] {
    var entries: [AnswersNode.Entry] = []
    for (key, value) in mapping {
      let line = key.mark?.line ?? 1
      guard case .scalar(let text) = key else {
        throw YAMLProblem(line: line, "A key must be a text. Write it as `key: value`.")
      }
      guard text.string != "<<" else { throw HostileYAML.anchors(line) }
      entries.append(
        AnswersNode.Entry(key: text.string, line: line, value: try tree(value, depth: depth + 1)))
    }
    return entries
  }

  private static func line(ofBadByteIn bytes: [UInt8]) -> Int {
    var line = 1
    for part in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return line
  }
}

extension YAMLProblem {
  /// Puts the parser's complaint into a sentence.
  fileprivate init(_ error: any Error) {
    guard let error = error as? YamlError else {
      self.init(line: nil, "It can't be read as YAML.")
      return
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
      self.init(line: mark.line, Self.sentence(problem))
    case .composer(_, let problem, let mark, _):
      self.init(
        line: mark.line,
        problem.contains("another document")
          ? "A second document begins here (---). Keep only one in the file."
          : Self.sentence(problem))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "\"\(TerminalText.harmless($0))\"" }.joined(separator: ", ")
      self.init(line: context.mark.line, "The key \(names) is given twice. Keep one of them.")
    case .reader:
      self.init(line: nil, "It contains a character that YAML doesn't allow.")
    default:
      self.init(line: nil, "It can't be read as YAML.")
    }
  }

  private static func sentence(_ problem: String) -> String {
    switch problem {
    case let text where text.contains("cannot start any token"):
      "A tab or a special character stands where a value should begin. Indent with spaces, and put "
        + "the value in quotes if it begins with a special character."
    case let text where text.contains("could not find expected ':'"):
      "A colon is missing: write `key: value`."
    case let text where text.contains("mapping values are not allowed"):
      "There is a colon too many, or the indentation is wrong. Put a value with a colon in quotes."
    case let text where text.contains("did not find expected key"):
      "The indentation is wrong: keys of one level begin in the same column."
    default: "It can't be read as YAML here: \(TerminalText.harmless(problem))."
    }
  }
}
