import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// The wizard without anybody who answers: the same events, and every way it can end.
struct UnattendedTests {
  @Test func defaultsLeadToAPlanAndThroughTheRun() {
    var wizard = WizardFixture()
    guard case .planned(let plan) = wizard.drive() else {
      Issue.record("no plan")
      return
    }
    wizard.user(.installConfirmed(digest: plan.digest))
    wizard.beginRun()
    #expect(Unattended.next(wizard.state) == .wait)
    while wizard.finishItem() {}
    guard case .finished(let outcome) = Unattended.next(wizard.state) else {
      Issue.record("not finished")
      return
    }
    #expect(outcome.exitStatus == .done)
  }

  @Test func failedItemStopsWithItsProblem() {
    var wizard = WizardFixture()
    wizard.startRun()
    let problem = Problem("made-up", "It went wrong.", remedy: "Try again.")
    wizard.finishItem(.failed(problem, .none))
    #expect(Unattended.next(wizard.state) == .stop(.failed, [problem]))
  }

  /// What is answered and what the host finds, and how the program ends.
  @Test(arguments: [
    Case("unknown context", .usage, "unknown-context") { $0.context = "nowhere" },
    Case(
      "no current context", .unavailable, "no-current-context",
      host: { effect in
        effect == .readContexts
          ? .contexts(.success(KubeContexts(contexts: [WizardFixture.context], current: nil))) : nil
      }),
    Case(
      "no kubectl", .unavailable, "kubectl-missing",
      host: { effect in
        effect == .locateTool(.kubectl)
          ? .tool(.kubectl, .failure(Problem("kubectl-missing", "No kubectl.", remedy: "Get it.")))
          : nil
      }),
    Case(
      "Linkerd is there", .unavailable, nil,
      host: { effect in
        effect.probed == .linkerd
          ? .linkerd(
            .success(
              .some(
                LinkerdTraces(
                  releases: [], controlPlaneNamespaces: ["linkerd"], clusterObjects: [])))) : nil
      }),
    Case("bad validity", .usage, "issuer-outlives-anchor") {
      $0.certificates.issuerValidity = "90y"
    },
    Case(
      "certificates are there", .usage, "certificates-exist",
      host: { effect in
        effect.word == "directory"
          ? .directory(.success(DirectoryFact(path: "/c", state: .holdsCertificates(["ca.crt"]))))
          : nil
      }),
    Case(
      "charts cannot be listed", .unavailable, "offline",
      host: { effect in
        effect.word == "versions"
          ? .chartVersions(.failure(Problem("offline", "No network.", remedy: "Connect."))) : nil
      }),
    Case(
      "charts cannot be fetched", .unavailable, "offline",
      host: { effect in
        effect.word == "charts"
          ? .charts(.failure(Problem("offline", "No network.", remedy: "Connect."))) : nil
      }),
    Case("unknown version", .usage, "version-unknown") { $0.controlPlane.version = "1.2.3" },
    Case(
      "no version fits", .unavailable, "no-version-fits",
      host: { effect in
        effect.word == "versions" ? .chartVersions(.success([WritingTests.tooNew])) : nil
      }),
    Case(
      "values file is missing", .usage, "no-file",
      host: { effect in
        effect.word == "files"
          ? .valuesFiles(.failure(Problem("no-file", "It isn't there.", remedy: "Name another.")))
          : nil
      }),
    Case(
      "repositories cannot be read", .unavailable, "bad-file",
      host: { effect in
        effect.word == "repositories"
          ? .repositories(.failure(Problem("bad-file", "It is broken.", remedy: "Mend it."))) : nil
      }),
  ])
  func stopsWithTheStatusOfWhatStandsInTheWay(example: Case) {
    var answers = Answers()
    example.change(&answers)
    var wizard = WizardFixture(answers: answers)
    guard case .stop(let status, let problems) = wizard.drive(host: example.host) else {
      Issue.record("it went on: \(Unattended.next(wizard.state))")
      return
    }
    #expect(status == example.status)
    if let code = example.code { #expect(problems.map(\.code).contains(code)) }
    #expect(problems.allSatisfy { !$0.sentence.isEmpty })
  }

  /// A bad day by its name.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var status: ExitStatus
    var code: String?
    var host: @Sendable (Effect) -> HostReport?
    var change: @Sendable (inout Answers) -> Void

    init(
      _ name: String, _ status: ExitStatus, _ code: String?,
      host: @escaping @Sendable (Effect) -> HostReport? = { _ in nil },
      change: @escaping @Sendable (inout Answers) -> Void = { _ in }
    ) {
      testDescription = name
      (self.status, self.code, self.host, self.change) = (status, code, host, change)
    }
  }
}

extension WizardFixture {
  /// Drives the wizard until it has a plan or stops; `host` answers before the healthy one does.
  fileprivate mutating func drive(
    host: (Effect) -> HostReport? = { _ in nil }
  ) -> Unattended.Step {
    for _ in 0..<200 {
      switch Unattended.next(state) {
      case .send(let event): user(event)
      case .wait:
        guard let (id, effect) = state.pending.min(by: { $0.key < $1.key }),
          let report = host(effect) ?? Self.answer(effect)
        else { return .wait }
        send(.host(id, report))
      case let step: return step
      }
    }
    return .wait
  }
}
