import FoundationEssentials
import Planning
import Yams

/// The index of a chart repository, as far as Linkerd's charts go.
struct RepositoryIndex: Codable, Equatable, Sendable {
  /// The charts of which entries are read; others may fill most of an index.
  static let charts = ChartName.all

  /// The form of the index, which Helm wants to see.
  var apiVersion = "v1"
  var entries: [String: [ChartDescription]]

  private enum CodingKeys: String, CodingKey { case apiVersion, entries }

  /// Makes an index.
  init(entries: [String: [ChartDescription]]) { self.entries = entries }

  /// Entries that describe no chart are left out, as Helm leaves them out.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let entries = try container.decodeIfPresent([String: Entries?].self, forKey: .entries) ?? [:]
    self.entries = entries.filter { Self.charts.contains($0.key) }
      .compactMapValues { $0?.descriptions }
  }

  /// Reads an index, which Helm writes as YAML and some servers as JSON.
  ///
  /// Throws `UnreadableAnswer` where it is neither.
  static func read(_ bytes: [UInt8]) throws(UnreadableAnswer) -> RepositoryIndex {
    let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    if first == 0x7b { return try ToolAnswer.decode(RepositoryIndex.self, from: bytes) }
    let keys = ["name", "version", "appVersion", "kubeVersion", "deprecated", "digest", "urls"]
    if let outline = IndexOutline.cut(bytes, charts: charts, keys: keys),
      let index = try? decodeYAML(outline)
    {
      return index
    }
    do { return try decodeYAML(bytes) } catch { throw UnreadableAnswer(bytes) }
  }

  /// The index as JSON, which Helm reads as it reads YAML.
  var json: [UInt8] {
    get throws { Array(try JSONEncoder().encode(self)) }
  }

  private static func decodeYAML(_ bytes: [UInt8]) throws -> RepositoryIndex {
    try YAMLDecoder().decode(RepositoryIndex.self, from: String(decoding: bytes, as: UTF8.self))
  }
}

/// The entries of one chart.
private struct Entries: Decodable {
  private struct Entry: Decodable {
    let description: ChartDescription?
    init(from decoder: any Decoder) { description = try? ChartDescription(from: decoder) }
  }

  let descriptions: [ChartDescription]

  init(from decoder: any Decoder) throws {
    descriptions = try [Entry?](from: decoder).compactMap { $0?.description }
  }
}
