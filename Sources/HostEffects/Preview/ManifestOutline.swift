import Planning
import Yams

/// What tells an object from others, read from its manifest.
///
/// A definition of a kind is thousands of lines long, of which few matter: the deeper ones are left
/// out before the rest is read as YAML.
struct ManifestOutline {
  var apiVersion = ""
  var kind = ""
  var namespace: String?
  var name = ""
  /// The kind that a CustomResourceDefinition brings.
  var definesKind: String?

  /// Whether the whole document has to be read: to hide what is in it, or to take it apart.
  var needsWhole: Bool { kind == "Secret" || kind.hasSuffix("List") }

  var id: ObjectID {
    ObjectID(apiVersion: apiVersion, kind: kind, namespace: namespace, name: name)
  }

  /// Reads a document; nil where it is no YAML that describes an object.
  init?(_ document: String) {
    if let node = Self.compose(Self.shallow(document)) {
      self.init(node)
      if isComplete { return }
    }
    guard let node = Self.compose(document), node.mapping != nil else { return nil }
    self.init(node)
    if kind.isEmpty { return nil }
  }

  /// Reads an object that is parsed already.
  init(_ node: Node) {
    apiVersion = node["apiVersion"]?.string ?? ""
    kind = node["kind"]?.string ?? ""
    let metadata = node["metadata"]
    namespace = metadata?["namespace"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    name = metadata?["name"]?.string ?? ""
    if kind == "CustomResourceDefinition" {
      definesKind = node["spec"]?["names"]?["kind"]?.string
    }
  }

  private var isComplete: Bool {
    !kind.isEmpty && !apiVersion.isEmpty && !name.isEmpty
      && (kind != "CustomResourceDefinition" || definesKind != nil)
  }

  /// The lines that begin within the first columns.
  private static func shallow(_ document: String) -> String {
    let columns = 5
    let lines = document.utf8.split(separator: 0x0a).filter { line in
      line.prefix(columns).contains { $0 != 0x20 }
    }
    return lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }

  /// The document as YAML; nil where it is none, or nested so deeply that a parser would give up.
  static func compose(_ document: String) -> Node? {
    guard !isAbsurd(document) else { return nil }
    return (try? Yams.compose(yaml: document)) ?? nil
  }

  /// Whether brackets or dashes are nested deeper than any object's.
  private static func isAbsurd(_ document: String) -> Bool {
    var (open, dashes) = (0, 0)
    var last: UInt8 = 0x0a
    for byte in document.utf8 {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): open = max(open - 1, 0)
      case 0x20: if last == UInt8(ascii: "-") || last == UInt8(ascii: "?") { dashes += 1 }
      case UInt8(ascii: "-"), UInt8(ascii: "?"): break
      default: dashes = 0
      }
      last = byte
      if open > 500 || dashes > 200 { return true }
    }
    return false
  }
}
