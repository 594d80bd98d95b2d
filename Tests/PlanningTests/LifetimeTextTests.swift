import Planning
import Testing

@Suite struct LifetimeTextTests {
  @Test(
    arguments: [
      ("8760h", 31_536_000), ("365d", 31_536_000), ("1y", 31_536_000), ("2w", 1_209_600),
      ("90m", 5400), ("30s", 30), ("1y6h", 31_557_600), ("1.5h", 5400), ("1h30m", 5400),
      (" 1 y  6 h ", 31_557_600), ("10 years", 315_360_000), ("1 year 6 hours", 31_557_600),
      (".5h", 1800), ("1.h", 3600), ("+5m", 300), ("1h1h", 7200), ("0h5m", 300),
      ("0.000277777777777777777h0.5m", -1), ("1.50000000000000000000000h", 5400),
    ] as [(String, Int64)])
  func lengthsAreReadAsPeopleWriteThem(text: String, seconds: Int64) {
    let read = try? Lifetime.parse(text).get().seconds
    #expect(read == (seconds < 0 ? nil : seconds))
  }

  @Test(arguments: [
    ("", "lifetime-missing"), ("  ", "lifetime-missing"), ("8760", "lifetime-without-unit"),
    ("1h30", "lifetime-without-unit"), ("0h", "lifetime-not-positive"),
    ("-5m", "lifetime-not-positive"), ("0", "lifetime-without-unit"),
    ("5x", "lifetime-unknown-unit"), ("5H", "lifetime-unknown-unit"),
    ("5ms", "lifetime-unknown-unit"), ("h", "lifetime-malformed"), ("abc", "lifetime-malformed"),
    ("1,5h", "lifetime-without-unit"), (".h", "lifetime-malformed"), ("--5h", "lifetime-malformed"),
    ("0.5s", "lifetime-not-whole-seconds"), ("0.0001h", "lifetime-not-whole-seconds"),
    ("99999999999999999999999999h", "lifetime-too-long"),
    ("9223372036854775807s", "lifetime-too-long"),
    ("9000000y", "lifetime-too-long"), ("٥h", "lifetime-malformed"),
  ])
  func whatIsNoLengthIsRefusedWithARemedy(text: String, code: String) {
    guard case .failure(let problem) = Lifetime.parse(text) else {
      Issue.record("\(text) was taken")
      return
    }
    #expect(problem.code == code)
    #expect(!problem.remedy.isEmpty)
  }

  @Test func aBareNumberIsAnsweredWithWhatItMayMean() {
    guard case .failure(let problem) = Lifetime.parse("8760") else {
      Issue.record("8760 was taken")
      return
    }
    #expect(problem.remedy == "Write 8760h for hours, or 8760d for days.")
  }

  @Test(
    arguments: [
      (31_536_000, "8760h", "1 year", "8760h0m0s"),
      (315_360_000, "87600h", "10 years", "87600h0m0s"),
      (7_776_000, "2160h", "90 days", "2160h0m0s"), (300, "5m", "5 minutes", "5m0s"),
      (5400, "1h30m", "1 hour 30 minutes", "1h30m0s"),
      (90, "1m30s", "1 minute 30 seconds", "1m30s"),
      (31_557_600, "8766h", "1 year 6 hours", "8766h0m0s"),
      (3605, "1h5s", "1 hour 5 seconds", "1h0m5s"),
      (1, "1s", "1 second", "1s"),
    ] as [(Int64, String, String, String)])
  func lengthsAreWrittenForFilesPeopleAndHelm(
    seconds: Int64, canonical: String, human: String, go: String
  ) {
    let lifetime = Lifetime(seconds: seconds)
    #expect(lifetime.canonicalText == canonical)
    #expect(lifetime.humanText == human)
    #expect(lifetime.goText == go)
  }

  @Test func everyLengthSurvivesItsTexts() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<5000 {
      let lifetime = Lifetime(seconds: .random(in: 1...400_000_000, using: &generator))
      #expect(try Lifetime.parse(lifetime.canonicalText).get() == lifetime)
      #expect(try Lifetime.parse(lifetime.humanText).get() == lifetime)
      #expect(try Lifetime.parse(lifetime.goText).get() == lifetime)
    }
  }

  @Test func noTextCrashesTheReader() {
    var generator = SeededGenerator(seed: 3)
    let alphabet = Array("0123456789.-+ hmsdwy,xé٥\u{0}e")
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...24, using: &generator)
      let text = String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "0" })
      if case .success(let lifetime) = Lifetime.parse(text) { #expect(lifetime.seconds > 0) }
    }
  }
}
