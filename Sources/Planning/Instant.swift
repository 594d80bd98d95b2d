/// A moment in time, in whole seconds, always told in UTC.
package struct Instant: Hashable, Comparable, Codable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted; may be negative.
  package var secondsSince1970: Int64

  /// Makes the moment that lies so many seconds after 1970-01-01T00:00:00Z.
  package init(secondsSince1970: Int64) {
    self.secondsSince1970 = secondsSince1970
  }

  /// Whether the left moment comes before the right one.
  package static func < (left: Instant, right: Instant) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }

  /// The moment that lies so many seconds later; a sum beyond Int64 stops at its end.
  package func adding(seconds: Int64) -> Instant {
    let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
    if overflow { return Instant(secondsSince1970: seconds < 0 ? .min : .max) }
    return Instant(secondsSince1970: sum)
  }

  /// The seconds from the other moment to this one; negative where this one is earlier.
  package func seconds(since other: Instant) -> Int64 {
    let (difference, overflow) = secondsSince1970.subtractingReportingOverflow(
      other.secondsSince1970)
    if overflow { return secondsSince1970 < other.secondsSince1970 ? .min : .max }
    return difference
  }
}
