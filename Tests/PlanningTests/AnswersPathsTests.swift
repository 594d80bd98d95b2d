import Planning
import Testing

@Suite struct AnswersPathsTests {
  private let paths = HostPaths(workingDirectory: "/home/ada/mesh", home: "/home/ada")

  @Test func theirPlacesBecomeAbsolute() {
    var answers = Answers()
    answers.certificates.source = .files
    answers.certificates.from = "../shared"
    answers.certificates.issuer = "intermediate.crt"
    answers.controlPlane.charts = .own
    answers.controlPlane.ownCharts = "./charts"
    answers.controlPlane.values = ["~/a.yaml"]
    let kept = answers.withAbsolutePaths(paths)
    #expect(kept.certificates.directory == "/home/ada/mesh/linkerd-certificates")
    #expect(kept.certificates.from == "/home/ada/shared")
    #expect(kept.certificates.issuer == "intermediate.crt")
    #expect(kept.controlPlane.ownCharts == "/home/ada/mesh/charts")
    #expect(kept.controlPlane.values == ["/home/ada/a.yaml"])
    #expect(kept.withAbsolutePaths(HostPaths(workingDirectory: "/", home: "/root")) == kept)
  }

  @Test func addressesAndWhatIsNotUsedStay() {
    var answers = Answers()
    answers.certificates.directory = "/certs"
    answers.controlPlane.ownCharts = "unused"
    #expect(answers.withAbsolutePaths(paths) == answers)
    answers.controlPlane.charts = .own
    answers.controlPlane.ownCharts = "https://charts.example.com/edge"
    #expect(answers.withAbsolutePaths(paths) == answers)
    answers.controlPlane.ownCharts = ""
    #expect(answers.withAbsolutePaths(paths) == answers)
  }
}
