/// An instant taken apart in UTC, by the Gregorian calendar, also before it was introduced.
private struct CivilTime {
  var year: Int64
  var month: Int64
  var day: Int64
  var hour: Int64
  var minute: Int64
  var second: Int64
}

extension Instant {
  /// The last second that a certificate can name: 9999-12-31T23:59:59Z (RFC 5280, 4.1.2.5).
  package static let lastInCertificates = Instant(secondsSince1970: 253_402_300_799)

  /// The instant as `2036-11-17T00:00:00Z`; years beyond 9999 and before 0 carry a sign.
  package var iso8601: String {
    let time = civil
    return "\(date)T\(pad(time.hour)):\(pad(time.minute)):\(pad(time.second))Z"
  }

  /// The day in UTC, as `2036-11-17`.
  package var date: String {
    let time = civil
    return "\(yearText(time.year))-\(pad(time.month))-\(pad(time.day))"
  }

  /// The instant as it stands in file names, `20261120T210130Z`.
  package var compactStamp: String {
    let time = civil
    let day = "\(yearText(time.year))\(pad(time.month))\(pad(time.day))"
    return "\(day)T\(pad(time.hour))\(pad(time.minute))\(pad(time.second))Z"
  }

  /// Reads `2036-11-17T00:00:00Z`, also with a fraction, which is cut off, or with an offset such
  /// as `+01:00`; nil where the text is no such instant.
  package init?(iso8601 text: String) {
    var reader = ISO8601Reader(text)
    guard let seconds = reader.readInstant() else { return nil }
    self.init(secondsSince1970: seconds)
  }

  /// Days and years counted in eras of 400 years that begin on the first of March.
  private var civil: CivilTime {
    let days = floorDivide(secondsSince1970, 86_400)
    let inDay = secondsSince1970 - days * 86_400
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return CivilTime(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1,
      hour: inDay / 3600, minute: inDay / 60 % 60, second: inDay % 60)
  }
}

/// The number of days from 1970-01-01 to that day of the Gregorian calendar.
private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
  let shiftedYear = month <= 2 ? year - 1 : year
  let era = floorDivide(shiftedYear, 400)
  let yearOfEra = shiftedYear - era * 400
  let monthFromMarch = month > 2 ? month - 3 : month + 9
  let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

private func daysInMonth(_ month: Int64, of year: Int64) -> Int64 {
  switch month {
  case 4, 6, 9, 11: 30
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  default: 31
  }
}

private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

private func pad(_ value: Int64, to width: Int = 2) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func yearText(_ year: Int64) -> String {
  if year < 0 { return "-" + pad(-year, to: 4) }
  return (year > 9999 ? "+" : "") + pad(year, to: 4)
}

/// Reads an ISO 8601 instant from left to right.
private struct ISO8601Reader {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) {
    rest = Array(text.utf8)[...]
  }

  mutating func readInstant() -> Int64? {
    guard let year = readYear(), take("-"), let month = number(2), take("-"),
      let day = number(2), take("T") || take("t") || take(" "), let hour = number(2), take(":"),
      let minute = number(2), take(":"), let second = number(2), skipFraction(),
      let offset = readOffset(), rest.isEmpty,
      (1...12).contains(month), day >= 1, day <= daysInMonth(month, of: year), hour < 24,
      minute < 60, second < 60
    else { return nil }
    let days = daysSince1970(year: year, month: month, day: day)
    return days * 86_400 + hour * 3600 + minute * 60 + second - offset
  }

  /// Four digits, or a sign and up to nine digits.
  private mutating func readYear() -> Int64? {
    let isNegative = take("-")
    guard isNegative || take("+") else { return number(4) }
    let digits = rest.prefix { isDigit($0) }.count
    guard (4...9).contains(digits), let year = number(digits) else { return nil }
    return isNegative ? -year : year
  }

  private mutating func skipFraction() -> Bool {
    guard take(".") else { return true }
    let digits = rest.prefix { isDigit($0) }.count
    rest = rest.dropFirst(digits)
    return digits > 0
  }

  /// Seconds east of Greenwich.
  private mutating func readOffset() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let isEast = take("+")
    guard isEast || take("-"), let hours = number(2) else { return nil }
    _ = take(":")
    guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
    return (hours * 3600 + minutes * 60) * (isEast ? 1 : -1)
  }

  private mutating func number(_ digits: Int) -> Int64? {
    let taken = rest.prefix(digits)
    guard taken.count == digits, taken.allSatisfy(isDigit) else { return nil }
    rest = rest.dropFirst(digits)
    return taken.reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest = rest.dropFirst()
    return true
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}
