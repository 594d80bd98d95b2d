import Planning
import Screens
import TestSupport
import Testing
import Wizard

/// The plain prompts about what was left in the middle.
struct PlainPastRunTests {

  @Test func nothingIsAskedWhileItIsLookedFor() {
    var options = WizardFixture.options
    options.goal = .install(offers: true)
    var prompter = PlainPrompter()
    let output = prompter.output(for: WizardFixture(options: options).state)
    #expect(output.prompt == nil && output.text.contains("Linkerd wizard"))
  }

  @Test func theRunIsOfferedShownAndGoneOnWith() throws {
    var wizard = WizardFixture.offering(WizardFixture.interruptedRun())
    var prompter = PlainPrompter()
    func answer(_ line: String) -> PlainOutput {
      for event in prompter.events(for: line, state: wizard.state) { wizard.user(event) }
      return prompter.output(for: wizard.state)
    }
    let offer = prompter.output(for: wizard.state)
    #expect(offer.text.contains("was cut off"))
    #expect(offer.text.contains("  1  Go on") && offer.prompt == "Choose 1-4: ")
    #expect(answer("9").text.contains("Type a number from 1 to 4."))
    #expect(answer("4").text.contains("Run 20261120T210100Z-3f9a02c1"))
    #expect(answer("").prompt == "Choose 1-4: ")
    #expect(answer("1").prompt == nil)
    wizard.examine()
    let way = prompter.output(for: wizard.state)
    #expect(way.text.contains("1. certificates  ✓ done"))
    #expect(way.text.contains("uninstall linkerd-control-plane"))
    #expect(way.prompt == "Type yes to do this now, Enter goes back: ")
    #expect(answer("y").text.contains("none of the answers"))
    #expect(wizard.state.run == nil)
    let begins = answer("yes")
    #expect(wizard.state.run?.isOfPastRun == true && begins.prompt == nil)
  }

  @Test func aFailureIsTold() {
    var wizard = WizardFixture.offering(WizardFixture.interruptedRun())
    var prompter = PlainPrompter()
    _ = prompter.output(for: wizard.state)
    wizard.user(.dialogAnswered(1))
    wizard.report(
      .undoPlanned(.failure(Problem("server-refused", "Nobody answers.", remedy: "Start it.")))
    ) { if case .planUndo = $0 { true } else { false } }
    let told = prompter.output(for: wizard.state)
    #expect(told.text.contains("Nobody answers.") && told.text.contains("Start it."))
    #expect(told.prompt == "r looks again, Enter goes back: ")
    let events = prompter.events(for: "r", state: wizard.state)
    #expect(events == [.dialogAnswered(0)])
  }

  @Test func keptAnswersAreOffered() {
    var answers = Answers()
    answers.namespaces = [NamespaceAnswer("shop")]
    let wizard = WizardFixture.offering(
      nil, draft: AnswersDraft(answers: answers, kept: WizardFixture.start))
    var prompter = PlainPrompter()
    let output = prompter.output(for: wizard.state)
    #expect(
      output.text.contains("left before it installed anything") && output.prompt == "Choose [1]: ")
    #expect(prompter.events(for: "", state: wizard.state) == [.dialogAnswered(0)])
    #expect(prompter.events(for: "2", state: wizard.state) == [.dialogAnswered(1)])
    #expect(prompter.events(for: "7", state: wizard.state) == [])
  }
}
