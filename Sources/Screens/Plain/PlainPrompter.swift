import Planning
package import TerminalModel
package import Wizard

/// Asks the wizard's questions line by line: no cursor movement, no colours.
///
/// It only remembers what was printed and which question stands on the terminal; what is true is
/// in the state, and everything typed becomes the events that the full screen sends too.
package struct PlainPrompter {
  /// The question that comes next, or that waits for its line.
  enum Place: Equatable {
    case field(FieldID)
    /// After the last question of a screen.
    case end
    case namespaces, review
  }

  let lines: PlainLines
  /// Lines that the next output prints.
  var queued: [String] = []
  /// The prompt that stands on the terminal and waits for a line; nil where none does.
  var outstanding: String?
  /// The screen whose heading was printed last.
  var shown: ScreenID?
  var place = Place.end
  /// The place whose question was printed in full.
  var asked: Place?
  /// The question whose new answer has not been judged yet, and whether its text changed.
  var answered: (field: FieldID, isNew: Bool)?
  /// The last good answer of a question that holds a bad one.
  var kept: [FieldID: String] = [:]
  /// How many options of the asked question were listed.
  var listed = 0
  var saidRows: [String: String] = [:]
  var saidNotice: Notice?
  var saidPage: Dialog.Reading?
  /// The preview that was printed last, by the effect that found it out.
  var saidPreview: EffectID?
  var saidChosen: [NamespaceAnswer]?
  /// What was printed last of a run that was begun before.
  var saidPastRun: Interruption?
  /// What was said last of restarts.
  var saidRestart: String?
  /// Whether the workloads are to be listed once they are read.
  var listsWorkloads = false
  /// The namespaces to be created that the list was numbered with; they come first in it.
  var listedCreated: [String] = []
  /// The plan that was printed last, by its digest.
  var shownDigest: String?
  /// Whether the screen's end leads back to Review.
  var returnsToReview = false
  /// Whether a path to save to is asked for.
  var asksForPath = false
  /// Whether the person chose to leave.
  var isLeaving = false
  var waiting: (since: Instant, said: Instant?)?
  var narrator: RunNarrator
  var hasClosed = false
  var hasGreeted = false

  /// Makes a prompter that has printed nothing yet.
  package init(glyphs: Glyphs = .unicode) {
    lines = PlainLines(glyphs: glyphs)
    narrator = RunNarrator(glyphs: glyphs)
  }

  var glyphs: Glyphs { lines.glyphs }

  /// What is to be printed after an event or a report; only what is new.
  package mutating func output(for state: WizardState) -> PlainOutput {
    greet(state)
    let prompt = isLeaving ? leave(state) : prompt(for: state)
    if prompt != nil { waiting = nil }
    return flush(with: prompt)
  }

  private mutating func prompt(for state: WizardState) -> String? {
    switch state.phase {
    case .asking(let screen):
      if state.run == nil { narrator = RunNarrator(glyphs: glyphs) }
      return prompt(on: screen, state)
    case .running(let run): return prompt(during: run, state)
    case .finished(let outcome): return prompt(after: outcome, state)
    }
  }

  private mutating func flush(with prompt: String?) -> PlainOutput {
    var text = queued.map { lines.cleaned($0) + "\n" }.joined()
    queued = []
    if outstanding != nil, !text.isEmpty || (prompt != nil && prompt != outstanding) {
      text = "\n" + text
      outstanding = nil
    }
    guard let prompt else { return PlainOutput(text: text, prompt: nil) }
    if outstanding == prompt { return PlainOutput(text: text, prompt: "") }
    outstanding = prompt
    return PlainOutput(text: text, prompt: lines.cleaned(prompt))
  }

  /// Puts lines into the next output.
  mutating func say(_ lines: String...) { queued += lines }

  /// Puts prose into the next output.
  mutating func sayProse(_ text: String, indent: Int = 0) {
    queued += lines.prose(text, indent: indent)
  }

  private mutating func greet(_ state: WizardState) {
    guard !hasGreeted else { return }
    hasGreeted = true
    say("Linkerd wizard \(state.options.programVersion)", "")
    if state.options.isPractice {
      sayProse("PRACTICE: this cluster is made up, and nothing that is done here is real.")
      say("")
    }
    sayProse(
      "It asks questions, shows what it would do, and does nothing before you type yes. "
        + "Enter keeps the answer in brackets. Also at every question: ? explains, back goes "
        + "back, quit leaves.")
  }

  private mutating func leave(_ state: WizardState) -> String? {
    guard !hasClosed else { return nil }
    hasClosed = true
    let farewell = FarewellText.lines(state, glyphs: glyphs)
    queued += [""] + (farewell.isEmpty ? ["Nothing has been changed."] : farewell)
    return nil
  }
}

extension PlainPrompter: Sendable {}
