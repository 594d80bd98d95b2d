import Planning
import Testing

@Suite struct ChartSourceAnswersTests {
  private func read(_ own: String) -> Result<ChartSource, Problem> {
    var answers = ControlPlaneAnswers()
    answers.chartsText = own
    return ChartSource.read(answers, paths: paths)
  }

  @Test(
    arguments: [
      ("edge", .edge), ("stable", .stable), ("https://helm.linkerd.io/edge/", .edge),
      ("./charts", .directory(path: "/home/ada/work/charts")),
      (
        "~/c/linkerd-control-plane-2026.8.3.tgz",
        .archive(path: "/home/ada/c/linkerd-control-plane-2026.8.3.tgz")
      ),
      (
        "http://127.0.0.1:8879/edge",
        .repository(url: "http://127.0.0.1:8879/edge", preferredName: "linkerd-edge")
      ),
      (
        "https://charts.example.com",
        .repository(url: "https://charts.example.com", preferredName: "linkerd-charts-example-com")
      ),
      ("oci://ghcr.io/ada/linkerd/", .registry(address: "oci://ghcr.io/ada/linkerd")),
      ("oci://127.0.0.1:5000", .registry(address: "oci://127.0.0.1:5000")),
      (
        "HTTPS://Example.com/a/Linkerd/",
        .repository(url: "HTTPS://Example.com/a/Linkerd/", preferredName: "linkerd-charts")
      ),
    ] as [(String, ChartSource)])
  func placesAreRead(text: String, source: ChartSource) throws {
    #expect(try read(text).get() == source)
  }

  @Test(arguments: [
    ("", "charts-missing"), ("oci://", "charts-address-invalid"),
    ("oci://ghcr.io/linkerd/linkerd-crds", "charts-address-of-chart"),
    ("oci://ghcr.io/linkerd:2026.8.3", "charts-address-of-chart"),
    ("oci://ada:secret@ghcr.io/linkerd", "charts-address-with-password"),
    ("oci://ghcr.io/linkerd?x", "charts-address-invalid"),
    ("file:///tmp", "charts-address-scheme"), ("https://", "charts-address-invalid"),
    ("https://ada:secret@example.com/x", "charts-address-with-password"),
    ("https://example.com/x.tgz", "charts-address-of-archive"),
    ("https://exa mple.com", "charts-address-invalid"), ("a\nb", "charts-address-invalid"),
  ])
  func otherPlacesAreRefused(text: String, code: String) {
    guard case .failure(let problem) = read(text) else {
      Issue.record("\(text) was taken")
      return
    }
    #expect(problem.code == code)
    #expect(!problem.remedy.isEmpty)
    #expect(!(problem.sentence + problem.remedy).contains("secret"))
  }

  @Test func placesAreWrittenBack() throws {
    for text in ["edge", "stable", "/srv/charts", "https://charts.example.com", "oci://ghcr.io/x"] {
      let source = try read(text).get()
      #expect(source.answersText == text)
      #expect(try read(source.answersText).get() == source)
    }
  }
}
