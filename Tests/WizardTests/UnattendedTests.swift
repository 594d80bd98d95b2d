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

  @Test(arguments: CertificateSource.allCases)
  func everySourceLeadsToAPlanWithoutAnybody(source: CertificateSource) {
    var answers = Answers()
    answers.certificates.source = source
    answers.controlPlane.issuerKey = .secret
    var wizard = WizardFixture(answers: answers)
    guard case .planned(let plan) = wizard.drive() else {
      Issue.record("no plan: \(Unattended.next(wizard.state))")
      return
    }
    #expect(plan.plan.items.contains { $0.id == "issuer-secret" })
  }

  @Test func failedItemStopsWithItsProblem() {
    var wizard = WizardFixture()
    wizard.startRun()
    let problem = Problem("made-up", "It went wrong.", remedy: "Try again.")
    wizard.finishItem(.failed(problem, .none))
    #expect(Unattended.next(wizard.state) == .stop(.failed, [problem]))
  }

  @Test func aHelperThatWantsATerminalIsToldWithTheCommandToRunFirst() {
    var wizard = WizardFixture()
    var context = WizardFixture.context
    context.credentialsHelper = CredentialsHelper(command: "login", mode: .ifAvailable)
    let contexts = KubeContexts(contexts: [context], current: context.name)
    let wanted = SignIn.wanted(by: "of this context")
    let step = wizard.drive { effect in
      switch effect {
      case .readContexts: .contexts(.success(contexts))
      // Whichever question is answered first, the words are the same.
      case .probe(.access, _): .access(.failure(wanted))
      default: nil
      }
    }
    guard case .stop(let status, let problems) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(status == .unavailable)
    #expect(
      problems == [
        SignIn.beforehand(
          SignIn.wanted(by: "login"),
          command: "kubectl --context \(context.name) get --raw /api")
      ])
  }

  @Test(arguments: Self.answerCases + Self.hostCases + Self.sourceCases)
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

  /// Answers that can't be right, and how the program ends.
  static let answerCases: [Case] = [
    Case("unknown context", .usage, "unknown-context", change: { $0.context = "nowhere" }),
    Case(
      "bad validity", .usage, "issuer-outlives-anchor",
      change: { $0.certificates.issuerValidity = "90y" }),
    Case(
      "unknown version", .usage, "version-unknown",
      change: { $0.controlPlane.version = "1.2.3" }),
  ]

  /// Sources of certificates that can't be used, and how the program ends.
  static let sourceCases: [Case] = [
    Case(
      "no step", .unavailable, "offline", on: "tool step", .tool(.step, .failure(offline)),
      change: { $0.certificates.source = .step }),
    Case(
      "no engine", .unavailable, "offline", on: "engine", .engine(.failure(offline)),
      change: { $0.certificates.source = .stepInDocker }),
    Case(
      "files are wrong", .usage, "issuer-expired", on: "certificates", given(.givenIssuer),
      change: { $0.certificates.source = .files }),
    Case(
      "root is wrong", .usage, "issuer-expired", on: "certificates", given(.givenAnchorKey),
      change: { $0.certificates.source = .existingRoot }),
    Case(
      "files are in the way", .usage, "issuer-expired", on: "certificates",
      given(.certificateDirectory), change: { $0.certificates.source = .files }),
    Case(
      "no image", .usage, "image-invalid",
      change: {
        $0.certificates.source = .stepInDocker
        $0.certificates.image = "--privileged"
      }),
    Case(
      "issuer outlives the root", .usage, "issuer-outlives-anchor",
      change: {
        $0.certificates.source = .existingRoot
        $0.certificates.issuerValidity = "50y"
      }),
    Case(
      "no path for the Secret", .usage, "directory-with-equals",
      change: {
        $0.controlPlane.issuerKey = .secret
        $0.certificates.directory = "./a=b"
      }),
  ]

  private static func given(_ field: FieldID) -> HostReport {
    .givenCertificates(
      .success(
        GivenCertificates(
          files: [],
          problems: [
            FieldProblem(
              field, Problem("issuer-expired", "It has ended.", remedy: "Make a new one."))
          ])))
  }

  static let offline = Problem("offline", "It can't be had.", remedy: "Look again later.")

  /// Hosts on which it can't go on, and how the program ends.
  static let hostCases: [Case] = [
    Case(
      "no current context", .unavailable, nil, on: "contexts",
      .contexts(.success(KubeContexts(contexts: [WizardFixture.context], current: nil)))),
    Case(
      "no kubectl", .unavailable, "offline", on: "tool kubectl", .tool(.kubectl, .failure(offline))),
    Case("no helm", .unavailable, "offline", on: "tool helm", .tool(.helm, .failure(offline))),
    Case("no cluster", .unavailable, "offline", on: "server", .server(.failure(offline))),
    Case(
      "Linkerd is there", .unavailable, nil, on: "linkerd",
      .linkerd(
        .success(
          .some(
            LinkerdTraces(releases: [], controlPlaneNamespaces: ["linkerd"], clusterObjects: []))))),
    Case(
      "certificates are there", .usage, "certificates-exist", on: "directory",
      .directory(.success(DirectoryFact(path: "/c", state: .holdsCertificates(["ca.crt"]))))),
    Case(
      "charts can't be listed", .unavailable, "offline", on: "versions",
      .chartVersions(.failure(offline))),
    Case(
      "charts can't be fetched", .unavailable, "offline", on: "charts", .charts(.failure(offline))),
    Case(
      "no version fits", .unavailable, "no-version-fits", on: "versions",
      .chartVersions(.success([WritingTests.tooNew]))),
    Case(
      "values file is missing", .usage, "offline", on: "files", .valuesFiles(.failure(offline))),
    Case(
      "repositories can't be read", .unavailable, "offline", on: "repositories",
      .repositories(.failure(offline))),
  ]

  /// A bad day by its name.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var status: Wizard.ExitStatus
    var code: String?
    var asked = ""
    var report: HostReport?
    var change: @Sendable (inout Answers) -> Void = { _ in }

    init(
      _ name: String, _ status: Wizard.ExitStatus, _ code: String?,
      change: @escaping @Sendable (inout Answers) -> Void
    ) {
      (testDescription, self.status, self.code, self.change) = (name, status, code, change)
    }

    init(
      _ name: String, _ status: Wizard.ExitStatus, _ code: String?, on asked: String,
      _ report: HostReport, change: @escaping @Sendable (inout Answers) -> Void = { _ in }
    ) {
      (testDescription, self.status, self.code) = (name, status, code)
      (self.asked, self.report, self.change) = (asked, report, change)
    }

    /// What this host answers; nil where it answers as a healthy one does.
    func host(_ effect: Effect) -> HostReport? { effect.word == asked ? report : nil }
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
