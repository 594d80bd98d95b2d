package import Planning

/// A problem of an answers file, with its line.
package struct AnswersProblem: Error, Equatable, Sendable {
  /// Counted from 1; nil where it belongs to no line.
  package var line: Int?
  /// What is wrong there.
  package var problem: Problem

  /// Makes a problem of that line.
  package init(line: Int?, _ problem: Problem) {
    self.line = line
    self.problem = problem
  }
}

/// An answers file that could not be taken, with everything that is wrong with it.
package struct AnswersRefusal: Error, Equatable, Sendable {
  /// At least one, in the order of the lines.
  package var problems: [AnswersProblem]

  /// Makes a refusal.
  package init(_ problems: [AnswersProblem]) {
    self.problems = problems
  }
}

/// Reads an answers file that a YAML reader has taken apart.
package enum AnswersReader {
  /// The answers, or all problems at once: unknown keys, wrong types, answers that can't be right.
  ///
  /// An empty file is a problem too: it is more likely a mistake than a wish for every default.
  package static func read(
    _ root: AnswersNode, paths: HostPaths, now: Instant
  ) -> Result<Answers, AnswersRefusal> {
    var reading = Reading()
    reading.readRoot(root)
    reading.checkMeaning(paths: paths, now: now)
    let problems = reading.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
    return problems.isEmpty ? .success(reading.answers) : .failure(AnswersRefusal(problems))
  }

  /// The namespaces of a list, as answers have them, or all that is wrong with it.
  static func namespaces(_ list: [AnswersNode]) -> Result<[NamespaceAnswer], AnswersRefusal> {
    var reading = Reading()
    reading.readNamespaces(list)
    for found in AnswersCheck.namespaceProblems(of: reading.answers) {
      reading.add(reading.namespaceLines[found.place], found.problem)
    }
    let problems = reading.problems
    return problems.isEmpty
      ? .success(reading.answers.namespaces) : .failure(AnswersRefusal(problems))
  }
}

/// An answers file on its way into answers.
private struct Reading {
  var answers = Answers()
  var problems: [AnswersProblem] = []
  /// The lines of the answers that were given.
  var lines: [FieldID: Int] = [:]
  /// The lines of the namespaces, in their order.
  var namespaceLines: [Int] = []

  private static let sections = ["certificates", "controlPlane"]

  mutating func readRoot(_ root: AnswersNode) {
    switch root {
    case .null:
      add(
        nil,
        Problem(
          "answers-empty", "The answers file is empty.",
          remedy: "Run linkerd-wizard answers for a file with every key, or leave --answers out."))
    case .map(let entries, _): read(entries, in: "")
    case .scalar(_, let line), .list(_, let line):
      add(
        line,
        Problem(
          "answers-not-a-map", "The answers file holds no keys.",
          remedy: "It should look like what linkerd-wizard answers prints."))
    }
  }

  private mutating func read(_ entries: [AnswersNode.Entry], in section: String) {
    for entry in entries {
      let path = section.isEmpty ? entry.key : "\(section).\(entry.key)"
      if section.isEmpty, Self.sections.contains(entry.key) {
        switch entry.value {
        case .map(let inner, _): read(inner, in: entry.key)
        case .null: break
        default: add(entry.line, wrongType(path, "a map of keys"))
        }
      } else if let id = FieldID(rawValue: path),
        AnswersKey(id) == AnswersKey(section: section, name: entry.key)
      {
        lines[id] = entry.line
        read(entry, into: id)
      } else {
        add(entry.line, unknownKey(entry.key, in: section))
      }
    }
  }

  private mutating func read(_ entry: AnswersNode.Entry, into id: FieldID) {
    let field = Catalogue.field(id)
    switch (id, entry.value) {
    case (_, .null): break
    case (_, .list(let nodes, _)) where field.list != nil:
      field.set(texts(nodes, of: id), in: &answers)
    case (_, .scalar(let text, _)) where field.list != nil: field.set([text], in: &answers)
    case (.namespaces, .list(let nodes, _)): readNamespaces(nodes)
    case (.namespaces, _): add(entry.line, wrongType(id.rawValue, "a list of names"))
    case (_, .scalar(let text, let line)):
      if let problem = field.write(&answers, text) { add(line, problem) }
    case (_, .list), (_, .map): add(entry.line, wrongType(id.rawValue, "a single text"))
    }
  }

