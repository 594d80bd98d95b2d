import Diagnosis
import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// What single lines at plain prompts do.
struct PlainPrompterTests {
  @Test func nothingIsPrintedTwiceAndAPromptIsGivenOnce() {
    var talk = PlainConversation()
    talk.settle()
    let output = talk.prompter.output(for: talk.wizard.state)
    #expect(output == PlainOutput(text: "", prompt: ""))
    #expect(talk.prompt == "Context [kind-demo]: ")
  }

  @Test func noLineIsReadWhileTheHostIsAtWork() {
    var talk = PlainConversation()
    #expect(talk.prompt == nil)
    talk.wait(1)
    let quiet = talk.transcript
    talk.wait(1)
    #expect(talk.transcript != quiet)
    #expect(talk.transcript.contains("The kubeconfig is being read. (2 s)"))
    talk.settle()
    talk.enter("")
    #expect(talk.prompt?.hasPrefix("Enter goes on") == true)
  }

  @Test func enterAloneKeepsEveryDefault() {
    var talk = PlainConversation()
    let isThere = talk.keepAnswers(until: .review)
    #expect(isThere)
    var expected = Answers()
    expected.context = talk.wizard.state.answers.context
    #expect(talk.wizard.state.answers == expected)
    #expect(talk.prompt == "Type yes to install: ")
  }

  @Test(arguments: ["", "y", "Yes please", "install", "5", "0"])
  func onlyTheWholeWordInstalls(line: String) {
    var talk = PlainConversation()
    talk.keepAnswers(until: .review)
    talk.type(line)
    let isAsking = talk.wizard.state.phase == .asking(.review)
    #expect(isAsking)
    #expect(!talk.wizard.requests.contains { $0.effect.isCarryOut })
    talk.enter("yes")
    let isRunning = talk.wizard.state.run != nil
    #expect(isRunning)
  }

