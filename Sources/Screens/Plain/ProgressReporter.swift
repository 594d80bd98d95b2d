import Planning
package import TerminalModel
package import Wizard

/// Tells an unattended run as plain lines, for a terminal or a CI log.
package struct ProgressReporter: Sendable {
  private let text: PlainLines
  private var narrator: RunNarrator
  private var hasClosed = false

  /// Makes a reporter that has told nothing yet.
  package init(glyphs: Glyphs = .unicode) {
    text = PlainLines(glyphs: glyphs)
    narrator = RunNarrator(glyphs: glyphs)
  }

  /// The lines that are new since the last call, without line feeds; empty before the run.
  package mutating func lines(for state: WizardState) -> [String] {
    guard let run = state.run else { return [] }
    var new = narrator.lines(for: run, now: state.now, paths: state.options.paths)
    if !hasClosed, let closing = closing(state, run) {
      hasClosed = true
      new += [""] + closing
    }
    return new.map(text.cleaned)
  }

  /// The last lines; nil while the run goes on.
  private func closing(_ state: WizardState, _ run: RunProgress) -> [String]? {
    let closing = ClosingText(state: state, lines: text)
    switch state.phase {
    case .asking: return nil
    case .finished(let outcome): return closing.all(outcome)
    case .running:
      guard run.failedItem != nil else { return nil }
      let paragraphs = [closing.undo(run), closing.certificates(run), closing.record(run)]
      return Array(paragraphs.filter { !$0.isEmpty }.joined(separator: [""]))
    }
  }
}
