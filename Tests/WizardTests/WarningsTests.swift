import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

struct WarningsTests {
  @Test(arguments: ["latest", "2025.10.7"])
  func chartsThatCannotBeFetchedAreNoFaultOfTheAnswers(version: String) {
    var wizard = WizardFixture()
    wizard.state.answers.controlPlane.version = version
    wizard.advance(to: .review)
    let gone = Problem("chart-not-fetched", "The chart can't be fetched.", remedy: "Try again.")
    wizard.state.facts.charts = .failed(gone)
    wizard.state.plan = nil
    #expect(Unattended.next(wizard.state) == .stop(.unavailable, [gone]))
  }

  @Test func warningsAreToldOnceAndStopNobody() {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    #expect(wizard.state.warnings.isEmpty)
    wizard.state.facts.server = .known(
      ServerFact(version: SemanticVersion(1, 99, 0), clusterUID: nil))
    #expect(wizard.state.warnings.map(\.code) == ["kubernetes-newer-than-tried"])
  }
}
