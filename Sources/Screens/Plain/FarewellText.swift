import Planning
package import TerminalModel
package import Wizard

/// What stands on the ordinary screen after the full-screen wizard has closed.
package enum FarewellText {
  /// At most six lines: what was done, where the files are, what to do next; empty where nothing
  /// was done.
  package static func lines(_ state: WizardState, glyphs: Glyphs = .unicode) -> [String] {
    guard let run = state.run else { return [] }
    let lines = PlainLines(glyphs: glyphs)
    let text = ClosingText(state: state, lines: lines)
    return (headline(state, run, text) + files(run, text) + next(state, run, text))
      .map(lines.cleaned)
  }

  private static func headline(
    _ state: WizardState, _ run: RunProgress, _ text: ClosingText
  ) -> [String] {
    if case .finished(let outcome) = state.phase {
      return Array(text.headline(outcome).prefix(2))
    }
    let done = run.items.count { if case .done = $0.state { true } else { false } }
    let count = "\(done) of \(run.items.count) items are done on \(run.plan.cluster.context)."
    return [
      run.failedItem == nil
        ? "The install was left while it was going on; \(count)"
        : "The install failed; \(count)"
    ]
  }

  private static func files(_ run: RunProgress, _ text: ClosingText) -> [String] {
    var lines: [String] = []
    if let recipe = run.plan.certificates, text.wroteCertificates(run) {
      lines.append(
        "Certificates: \(text.short(recipe.directory)), the issuer's until "
          + recipe.issuerNotAfter.date)
    }
    if let record = run.record { lines.append("This run's files: \(text.short(record.directory))") }
    return lines
  }

  private static func next(
    _ state: WizardState, _ run: RunProgress, _ text: ClosingText
  ) -> [String] {
    if let step = state.nextSteps.first { return ["Next: \(step.text)."] }
    guard let record = run.record else { return [] }
    return [
      "All output is in \(text.short(record.logPath)).",
      "Read it, then start the wizard again: it says what it finds on the cluster.",
    ]
  }
}
