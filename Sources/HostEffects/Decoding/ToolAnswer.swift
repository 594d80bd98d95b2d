import FoundationEssentials

/// What a tool printed could not be understood.
package struct UnreadableAnswer: Error, Equatable, Sendable {
  /// The beginning of what was printed, harmless to a terminal; empty where nothing was.
  package var beginning: String

  /// Records the beginning of an answer.
  init(_ bytes: [UInt8]) {
    beginning = TerminalText.harmless(Redactor.redacted(Array(bytes.prefix(200))))
  }
}

/// Reads what kubectl and Helm print as JSON.
enum ToolAnswer {
  /// The value that the JSON describes. Throws `UnreadableAnswer` where it is no such thing.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8]
  ) throws(UnreadableAnswer) -> Value {
    do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch {
      throw UnreadableAnswer(bytes)
    }
  }
}

/// A list of anything, as `kubectl get … -o json` prints it, or a single one of them.
struct KubernetesList<Item: Decodable>: Decodable {
  var items: [Item]

  private enum Keys: String, CodingKey { case items }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    guard container.contains(.items) else {
      items = [try Item(from: decoder)]
      return
    }
    items = try container.decodeIfPresent([Item].self, forKey: .items) ?? []
  }
}

/// The part of an object's metadata that the wizard looks at.
struct ObjectMetadata: Decodable, Equatable, Sendable {
  var name: String
  var namespace: String?
  var uid: String?
  var labels: [String: String]?
  var annotations: [String: String]?
  var creationTimestamp: String?
  var deletionTimestamp: String?
  var ownerReferences: [Owner]?

  /// What made an object.
  struct Owner: Decodable, Equatable, Sendable {
    var kind: String
    var name: String
  }

  /// The value of an annotation; nil where it is not set.
  func annotation(_ key: String) -> String? { annotations?[key] }

  /// The value of a label; nil where it is not set.
  func label(_ key: String) -> String? { labels?[key] }
}
