/// A version as kubectl, Helm, Kubernetes and charts write it.
package struct ToolVersion: Equatable, Sendable {
  /// The first number.
  package var major: Int
  /// The second number.
  package var minor: Int
  /// The third number; 0 where there is none.
  package var patch: Int
  /// As it was written, with what stands behind the numbers.
  package var text: String

  /// Finds the first thing in a text that is written like a version; nil where there is none.
  ///
  /// `v3.20.1`, `v1.32.4-dispatcher`, `1.29+` and `version.BuildInfo{Version:"v3.9.0+g7ceeda6", …}` do.
  package init?(in text: String) {
    let separators: Set<Character> = ["\"", "'", ":", ",", "{", "}", "(", ")", "\n", "\t", "\r", " "]
    for word in text.split(whereSeparator: { separators.contains($0) }) {
      if let version = ToolVersion(word: word) {
        self = version
        return
      }
    }
    return nil
  }

  private init?(word: Substring) {
    let bare = word.first == "v" || word.first == "V" ? word.dropFirst() : word
    let core = bare.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let numbers = core.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count >= 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    let rest = bare[core.endIndex...]
    guard rest.isEmpty || rest.first == "-" || rest.first == "+" else { return nil }
    self.major = major
    self.minor = minor
    patch = numbers.count > 2 ? numbers[2] ?? 0 : 0
    text = String(bare)
  }

  /// The version of the client in what `kubectl version --client -o json` prints; nil in nonsense.
  package static func kubectl(from output: [UInt8]) -> ToolVersion? {
    if let versions = try? ToolAnswer.decode(KubernetesVersions.self, from: output) {
      return versions.clientVersion.flatMap { ToolVersion(in: $0.gitVersion) }
    }
    return ToolVersion(in: String(decoding: output.prefix(4096), as: UTF8.self))
  }

  /// The version in what `helm version --template '{{.Version}}'` prints; nil in nonsense.
  package static func helm(from output: [UInt8]) -> ToolVersion? {
    ToolVersion(in: String(decoding: output.prefix(4096), as: UTF8.self))
  }
}