  @Test func badAnswerIsTakenBackByBackAndByEnter() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .certificates)
    talk.type("", "", "", "", "90000h")
    #expect(talk.news.contains("✗"))
    #expect(talk.prompt == "Issuer valid [8760h]: ")
    talk.type("back", "")
    #expect(talk.wizard.state.answers.certificates.issuerValidity == "8760h")
    talk.type("90000h", "")
    #expect(talk.wizard.state.answers.certificates.issuerValidity == "8760h")
    #expect(talk.wizard.state.screen == .controlPlane)
  }

  @Test func shorterAnchorThanTheIssuerIsSaidAtTheIssuersQuestion() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .certificates)
    talk.type("", "", "", "10d")
    #expect(talk.prompt == "Issuer valid [8760h] (1 year, until 2027-11-20): ")
    #expect(talk.news.contains("✗"))
    talk.type("")
    #expect(talk.wizard.state.screen == .certificates)
    talk.type("10d")
    #expect(talk.wizard.state.screen == .controlPlane)
  }

  @Test func directoryIsLookedAtAgainOnEnter() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .cluster)
    talk.settle()
    talk.wizard.state.facts.directory = .known(
      DirectoryFact(
        path: "/home/ada/mesh/linkerd-certificates", state: .holdsCertificates(["ca.crt"])))
    talk.type("", "", "")
    #expect(talk.news.contains("holds ca.crt already"))
    talk.type("")
    #expect(talk.prompt == "Trust domain [cluster.local]: ")
  }

  @Test func checksThatFailKeepTheWayClosedAndCanBeRepeated() {
    var talk = PlainConversation()
    let problem = Problem(
      "server-unreachable", "The cluster doesn't answer.", remedy: "Start it.")
    talk.report(
      WizardFixture.answer(.readContexts) ?? .ended, to: { $0 == .readContexts })
    talk.report(
      .tool(.kubectl, .success(WizardFixture.kubectl)), to: { $0 == .locateTool(.kubectl) })
    talk.report(.tool(.helm, .success(WizardFixture.helm)), to: { $0 == .locateTool(.helm) })
    for probe in ClusterProbe.allCases {
      talk.report(.failed(probe, problem), to: { $0.probe == probe })
    }
    talk.enter("")
    #expect(
      talk.news.contains(
        "✗ The cluster can't be asked\n      The cluster doesn't answer.\n      Start it."))
    #expect(talk.prompt?.hasPrefix("Not ready yet (see ✗).") == true)
    talk.enter("")
    #expect(talk.wizard.state.screen == .cluster)
    talk.type("r")
    #expect(talk.news.contains("✓ Kubernetes 1.33.2"))
    #expect(talk.news.components("✓ Kubernetes 1.33.2") == 1)
    talk.type("")
    #expect(talk.wizard.state.screen == .certificates)
  }

  @Test func slowClockIsSaidBelowThePromptThatIsGivenAgain() {
    var talk = PlainConversation()
    while let (id, report) = talk.wizard.state.pending.sorted(by: { $0.key < $1.key })
      .filter({ $0.value.probe != .clocks })
      .compactMap({ id, effect in WizardFixture.answer(effect).map { (id, $0) } }).first
    {
      talk.wizard.send(.host(id, report))
      talk.show()
    }
    talk.enter("")
    #expect(talk.prompt?.hasPrefix("Enter goes on") == true)
    talk.settle()
    #expect(
      talk.transcript.hasSuffix(
        "\n  ✓ Node clocks agree with this machine  (1 node)\n"
          + "Enter goes on to Certificates, r checks again: "))
  }

  @Test func thousandNamespacesComeInPages() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .namespaces)
    let many = (0..<1000).map { NamespaceFact(name: "team-\($0)", pods: 2) }
    talk.wizard.state.facts.namespaces = .known(NamespaceIndex(many))
    talk.type("list")
    #expect(talk.news.components("[ ] team-") == 20)
    #expect(talk.news.contains("980 more: type more"))
    talk.type("more")
    #expect(talk.news.contains("  40  [ ]"))
    talk.type("1-500")
    #expect(talk.news.contains("more than 100 namespaces"))
    talk.type("/team-99")
    #expect(talk.news.contains("11 namespaces have “team-99” in the name"))
    talk.type("all")
    #expect(talk.wizard.state.answers.namespaces.count == 11)
    talk.type("1-3", "back")
    #expect(talk.wizard.state.screen == .controlPlane)
    #expect(talk.wizard.state.answers.namespaces.count == 8)
  }

  @Test func refusedNamespaceIsNotChosenAndSaysWhy() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .namespaces)
    talk.type("shop kube-system")
    #expect(talk.news.contains("kube-system can't be chosen"))
    #expect(talk.wizard.state.answers.namespaces.isEmpty)
    talk.type("+ linkerd")
    #expect(talk.news.contains("control plane"))
    #expect(talk.wizard.state.answers.namespaces.isEmpty)
  }

  @Test func listIsNumberedAnewWhereANamespaceToCreateMovesTheRows() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .namespaces)
    talk.type("+ payments")
    #expect(talk.news.contains("   4  [ ] direktiv"))
    talk.type("4")
    #expect(talk.wizard.state.answers.namespaces.map(\.name) == ["payments", "direktiv"])
    talk.type("1")
    #expect(talk.news.contains("   3  [x] direktiv"))
  }

  @Test func changedPlanIsShownAgainBeforeItCanBeConfirmed() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .review)
    talk.enter("yes")
    let changed = Problem("cluster-changed", "It is another cluster now.", remedy: "Read again.")
    talk.report(
      .runBegan(.failure(changed)), to: { if case .beginRun = $0 { true } else { false } })
    talk.wait(3)
    talk.settle()
    #expect(talk.transcript.contains("✗ It is another cluster now. Read again."))
    #expect(talk.transcript.components("\nDigest: ") == 2)
    #expect(talk.prompt == "Type yes to install: ")
  }

  @Test func screenChangedFromReviewLeadsBackToReview() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .review)
    talk.type("2", "", "", "mesh.example", "", "", "")
    #expect(talk.wizard.state.screen == .review)
    #expect(talk.news.contains("root.linkerd.mesh.example"))
  }

  @Test func quitAsksAndLeavesOnTheSecondChoice() {
    var talk = PlainConversation()
    talk.settle()
    talk.type("quit", "maybe", "1")
    #expect(talk.prompt == "Context [kind-demo]: ")
    talk.type("quit", "2")
    let last = talk.wizard.requests.last?.effect
    #expect(last == .exit(.stopped))
    #expect(talk.news.hasSuffix("Nothing has been changed.\n"))
  }

  @Test func signInIsOfferedWhereTheCredentialsHelperWantsATerminal() {
    var talk = PlainConversation()
    talk.settle()
    talk.enter("")
    var context = WizardFixture.context
    context.credentialsHelper = CredentialsHelper(command: "login", mode: .ifAvailable)
    talk.wizard.state.facts.contexts = .known(
      KubeContexts(contexts: [context], current: context.name))
    talk.wizard.state.facts.server = .failed(
      Problem("credentials-interactive", "The helper login wants a terminal."))
    talk.show()
    #expect(talk.prompt?.contains("sign in") == true)
    talk.type("sign in")
    #expect(talk.wizard.requests.contains { if case .signIn = $0.effect { true } else { false } })
  }

  @Test func asciiGlyphsPrintNothingButASCII() {
    var talk = PlainConversation(glyphs: .ascii)
    talk.keepAnswers(until: .namespaces)
    talk.type("nope", "preset 2", "")
    talk.enter("yes")
    talk.beginRun()
    talk.print("größer → 50%", "tab\there", skipped: 2)
    talk.runToTheEnd()
    let foreign = talk.transcript.unicodeScalars.filter { !$0.isASCII }
    #expect(foreign.isEmpty, "\(foreign)")
  }

  @Test func controlCodesOfOthersAreNeverPrinted() {
    var talk = PlainConversation()
    talk.wizard.state.facts.contexts = .known(
      KubeContexts(
        contexts: [KubeContext(name: "a\u{1B}[2Jb", server: "https://x\u{7}")], current: nil))
    talk.show()
    talk.enter("\u{1B}[31mred")
    talk.type("1")
    #expect(!talk.news.contains("\u{1B}") && !talk.news.contains("\u{7}"))
  }

  @Test func practiceIsSaidOnEveryScreen() {
    var options = WizardFixture.options
    options.isPractice = true
    var talk = PlainConversation(options: options)
    talk.keepAnswers(until: .review)
    #expect(talk.transcript.components("PRACTICE - ") == 5)
    #expect(talk.prompt == "PRACTICE. Type yes to install: ")
  }

  @Test func floodOfOutputIsCutToItsNewestLines() {
    var talk = PlainConversation()
    talk.keepAnswers(until: .review)
    talk.enter("yes")
    talk.beginRun()
    let flood = (0..<5000).map { "line \($0)" }
    talk.report(.output(OutputBatch(lines: flood)), to: \.isCarryOut)
    #expect(talk.news.contains("lines, only in the log"))
    #expect(talk.news.components("      line ") == 400)
    #expect(talk.news.contains("line 4999\n"))
    talk.print("one more")
    #expect(talk.transcript.hasSuffix("line 4999\n      one more\n"))
  }
}

extension Effect {
  fileprivate var probe: ClusterProbe? {
    if case .probe(let probe, _) = self { probe } else { nil }
  }
}

extension HostReport {
  /// The report of a probe that failed.
  static func failed(_ probe: ClusterProbe, _ problem: Problem) -> HostReport {
    switch probe {
    case .server: .server(.failure(problem))
    case .access: .access(.failure(problem))
    case .linkerd: .linkerd(.failure(problem))
    case .gatewayAPI: .gatewayAPI(.failure(problem))
    case .clocks: .clocks(.failure(problem))
    case .network: .network(.failure(problem))
    case .namespaces: .namespaces(.failure(problem))
    }
  }
}

extension String {
  /// How often a text stands in this one.
  func components(_ part: String) -> Int {
    var count = 0
    var rest = Array(utf8)[...]
    let wanted = Array(part.utf8)
    while rest.count >= wanted.count {
      if rest.starts(with: wanted) { count += 1 }
      rest.removeFirst()
    }
    return count
  }
}
