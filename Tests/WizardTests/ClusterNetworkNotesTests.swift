import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// What the control plane's screen says of the cluster's names and addresses.
struct ClusterNetworkNotesTests {
  private func wizard(_ network: Fact<ClusterNetwork>) -> WizardFixture {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    wizard.state.facts.network = network
    return wizard
  }

  private func note(_ id: FieldID, _ wizard: WizardFixture) -> String {
    Catalogue.field(id).note(wizard.state)
  }

  @Test func whatWasFoundStandsBesideTheAutomaticAnswer() {
    let found = wizard(
      .known(ClusterNetwork(domains: ["corp.internal"], ranges: ["198.18.0.0/24"])))
    #expect(note(.clusterDomain, found) == "corp.internal, as CoreDNS serves it")
    #expect(note(.clusterNetworks, found) == "the chart's own and 198.18.0.0/24")
    #expect(found.state.problems(of: .clusterNetworks).isEmpty)
    let nothing = wizard(.failed(Problem("forbidden", "You may not.")))
    #expect(note(.clusterDomain, nothing) == "cluster.local, as nothing says otherwise")
    #expect(note(.clusterNetworks, nothing) == "")
  }

  @Test func anAnswerThatDoesNotFitIsWarnedOf() {
    var wizard = wizard(
      .known(
        ClusterNetwork(
          domains: ["corp.internal"], ranges: ["198.18.0.0/24"], addresses: ["127.9.0.1"])))
    #expect(
      wizard.state.problems(of: .clusterNetworks).map(\.code) == ["addresses-outside-networks"])
    wizard.user(.answered(.clusterDomain, "cluster.local"))
    #expect(wizard.state.problems(of: .clusterDomain).map(\.code) == ["cluster-domain-differs"])
    wizard.user(.answered(.clusterNetworks, "198.18.0.0/15,127.0.0.0/8"))
    #expect(wizard.state.problems(of: .clusterNetworks).isEmpty)
    wizard.user(.answered(.clusterDomain, "corp.internal"))
    #expect(wizard.state.problems(of: .clusterDomain).isEmpty)
    #expect(wizard.state.readiness(of: .controlPlane) == .ready)
  }

  @Test func reviewWaitsForTheNetworks() {
    var wizard = wizard(.known(ClusterNetwork()))
    wizard.advance(to: .review)
    #expect(wizard.state.plan != nil)
    wizard.state.facts.network = .asking(since: wizard.state.now)
    #expect(
      wizard.state.readiness(of: .review) == .waiting("The cluster's networks are being read."))
  }
}
