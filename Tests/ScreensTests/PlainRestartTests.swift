import Planning
import TestSupport
import Testing
import Wizard

/// The question about restarts at plain prompts.
struct PlainRestartTests {
  private func talk(_ lines: String...) -> PlainConversation {
    var talk = PlainConversation()
    talk.keepAnswers(until: .namespaces)
    for line in lines { talk.type(line) }
    return talk
  }

  @Test func restartIsOfferedWhereNamespacesAreChosen() {
    #expect(!talk().transcript.contains("restart does that"))
    var talk = talk("shop")
    #expect(talk.news.contains("restart does that"))
    talk.type("restart")
    #expect(talk.wizard.state.answers.restart == .namespaces)
    #expect(talk.news.contains("Restart 2 workloads once Linkerd is ready"))
    talk.type("restart none")
    #expect(talk.wizard.state.answers.restart == .none)
    #expect(talk.news.contains("restart does that"))
  }

  @Test func theListWaitsForTheClusterAndSaysWhatIsInterrupted() {
    var talk = talk("shop", "restart")
    talk.wizard.user(.checksRepeated)
    talk.enter("workloads")
    talk.settle()
    #expect(talk.news.contains("1  [x] shop/deployment/cart"))
    #expect(talk.news.contains("2 pods, all pods stop first"))
    #expect(talk.news.contains("2  (-) shop/deployment/orders"))
    #expect(talk.news.contains("no pods"))
    talk.type("skip 1")
    #expect(talk.wizard.state.answers.restartExcept == ["shop/deployment/cart"])
    #expect(talk.news.contains("1  [ ] shop/deployment/cart"))
    #expect(talk.news.contains("Restart 1 of 2 workloads"))
    talk.type("skip 1")
    #expect(talk.wizard.state.answers.restartExcept == [])
  }

  @Test func nothingIsLeftOutWhereNothingIsRestarted() {
    let talk = talk("shop", "workloads", "skip 1")
    #expect(talk.news.contains("Type restart first."))
    #expect(talk.wizard.state.answers.restart == .none)
  }

  @Test func numbersThatAreNotThereChangeNothing() {
    var talk = talk("shop", "restart", "skip 1 9")
    #expect(talk.news.contains("There is no workload “9” in the list."))
    #expect(talk.wizard.state.answers.restartExcept == [])
    talk.type("?")
    #expect(talk.news.contains("restart none") && talk.news.contains("skip 3"))
  }
}
