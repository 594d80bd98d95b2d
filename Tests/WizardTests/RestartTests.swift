import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

/// Restarting workloads, from the question to the closing page.
struct RestartTests {
  private func wizard(_ namespaces: String...) -> WizardFixture {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    for name in namespaces { wizard.user(.namespaceToggled(name)) }
    return wizard
  }

  private func asked(_ wizard: WizardFixture) -> [[String]] {
    wizard.requests.compactMap {
      if case .listWorkloads(let names, _, _) = $0.effect { names } else { nil }
    }
  }

  @Test func nobodyIsAskedAsLongAsNothingIsRestarted() {
    var wizard = wizard("shop")
    wizard.settle()
    #expect(asked(wizard).isEmpty && wizard.state.facts.workloads == .unknown)
    wizard.advance(to: .review)
    #expect(wizard.state.plan?.plan.restartedWorkloads == [])
  }

  @Test func theWorkloadsOfExistingChosenNamespacesAreAskedFor() {
    var wizard = wizard("shop", "direktiv")
    wizard.user(.namespaceAdded("payments"), .restartToggled)
    #expect(asked(wizard) == [["shop", "direktiv"]])
    #expect(
      wizard.state.readiness(of: .namespaces) == .waiting("The workloads are being read."))
    wizard.settle()
    #expect(wizard.state.readiness(of: .namespaces) == .ready)
    #expect(
      wizard.state.restarts.map(\.workload.id) == [
        "shop/deployment/cart", "shop/deployment/storefront", "direktiv/deployment/direktiv-flow",
        "direktiv/statefulset/direktiv-nats",
      ])
    wizard.user(.namespaceToggled("shop"))
    #expect(asked(wizard).last == ["direktiv"])
  }

  @Test func proxiesAreOnlyLookedAtWhereTheirAnchorsCanBeTheSame() {
    func anchors(_ source: CertificateSource) -> [String?] {
      var answers = Answers()
      answers.certificates.source = source
      answers.namespaces = [NamespaceAnswer("shop")]
      answers.restart = .namespaces
      var wizard = WizardFixture(answers: answers)
      wizard.advance(to: .namespaces)
      return wizard.requests.compactMap {
        if case .listWorkloads(_, _, let anchors) = $0.effect { .some(anchors) } else { nil }
      }
    }
    #expect(anchors(.builtIn) == [nil])
    #expect(anchors(.files).last??.hasPrefix("-----BEGIN CERTIFICATE-----") == true)
  }

  @Test func aWorkloadWhoseProxiesCanStayIsLeftOutWithTheReason() throws {
    var answers = Answers()
    answers.certificates.source = .files
    answers.namespaces = [NamespaceAnswer("shop")]
    var wizard = WizardFixture(answers: answers)
    wizard.advance(to: .namespaces)
    wizard.user(.restartToggled)
    let version = try #require(wizard.state.chosenVersion?.appVersion)
    var workloads = WizardFixture.workloads.filter { $0.namespace == "shop" }
    let storefront = try #require(workloads.firstIndex { $0.name == "storefront" })
    workloads[storefront].proxies = RunningProxies(
      controlPlaneNamespace: "linkerd", version: version, inject: "enabled",
      identity: "serviceaccount.identity.linkerd.cluster.local", trustSameAnchors: true)
    wizard.report(.workloads(.success(workloads)), to: { $0.word == "workloads" })
    #expect(wizard.state.restarts.map(\.workload.name) == ["cart"])
    wizard.user(.workloadsOpened)
    #expect(wizard.state.workloadRows.last == "(-) shop deployment/storefront")
    wizard.user(.movedToEnd, .toggled)
    #expect(wizard.state.notice?.text.contains("has its proxies") == true)
  }

  @Test func whatMayNotBeRestartedIsSaidBeforeTheInstall() throws {
    var wizard = wizard("shop")
    wizard.user(.restartToggled)
    var workloads = WizardFixture.workloads.filter { $0.namespace == "shop" }
    for place in workloads.indices { workloads[place].mayBeRestarted = false }
    wizard.report(.workloads(.success(workloads)), to: { $0.word == "workloads" })
    guard case .blocked(let problems) = wizard.state.readiness(of: .namespaces) else {
      Issue.record("\(wizard.state.readiness(of: .namespaces))")
      return
    }
    let problem = try #require(problems.first?.problem)
    #expect(problems.count == 1 && problem.code == "restart-forbidden")
    #expect(problem.sentence.contains("cart") && problem.sentence.contains("storefront"))
    #expect(problem.remedy.contains("can-i patch deployments.apps --namespace shop"))
    // What isn't restarted needs no right.
    wizard.user(
      .workloadToggled("shop/deployment/cart"), .workloadToggled("shop/deployment/storefront"))
    #expect(wizard.state.readiness(of: .namespaces) == .ready)
  }

  @Test func podsWithOpaquePortsOfTheirOwnAreWarnedOf() throws {
    var wizard = wizard("direktiv")
    wizard.user(.opaquePortsGiven("direktiv", "4222"))
    #expect(asked(wizard) == [["direktiv"]])
    var workloads = WizardFixture.workloads.filter { $0.namespace == "direktiv" }
    let nats = try #require(workloads.firstIndex { $0.name == "direktiv-nats" })
    workloads[nats].opaquePorts = "6222"
    wizard.report(.workloads(.success(workloads)), to: { $0.word == "workloads" })
    #expect(wizard.state.warnings.map(\.code).contains("opaque-ports-own"))
    #expect(wizard.state.readiness(of: .namespaces) == .ready)
    wizard.user(.workloadsOpened)
    guard case .picker(let picker) = wizard.state.dialog else { return }
    let notes = wizard.state.rows(of: picker).map(\.note)
    #expect(notes.count { $0.hasSuffix("own opaque ports") } == 1)
  }

  @Test func newNamespacesHaveNothingToRestart() {
    var wizard = wizard()
    wizard.user(.namespaceAdded("payments"), .restartToggled)
    #expect(asked(wizard).isEmpty)
    wizard.advance(to: .review)
    #expect(wizard.state.plan != nil && wizard.state.plan?.plan.restartedWorkloads == [])
  }

  @Test func theListLeavesWorkloadsOut() {
    var wizard = wizard("shop")
    wizard.user(.restartToggled, .workloadsOpened)
    wizard.settle()
    #expect(
      wizard.state.workloadRows == [
        "[x] shop deployment/cart", "(-) shop deployment/orders", "[x] shop deployment/storefront",
      ])
    wizard.user(.toggled)
    #expect(wizard.state.answers.restartExcept == ["shop/deployment/cart"])
    #expect(wizard.state.workloadRows.first == "[ ] shop deployment/cart")
    // What can't be restarted says why, and the list stays.
    wizard.user(.moved(rows: 1), .toggled)
    #expect(wizard.state.notice?.text.contains("no pods") == true)
    #expect(wizard.state.dialog != nil)
    wizard.user(.dismissed)
    wizard.advance(to: .review)
    #expect(
      wizard.state.plan?.plan.restartedWorkloads == ["shop/deployment/storefront"])
    #expect(wizard.state.summary(of: .namespaces) == "shop; restarts 1 workload")
  }

  @Test func whoChoosesOneWorkloadRestartsThatOne() {
    var wizard = wizard("shop")
    wizard.user(.workloadsOpened)
    wizard.settle()
    wizard.user(.movedToEnd, .toggled)
    #expect(wizard.state.answers.restart == .namespaces)
    #expect(wizard.state.restarts.map(\.workload.name) == ["storefront"])
  }

  @Test func withoutNamespacesTheListSaysWhatToDo() {
    var wizard = wizard()
    wizard.user(.workloadsOpened)
    #expect(wizard.state.dialog == nil)
    #expect(wizard.state.notice?.text.contains("Choose namespaces first") == true)
  }

  @Test func whatCannotBeListedIsNotRestartedInSilence() {
    var wizard = wizard("shop")
    wizard.user(.restartToggled)
    let problem = Problem("forbidden", "You may not list deployments.", remedy: "Ask.")
    wizard.report(.workloads(.failure(problem)), to: { $0.word == "workloads" })
    guard case .blocked(let problems) = wizard.state.readiness(of: .namespaces) else {
      Issue.record("\(wizard.state.readiness(of: .namespaces))")
      return
    }
    #expect(problems.map(\.problem.code) == ["forbidden"])
    wizard.user(.restartToggled)
    #expect(wizard.state.readiness(of: .namespaces) == .ready)
  }

  @Test func exceptionsThatNameNothingAreWarnedOf() {
    var answers = Answers()
    answers.namespaces = [NamespaceAnswer("shop")]
    answers.restart = .namespaces
    answers.restartExcept = ["shop/deployment/crat", "shop/deployment/cart"]
    var wizard = WizardFixture(answers: answers)
    wizard.advance(to: .namespaces)
    wizard.settle()
    let problems = wizard.state.problems(of: .restartExcept)
    #expect(problems.map(\.code) == ["restart-except-unknown"])
    #expect(problems.first?.sentence.contains("crat") == true)
    #expect(problems.first?.severity == .warning)
  }

  @Test func theClosingPageNamesWhatWasNotRestarted() throws {
    var wizard = wizard("shop")
    wizard.user(.restartToggled)
    wizard.settle()
    wizard.user(.workloadToggled("shop/deployment/cart"))
    wizard.startRun()
    while wizard.finishItem() {}
    let step = try #require(wizard.state.nextSteps.first { $0.text.contains("Restart workloads") })
    let text = step.lines.joined(separator: "\n")
    #expect(text.contains("shop/deployment/orders: it has no pods."))
    #expect(text.contains("rollout restart deployment/cart --namespace shop"))
    #expect(!text.contains("storefront"))
  }

  @Test func whereEverythingWasRestartedNothingIsLeftToDo() {
    var wizard = wizard("direktiv")
    wizard.user(.restartToggled)
    wizard.startRun()
    while wizard.finishItem() {}
    #expect(!wizard.state.nextSteps.isEmpty)
    #expect(!wizard.state.nextSteps.contains { $0.text.contains("Restart workloads") })
  }
}

extension WizardState {
  /// The labels of the open list.
  fileprivate var workloadRows: [String] {
    guard case .picker(let picker) = dialog else { return [] }
    return rows(of: picker).map(\.label)
  }
}
