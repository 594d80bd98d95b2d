import Diagnosis
import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// A whole install at plain prompts, read as a first-time user reads it.
struct PlainInstallTests {
  @Test func wholeInstallWithMistakesOnTheWay() {
    var talk = PlainConversation()
    talk.settle()
    talk.answer("Context", "nowhere", "7", "1")
    talk.answer("Enter goes on to Certificates", "what", "r", "")
    talk.answer("Source", "?", "9", "")
    talk.answer("Directory", "./certs")
    talk.answer("Trust domain", "cluster local", "")
    talk.answer("Anchor valid", "20y")
    talk.answer("Issuer valid", "90000", "300y", "back", "10y", "8760h")
    talk.answer("Charts", "7", "stble", "stable", "back", "1")
    talk.answer("Version", "more", "2")
    talk.answer("Wait at most", "soon", "10m")
    talk.answer("Domain", "cluster local", "")
    talk.answer("Networks", "10.0.0.1", "")
    talk.answer("Gateway API", "5 weeks", "leave alone", "")
    talk.answer("Extra values", "values.yaml")
    talk.answer("Numbers, + NAME", "3 99", "nope", "+ Bad_Name", "+ payments", "preset", "preset 1")
    talk.answer(
      "Numbers, + NAME", "/post", "1", "/", "what now", "none", "direktiv shop", "+ payments", "")
    talk.answer("Type yes", "y", "save ./plan.sh", "4")
    talk.answer("Numbers, + NAME", "")
    talk.answer("Type yes", "quit", "", "quit", "1", "")
    let digest = talk.wizard.state.plan?.digest
    let prompt = talk.prompt
    talk.enter("yes")
    talk.beginRun()
    talk.runToTheEnd()
    talk.type("save ./log.txt", "")
    let difference = Golden.mismatch(talk.transcript, named: #function)
    #expect(difference == nil, "\(difference ?? "")")
    #expect(prompt == "Type yes to install: ")
    let confirmed = talk.wizard.state.run?.digest
    #expect(digest != nil && confirmed == digest)
    let last = talk.wizard.requests.last?.effect
    #expect(last == .exit(.done))
  }

  @Test func interruptingAQuestionLeavesOnALineOfItsOwn() {
    var talk = PlainConversation()
    talk.settle()
    let asked = talk.transcript
    talk.interrupt()
    #expect(talk.transcript == asked + "^C\nNothing has been changed.\n")
    #expect(talk.prompt == nil)
    #expect(talk.wizard.requests.last?.effect == .exit(.stopped))
  }

  @Test func interruptingARunAsksAndDropsThePathThatWasAskedFor() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .review)
    talk.enter("yes")
    talk.beginRun()
    talk.interrupt()
    #expect(talk.news.hasPrefix("\nStop the install?\n  1  Keep going\n"))
    #expect(talk.prompt == "Choose [1]: ")
    talk.type("save")
    talk.interrupt()
    #expect(talk.news.hasPrefix("\nStop the install?\n"))
    #expect(talk.prompt == "Choose [1]: ")
    let cancelled = talk.wizard.requests.contains {
      if case .cancel(let id) = $0.effect { id == talk.wizard.state.run?.current } else { false }
    }
    #expect(!cancelled)
  }

  @Test func interruptingAfterAFailureLeavesWithWhatWasDone() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .review)
    talk.enter("yes")
    talk.beginRun()
    talk.finishItem(.failed(Problem("no-network", "There is no network."), .none))
    talk.interrupt()
    #expect(talk.news.hasPrefix("\nThe install failed; 0 of 6 items are done on kind-demo.\n"))
    #expect(talk.wizard.requests.last?.effect == .exit(.failed))
  }

  @Test func interruptingTheClosingPageEnds() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .review)
    talk.enter("yes")
    talk.beginRun()
    talk.runToTheEnd()
    talk.interrupt()
    #expect(talk.news == "\n")
    #expect(talk.wizard.requests.last?.effect == .exit(.done))
  }

  @Test func failureRetryAndStopping() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .review)
    talk.enter("yes")
    talk.beginRun()
    talk.finishItem()
    let problem = Problem(
      "repository-unreachable", "https://helm.linkerd.io/edge can't be reached.",
      remedy: "Look at your network or proxy settings, then try again.")
    talk.print("Error: looks like \"https://helm.linkerd.io/edge\" is not a valid chart repository")
    talk.finishItem(.failed(problem, .none), after: 4)
    talk.type("", "5", "3", "2", "", "save ./again.log", "1")
    talk.finishItem()
    talk.interrupt()
    talk.type("9", "1")
    talk.finishItem()
    talk.interrupt()
    talk.print("creating 29 resource(s)")
    talk.type("2")
    talk.finishItem()
    talk.type("")
    let difference = Golden.mismatch(talk.transcript, named: #function)
    #expect(difference == nil, "\(difference ?? "")")
    let last = talk.wizard.requests.last?.effect
    #expect(last == .exit(.stopped))
  }
}

extension PlainConversation {
  /// Every item of the default plan, with output, pods and the proof.
  mutating func runToTheEnd() {
    while let run = wizard.state.run, let place = run.runningItem {
      switch run.plan.items[place].id {
      case "control-plane": installControlPlane()
      case "proof":
        finishItem(
          .done(.proof([CheckRow(id: "pods", mark: .passed, text: "The control plane is ready")])),
          after: 2)
      case "repository":
        print("\"linkerd-edge\" has been added to your repositories")
        finishItem()
      default: finishItem()
      }
    }
  }

  private mutating func installControlPlane() {
    print("Release \"linkerd-control-plane\" does not exist. Installing it now.")
    func pods(_ ready: Int) -> HostReport {
      .pods(
        ["identity", "destination", "proxy-injector"].enumerated().map { place, name in
          PodStatus(
            name: "linkerd-\(name)-7c9f", deployment: "linkerd-\(name)",
            readyContainers: place < ready ? 2 : 0, containers: 2,
            phase: place < ready ? "Running" : "ContainerCreating",
            message: place == ready ? "pulling image" : "", age: 4)
        })
    }
    for ready in 0...3 {
      report(pods(ready), to: \.isPodWatch)
      wait(ready == 1 ? 40 : 2)
    }
    print("NAME: linkerd-control-plane", "STATUS: deployed", skipped: 3)
    finishItem()
  }
}
