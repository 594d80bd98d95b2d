import Planning
import Testing

@Suite struct SemanticVersionTextTests {
  @Test(arguments: [
    ("v1.33.2", "1.33.2"), ("2026.8.3", "2026.8.3"), ("v1.30.3+k3s1", "1.30.3"),
    ("1.31", "1.31.0"), ("1", "1.0.0"), ("1.31.0-0", "1.31.0-0"),
    ("v1.30.3-gke.1639000", "1.30.3-gke.1639000"), ("v1.34+", "1.34.0"),
    ("1.0.0-alpha-1.2+build.5", "1.0.0-alpha-1.2"),
  ])
  func versionsAreReadAsToolsPrintThem(text: String, written: String) {
    #expect(SemanticVersion.parse(text)?.text == written)
  }

  @Test(arguments: [
    "", "v", "1.2.3.4", "1..2", "1.2.x", "a.b.c", "1.2.3-", "1.2.3-a..b", "1.2.3-01", "-1.2.3",
    "99999999999999999999.0.0", "1.2.3 ", "١.2.3", "1.2.3-é", "1.2.3+a b",
  ])
  func whatIsNoVersionIsRefused(text: String) {
    #expect(SemanticVersion.parse(text) == nil)
  }

  @Test func precedenceIsSemVers() throws {
    let ordered = [
      "0.9.9", "1.0.0-0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta",
      "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0",
    ]
    let versions = try ordered.map { try #require(SemanticVersion.parse($0)) }
    #expect(versions.shuffled().sorted() == versions)
  }
}
