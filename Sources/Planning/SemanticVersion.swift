/// A version as Helm and Kubernetes write it: three numbers and perhaps a pre-release.
package struct SemanticVersion: Hashable, Codable, Sendable {
  /// The first number.
  package var major: Int
  /// The second number.
  package var minor: Int
  /// The third number.
  package var patch: Int
  /// What stands behind the hyphen, such as `0` or `rc.1`; empty where there is none.
  package var prerelease: String

  /// Makes a version; build metadata is not kept.
  package init(_ major: Int, _ minor: Int, _ patch: Int, prerelease: String = "") {
    self.major = major
    self.minor = minor
    self.patch = patch
    self.prerelease = prerelease
  }
}

extension SemanticVersion {
  /// Whether the three numbers are at least those of the floor; pre-releases are not looked at.
  package func isAtLeast(_ floor: SemanticVersion) -> Bool {
    (major, minor, patch) >= (floor.major, floor.minor, floor.patch)
  }
}
