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
}
