import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// The plan on Review: the same as long as nothing changes, another one as soon as something does.
struct ReviewTests {
  @Test func digestStaysWhileNothingChanges() throws {
    var wizard = try Self.atReview()
    let digest = try #require(wizard.state.plan?.digest)
    wizard.wait(seconds: 7200)
    #expect(wizard.state.plan?.digest == digest)
    for screen in ScreenID.allCases.prefix(4) {
      wizard.user(.screenOpened(screen))
      wizard.wait(seconds: 60)
      wizard.user(.screenOpened(.review))
      #expect(wizard.state.plan?.digest == digest, "after \(screen)")
    }
  }

  @Test func repeatedChecksThatFindTheSameLeaveTheDigestAsItIs() throws {
    var wizard = try Self.atReview()
    let digest = try #require(wizard.state.plan?.digest)
    wizard.wait(seconds: 600)
    wizard.user(.screenOpened(.cluster), .checksRepeated)
    wizard.settle()
    wizard.user(.screenOpened(.review))
    #expect(wizard.state.plan == nil)
    #expect(wizard.state.readiness(of: .review) != .ready)
    wizard.settle()
    #expect(wizard.state.plan?.digest == digest)
  }

  @Test(arguments: [
    UserEvent.answered(.wait, "10m"), .answered(.trustDomain, "example.org"),
    .answered(.anchorValidity, "10y"), .answered(.issuerValidity, "2y"),
    .answered(.certificateDirectory, "./elsewhere"), .answered(.values, "a.yaml"),
    .answered(.namespaces, "direktiv"), .answered(.controlPlaneNamespace, "mesh"),
    .answered(.version, "2025.10.7"), .answered(.gatewayAPI, "skip"), .answered(.charts, "stable"),
  ])
  func changedAnswerMakesAnotherPlan(event: UserEvent) throws {
    var wizard = try Self.atReview()
    let before = try #require(wizard.state.plan)
    wizard.user(event)
    wizard.settle()
    switch wizard.state.planResult {
    case .ready(let plan):
      // Ten years are the 87600 hours of the default: other words for the same plan.
      let isSame = event == .answered(.anchorValidity, "10y")
      #expect((plan.digest == before.digest) == isSame)
    case .blocked: #expect(wizard.state.plan == nil)
    case .waiting(let reason): Issue.record("still waiting: \(reason)")
    }
    #expect(wizard.state.readiness(of: .review) != .waiting(""))
  }

  @Test func planOfChangedAnswersIsNotShownWithOldCharts() throws {
    var wizard = try Self.atReview()
    wizard.user(.screenOpened(.controlPlane), .answered(.version, "2025.10.7"))
    wizard.user(.screenOpened(.review))
    #expect(wizard.state.plan == nil)
    wizard.settle()
    #expect(wizard.state.plan?.plan.charts.described.version == "2025.10.7")
  }

  @Test func newPlanCountsTheCertificatesFromItsOwnTime() throws {
    var wizard = try Self.atReview()
    let first = try #require(wizard.state.plan?.plan.recipe)
    wizard.wait(seconds: 86_400)
    wizard.user(.answered(.trustDomain, "example.org"))
    let second = try #require(wizard.state.plan?.plan.recipe)
    #expect(second.anchorNotAfter.seconds(since: first.anchorNotAfter) == 86_400)
  }

  @Test func planCanBeBuiltOnceMoreFromTheMomentOfAnEarlierOne() throws {
    let earlier = try Self.atReview()
    let digest = try #require(earlier.state.plan?.digest)
    let moment = try #require(earlier.state.plan?.inputs.now)
    var options = WizardFixture.options
    options.plannedAt = moment
    var later = WizardFixture(options: options)
    later.wait(seconds: 3600)
    later.advance(to: .review)
    #expect(later.state.plan?.digest == digest)
  }

