import Planning
import TestSupport
import Testing
import Wizard

/// Random people and random hosts: whatever they do, the laws hold.
struct RandomWalkTests {
  @Test(arguments: 0..<60)
  func nothingChangesBeforeTheShownPlanIsConfirmed(seed: UInt64) {
    var walk = RandomWalk(seed: seed)
    walk.run(steps: 400)
    #expect(walk.violations.isEmpty)
  }

  @Test(arguments: 0..<20)
  func sameEventsLeadToTheSameState(seed: UInt64) {
    var one = RandomWalk(seed: seed)
    var other = RandomWalk(seed: seed)
    one.run(steps: 200)
    other.run(steps: 200)
    #expect(one.wizard.state == other.wizard.state)
  }
}

/// A person who presses anything and a host that answers anything, at any time.
struct RandomWalk {
  var wizard = WizardFixture()
  /// What broke a law, in words.
  var violations: [String] = []
  private var generator: SeededGenerator
  private var confirmed: Set<String> = []

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func run(steps: Int) {
    for _ in 0..<steps {
      let before = wizard.requests.count
      step()
      check(wizard.requests[before...])
    }
  }

  private mutating func step() {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<3: answerSomething()
    case 3: wizard.wait(seconds: Int64.random(in: 0..<5, using: &generator))
    case 4:
      // A report that nobody waits for any more.
      let id = EffectID(Int.random(in: 1..<50, using: &generator))
      if wizard.state.pending[id] == nil { wizard.send(.host(id, .ended)) }
    default: press(Self.presses.randomElement(using: &generator) ?? .activated)
    }
  }

  private mutating func press(_ event: UserEvent) {
    if case .installConfirmed = event, let plan = wizard.state.plan, Bool.random(using: &generator)
    {
      confirmed.insert(plan.digest)
      return wizard.user(.installConfirmed(digest: plan.digest))
    }
    if event == .buttonPressed(.install) || event == .activated || event == .toggled,
      let plan = wizard.state.plan
    {
      confirmed.insert(plan.digest)
    }
    wizard.user(event)
  }

  private mutating func answerSomething() {
    let pending = wizard.state.pending.sorted { $0.key < $1.key }
    guard let (id, effect) = pending.randomElement(using: &generator),
      let report = RandomHost.report(to: effect, using: &generator)
    else { return }
    wizard.send(.host(id, report))
  }

  private mutating func check(_ requests: ArraySlice<EffectRequest>) {
    for request in requests {
      switch request.effect {
      case .beginRun(let plan, _):
        if !confirmed.contains(plan.digest) { violations.append("began an unconfirmed plan") }
        if !isOfTheAnswers(plan) { violations.append("another source than was answered") }
      case .carryOut(_, let plan):
        if !confirmed.contains(plan.digest) { violations.append("carried out unconfirmed") }
      default: break
      }
    }
    if case .asking(let screen) = wizard.state.phase, screen != .cluster, wizard.state.dialog == nil
    {
      var copy = wizard
      copy.user(.buttonPressed(.back))
      if copy.state.phase == wizard.state.phase,
        copy.state.namespaceFilter == wizard.state.namespaceFilter
      {
        violations.append("Back is closed on \(screen)")
      }
      if copy.state.answers != wizard.state.answers { violations.append("Back lost answers") }
    }
  }

  /// Whether the certificates come from where the person says.
  private func isOfTheAnswers(_ plan: Plan) -> Bool {
    let source = wizard.state.answers.certificates.source
    guard let origin = plan.recipe?.origin else { return false }
    return switch origin {
    case .builtIn: source == .builtIn
    case .made: source.usesStep
    case .files: source == .files
    case .existingRoot: source == .existingRoot
    }
  }

  private static let presses: [UserEvent] =
    [
      .focusMovedForward, .focusMovedForward, .focusMovedBackward, .moved(rows: 1),
      .moved(rows: -1), .movedToStart, .movedToEnd, .movedSideways(1), .movedSideways(-1),
      .scrolled(to: 3), .typed("7"), .typed("h"), .typed("é"), .erasedBackward, .erasedWord,
      .erasedToStart, .activated, .activated, .toggled, .dismissed, .checksRepeated, .helpOpened,
      .quitRequested, .dialogAnswered(0), .filterOpened, .filterChanged("di"), .allSelected,
      .noneSelected, .namespaceToggled("shop"), .namespaceAddingOpened, .namespaceAdded("new-one"),
      .namespaceAdded("Bad Name"), .restartToggled, .workloadsOpened, .workloadsWanted,
      .workloadToggled("shop/deployment/cart"), .presetChosen("direktiv"), .detailOpened,
      .scriptSavingOpened,
      .logSavingOpened, .followToggled, .findOpened, .foundNext, .foundPrevious,
      .previewOpened, .previewOpened, .previewRepeated,
      .installConfirmed(digest: "not-a-digest"), .stopAnswered(.afterThisCommand),
      .answered(.anchorValidity, "10y"), .answered(.issuerValidity, "20y"),
      .answered(.issuerValidity, "1y"), .answered(.gatewayAPI, "skip"),
      .answered(.gatewayAPI, "auto"), .answered(.charts, "/charts"), .answered(.charts, "edge"),
      .answered(.issuerKey, "secret"), .answered(.issuerKey, "helm"),
      .answered(.stepImage, "my/step:1"), .answered(.stepImage, "-v"),
      .answered(.givenDirectory, "/pki"), .answered(.givenDirectory, ""),
      .answered(.givenAnchor, "root.pem"), .answered(.givenAnchorKey, "~/root.key"),
      .answered(.givenIssuer, "issuer.pem"), .answered(.givenIssuerKey, "a\nb"),
      .answered(.givenIssuerKey, "issuer.key"), .answered(.certificateDirectory, "./a=b:c"),
      .answered(.certificateDirectory, "./mesh"), .focused(.field(.givenAnchor)),
      .focused(.field(.stepImage)),
    ]
    + CertificateSource.allCases.map { .answered(.certificateSource, $0.rawValue) }
    + Array(repeating: UserEvent.buttonPressed(.next), count: 8)
    + [.buttonPressed(.back), .buttonPressed(.install), .buttonPressed(.retry)]
    + ScreenID.allCases.map { UserEvent.screenOpened($0) }
}
