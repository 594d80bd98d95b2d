import Planning
import Testing

@Suite struct VersionChoiceTests {
  private func version(_ version: String, _ kubeVersion: String) -> ChartVersion {
    ChartVersion(version: version, crdsVersion: version, appVersion: "", kubeVersion: kubeVersion)
  }

  private var offered: [ChartVersion] {
    [
      version("2025.10.7", ">=1.23.0-0"), version("2026.8.3", ">=1.31.0-0"),
      version("2026.10.1", ">=1.31.0-0"), version("2026.11.1-rc1", ">=1.31.0-0"),
      version("broken", ""), version("2026.9.1", ">=nonsense"),
    ]
  }

  @Test func whatFitsIsOfferedNewestFirst() {
    let fitting = VersionChoice.fitting(offered, kubernetes: kubernetes)
    #expect(fitting.map(\.version) == ["2026.10.1", "2026.8.3", "2025.10.7"])
    let older = VersionChoice.newest(offered, kubernetes: SemanticVersion(1, 30, 3))
    #expect(older?.version == "2025.10.7")
  }

  @Test func chartsWithoutAConstraintFitEverything() {
    #expect(
      VersionChoice.newest([version("1.0.0", "")], kubernetes: SemanticVersion(1, 5, 0)) != nil)
  }

  @Test func whatWasAskedForIsChosenOrRefused() throws {
    let old = SemanticVersion(1, 30, 3)
    #expect(
      try VersionChoice.choose(nil, among: offered, kubernetes: old).get().version == "2025.10.7")
    #expect(
      try VersionChoice.choose("2026.8.3", among: offered, kubernetes: kubernetes).get().version
        == "2026.8.3")
    #expect(throws: Problem.self) {
      try VersionChoice.choose("2026.8.3", among: offered, kubernetes: old).get()
    }
    guard
      case .failure(let unfit) = VersionChoice.choose("2026.8.3", among: offered, kubernetes: old),
      case .failure(let absent) = VersionChoice.choose("3.0.0", among: offered, kubernetes: old)
    else {
      Issue.record("a version that does not fit was taken")
      return
    }
    #expect(unfit.sentence == "2026.8.3 needs Kubernetes >=1.31.0-0; this cluster has 1.30.3.")
    #expect(unfit.remedy == "Use 2025.10.7.")
    #expect(absent.code == "version-unknown")
  }

  @Test func whereNothingFitsAWayOutIsTold() {
    let edgeOnly = [version("2026.8.3", ">=1.31.0-0")]
    let problem = VersionChoice.problem(edgeOnly, kubernetes: SemanticVersion(1, 28, 0))
    #expect(problem?.code == "no-version-fits")
    #expect(
      problem?.remedy
        == "Choose the edge charts of Linkerd 2.19, which fits this cluster, or upgrade the "
        + "cluster to 1.31.")
    #expect(VersionChoice.problem(edgeOnly, kubernetes: kubernetes) == nil)
    #expect(VersionChoice.problem([], kubernetes: kubernetes)?.code == "no-version-offered")
  }

  @Test(arguments: [
    (36, "fits Linkerd edge (1.31+)"), (31, "fits Linkerd edge (1.31+)"),
    (30, "fits Linkerd 2.19 (1.23+)"), (22, "fits Linkerd 2.17 (1.22+)"),
    (21, "fits Linkerd 2.14 (1.21+)"), (20, "fits Linkerd 2.11 (1.17 to 1.24)"),
    (17, "fits Linkerd 2.11 (1.17 to 1.24)"), (16, "too old for Linkerd"),
  ])
  func linesThatFitAreNamed(minor: Int, text: String) {
    let kubernetes = SemanticVersion(1, minor, 1)
    #expect(LinkerdLines.fitText(kubernetes) == text)
    #expect((LinkerdLines.problem(kubernetes) == nil) == (minor >= 17))
  }

  @Test func aClusterNewerThanWhatWasTriedIsWarnedAbout() {
    let warning = LinkerdLines.warning(stable, kubernetes: kubernetes)
    #expect(warning?.severity == .warning)
    #expect(
      warning?.sentence
        == "Linkerd 2.14 was tried with Kubernetes up to 1.28; this cluster has 1.33.")
    #expect(LinkerdLines.warning(stable, kubernetes: SemanticVersion(1, 28, 9)) == nil)
    #expect(LinkerdLines.warning(edge, kubernetes: kubernetes) == nil)
    #expect(LinkerdLines.warning(edge, kubernetes: SemanticVersion(1, 36, 0)) != nil)
  }
}
