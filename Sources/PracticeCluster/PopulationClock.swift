/// The instants that a population speaks of, counted from the moment of its start.
struct PopulationClock: Sendable {
  /// The start, in Unix seconds.
  let now: Int64

  /// The instant that many days and seconds ago, as Kubernetes writes it.
  func ago(days: Int64, seconds: Int64 = 0) -> String {
    Self.text(now - days * 86_400 - seconds)
  }

  /// A Unix second as RFC 3339 in UTC, such as 2026-11-20T22:24:05Z.
  static func text(_ seconds: Int64) -> String {
    let (year, month, day) = civil(seconds.flooredDivision(by: 86_400))
    let rest = seconds - seconds.flooredDivision(by: 86_400) * 86_400
    let time = [rest / 3_600, rest / 60 % 60, rest % 60].map { padded($0, 2) }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
      + "T\(time.joined(separator: ":"))Z"
  }

  /// The Gregorian date of a day counted from 1 January 1970.
  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // Years begin in March here, so that a leap day is the last of its year.
    let shifted = days + 719_468
    let era = shifted.flooredDivision(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
