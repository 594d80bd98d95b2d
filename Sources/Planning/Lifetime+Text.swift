extension Lifetime {
  /// Seconds of a minute.
  package static let minute: Int64 = 60
  /// Seconds of an hour.
  package static let hour: Int64 = 3600
  /// Seconds of a day.
  package static let day: Int64 = 86_400
  /// Seconds of a year, which is 8760 hours, as in the lifetimes that
  /// certificates customarily have; leap days are not counted.
  package static let year: Int64 = 8760 * 3600

  /// Reads a length of time as people write it: `8760h`, `365d`, `1y` (8760h), `2w`, `1y6h`,
  /// `1.5h`, `90 days`. Refused with a remedy: no unit, zero, negative, parts of seconds, too long.
  package static func parse(_ text: String) -> Result<Lifetime, Problem> {
    var reader = LifetimeReader(text)
    do throws(Problem) {
      return .success(Lifetime(seconds: try reader.readAll()))
    } catch {
      return .failure(error)
    }
  }

  /// The length as it stands in an answers file: whole hours as `8760h`, else `5m`, `1h30m`, `90s`
  /// as `1m30s`.
  package var canonicalText: String {
    guard seconds > 0 else { return "\(seconds)s" }
    if seconds % Self.hour == 0 { return "\(seconds / Self.hour)h" }
    let parts = [
      (seconds / Self.hour, "h"), (seconds / Self.minute % 60, "m"), (seconds % 60, "s"),
    ]
    return parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
  }

  /// The length as Go prints a duration, `5m0s` or `1h30m0s`: what Helm takes as `--timeout`.
  package var goText: String {
    guard seconds >= 0 else { return "\(seconds)s" }
    let (hours, minutes, rest) = (
      seconds / Self.hour, seconds / Self.minute % 60, seconds % 60
    )
    if hours > 0 { return "\(hours)h\(minutes)m\(rest)s" }
    return minutes > 0 ? "\(minutes)m\(rest)s" : "\(rest)s"
  }

  /// The length in words, such as `10 years`, `90 days`, `5 minutes` or `1 year 6 hours`.
  package var humanText: String {
    guard seconds > 0 else { return seconds == 0 ? "0 seconds" : "\(seconds) seconds" }
    let parts = [
      (seconds / Self.year, "year"), (seconds % Self.year / Self.day, "day"),
      (seconds % Self.year % Self.day / Self.hour, "hour"),
      (seconds / Self.minute % 60, "minute"), (seconds % 60, "second"),
    ]
    return parts.filter { $0.0 > 0 }
      .map { $0.0 == 1 ? "1 \($0.1)" : "\($0.0) \($0.1)s" }
      .joined(separator: " ")
  }
}

/// Reads numbers with units, one after the other, and adds them up.
private struct LifetimeReader {
  private let whole: String
  private var rest: ArraySlice<Character>

  /// The largest sum; more would not fit any calendar, and its arithmetic stays far from overflow.
  private static let limit: Int64 = 1_000_000 * Lifetime.year

  init(_ text: String) {
    whole = text
    rest = Array(text)[...]
  }

