import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// A Linkerd that is there already: what is offered, and what an answer to it changes.
struct ExistingTests {
  private func wizard(
    _ status: String = "deployed", version: String = "2026.6.3", in namespace: String = "linkerd"
  ) -> WizardFixture {
    var wizard = WizardFixture()
    wizard.settle()
    let releases = [("linkerd-crds", "deployed"), ("linkerd-control-plane", status)].map {
      HelmRelease(
        name: $0, namespace: namespace, status: $1, chart: "\($0)-\(version)", appVersion: "")
    }
    let traces = LinkerdTraces(
      releases: releases, controlPlaneNamespaces: [namespace], clusterObjects: [])
    wizard.state.facts.linkerd = .known(.some(traces))
    return wizard
  }

  @Test func nothingIsAskedWhereNothingIs() {
    var wizard = WizardFixture()
    wizard.settle()
    #expect(!Catalogue.field(.existing).isShown(wizard.state))
    // An answer from a file changes nothing then.
    wizard.user(.answered(.existing, "upgrade"))
    #expect(wizard.state.existingWork == .none)
    #expect(wizard.state.readiness(of: .cluster) == .ready)
  }

  @Test func whatIsThereStopsTheWizardUntilSomebodySaysOtherwise() {
    var wizard = wizard()
    #expect(Catalogue.field(.existing).isShown(wizard.state))
    let options = Catalogue.field(.existing).options(wizard.state)
    #expect(options.map(\.value) == ["stop", "upgrade"])
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.screen == .cluster)
    // An offer that this Linkerd doesn't have is none.
    wizard.user(.answered(.existing, "repair"), .buttonPressed(.next))
    #expect(wizard.state.screen == .cluster)
    wizard.user(.answered(.existing, "upgrade"))
    #expect(wizard.state.checkRows.first { $0.id == "linkerd-absent" }?.mark == .warning)
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.screen == .certificates)
  }

  @Test func anUpgradeAsksNothingAboutWhatStays() {
    var wizard = wizard()
    wizard.user(.answered(.existing, "upgrade"))
    #expect(Catalogue.fields(on: .certificates, of: wizard.state).isEmpty)
    let asked = Catalogue.fields(on: .controlPlane, of: wizard.state).map(\.id)
    #expect(!asked.contains(.controlPlaneNamespace) && !asked.contains(.issuerKey))
    #expect(asked.contains(.version))
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.focus == .button(.next))
    #expect(wizard.state.readiness(of: .certificates) == .ready)
    #expect(wizard.state.blurb(of: .certificates).contains("stay as they are"))
  }

  @Test func anOldHelmCannotUpgrade() {
    var wizard = wizard()
    wizard.user(.answered(.existing, "upgrade"))
    #expect(wizard.state.readiness(of: .cluster) == .ready)
    wizard.state.facts.helm = .known(
      Tool(name: .helm, path: "/usr/bin/helm", version: SemanticVersion(3, 13, 3)))
    guard case .blocked(let problems) = wizard.state.readiness(of: .cluster) else {
      Issue.record("it isn't blocked")
      return
    }
    #expect(problems.map(\.control) == [.field(.existing)])
    #expect(problems.map(\.problem.code) == ["helm-too-old-to-upgrade"])
  }

  @Test func theNextLineIsChosenAndAnotherOneIsWarnedOf() {
    var wizard = wizard(version: "2025.4.4")
    wizard.user(.answered(.existing, "upgrade"))
    wizard.state.facts.chartVersions = .known(
      ["2026.8.3", "2025.10.7", "2025.10.1", "2025.4.4", "2024.11.8"].map {
        ChartVersion(version: $0, crdsVersion: $0, appVersion: "", kubeVersion: "")
      })
    #expect(wizard.state.chosenVersion?.version == "2025.10.7")
    #expect(wizard.state.problems(of: .version).filter { $0.severity == .error }.isEmpty)
    let verdicts = [
      ("2026.8.3", "upgrade-skips-a-line", Problem.Severity.warning),
      ("2024.11.8", "upgrade-goes-back", .error), ("2025.4.4", "upgrade-to-the-same", .warning),
    ]
    for (version, code, severity) in verdicts {
      wizard.user(.answered(.version, version))
      let problem = wizard.state.problems(of: .version).first { $0.code.hasPrefix("upgrade-") }
      #expect(problem?.code == code)
      #expect(problem?.severity == severity)
    }
  }

  @Test func reviewOfAnUpgradeNeedsNoCertificates() {
    var wizard = wizard()
    wizard.user(.answered(.existing, "upgrade"))
    wizard.advance(to: .review)
    #expect(wizard.state.plan?.plan.upgrade?.version == "2026.6.3")
    #expect(wizard.state.plan?.plan.certificates == nil)
    #expect(wizard.state.summary(of: .certificates) == "those that are there")
    wizard.user(.answered(.existing, "stop"))
    #expect(wizard.state.readiness(of: .review) != .ready)
  }

  @Test func afterAnUpgradeNobodyIsToldThatNothingIsMeshed() {
    var wizard = wizard()
    wizard.user(.answered(.existing, "upgrade"))
    wizard.startRun()
    while wizard.finishItem() {}
    #expect(wizard.state.nextSteps.map(\.text) == ["Restart what was meshed before: new proxies"])
    #expect(
      wizard.state.nextSteps.first?.lines.contains {
        $0.contains("get pods --all-namespaces --selector linkerd.io/control-plane-ns=linkerd")
      } == true)
  }

  @Test func whatIsLeftOfAnInstallIsRemovedAndMadeAnew() {
    var wizard = wizard("failed")
    wizard.user(.answered(.existing, "repair"))
    wizard.advance(to: .review)
    let ids = wizard.state.plan?.plan.items.map(\.id) ?? []
    #expect(ids.starts(with: ["certificates", "remove-linkerd-control-plane"]))
    #expect(wizard.state.plan?.plan.removal?.kept?.name == "linkerd-crds")
  }

  @Test func theCRDsThatStayDecideTheNamespace() {
    var wizard = wizard("failed", in: "mesh")
    wizard.user(.answered(.existing, "repair"))
    #expect(
      wizard.state.problems(of: .controlPlaneNamespace).map(\.code) == ["crds-of-another-release"])
    wizard.user(.answered(.controlPlaneNamespace, "mesh"))
    #expect(wizard.state.problems(of: .controlPlaneNamespace).isEmpty)
  }

  @Test func aNamespaceThatIsBeingDeletedIsSaidAtOnce() {
    var wizard = WizardFixture()
    wizard.settle()
    wizard.state.facts.namespaces = .known(
      NamespaceIndex([
        NamespaceFact(
          name: "linkerd", isTerminating: true,
          deletionHeldBy: "Some resources are remaining: pods. has 2 resource instances")
      ]))
    let row = wizard.state.checkRows.first { $0.id == "control-plane-namespace" }
    #expect(row?.mark == .failed)
    #expect(row?.reason.contains("pods. has 2 resource instances") == true)
    guard case .blocked(let problems) = wizard.state.readiness(of: .cluster) else {
      Issue.record("it isn't blocked")
      return
    }
    #expect(problems.map(\.problem.code) == ["namespace-terminating"])
    wizard.user(.answered(.controlPlaneNamespace, "mesh"))
    #expect(wizard.state.readiness(of: .cluster) == .ready)
  }
}
