import Glibc

/// Wall-clock time in the forms in which Kubernetes writes it.
enum Timestamp {
  /// The present, in whole seconds since 1970.
  static var now: Int64 { Int64(time(nil)) }

  /// The present, in microseconds since 1970.
  static var nowMicroseconds: Int64 {
    var value = timespec()
    clock_gettime(CLOCK_REALTIME, &value)
    return Int64(value.tv_sec) * 1_000_000 + Int64(value.tv_nsec) / 1000
  }

  /// `2026-11-20T22:28:33Z` for Unix seconds.
  static func text(_ seconds: Int64) -> String {
    let parts = Self.parts(of: seconds)
    return "\(parts.year)-\(pad(parts.month))-\(pad(parts.day))T"
      + "\(pad(parts.hour)):\(pad(parts.minute)):\(pad(parts.second))Z"
  }

  /// `2026-11-20T22:28:33.331383Z` for Unix microseconds.
  static func microText(_ microseconds: Int64) -> String {
    let fraction = String(microseconds % 1_000_000)
    let padded = String(repeating: "0", count: 6 - fraction.count) + fraction
    return String(text(microseconds / 1_000_000).dropLast()) + ".\(padded)Z"
  }

  /// `Fri, 20 Nov 2026 22:28:33 GMT`, as in the `Date` header.
  static func httpText(_ seconds: Int64) -> String {
    let parts = Self.parts(of: seconds)
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let day = days[Int((seconds / 86400) % 7)]
    return "\(day), \(pad(parts.day)) \(months[parts.month - 1]) \(parts.year) "
      + "\(pad(parts.hour)):\(pad(parts.minute)):\(pad(parts.second)) GMT"
  }

  /// Unix seconds of a text as `text(_:)` writes it, with or without a fraction; nil for any other text.
  static func seconds(of text: String) -> Int64? {
    let numbers = text.split { !("0"..."9").contains($0) }.compactMap { Int64($0) }
    guard text.hasSuffix("Z"), numbers.count >= 6 else { return nil }
    let days = Self.days(year: numbers[0], month: numbers[1], day: numbers[2])
    return days * 86400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
  }

  private static func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private struct Parts { var year, month, day, hour, minute, second: Int }

  private static func parts(of seconds: Int64) -> Parts {
    var raw = time_t(seconds)
    var broken = tm()
    gmtime_r(&raw, &broken)
    return Parts(
      year: Int(broken.tm_year) + 1900, month: Int(broken.tm_mon) + 1, day: Int(broken.tm_mday),
      hour: Int(broken.tm_hour), minute: Int(broken.tm_min), second: Int(broken.tm_sec))
  }

  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
  }
}

/// An age as kubectl's tables write it: `45s`, `3m12s`, `5h`, `12d`, `2y31d`.
func ageText(_ seconds: Int64) -> String {
  let seconds = max(0, seconds)
  let minutes = seconds / 60
  let hours = seconds / 3600
  let days = hours / 24
  func two(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
    small == 0 ? "\(large)\(largeUnit)" : "\(large)\(largeUnit)\(small)\(smallUnit)"
  }
  if seconds < 120 { return "\(seconds)s" }
  if minutes < 10 { return two(minutes, "m", seconds % 60, "s") }
  if minutes < 180 { return "\(minutes)m" }
  if hours < 8 { return two(hours, "h", minutes % 60, "m") }
  if hours < 48 { return "\(hours)h" }
  if hours < 192 { return two(days, "d", hours % 24, "h") }
  if days < 730 { return "\(days)d" }
  if days < 2920 { return two(days / 365, "y", days % 365, "d") }
  return "\(days / 365)y"
}
