import Testing

@testable import PracticeCluster

struct ClockTests {
  @Test func timesAreWrittenAndReadAsKubernetesDoes() {
    #expect(Timestamp.text(1_795_213_713) == "2026-11-20T22:28:33Z")
    #expect(Timestamp.seconds(of: "2026-11-20T22:28:33Z") == 1_795_213_713)
    #expect(Timestamp.seconds(of: "2026-11-20T22:28:33.331383Z") == 1_795_213_713)
    #expect(Timestamp.httpText(1_795_213_713) == "Fri, 20 Nov 2026 22:28:33 GMT")
    #expect(Timestamp.microText(1_795_213_713_000_042) == "2026-11-20T22:28:33.000042Z")
    #expect(Timestamp.seconds(of: "yesterday") == nil)
  }

  @Test(
    arguments: [
      (5, "5s"), (119, "119s"), (192, "3m12s"), (180, "3m"), (3600, "60m"), (5 * 3600, "5h"),
      (30 * 3600, "30h"), (3 * 86400 + 3600, "3d1h"), (100 * 86400, "100d"),
      (800 * 86400, "2y70d"), (4000 * 86400, "10y"),
    ] as [(Int64, String)])
  func agesAreWrittenAsKubectlDoes(seconds: Int64, text: String) {
    #expect(ageText(seconds) == text)
  }
}
