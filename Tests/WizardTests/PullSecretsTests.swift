import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// The Secrets with the registry's logins, from the question to the warning.
struct PullSecretsTests {
  private func wizard(_ names: String = "regcred") -> WizardFixture {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    wizard.user(.answered(.registry, "registry.example.com/linkerd"))
    wizard.user(.answered(.pullSecrets, names))
    return wizard
  }

  private func asked(_ wizard: WizardFixture) -> [Effect] {
    wizard.state.pending.values.filter {
      if case .findPullSecrets = $0 { true } else { false }
    }
  }

  private func report(_ result: Result<[PullSecret], Problem>, to wizard: inout WizardFixture) {
    wizard.report(.pullSecrets(result), to: { $0.word == "pull secrets" })
  }

  @Test func nobodyIsAskedWhereNoneIsNamed() {
    let wizard = wizard("")
    #expect(asked(wizard).isEmpty)
    #expect(wizard.state.facts.pullSecrets == .unknown)
    #expect(wizard.state.readiness(of: .controlPlane) == .ready)
  }

  @Test func theClusterIsAskedInTheControlPlanesNamespace() throws {
    var wizard = wizard("regcred, other")
    guard case .findPullSecrets(let names, let namespace, _)? = asked(wizard).first else {
      Issue.record("\(wizard.state.pending)")
      return
    }
    #expect(names == ["regcred", "other"] && namespace == "linkerd")
    #expect(
      wizard.state.readiness(of: .controlPlane)
        == .waiting("The pull secrets are being looked for."))
    wizard.user(.answered(.controlPlaneNamespace, "mesh"))
    #expect(
      asked(wizard).contains {
        if case .findPullSecrets(_, "mesh", _) = $0 { true } else { false }
      })
    wizard.settle()
    #expect(wizard.state.problems(of: .pullSecrets).isEmpty)
    #expect(wizard.state.readiness(of: .controlPlane) == .ready)
  }

  @Test func aMissingOneIsWarnedOfWithTheCommandThatMakesIt() throws {
    var wizard = wizard()
    report(.success([]), to: &wizard)
    let problem = try #require(wizard.state.problems(of: .pullSecrets).first)
    #expect(problem.code == "pull-secret-missing" && problem.severity == .warning)
    // The namespace isn't there yet either, and would be in the way of the Secret.
    let context = WizardFixture.context.name
    #expect(
      problem.remedy
        == "Before the install: kubectl --context \(context) create namespace linkerd && "
        + "kubectl --context \(context) create secret docker-registry regcred --namespace linkerd "
        + "--docker-server=registry.example.com --docker-username=NAME --docker-password=WORD")
    #expect(wizard.state.readiness(of: .controlPlane) == .ready)
  }

  @Test(arguments: [
    ("Opaque", ["pull-secret-of-other-type"]), ("kubernetes.io/dockerconfigjson", []),
    ("kubernetes.io/dockercfg", []),
  ])
  func theTypeIsJudgedToo(type: String, codes: [String]) {
    var wizard = wizard()
    report(.success([PullSecret(name: "regcred", type: type)]), to: &wizard)
    #expect(wizard.state.problems(of: .pullSecrets).map(\.code) == codes)
  }

  @Test func whereTheyMayNotBeReadTheInstallGoesOn() {
    var wizard = wizard()
    report(.failure(Problem("forbidden", "You may not read Secrets.")), to: &wizard)
    let problems = wizard.state.problems(of: .pullSecrets)
    #expect(problems.map(\.code) == ["pull-secrets-unread"])
    #expect(problems.allSatisfy { $0.sentence.contains("You may not read Secrets.") })
    #expect(wizard.state.readiness(of: .controlPlane) == .ready)
  }

  @Test func aRegistryIsAskedForTheVersionThatIsWanted() {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    wizard.user(.answered(.charts, "oci://registry.example.com/l5d"))
    wizard.user(.answered(.version, "2026.6.3"))
    let registry = ChartSource.registry(address: "oci://registry.example.com/l5d")
    #expect(
      wizard.state.pending.values.contains(
        .listChartVersions(registry, wanted: "2026.6.3", helm: WizardFixture.helm)))
    wizard.user(.answered(.charts, "edge"))
    #expect(
      wizard.state.pending.values.contains {
        if case .listChartVersions(_, wanted: nil, _) = $0 { true } else { false }
      })
  }
}
