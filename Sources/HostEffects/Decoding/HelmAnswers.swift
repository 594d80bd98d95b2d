import Yams

/// One release in what `helm list -o json` prints. Helm writes the revision as text.
struct ListedRelease: Decodable, Equatable, Sendable {
  var name: String
  var namespace: String
  var revision: String
  var status: String
  var chart: String
  var appVersion: String?
  var updated: String?

  private enum CodingKeys: String, CodingKey {
    case name, namespace, revision, status, chart, updated
    case appVersion = "app_version"
  }
}

/// One repository in what `helm repo list -o json` prints.
struct ListedRepository: Decodable, Equatable, Sendable {
  var name: String
  var url: String

  /// The repositories; none also where Helm ends with 1 because there are none.
  static func list(_ output: CollectedOutput) throws(UnreadableAnswer) -> [ListedRepository] {
    if output.errorLines.contains(where: { $0.contains("no repositories") }) { return [] }
    return try ToolAnswer.decode([ListedRepository].self, from: output.standardOutput)
  }
}

/// One line of what `helm search repo -l -o json` prints.
struct FoundChart: Decodable, Equatable, Sendable {
  var name: String
  var version: String
  var appVersion: String?

  private enum CodingKeys: String, CodingKey {
    case name, version
    case appVersion = "app_version"
  }
}

/// The description of a chart, as `helm show chart` and an index have it.
struct ChartDescription: Codable, Equatable, Sendable {
  var name: String
  var version: String
  var appVersion: String?
  var kubeVersion: String?
  var deprecated: Bool?
  var digest: String?
  var urls: [String]?

  /// Reads what `helm show chart` prints. Throws `UnreadableAnswer` where it is no chart.
  static func read(_ bytes: [UInt8]) throws(UnreadableAnswer) -> ChartDescription {
    let text = String(decoding: bytes, as: UTF8.self)
    do { return try YAMLDecoder().decode(ChartDescription.self, from: text) } catch {
      throw UnreadableAnswer(bytes)
    }
  }
}

/// An entry of `helm history -o json`, as far as it matters.
struct PastRelease: Decodable, Equatable, Sendable {
  var revision: Int?
  var status: String
}
