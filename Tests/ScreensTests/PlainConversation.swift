import Diagnosis
import Planning
import Screens
import TerminalModel
import TestSupport
import Testing
import Wizard

/// A person at plain prompts and a made-up cluster; all that stands on the terminal is kept.
struct PlainConversation {
  var wizard: WizardFixture
  var prompter: PlainPrompter
  /// What the terminal shows: the outputs, the prompts and the typed lines.
  private(set) var transcript = ""
  /// What was printed since the last typed line.
  private(set) var news = ""
  /// The prompt that waits; nil while nothing can be typed.
  private(set) var prompt: String?

  init(
    answers: Answers = Answers(), options: LaunchOptions = WizardFixture.options,
    glyphs: Glyphs = .unicode
  ) {
    wizard = WizardFixture(answers: answers, options: options)
    prompter = PlainPrompter(glyphs: glyphs)
    show()
  }

  /// Prints what is new, as the front end does after every event or report.
  mutating func show() {
    let output = prompter.output(for: wizard.state)
    transcript += output.text + (output.prompt ?? "")
    news += output.text
    if let prompt = output.prompt, !prompt.isEmpty { self.prompt = prompt }
    if output.prompt == nil { prompt = nil }
  }

  /// Types a line; the host does not answer yet.
  mutating func enter(_ line: String) {
    transcript += line + "\n"
    news = ""
    for event in prompter.events(for: line, state: wizard.state) { wizard.user(event) }
    show()
  }

  /// Presses ^C.
  mutating func interrupt() {
    transcript += "^C"
    news = ""
    for event in prompter.eventsOfInterrupt(in: wizard.state) { wizard.user(event) }
    show()
  }

  /// Types lines; the host answers everything after each.
  mutating func type(_ lines: String...) {
    for line in lines {
      enter(line)
      settle()
    }
  }

  /// Lets the host answer, with an output after each report.
  mutating func settle() {
    while let (id, report) = wizard.state.pending.sorted(by: { $0.key < $1.key })
      .compactMap({ id, effect in WizardFixture.answer(effect).map { (id, $0) } }).first
    {
      wizard.send(.host(id, report))
      show()
    }
  }

  /// Reports to the newest pending effect that fits.
  mutating func report(_ report: HostReport, to fits: (Effect) -> Bool) {
    wizard.report(report, to: fits)
    show()
  }

  /// The running item prints lines.
  mutating func print(_ lines: String..., skipped: Int = 0) {
    report(.output(OutputBatch(skipped: skipped, lines: lines)), to: \.isCarryOut)
  }

  /// The running item ends after some seconds.
  mutating func finishItem(_ outcome: ItemOutcome = .done(.none), after seconds: Int64 = 1) {
    wait(seconds)
    wizard.finishItem(outcome)
    show()
  }

  mutating func beginRun() {
    wizard.beginRun()
    show()
  }

  /// Lets seconds pass, with an output at each.
  mutating func wait(_ seconds: Int64) {
    for _ in 0..<seconds {
      wizard.wait(seconds: 1)
      show()
    }
  }

  /// Keeps every answer until the question with that name is asked, then gives these to it. The test
  /// ends where it never is.
  mutating func answer(_ question: String, _ lines: String...) {
    for _ in 0..<40 where prompt?.hasPrefix(question) != true { type("") }
    #expect(
      prompt?.hasPrefix(question) == true, "\(question) isn't asked, but \(prompt ?? "nothing")")
    for line in lines { type(line) }
  }

  /// Keeps every answer until that screen opens; false where it doesn't.
  @discardableResult
  mutating func keepAnswers(until screen: ScreenID) -> Bool {
    settle()
    for _ in 0..<40 where wizard.state.screen < screen { type("") }
    return wizard.state.screen == screen
  }
}

extension Effect {
  var isCarryOut: Bool { if case .carryOut = self { true } else { false } }
  var isPodWatch: Bool { if case .watchPods = self { true } else { false } }
}
