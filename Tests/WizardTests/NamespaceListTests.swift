import Diagnosis
import Planning
import TestSupport
import Testing

@testable import Wizard

/// What more can be done with the table.
struct NamespaceListTests {
  @Test func invertingTurnsWhatTheFilterLeaves() {
    var wizard = NamespacesTests.atNamespaces()
    wizard.user(.namespaceToggled("shop"), .namespaceToggled("postgres"))
    wizard.user(.filterOpened)
    wizard.type("o")
    wizard.user(.selectionInverted)
    // shop and postgres match and were chosen; monitoring matched and wasn't.
    #expect(wizard.state.answers.namespaces.map(\.name) == ["monitoring"])
    wizard.user(.selectionInverted)
    #expect(Set(wizard.state.answers.namespaces.map(\.name)) == ["shop", "postgres"])
  }

  @Test func sortingKeepsTheCursorOnItsNamespace() {
    var wizard = NamespacesTests.atNamespaces()
    wizard.user(.movedToEnd)
    let name = wizard.state.namespaceRows.last?.name
    wizard.user(.orderChanged)
    #expect(wizard.state.namespaceOrder == .pods)
    let pods = wizard.state.namespaceRows.compactMap(\.pods)
    #expect(pods == pods.sorted(by: >))
    let cursor = wizard.state.cursor(of: .namespaces)
    #expect(wizard.state.namespaceRows[cursor].name == name)
    wizard.user(.orderChanged, .orderChanged)
    #expect(wizard.state.namespaceOrder == .name)
  }

  @Test(arguments: NamespaceOrder.allCases, ["", "o", "shop"])
  func aPlaceIsThatOfTheRow(order: NamespaceOrder, filter: String) {
    var wizard = NamespacesTests.atNamespaces()
    wizard.user(.namespaceAdded("over-there"), .namespaceAdded("anew"))
    var state = wizard.state
    (state.namespaceOrder, state.namespaceFilter) = (order, filter)
    let rows = state.namespaceRows
    #expect(!rows.isEmpty)
    for (place, row) in rows.enumerated() { #expect(state.namespacePlace(of: row.name) == place) }
    #expect(state.namespacePlace(of: "nowhere") == 0)
    #expect(state.namespacePlace(of: nil) == 0)
  }

  @Test func whatIsChosenSurvivesBeingReadAgain() throws {
    var wizard = NamespacesTests.atNamespaces()
    wizard.user(.namespaceToggled("shop"), .namespaceToggled("postgres"), .namespacesReread)
    // The list stays while it is read.
    #expect(wizard.state.isRereadingNamespaces)
    #expect(wizard.state.namespaceRows.contains { $0.name == "shop" })
    let left = try #require(wizard.state.facts.namespaces.value).rows.filter { $0.name != "shop" }
    wizard.report(.namespaces(.success(NamespaceIndex(left)))) { $0.word == "namespaces" }
    #expect(!wizard.state.isRereadingNamespaces)
    #expect(wizard.state.answers.namespaces.map(\.name) == ["shop", "postgres"])
    #expect(wizard.state.namespaceRows.first?.mark == .created)
    #expect(wizard.state.notice?.text.hasPrefix("shop is no longer there") == true)
  }

  @Test func aListThatCannotBeReadAgainStays() {
    var wizard = NamespacesTests.atNamespaces()
    let rows = wizard.state.namespaceRows
    wizard.user(.namespacesReread)
    wizard.report(.namespaces(.failure(Problem("x", "The API hangs.")))) { $0.word == "namespaces" }
    #expect(wizard.state.namespaceRows == rows)
    #expect(wizard.state.notice?.text.contains("The API hangs.") == true)
  }

  @Test func careIsShownAndWarnedOfOnReview() throws {
    var wizard = NamespacesTests.atNamespaces()
    wizard.user(.namespacesReread)
    let mixed = NamespaceIndex([
      NamespaceFact(name: "shop", pods: 2, injectLabel: "enabled"),
      NamespaceFact(name: "web", pods: 2),
    ])
    wizard.report(.namespaces(.success(mixed))) { $0.word == "namespaces" }
    #expect(wizard.state.namespaceRows.map(\.care) == [["label"], []])
    #expect(!wizard.state.warnings.contains { $0.code == "namespace-label-by-mistake" })
    wizard.user(.namespaceToggled("shop"), .namespaceAdded("direktiv-services-direktiv"))
    let codes = wizard.state.warnings.map(\.code)
    #expect(codes.contains("namespace-label-by-mistake"))
    #expect(codes.contains("namespace-made-by-chart"))
    wizard.user(.namespaceOpened("shop"))
    guard case .reading(let page) = wizard.state.dialog else {
      Issue.record("no page")
      return
    }
    #expect(page.lines.contains { $0.contains("does nothing") })
  }

  @Test func nativeSidecarsFollowFromChartsClusterAndSetting() {
    var wizard = NamespacesTests.atNamespaces()
    #expect(wizard.state.chosenVersion?.version == "2026.8.3")
    #expect(wizard.state.proxyEndsWithJobs)
    wizard.state.answers.controlPlane.settings = ["proxy.nativeSidecar=false"]
    #expect(!wizard.state.proxyEndsWithJobs)
    wizard.state.answers.controlPlane.settings = []
    wizard.state.facts.server = .known(
      ServerFact(version: SemanticVersion(1, 28, 0), clusterUID: nil))
    #expect(!wizard.state.proxyEndsWithJobs)
  }

  @Test func brokenPresetsAreSaidAndCannotBeChosen() {
    var wizard = NamespacesTests.atNamespaces()
    wizard.state.facts.presets = .known(
      UserPresets(
        presets: [
          NamespacePreset(
            id: "mine", title: "Mine",
            namespaces: [NamespaceAnswer("shop"), NamespaceAnswer("ledger")])
        ],
        broken: [BrokenPreset(file: "bad.yaml", sentence: "Line 2: a colon is missing.")]))
    wizard.user(.screenOpened(.controlPlane), .screenOpened(.namespaces))
    #expect(wizard.state.notice?.text.contains("bad.yaml") == true)
    wizard.user(.buttonPressed(.preset), .picked("bad.yaml"))
    #expect(wizard.state.notice?.text.contains("Line 2") == true)
    wizard.user(.picked("mine"))
    #expect(wizard.state.answers.namespaces.map(\.name) == ["shop", "ledger"])
  }
}
