import Planning
import TerminalModel
import Wizard

/// What is said when a run has ended: what was done, where its files are, what to do next.
struct ClosingText {
  let state: WizardState
  let lines: PlainLines

  /// Everything, for front ends without a closing page.
  func all(_ outcome: Outcome) -> [String] {
    let paragraphs =
      [headline(outcome), proof(outcome.run), certificates(outcome.run)]
      + [record(outcome.run)]
      + (outcome.kind == .installed ? [nextSteps] : [undo(outcome.run)])
    return Array(paragraphs.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  /// How it ended, in one or two sentences.
  func headline(_ outcome: Outcome) -> [String] {
    let run = outcome.run
    let done = run.items.count { if case .done = $0.state { true } else { false } }
    let context = run.plan.cluster.context
    switch outcome.kind {
    case .installed where run.plan.isUndo:
      return ["\(lines.glyphs.good) What the install made on \(context) is taken back."]
    case .installed:
      let count = state.meshedCount
      let pods =
        count == 0
        ? run.plan.upgrade == nil
          ? "No namespace gets proxies yet." : "What was meshed before stays so."
        : !outcome.run.provesInjection
          ? "The namespaces are annotated."
          : "New pods in \(count == 1 ? "1 namespace" : "\(count) namespaces") get a proxy."
      return ["\(lines.glyphs.good) Linkerd is running on \(context)."]
        + lines.prose(
          "\(run.plan.upgrade == nil ? "Installed" : "Upgraded") in \(duration(run)). \(pods)",
          indent: 2)
    case .failed(let problem):
      return [
        "\(lines.glyphs.bad) \(run.plan.isUndo ? "Taking back" : "The install") on \(context) failed; \(done) of \(run.items.count) items are done."
      ]
        + lines.problem(problem, indent: 2)
    case .stopped:
      return [
        "\(lines.glyphs.bad) Stopped. \(done) of \(run.items.count) items are done on \(context)."
      ]
    }
  }

  /// The checks of the proof.
  private func proof(_ run: RunProgress) -> [String] {
    run.proof.flatMap(lines.check)
  }

  /// The certificates' files with the days on which they end; empty where none were written.
  func certificates(_ run: RunProgress) -> [String] {
    guard let recipe = run.plan.certificates, wroteCertificates(run) else { return [] }
    return ["Certificates in \(short(recipe.directory))"]
      + recipe.fileNotes.map { note in
        let pad = String(repeating: " ", count: max(12 - note.file.count, 1))
        return "  \(note.file)\(pad)\(note.text)"
      }
  }

  /// The run's own files; empty before its directory was made.
  func record(_ run: RunProgress) -> [String] {
    guard let record = run.record else { return [] }
    if run.plan.isUndo { return ["All output is in \(short(record.logPath))"] }
    return [
      "Files of this run in \(short(record.directory))",
      "  answers.yaml  the same install without questions",
      "  install.sh    the commands that ran",
      "  install.log   their full output",
    ]
  }

  /// What to do next, with the commands in full.
  private var nextSteps: [String] {
    let steps = state.nextSteps
    guard !steps.isEmpty else { return [] }
    var text = ["Do next"]
    for (place, step) in steps.enumerated() {
      text += ["", "\(place + 1). \(step.text)"]
      // Commands stand further in and are never broken, so that they can be copied.
      text += step.lines.flatMap { line in
        line.isEmpty ? [""] : line.hasPrefix(" ") ? ["   " + line] : lines.prose(line, indent: 3)
      }
    }
    return text
  }

  /// The commands that undo what was done; empty where nothing was.
  func undo(_ run: RunProgress) -> [String] {
    let commands = run.plan.isUndo ? [] : run.undoLines
    let wayOn =
      run.name.map { name in
        state.options.isPractice
          ? []
          : ["To go on from here:", "  linkerd-wizard resume \(name)"]
            + (commands.isEmpty
              ? [] : ["To take back what was done:", "  linkerd-wizard undo \(name)"])
      } ?? []
    let byHand =
      commands.isEmpty
      ? [] : ["To undo it by hand:"] + commands.map { $0.isEmpty ? "" : "  " + $0 }
    return wayOn + (wayOn.isEmpty || byHand.isEmpty ? [] : [""]) + byHand
  }

  /// Whether the item that writes the certificates was done.
  func wroteCertificates(_ run: RunProgress) -> Bool {
    zip(run.plan.items, run.items).contains { item, progress in
      if case .writeCertificates = item.action, case .done = progress.state { true } else { false }
    }
  }

  /// The path as people type it.
  func short(_ path: String) -> String {
    PathText.shortened(path, paths: state.options.paths)
  }

  private func duration(_ run: RunProgress) -> String {
    let seconds = max((run.endedAt ?? state.now).seconds(since: run.startedAt), 0)
    let rest = seconds % 60
    return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
  }
}
