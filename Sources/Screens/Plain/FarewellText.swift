import Planning
package import TerminalModel
package import Wizard

/// What stands on the ordinary screen after the full-screen wizard has closed.
package enum FarewellText {
  /// What was done, where the files are, what to do next: a few lines, and after a run that is not
  /// whole also the commands that undo it, which can be copied here. Empty where nothing was done.
  package static func lines(_ state: WizardState, glyphs: Glyphs = .unicode) -> [String] {
    guard let run = state.run else { return [] }
    let lines = PlainLines(glyphs: glyphs)
    let text = ClosingText(state: state, lines: lines)
    let undo = isWhole(state) || state.options.isPractice ? [] : text.undo(run)
    return
      (headline(state, run, text) + files(run, text) + (undo.isEmpty ? [] : [""] + undo + [""])
      + next(state, run, text)).map(lines.cleaned)
  }

  private static func isWhole(_ state: WizardState) -> Bool {
    guard case .finished(let outcome) = state.phase else { return false }
    return outcome.kind == .installed
  }

  private static func headline(
    _ state: WizardState, _ run: RunProgress, _ text: ClosingText
  ) -> [String] {
    if case .finished(let outcome) = state.phase {
      return Array(text.headline(outcome).prefix(2))
    }
    let done = run.items.count { if case .done = $0.state { true } else { false } }
    let count = "\(done) of \(run.items.count) items are done on \(run.plan.cluster.context)."
    let subject = run.plan.isUndo ? "Taking the install back" : "The install"
    return [
      run.failedItem == nil
        ? "\(subject) was left while it was going on; \(count)"
        : "\(subject) failed; \(count)"
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
    if state.options.isPractice {
      return ["This was practice: its cluster is gone now. The files stay until you delete them."]
    }
    if isWhole(state) { return state.nextSteps.prefix(1).map { "Next: \($0.text)." } }
    guard let record = run.record else { return [] }
    return [
      "All output is in \(text.short(record.logPath))."
    ]
      + (run.plan.isUndo
        ? []
        : [
          "To begin anew with the same answers, once what was done is taken back:",
          "  linkerd-wizard --answers \(ShellQuoting.quote(record.answersPath))",
        ])
  }
}