  mutating func readAll() throws(Problem) -> Int64 {
    skipSpaces()
    if rest.isEmpty { throw Problem("lifetime-missing", "Empty.", remedy: Self.example) }
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest = rest.dropFirst() }
    var sum: Int64 = 0
    repeat {
      sum += try readPart()
      if sum > Self.limit { throw tooLong }
      skipSpaces()
    } while !rest.isEmpty
    if isNegative || sum == 0 {
      throw Problem("lifetime-not-positive", "Has to be longer than nothing.", remedy: Self.example)
    }
    return sum
  }

  /// One number with its unit, in seconds.
  private mutating func readPart() throws(Problem) -> Int64 {
    skipSpaces()
    let digits = takeDigits()
    var fraction: [Int64] = []
    if rest.first == "." {
      rest = rest.dropFirst()
      fraction = takeDigits()
    }
    if digits.isEmpty && fraction.isEmpty { throw notATime }
    skipSpaces()
    let unit = takeUnit()
    if unit.isEmpty { throw missingUnit }
    guard let factor = Self.units[unit] else { throw unknownUnit(unit) }
    return try whole(digits, times: factor) + part(fraction, of: factor)
  }

  private func whole(_ digits: [Int64], times factor: Int64) throws(Problem) -> Int64 {
    var value: Int64 = 0
    for digit in digits {
      value = value * 10 + digit
      if value > Self.limit { throw tooLong }
    }
    let (product, overflow) = value.multipliedReportingOverflow(by: factor)
    if overflow || product > Self.limit { throw tooLong }
    return product
  }

  /// Digits behind the point; what isn't a whole second is refused.
  private func part(_ digits: [Int64], of factor: Int64) throws(Problem) -> Int64 {
    var seconds: Int64 = 0
    var scale: Int64 = 1
    let significant = digits.reversed().drop { $0 == 0 }.reversed()
    for digit in significant {
      guard scale <= 1_000_000_000 else { throw notWhole }
      scale *= 10
      seconds = seconds * 10 + digit
    }
    let (product, overflow) = seconds.multipliedReportingOverflow(by: factor)
    guard !overflow, product % scale == 0 else { throw notWhole }
    return product / scale
  }

  private mutating func takeDigits() -> [Int64] {
    let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
    rest = rest.dropFirst(digits.count)
    return digits.map { Int64($0.wholeNumberValue ?? 0) }
  }

  private mutating func takeUnit() -> String {
    let letters = rest.prefix { $0.isLetter }
    rest = rest.dropFirst(letters.count)
    return String(letters)
  }

  private mutating func skipSpaces() {
    rest = rest.drop { $0 == " " || $0 == "\t" }
  }

  private static let example = "Write for example 8760h, 365d or 1y."

  private static let units: [String: Int64] = {
    let names: [(Int64, [String])] = [
      (1, ["s", "sec", "secs", "second", "seconds"]),
      (Lifetime.minute, ["m", "min", "mins", "minute", "minutes"]),
      (Lifetime.hour, ["h", "hour", "hours"]), (Lifetime.day, ["d", "day", "days"]),
      (7 * Lifetime.day, ["w", "week", "weeks"]), (Lifetime.year, ["y", "year", "years"]),
    ]
    var units: [String: Int64] = [:]
    for (seconds, texts) in names {
      for text in texts { units[text] = seconds }
    }
    return units
  }()

  private var notATime: Problem {
    Problem(
      "lifetime-malformed", "\(quoted(whole)) is not a length of time.", remedy: Self.example)
  }

  private var missingUnit: Problem {
    let number = String(whole.filter { $0 != " " && $0 != "\t" })
    let isBare =
      number.allSatisfy { $0.isASCII && $0.isWholeNumber } && number.contains { $0 != "0" }
    return Problem(
      "lifetime-without-unit", "A number needs a unit: y, w, d, h, m or s.",
      remedy: isBare ? "Write \(number)h for hours, or \(number)d for days." : Self.example)
  }

  private func unknownUnit(_ unit: String) -> Problem {
    let lowered = unit.lowercased()
    let isCase = Self.units[lowered] != nil
    return Problem(
      "lifetime-unknown-unit", "\(quoted(unit)) is not a unit of time here.",
      remedy: isCase && unit != "M"
        ? "Write \"\(lowered)\"." : "The units are y, w, d, h, m and s.")
  }

  private var tooLong: Problem {
    Problem(
      "lifetime-too-long", "\(quoted(whole)) is longer than any certificate can last.",
      remedy: Self.example)
  }

  private var notWhole: Problem {
    Problem(
      "lifetime-not-whole-seconds", "\(quoted(whole)) is not a whole number of seconds.",
      remedy: Self.example)
  }
}
