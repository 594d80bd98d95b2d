import Planning
import Testing

@Suite struct InstantTextTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
      (1_795_208_490, "2026-11-20T21:01:30Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (4_107_542_400, "2100-03-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
      (253_402_300_800, "+10000-01-01T00:00:00Z"), (-62_167_219_200, "0000-01-01T00:00:00Z"),
      (-62_167_219_201, "-0001-12-31T23:59:59Z"),
    ] as [(Int64, String)])
  func instantsAreWrittenAndReadBack(seconds: Int64, text: String) {
    #expect(Instant(secondsSince1970: seconds).iso8601 == text)
    #expect(Instant(iso8601: text)?.secondsSince1970 == seconds)
  }

  @Test func randomInstantsSurviveTheirText() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let seconds = Int64.random(in: -10_000_000_000_000...10_000_000_000_000, using: &generator)
      let instant = Instant(secondsSince1970: seconds)
      #expect(Instant(iso8601: instant.iso8601) == instant)
    }
  }

  @Test func theFurthestInstantsHaveATextToo() {
    #expect(Instant(secondsSince1970: .max).iso8601.hasPrefix("+292277026596-12-04"))
    #expect(Instant(secondsSince1970: .min).iso8601.hasPrefix("-292277022657-01-27"))
  }

  @Test(
    arguments: [
      ("2026-11-20T21:01:30.123456789Z", 1_795_208_490),
      ("2026-11-20T22:01:30+01:00", 1_795_208_490),
      ("2026-11-20T20:31:30.5-0030", 1_795_208_490), ("2026-11-20 21:01:30Z", 1_795_208_490),
    ] as [(String, Int64)])
  func fractionsAndOffsetsAreRead(text: String, seconds: Int64) {
    #expect(Instant(iso8601: text)?.secondsSince1970 == seconds)
  }

  @Test(arguments: [
    "", "2026-11-20", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:00",
    "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx", "26-01-01T00:00:00Z", "٢٠٢٦-01-01T00:00:00Z",
    "1900-02-29T00:00:00Z", "+99999999999-01-01T00:00:00Z",
  ])
  func whatIsNoInstantIsRefused(text: String) {
    #expect(Instant(iso8601: text) == nil)
  }

  @Test func datesAndStampsLeaveOutWhatTheyDontNeed() {
    #expect(now.date == "2026-11-20")
    #expect(now.compactStamp == "20261120T210130Z")
    #expect(Instant.lastInCertificates.iso8601 == "9999-12-31T23:59:59Z")
  }
}
