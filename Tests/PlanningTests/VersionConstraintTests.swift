import Planning
import Testing

@Suite struct VersionConstraintTests {
  @Test(arguments: [
    (">=1.31.0-0", "1.31.0", true), (">=1.31.0-0", "1.30.9", false),
    (">=1.31.0-0", "1.31.2-gke.100", true), (">=1.31.0", "1.31.2-gke.100", false),
    (">=1.22.0-0 <1.30.0", "1.29.4", true), (">=1.22.0-0 <1.30.0", "1.30.0", false),
    (">=1.22.0-0, <1.30.0", "1.22.0", true), (">= 1.22.0 < 1.30.0", "1.25.0", true),
    (">=1.22.0<1.30.0", "1.31.0", false), ("<1.20 || >=1.25", "1.26.0", true),
    ("<1.20 || >=1.25", "1.22.0", false), ("^1.21.0", "1.99.0", true), ("^1.21.0", "2.0.0", false),
    ("^0.2.3", "0.3.0", false), ("^0.2.3", "0.2.9", true), ("^0.0.3", "0.0.4", false),
    ("~1.21.3", "1.21.9", true), ("~1.21.3", "1.22.0", false), ("~1", "1.99.0", true),
    ("~>1.21", "1.21.7", true), ("1.21.x", "1.21.5", true), ("1.21.x", "1.22.0", false),
    ("1.x", "1.99.0", true), ("0.x", "1.0.0", false), ("*", "7.8.9", true), ("x", "0.0.1", true),
    ("1.21 - 1.25", "1.25.9", true), ("1.21 - 1.25", "1.26.0", false),
    ("1.21.0 - 1.25.0", "1.25.1", false), ("=1.21.3", "1.21.3", true), ("1.21", "1.21.8", true),
    ("!=1.21.3", "1.21.3", false), ("!=1.21.x", "1.21.3", false), ("!=1.21.x", "1.22.3", true),
    (">1.21", "1.21.5", false), (">1.21", "1.22.0", true), (">1", "1.5.0", false),
    ("<=1.21", "1.21.5", true), ("<=1.21", "1.22.0", false), ("=>1.21", "1.21.0", true),
    (">=v1.21.0", "1.21.0", true), ("<=1", "1.9.0", true),
  ])
  func constraintsAreReadAsHelmReadsThem(constraint: String, version: String, fits: Bool) throws {
    let constraint = try #require(VersionConstraint(constraint))
    #expect(constraint.allows(try #require(SemanticVersion.parse(version))) == fits)
  }

  @Test(arguments: ["", " ", "||", ">=", ">>1.2", "a", ">=1.2.3.4", "- 1.2", "1.2 -", ">=1.2 ||"])
  func whatHelmCantReadIsRefused(text: String) {
    #expect(VersionConstraint(text) == nil)
  }
}
