/// A length of time as people write it, such as `8760h`, `365d`, `1y` or `5m`.
package struct Lifetime: Hashable, Comparable, Codable, Sendable {
  /// Never negative.
  package var seconds: Int64

  /// Makes a length of so many seconds.
  package init(seconds: Int64) {
    self.seconds = seconds
  }

  /// Whether the left one is shorter.
  package static func < (left: Lifetime, right: Lifetime) -> Bool {
    left.seconds < right.seconds
  }
}
