import Diagnosis
import Planning
import TerminalModel
import Wizard

extension Page {
  /// The page after the run: what was done, what to do next, and where everything lies.
  static func closingPage(
    _ state: WizardState, _ outcome: Outcome, _ layout: ScreenLayout, _ glyphs: Glyphs
  ) -> Page {
    let closing = ClosingLines(state: state, outcome: outcome, layout, glyphs)
    var page = Page()
    page.head = titleLines(
      [closing.mark, Span(closing.headline, .title)], blurb: "", state, layout, glyphs)
    if page.head.last == .empty { page.head.removeLast() }
    page.head += closing.sentences
    if !layout.isCompact { page.head.append(.empty) }
    page.foot = [buttonLine(state, glyphs)]
    var blocks = closing.blocks
    if blocks.joined().count > page.room(in: layout) {
      blocks = blocks.map { $0.filter { $0 != .empty } }
    }
    for block in blocks {
      if let focused = block.firstIndex(where: \.isFocused) {
        // What belongs to the focused row comes along, as far as there is room.
        page.anchor = (page.lines.count + focused)..<(page.lines.count + block.count)
      }
      page.lines += block
    }
    return page
  }
}

/// The lines of the closing page.
private struct ClosingLines {
  let state: WizardState
  let outcome: Outcome
  let columns: Int
  let isCompact: Bool
  let glyphs: Glyphs

  init(state: WizardState, outcome: Outcome, _ layout: ScreenLayout, _ glyphs: Glyphs) {
    self.state = state
    self.outcome = outcome
    columns = layout.content.columns
    isCompact = layout.isCompact
    self.glyphs = glyphs
  }

  private var run: RunProgress { outcome.run }
  private var cluster: String { run.plan.cluster.context }

  var mark: Span {
    switch outcome.kind {
    case .installed: Span("\(glyphs.good) ", .good)
    case .failed: Span("\(glyphs.bad) ", .bad)
    case .stopped: Span("\(glyphs.warning) ", .warn)
    }
  }

  var headline: String {
    switch outcome.kind {
    case .installed where run.plan.isUndo: "The install on \(cluster) is taken back"
    case .failed where run.plan.isUndo, .stopped where run.plan.isUndo:
      "The install is not wholly taken back"
    case .installed: "Linkerd is running on \(cluster)"
    case .failed: "Linkerd is not wholly installed"
    case .stopped: "Stopped: Linkerd is not complete"
    }
  }

  /// What was done and what wasn't.
  var sentences: [Line] {
    switch outcome.kind {
    case .installed where run.plan.isUndo: return workLines
    case .installed:
      let warnings = run.proof.filter { $0.mark != .passed }
      return [Line([Span("  "), Span("Took \(time). \(meshed)", .muted)])]
        + warnings.flatMap { Page.checkLines($0, columns, glyphs) }
    case .failed(let problem):
      return .wrapping(problem.sentence, .bad, columns: columns, indent: 2, glyphs: glyphs)
        + .wrapping(problem.remedy, .body, columns: columns, indent: 2, glyphs: glyphs)
        + workLines
    case .stopped: return workLines
    }
  }

  private var time: String {
    ClockText.of(seconds: (run.endedAt ?? state.now).seconds(since: run.startedAt))
  }

  private var meshed: String {
    let count = state.meshedCount
    if count > 0, !run.provesInjection { return "The namespaces are annotated." }
    switch count {
    case 0 where run.plan.upgrade != nil: return "What was meshed before stays so."
    case 0: return "No namespace is meshed yet."
    case 1: return "New pods in 1 namespace get a proxy."
    default: return "New pods in \(count) namespaces get a proxy."
    }
  }

  private var workLines: [Line] {
    var done: [String] = []
    var begun: [String] = []
    var open: [String] = []
    for (item, progress) in zip(run.plan.items, run.items) {
      let name = item.purpose == "create" ? "create " + item.id.dropFirst(7) : item.purpose
      switch progress.state {
      case .done: done.append(name)
      case .failed, .stopped, .running: begun.append(name)
      case .waiting: open.append(name)
      }
    }
    return work("Done", done, "nothing") + work("Broken off", begun, nil)
      + work("Not done", open, nil)
  }

  private func work(_ label: String, _ names: [String], _ none: String?) -> [Line] {
    let text = names.isEmpty ? none : names.joined(separator: ", ")
    guard let text else { return [] }
    let pad = TextLayout(glyphs).padded(label, to: 12)
    return [Line].wrapping(text, .body, columns: columns, indent: 14, glyphs: glyphs).enumerated()
      .map { $0 == 0 ? Line([Span("  " + pad, .muted)] + $1.spans.dropFirst()) : $1 }
  }

  /// The rows that can be read in full, each with the lines that belong to it.
  var blocks: [[Line]] {
    let cursor = state.focus == .list(.closing) ? state.cursor(of: .closing) : nil
    let rows = state.closingRows
    let steps = rows.count { if case .step = $0 { true } else { false } }
    return rows.enumerated().map { number, row in
      let isFocused = number == cursor
      switch row {
      case .step(let step):
        return (number == 0 ? [Line("Do next", .title)] : [])
          + [line(of: step, number: number, isFocused: isFocused)]
          + (number == steps - 1 && !isCompact ? [.empty] : [])
      case .certificates(let recipe):
        return place(recipe.directory, isFocused: isFocused) + files(of: recipe)
      case .record(let record):
        return place(record.directory, isFocused: isFocused) + recordFiles
      }
    }
  }

  private func line(of step: NextStep, number: Int, isFocused: Bool) -> Line {
    let spans = [Span("\(number + 1) "), Span(step.text)].focused(isFocused)
    let key = [Span("Enter", .key), Span(" Read")]
    // The key is in the hints too: it is said here only where nothing has to be cut for it.
    let hasRoom = spans.width + 2 + key.width <= columns
    return Line(spans, trailing: isFocused && hasRoom ? key : [], isFocused: isFocused)
  }

  /// A directory, on two lines where it is long: it has to be read whole.
  private func place(_ path: String, isFocused: Bool) -> [Line] {
    let path = PathText.shortened(path, paths: state.options.paths)
    return TextLayout(glyphs).wrapped(path, to: columns).enumerated().map { number, text in
      Line([Span(text)].focused(isFocused), isFocused: isFocused && number == 0)
    }
  }

  private func file(_ name: String, _ text: String) -> Line {
    Line([Span("  " + TextLayout(glyphs).padded(name, to: 15)), Span(text, .muted)])
  }

  private func files(of recipe: CertificatePlan) -> [Line] {
    recipe.fileNotes.map { file($0.file, $0.text) }
  }

  private var recordFiles: [Line] {
    let isWhole = outcome.kind == .installed
    return [
      file("answers.yaml", "the same install without questions"),
      file("install.sh", isWhole ? "the commands that ran" : "all commands of the plan"),
      file("install.log", "their full output"),
    ]
  }
}
