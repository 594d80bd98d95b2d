import Diagnosis
import Planning
import TestSupport
import Testing
import Wizard

struct NamespaceRowTests {
  @Test(arguments: [nil, "", "S", "kube", "zzz", "é"])
  func rowsInAWindowAreThoseOfTheWholeList(filter: String?) {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    wizard.user(.namespaceToggled("shop"), .namespaceAdded("payments"), .namespaceAdded("sales"))
    wizard.state.namespaceFilter = filter
    let all = wizard.state.namespaceRows
    #expect(wizard.state.namespaceCount == all.count)
    for first in 0..<(all.count + 2) {
      for count in 0..<5 {
        let window = wizard.state.namespaceRows(from: first, count: count)
        #expect(window == Array(all.dropFirst(first).prefix(count)))
      }
    }
  }

  @Test func totalsFollowTheChoiceAndTheCluster() {
    var wizard = WizardFixture()
    wizard.advance(to: .namespaces)
    wizard.user(.namespaceToggled("shop"), .namespaceAdded("payments"))
    let before = wizard.state.namespaceTotals
    #expect(before.chosen == 2 && before.created == 1)
    wizard.state.facts.namespaces = .known(
      NamespaceIndex([
        NamespaceFact(name: "payments", pods: 7), NamespaceFact(name: "shop", isTerminating: true),
      ]))
    #expect(wizard.state.namespaceTotals == (2, 2, 7, 0))
    #expect(wizard.state.problems(of: .namespaces).map(\.code) == ["namespace-terminating"])
    wizard.user(.namespaceToggled("shop"))
    #expect(wizard.state.namespaceTotals == (2, 1, 7, 0))
    #expect(wizard.state.problems(of: .namespaces).isEmpty)
  }
}
