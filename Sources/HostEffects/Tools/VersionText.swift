package import Planning

/// Finds versions in what tools print about themselves.
package enum VersionText {
  /// The first thing in a text that is written like a version; nil where there is none.
  ///
  /// `v3.20.1`, `v1.32.4-dispatcher`, `1.29+` and `version.BuildInfo{Version:"v3.9.0+g7ceeda6", …}` are.
  package static func version(in text: String) -> SemanticVersion? {
    let separators = Set("\"':,{}()\n\t\r ")
    return text.split(whereSeparator: { separators.contains($0) }).lazy
      .filter { $0.contains(".") }.compactMap { SemanticVersion.parse(String($0)) }.first
  }

  /// The version of the client in what `kubectl version --client -o json` prints; nil in nonsense.
  package static func kubectl(from output: [UInt8]) -> SemanticVersion? {
    if let versions = try? ToolAnswer.decode(KubernetesVersions.self, from: output) {
      return versions.clientVersion.flatMap { version(in: $0.gitVersion) }
    }
    return version(in: String(decoding: output.prefix(4096), as: UTF8.self))
  }

  /// The version in what `helm version --template '{{.Version}}'` prints; nil in nonsense.
  package static func helm(from output: [UInt8]) -> SemanticVersion? {
    version(in: String(decoding: output.prefix(4096), as: UTF8.self))
  }
}
