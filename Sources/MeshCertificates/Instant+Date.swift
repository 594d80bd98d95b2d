import FoundationEssentials
import Planning

extension Instant {
  /// The first moment that every reader of certificates understands: two-digit years begin in 1950
  /// (RFC 5280, 4.1.2.5.1).
  static let firstInCertificates = Instant(secondsSince1970: -631_152_000)

  /// The moment for the certificate library, which counts whole seconds exactly.
  var foundationDate: Date { Date(timeIntervalSince1970: Double(secondsSince1970)) }

  /// The moment of a date that the certificate library read: always whole seconds of years 0-9999.
  init(_ date: Date) {
    let seconds = date.timeIntervalSince1970.rounded()
    self.init(secondsSince1970: Int64(exactly: seconds) ?? 0)
  }
}
