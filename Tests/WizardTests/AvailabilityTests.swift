import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// High availability, offered where the cluster has the nodes for it.
struct AvailabilityTests {
  private func wizard(schedulable: Int?) -> WizardFixture {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    if let schedulable {
      wizard.state.facts.clocks = .known(
        ClockFact(
          worstLag: 1, node: "a", nodes: 5, traits: NodeTraits(schedulable: schedulable)))
    } else {
      wizard.state.facts.clocks = .failed(Problem("forbidden", "You may not list nodes."))
    }
    return wizard
  }

  @Test(arguments: [(1, "needs 3 nodes, has 1"), (2, "needs 3 nodes, has 2"), (3, nil), (nil, nil)])
  func itIsOfferedWithThreeNodesThatTakePods(schedulable: Int?, refusal: String?) {
    let wizard = wizard(schedulable: schedulable)
    let options = Catalogue.field(.availability).options(wizard.state)
    #expect(options.map(\.refusal) == [nil, refusal])
  }

  @Test func whoAsksForItWithoutTheNodesIsToldWhatIsMissing() {
    var wizard = wizard(schedulable: 2)
    wizard.user(.answered(.availability, "high"))
    #expect(wizard.state.problems(of: .availability).map(\.code) == ["too-few-nodes"])
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.screen == .controlPlane)
    #expect(wizard.state.focus == .field(.availability))
  }

  @Test func reviewWaitsUntilTheNodesAreKnown() {
    var wizard = wizard(schedulable: 3)
    wizard.advance(to: .review)
    #expect(wizard.state.plan != nil)
    wizard.state.facts.clocks = .asking(since: wizard.state.now)
    #expect(wizard.state.readiness(of: .review) == .waiting("The nodes are being looked at."))
  }

  @Test(
    arguments: [
      ("", []), ("a=b", ["a=b"]), ("a=b, c=d", ["a=b", "c=d"]), ("a=x,b=y", ["a=x,b=y"]),
      ("a={x,y},  c.d=e ,", ["a={x,y}", "c.d=e ,"]),
    ] as [(String, [String])])
  func settingsAreSplitWhereABlankFollowsTheComma(line: String, settings: [String]) {
    #expect(TextList.splitSettings(line) == settings)
  }
}
