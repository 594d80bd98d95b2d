import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// The table of namespaces.
struct NamespacesTests {
  @Test func filterNarrowsAndAllThatMatchAreChosen() {
    var wizard = Self.atNamespaces()
    wizard.user(.filterOpened)
    wizard.type("O")
    #expect(wizard.state.namespaceRows.map(\.name).contains("postgres"))
    #expect(!wizard.state.namespaceRows.map(\.name).contains("default"))
    wizard.user(.allSelected)
    // kube-node-lease and the like match too, and can't be chosen.
    #expect(Set(wizard.state.answers.namespaces.map(\.name)) == ["monitoring", "postgres", "shop"])
    wizard.user(.dismissed)
    #expect(wizard.state.namespaceFilter == nil)
    #expect(wizard.state.phase == .asking(.namespaces))
    wizard.user(.noneSelected)
    #expect(wizard.state.answers.namespaces.isEmpty)
  }

  @Test func backButtonLeavesThePageWhateverTheFilterSays() {
    var wizard = Self.atNamespaces()
    wizard.user(.filterOpened, .typed("di"), .buttonPressed(.back))
    #expect(wizard.state.phase == .asking(.controlPlane))
    #expect(!wizard.state.isFiltering)
  }

  @Test func leavingTheTableEndsTheTypingIntoItsFilter() {
    var wizard = Self.atNamespaces()
    wizard.user(.filterOpened, .typed("di"), .focusMovedForward)
    #expect(!wizard.state.isFiltering)
    #expect(wizard.state.namespaceFilter == "di")
  }

  @Test(arguments: ["kube-system", "kube-public", "kube-node-lease", "cert-manager"])
  func namespaceThatCannotBeChosenSaysWhy(name: String) {
    var wizard = Self.atNamespaces()
    wizard.user(.namespaceToggled(name))
    #expect(wizard.state.answers.namespaces.isEmpty)
    #expect(wizard.state.notice?.text.hasPrefix(name) == true)
    #expect(wizard.state.namespaceRows.first { $0.name == name }?.mark == .notOffered)
  }

  @Test(arguments: [
    "Bad Name", "", "-x", "linkerd", "kube-system", String(repeating: "a", count: 64),
  ])
  func nameThatCannotBeAddedIsRefusedInItsDialog(name: String) {
    var wizard = Self.atNamespaces()
    wizard.user(.namespaceAddingOpened, .typed(name), .activated)
    guard case .asking(let question) = wizard.state.dialog else {
      Issue.record("the dialog has gone")
      return
    }
    #expect(question.problem != nil)
    #expect(wizard.state.answers.namespaces.isEmpty)
    wizard.user(.erasedToStart)
    wizard.type("payments")
    wizard.user(.activated)
    #expect(wizard.state.dialog == nil)
    #expect(wizard.state.answers.namespaces.map(\.name) == ["payments"])
    #expect(wizard.state.namespaceRows.first?.mark == .created)
  }

  @Test func addingOneThatExistsChoosesItOnce() {
    var wizard = Self.atNamespaces()
    wizard.user(.namespaceAdded("shop"), .namespaceAdded("shop"))
    #expect(wizard.state.answers.namespaces.map(\.name) == ["shop"])
    let cursor = wizard.state.cursor(of: .namespaces)
    #expect(wizard.state.namespaceRows[cursor].name == "shop")
    wizard.user(.toggled)
    #expect(wizard.state.answers.namespaces.isEmpty)
  }

  @Test func presetChoosesWhatCanBeChosenAndShowsItsNote() {
    var wizard = Self.atNamespaces()
    wizard.user(
      .namespaceToggled("postgres"), .buttonPressed(.preset), .picked("direktiv-before-0.8"))
    #expect(
      Set(wizard.state.answers.namespaces.map(\.name))
        == ["default", "postgres", "knative-serving", "direktiv-services-direktiv"])
    guard case .reading(let page) = wizard.state.dialog else {
      Issue.record("the note isn't shown")
      return
    }
    #expect(page.lines.contains { $0.contains("0.8.2") })
    #expect(wizard.state.readiness(of: .namespaces) == .ready)
  }

  @Test func presetLeavesOutTheControlPlanesOwnNamespace() {
    var wizard = WizardFixture()
    wizard.advance(to: .controlPlane)
    wizard.user(.answered(.controlPlaneNamespace, "direktiv"))
    wizard.advance(to: .namespaces)
    wizard.user(.presetChosen("direktiv"))
    #expect(wizard.state.answers.namespaces.isEmpty)
    guard case .reading(let page) = wizard.state.dialog else {
      Issue.record("the note isn't shown")
      return
    }
    #expect(page.lines.contains { $0.hasPrefix("direktiv can't be chosen") })
  }

  @Test func chosenNamespaceThatBecameImpossibleBlocksAndHasTheCursor() {
    var wizard = Self.atNamespaces()
    wizard.user(.namespaceToggled("direktiv"), .namespaceToggled("shop"))
    wizard.user(.answered(.controlPlaneNamespace, "shop"), .filterOpened, .typed("zzz"))
    wizard.user(.buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.namespaces))
    #expect(wizard.state.focus == .list(.namespaces))
    let cursor = wizard.state.cursor(of: .namespaces)
    #expect(wizard.state.namespaceRows[cursor].name == "shop")
    wizard.user(.toggled, .buttonPressed(.next))
    #expect(wizard.state.phase == .asking(.review))
  }

  @Test func namespaceThatIsBeingDeletedCannotBeMeshed() {
    var answers = Answers()
    answers.namespaces = [NamespaceAnswer("old")]
    var wizard = WizardFixture(answers: answers)
    wizard.report(
      .contexts(
        .success(KubeContexts(contexts: [WizardFixture.context], current: "kind-demo"))),
      to: { $0 == .readContexts })
    wizard.report(
      .tool(.kubectl, .success(WizardFixture.kubectl)), to: { $0 == .locateTool(.kubectl) })
    wizard.report(
      .namespaces(.success(NamespaceIndex([NamespaceFact(name: "old", isTerminating: true)]))),
      to: { $0.probed == .namespaces })
    #expect(wizard.state.problems(of: .namespaces).map(\.code) == ["namespace-terminating"])
  }

  @Test func eventsOfTheTableDoNothingElsewhere() {
    var wizard = WizardFixture()
    wizard.advance(to: .certificates)
    let before = wizard.state
    wizard.user(.filterOpened, .allSelected, .namespaceAdded("x"), .buttonPressed(.preset))
    #expect(wizard.state == before)
  }

  @Test func tenThousandNamespacesAreChosenAndPlanned() throws {
    var wizard = WizardFixture()
    let many = (0..<10_000).map { NamespaceFact(name: "team-\($0)", pods: 1) }
    while let (id, effect) = wizard.state.pending.min(by: { $0.key < $1.key }),
      effect.probed != .namespaces
    {
      if let report = WizardFixture.answer(effect) { wizard.send(.host(id, report)) }
    }
    wizard.report(.namespaces(.success(NamespaceIndex(many))), to: { $0.probed == .namespaces })
    wizard.advance(to: .namespaces)
    wizard.user(.allSelected)
    #expect(wizard.state.answers.namespaces.count == 10_000)
    wizard.user(.filterOpened, .typed("team-77"), .moved(rows: 5), .toggled, .dismissed)
    #expect(wizard.state.answers.namespaces.count == 9_999)
    wizard.advance(to: .review)
    let plan = try #require(wizard.state.plan)
    #expect(plan.plan.items.count { $0.id.hasPrefix("create-") } == 0)
  }

  static func atNamespaces() -> WizardFixture {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    return wizard
  }
}
