/// A label selector, from a query (`app=web,tier in (a,b),!old`) or from an object's `selector`.
struct LabelSelector: Equatable {
  enum Requirement: Equatable {
    case isOneOf(String, Set<String>)
    case isNoneOf(String, Set<String>)
    case exists(String)
    case isAbsent(String)
    case isGreater(String, Int)
    case isLess(String, Int)
  }

  var requirements: [Requirement] = []

  func matches(_ labels: [String: String]) -> Bool {
    requirements.allSatisfy { Self.holds($0, labels) }
  }

  private static func holds(_ requirement: Requirement, _ labels: [String: String]) -> Bool {
    switch requirement {
    case .isOneOf(let key, let values): labels[key].map(values.contains) ?? false
    case .isNoneOf(let key, let values): !(labels[key].map(values.contains) ?? false)
    case .exists(let key): labels[key] != nil
    case .isAbsent(let key): labels[key] == nil
    case .isGreater(let key, let bound): labels[key].flatMap { Int($0) }.map { $0 > bound } ?? false
    case .isLess(let key, let bound): labels[key].flatMap { Int($0) }.map { $0 < bound } ?? false
    }
  }
}

extension LabelSelector {
  /// Reads an object's selector: `matchLabels` with `matchExpressions`, or a plain map of labels.
  init(_ json: JSON?) {
    guard let json else { return }
    let plain = json["matchLabels"] == nil && json["matchExpressions"] == nil
    let labels = plain ? json.texts : json["matchLabels"]?.texts ?? [:]
    requirements = labels.sorted { $0.key < $1.key }.map { .isOneOf($0.key, [$0.value]) }
    for expression in json["matchExpressions"]?.elements ?? [] {
      let key = expression["key"]?.text ?? ""
      let values = Set(expression["values"]?.elements.compactMap(\.text) ?? [])
      switch expression["operator"]?.text {
      case "In": requirements.append(.isOneOf(key, values))
      case "NotIn": requirements.append(.isNoneOf(key, values))
      case "Exists": requirements.append(.exists(key))
      default: requirements.append(.isAbsent(key))
      }
    }
  }

  /// Reads a query's selector; throws `APIError` (400) on what is none.
  init(parsing text: String) throws {
    for part in Self.parts(of: text) {
      requirements.append(try Self.requirement(part, of: text))
    }
  }

  /// Splits at the commas that are not in parentheses.
  private static func parts(of text: String) -> [String] {
    var parts: [String] = []
    var current = ""
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append(current)
        current = ""
      } else {
        current.append(character)
      }
    }
    parts.append(current)
    return parts.map(trimmed).filter { !$0.isEmpty }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  private static func requirement(_ part: String, of text: String) throws -> Requirement {
    if part.hasPrefix("!") { return .isAbsent(trimmed(part.dropFirst())) }
    if let set = try setRequirement(part, of: text) { return set }
    for (symbol, isEqual) in [("!=", false), ("==", true), ("=", true)] {
      if let range = part.range(ofText: symbol) {
        let key = trimmed(part[..<range.lowerBound])
        let value = trimmed(part[range.upperBound...])
        return isEqual ? .isOneOf(key, [value]) : .isNoneOf(key, [value])
      }
    }
    for (symbol, isGreater) in [(">", true), ("<", false)] {
      if let range = part.range(ofText: symbol),
        let bound = Int(trimmed(part[range.upperBound...]))
      {
        let key = trimmed(part[..<range.lowerBound])
        return isGreater ? .isGreater(key, bound) : .isLess(key, bound)
      }
    }
    guard !part.contains(where: { " ()".contains($0) }) else { throw unparsable(text) }
    return .exists(part)
  }

  private static func setRequirement(_ part: String, of text: String) throws -> Requirement? {
    guard let open = part.firstIndex(of: "(") else { return nil }
    let words = part[..<open].split(whereSeparator: \.isWhitespace).map(String.init)
    guard part.last == ")", words.count == 2 else { throw unparsable(text) }
    let inside = part[part.index(after: open)...].dropLast()
    let values = Set(inside.split(separator: ",", omittingEmptySubsequences: false).map(trimmed))
    switch words[1] {
    case "in": return .isOneOf(words[0], values)
    case "notin": return .isNoneOf(words[0], values)
    default: throw unparsable(text)
    }
  }

  private static func unparsable(_ text: String) -> APIError {
    .badRequest(
      "unable to parse requirement: found '\(text)', expected: in, notin, =, ==, !=, gt, lt")
  }
}

extension StringProtocol {
  /// Where a text first occurs in this one; nil where it does not.
  func range(ofText text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) {
        return start..<index(start, offsetBy: text.count)
      }
      start = index(after: start)
    }
    return nil
  }
}

/// A field selector from a query: `metadata.name=x,status.phase!=Running`.
struct FieldSelector: Equatable {
  private struct Term: Equatable {
    var path: [String]
    var value: String
    var isEqual: Bool
  }

  private var terms: [Term] = []

  init() {}

  /// Reads a query's selector; throws `APIError` (400) on what is none, or on a field that can't be selected.
  init(parsing text: String, for type: ResourceType) throws {
    for part in text.split(separator: ",") {
      let isEqual = !part.contains("!=")
      let pieces = part.split(maxSplits: 1, omittingEmptySubsequences: false) { "=!".contains($0) }
      guard pieces.count == 2, let field = pieces.first.map(String.init) else {
        throw APIError.badRequest(
          "invalid selector: '\(text)'; can't understand '\(part)'")
      }
      guard Self.supported.contains(field) else {
        throw APIError.badRequest(
          "Unable to find \"\(type.apiVersion), Resource=\(type.id.plural)\" that match label "
            + "selector \"\", field selector \"\(text)\": field label not supported: \(field)")
      }
      let value = String(pieces[1].drop { $0 == "=" })
      terms.append(Term(path: Self.path(field), value: value, isEqual: isEqual))
    }
  }

  var isEmpty: Bool { terms.isEmpty }

  func matches(_ object: JSON) -> Bool {
    terms.allSatisfy { term in
      let found = object[term.path]
      let text = found?.text ?? found?.truth.map { $0 ? "true" : "false" } ?? ""
      return (text == term.value) == term.isEqual
    }
  }

  private static func path(_ field: String) -> [String] {
    field == "source" ? ["source", "component"] : field.split(separator: ".").map(String.init)
  }

  private static let supported: Set<String> = [
    "metadata.name", "metadata.namespace", "status.phase", "status.podIP", "spec.nodeName",
    "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.unschedulable",
    "spec.type", "spec.clusterIP", "type", "reason", "source", "reportingComponent",
    "involvedObject.kind", "involvedObject.namespace", "involvedObject.name",
    "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
  ]
}