  @Test func namespacesThatNobodyChoseDoNotDecideThePlan() throws {
    var wizard = try Self.atReview()
    let digest = try #require(wizard.state.plan?.digest)
    var rows = WizardFixture.namespaces.rows
    rows.append(NamespaceFact(name: "somebody-elses", pods: 4))
    wizard.refreshNamespaces(rows)
    #expect(wizard.state.plan?.digest == digest)
    wizard.user(.screenOpened(.namespaces), .namespaceToggled("direktiv"), .screenOpened(.review))
    let chosen = try #require(wizard.state.plan?.digest)
    #expect(chosen != digest)
    wizard.refreshNamespaces(rows.filter { $0.name != "direktiv" })
    #expect(wizard.state.plan?.plan.items.contains { $0.id == "create-direktiv" } == true)
    #expect(wizard.state.plan?.digest != chosen)
  }

  @Test func confirmIsBoundToTheDigestThatIsShownNow() throws {
    var wizard = try Self.atReview()
    let old = try #require(wizard.state.plan?.digest)
    wizard.user(.answered(.wait, "10m"), .installConfirmed(digest: old))
    #expect(wizard.state.phase == .asking(.review))
    #expect(wizard.state.notice?.kind == .warning)
    let shown = try #require(wizard.state.plan?.digest)
    wizard.user(.installConfirmed(digest: shown))
    #expect(wizard.requests.last?.effect.word == "begin")
  }

  @Test func planCannotBeConfirmedFromAnotherScreenOrUnderADialog() throws {
    var wizard = try Self.atReview()
    let digest = try #require(wizard.state.plan?.digest)
    wizard.user(.helpOpened, .installConfirmed(digest: digest), .dismissed)
    wizard.user(.screenOpened(.cluster), .installConfirmed(digest: digest))
    #expect(wizard.requests.allSatisfy { $0.effect.word != "begin" })
  }

  @Test func scriptIsSavedOnlyOfThePlanThatIsShown() throws {
    var wizard = try Self.atReview()
    wizard.user(.screenOpened(.controlPlane), .scriptSavingOpened)
    #expect(wizard.state.dialog == nil)
    wizard.user(.screenOpened(.review), .scriptSavingOpened, .erasedToStart, .activated)
    guard case .asking(let question) = wizard.state.dialog else {
      Issue.record("the question has gone")
      return
    }
    #expect(question.problem?.code == "path-missing")
    wizard.type("~/i.sh")
    wizard.user(.activated)
    guard case .saveScript(let plan, let path) = wizard.requests.last?.effect else {
      Issue.record("nothing is saved")
      return
    }
    #expect(plan == wizard.state.plan?.plan)
    #expect(path == "/home/ada/i.sh")
  }

  @Test func outdatedPlanIsReadAnewAndLeadsToAnotherOrTheSame() throws {
    var wizard = try Self.atReview()
    wizard.user(.buttonPressed(.install))
    wizard.wait(seconds: 5)
    wizard.report(
      .runBegan(.failure(Problem("plan-outdated", "Files changed.", remedy: "Read it again."))),
      to: { $0.word == "begin" })
    #expect(wizard.state.plan == nil)
    #expect(wizard.state.facts.valuesFiles.value == nil)
    wizard.settle()
    #expect(wizard.state.plan?.inputs.now == wizard.state.now)
  }

  static func atReview() throws -> WizardFixture {
    var wizard = WizardFixture()
    wizard.advance(to: .review)
    _ = try #require(wizard.state.plan)
    return wizard
  }
}

extension WizardFixture {
  /// Reads the cluster anew and finds these namespaces.
  fileprivate mutating func refreshNamespaces(_ rows: [NamespaceFact]) {
    user(.screenOpened(.cluster), .checksRepeated)
    var isAsked = false
    while !isAsked, let (id, effect) = state.pending.min(by: { $0.key < $1.key }) {
      isAsked = effect.probed == .namespaces
      let report = isAsked ? .namespaces(.success(NamespaceIndex(rows))) : Self.answer(effect)
      if let report { send(.host(id, report)) }
    }
    settle()
    user(.screenOpened(.review))
    settle()
  }
}

extension Plan {
  /// The recipe of the certificates; nil where none are made.
  var recipe: CertificatePlan? {
    for item in items {
      if case .writeCertificates(let recipe) = item.action { return recipe }
    }
    return nil
  }
}
