import FoundationEssentials
import Planning

extension Instant {
  /// The first and the last moment that a certificate can name (RFC 5280, 4.1.2.5), counted from
  /// 1950, where two-digit years begin.
  static let firstInCertificates = Instant(secondsSince1970: -631_152_000)
  static let lastInCertificates = Instant(secondsSince1970: 253_402_300_799)

  /// The moment for the certificate library, which counts whole seconds exactly.
  var date: Date { Date(timeIntervalSince1970: Double(secondsSince1970)) }

  /// The moment of a date that the certificate library read: always whole seconds of years 0-9999.
  init(_ date: Date) {
    let seconds = date.timeIntervalSince1970.rounded()
    self.init(secondsSince1970: Int64(exactly: seconds) ?? 0)
  }

  /// Such as `2036-11-17 09:30:00 UTC`, by the proleptic Gregorian calendar.
  var sentenceText: String {
    let day = secondsSince1970 / 86400 - (secondsSince1970 % 86400 < 0 ? 1 : 0)
    let second = (secondsSince1970 % 86400 + 86400) % 86400
    let (year, month, dayOfMonth) = Self.civil(day: day)
    let date = "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(dayOfMonth))"
    let time = [second / 3600, second / 60 % 60, second % 60].map(Self.twoDigits)
    return "\(date) \(time.joined(separator: ":")) UTC"
  }

  private static func twoDigits(_ value: Int64) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }

  /// Year, month and day of a day counted from 1970-01-01, by eras of 400 years from March on.
  private static func civil(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
