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

  /// The version in what `step --version` prints, such as `Smallstep CLI/0.28.6 (linux/amd64)`; nil
  /// where another program of that name answers.
  package static func step(from output: [UInt8]) -> SemanticVersion? {
    let text = String(decoding: output.prefix(4096), as: UTF8.self)
    guard let start = text.firstRange(of: "Smallstep CLI/")?.upperBound else { return nil }
    let version = version(in: String(text[start...].prefix { !$0.isNewline }))
    // Builds of distributions call themselves 0000000-dev.
    return version ?? SemanticVersion(0, 0, 0)
  }

  /// The version in what `docker --version` prints, such as `Docker version 28.2.2, build e6534b4` or
  /// `podman version 5.4.2`; nil in nonsense.
  package static func docker(from output: [UInt8]) -> SemanticVersion? {
    version(in: String(decoding: output.prefix(4096), as: UTF8.self))
  }

  /// The version in what `helm version --template '{{.Version}}'` prints; nil in nonsense.
  package static func helm(from output: [UInt8]) -> SemanticVersion? {
    version(in: String(decoding: output.prefix(4096), as: UTF8.self))
  }
}