  mutating func readNamespaces(_ nodes: [AnswersNode]) {
    for node in nodes {
      guard let namespace = namespace(node) else { continue }
      answers.namespaces.append(namespace)
      namespaceLines.append(node.line)
    }
  }

  private mutating func texts(_ nodes: [AnswersNode], of id: FieldID) -> [String] {
    nodes.compactMap { node in
      guard case .scalar(let text, _) = node else {
        add(node.line, wrongType(id.rawValue, "a list of texts"))
        return nil
      }
      return text
    }
  }

  private mutating func namespace(_ node: AnswersNode) -> NamespaceAnswer? {
    switch node {
    case .scalar(let name, _): return NamespaceAnswer(name)
    case .map(let entries, let line): return namespace(entries, line: line)
    case .null(let line), .list(_, let line):
      add(line, wrongType("namespaces", "names, or { name: …, inject: enabled }"))
      return nil
    }
  }

  private mutating func namespace(
    _ entries: [AnswersNode.Entry], line: Int
  ) -> NamespaceAnswer? {
    var name: String?
    var inject = Injection.enabled
    var opaquePorts = ""
    for entry in entries {
      switch (entry.key, entry.value) {
      case ("name", .scalar(let text, _)): name = text
      case ("inject", .scalar(let text, let line)):
        if let value = Injection(rawValue: text) {
          inject = value
        } else {
          let known = Injection.allCases.map(\.rawValue).joined(separator: ", ")
          add(
            line,
            Problem("unknown-choice", "“\(text)” can't stand for inject.", remedy: "Use \(known)."))
        }
      case ("opaquePorts", .scalar(let text, _)): opaquePorts = text
      case ("name", _), ("inject", _), ("opaquePorts", _):
        add(entry.line, wrongType(entry.key, "a single text"))
      default:
        let known = ["name", "inject", "opaquePorts"]
        add(entry.line, unknownKey(entry.key, among: known, in: "namespaces"))
      }
    }
    guard let name else {
      add(
        line, Problem("namespace-without-name", "A namespace has no name.", remedy: "Add name: …"))
      return nil
    }
    return NamespaceAnswer(name, inject: inject, opaquePorts: opaquePorts)
  }

  /// Adds what is wrong with the answers' meaning, on the lines of their keys.
  mutating func checkMeaning(paths: HostPaths, now: Instant) {
    for found in AnswersCheck.problems(of: answers, paths: paths, now: now)
    where found.problem.severity == .error && found.field != .namespaces {
      add(line(of: found.field), found.problem)
    }
    for found in AnswersCheck.namespaceProblems(of: answers) {
      let isKnown = namespaceLines.indices.contains(found.place)
      add(isKnown ? namespaceLines[found.place] : lines[.namespaces], found.problem)
    }
  }

  /// The line of a question's key; where it isn't there, that of the key which makes its default
  /// wrong.
  private func line(of field: FieldID) -> Int? {
    switch field {
    case .ownCharts: lines[.charts]
    case .issuerValidity: lines[.issuerValidity] ?? lines[.anchorValidity]
    default: lines[field]
    }
  }

  mutating func add(_ line: Int?, _ problem: Problem) {
    problems.append(AnswersProblem(line: line, problem))
  }

  private func wrongType(_ key: String, _ expected: String) -> Problem {
    Problem("wrong-type", "\(key) wants \(expected).", remedy: "See linkerd-wizard answers.")
  }

  private func unknownKey(_ key: String, in section: String) -> Problem {
    let known =
      FieldID.allCases.compactMap { AnswersKey($0) }.filter { $0.section == section }
      .map(\.name) + (section.isEmpty ? Self.sections : [])
    return unknownKey(key, among: known, in: section)
  }

  private func unknownKey(_ key: String, among known: [String], in section: String) -> Problem {
    let place = section.isEmpty ? "at the top" : "in \(section)"
    return Problem(
      "unknown-key", "There is no key “\(key)” \(place).",
      remedy: "Known there: \(known.joined(separator: ", ")).")
  }
}
