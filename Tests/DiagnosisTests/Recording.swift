import Diagnosis
import Foundation
import Planning

/// What a real kubectl or Helm printed when it failed.
struct Recording: Decodable {
  var name: String
  var arguments: [String]
  var exit: Int32
  var stdout: String
  var stderr: String

  /// All failing recordings.
  static func all() throws -> [Recording] {
    try JSONDecoder().decode([Recording].self, from: Data(contentsOf: folder("failures.json")))
  }

  /// The expected code of each, by name.
  static func expectedCodes() throws -> [String: String] {
    let text = try String(contentsOf: folder("codes.txt"), encoding: .utf8)
    let pairs = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
  }

  static func folder(_ file: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Recordings").appending(path: file)
  }

  /// As the host reports it.
  var failure: ToolFailure {
    let isHelm = name.hasPrefix("helm")
    return ToolFailure(
      tool: isHelm ? .helm : .kubectl,
      version: isHelm
        ? (name.hasPrefix("helm3") ? SemanticVersion(3, 20, 1) : SemanticVersion(4, 1, 4))
        : SemanticVersion(1, 36, 2),
      arguments: arguments,
      ending: exit > 128 ? .signalled(exit - 128) : .exited(exit),
      standardOutput: stdout, standardError: stderr)
  }
}
