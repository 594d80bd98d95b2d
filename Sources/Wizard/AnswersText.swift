package import Planning

/// Writes answers as an answers file.
package enum AnswersText {
  /// The file with every key; commented, each with its help and what may stand there.
  ///
  /// The text is YAML that `AnswersReader` reads back to the same answers.
  package static func render(_ answers: Answers, commented: Bool) -> String {
    var lines: [String] = []
    if commented {
      lines += [
        "# Answers for linkerd-wizard. Every key is optional; what stands here is the default.",
        "# Use it with: linkerd-wizard plan --answers FILE", "",
      ]
    }
    var section = ""
    for field in Catalogue.fields {
      guard let key = AnswersKey(field.id) else { continue }
      if key.section != section {
        section = key.section
        if !section.isEmpty { lines.append("\(section):") }
      }
      let indent = section.isEmpty ? "" : "  "
      if commented {
        lines += comment(on: field).map { "\(indent)# \($0)" }
      }
      lines += entry(key.name, of: field, in: answers, commented: commented).map { indent + $0 }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func comment(on field: Field) -> [String] {
    ProseText.wrapped(field.help, to: 74) + ["(\(field.expected))"]
  }

  private static func entry(
    _ key: String, of field: Field, in answers: Answers, commented: Bool
  ) -> [String] {
    if let texts = field.list {
      return list(key, answers[keyPath: texts].map(YAMLScalar.quoted))
    }
    switch field.id {
    case .context:
      guard let context = answers.context else { return ["#\(key): NAME"] }
      return ["\(key): \(YAMLScalar.quoted(context))"]
    case .namespaces:
      return list(key, answers.namespaces.map(namespace))
    default:
      return ["\(key): \(YAMLScalar.quoted(field.read(answers)))"]
    }
  }

  private static func list(_ key: String, _ items: [String]) -> [String] {
    items.isEmpty ? ["\(key): []"] : ["\(key):"] + items.map { "  - \($0)" }
  }

  private static func namespace(_ answer: NamespaceAnswer) -> String {
    let name = YAMLScalar.quoted(answer.name)
    var keys = ["name: \(name)"]
    if answer.inject != .enabled { keys.append("inject: \(answer.inject.rawValue)") }
    if !answer.opaquePorts.isEmpty {
      keys.append("opaquePorts: \(YAMLScalar.quoted(answer.opaquePorts))")
    }
    return keys.count == 1 ? name : "{ \(keys.joined(separator: ", ")) }"
  }
}

/// Where a question stands in the answers file.
struct AnswersKey: Equatable {
  /// The map that holds it; empty for the top level.
  var section: String
  var name: String

  /// Makes a place.
  init(section: String, name: String) { (self.section, self.name) = (section, name) }

  /// The place of a question; nil for one that shares another's key.
  init?(_ id: FieldID) {
    let parts = id.rawValue.split(separator: ".").map(String.init)
    switch parts.count {
    case 1: (section, name) = ("", parts[0])
    case 2: (section, name) = (parts[0], parts[1])
    default: return nil
    }
  }
}

/// Texts as YAML writes them.
enum YAMLScalar {
  /// The text so that every YAML reader reads it back as this text, quoted only where needed.
  static func quoted(_ text: String) -> String {
    isPlain(text) ? text : "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  /// Whether no YAML reader, an old one either, takes the text for something else than a text:
  /// words, paths, versions of three numbers and lengths of time are left as people write them.
  private static func isPlain(_ text: String) -> Bool {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    guard let first = text.unicodeScalars.first, !words.contains(text.lowercased()) else {
      return false
    }
    let isPath = first == "/" || text.hasPrefix("./") || text.hasPrefix("../")
    guard isPath || isLetter(first) || isVersion(text) || isLifetime(text) else { return false }
    return text.unicodeScalars.allSatisfy {
      isLetter($0) || isDigit($0) || "./_-@+".unicodeScalars.contains($0)
        || ($0 == ":" && !text.hasSuffix(":"))
    }
  }

  private static func isVersion(_ text: String) -> Bool {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 3
      && numbers.allSatisfy { !$0.isEmpty && $0.unicodeScalars.allSatisfy(isDigit) }
  }

  private static func isLifetime(_ text: String) -> Bool {
    guard let unit = text.unicodeScalars.last, "smhdwy".unicodeScalars.contains(unit) else {
      return false
    }
    return text.unicodeScalars.count > 1 && text.unicodeScalars.dropLast().allSatisfy(isDigit)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\t": return "\\t"
    default:
      guard
        scalar.properties.generalCategory == .control || scalar.value == 0xFEFF
          || (0x2028...0x2029).contains(scalar.value) || (0xFFFE...0xFFFF).contains(scalar.value)
      else { return String(scalar) }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "\\u" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }
  }
}
