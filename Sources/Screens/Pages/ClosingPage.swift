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
    let next = closing.nextLines
    page.lines = next
    if state.focus == .list(.nextSteps) {
      page.anchor = next.firstIndex { $0.isFocused }.map { $0..<($0 + 1) }
    }
    page.lines += closing.fileLines
    page.foot = [buttonLine(state, glyphs)]
    if page.lines.count > page.room(in: layout) { page.lines.removeAll { $0 == .empty } }
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
    case .installed: "Linkerd is running on \(cluster)"
    case .failed: "Linkerd is not wholly installed"
    case .stopped: "Stopped: Linkerd is not complete"
    }
  }

  /// What was done and what wasn't.
  var sentences: [Line] {
    switch outcome.kind {
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
    let count = state.answers.namespaces.count
    switch count {
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

  /// What to do next, one line each; Enter reads one in full.
  var nextLines: [Line] {
    let steps = state.nextSteps
    guard !steps.isEmpty else { return [] }
    let isInList = state.focus == .list(.nextSteps)
    let cursor = state.cursor(of: .nextSteps)
    let lines = steps.enumerated().map { number, step in
      let isFocused = isInList && number == cursor
      return Line(
        [Span("\(number + 1) "), Span(step.text)].focused(isFocused),
        trailing: isFocused ? [Span("Enter", .key), Span(" Read")] : [], isFocused: isFocused)
    }
    return [Line("Do next", .title)] + lines + (isCompact ? [] : [.empty])
  }

  /// Where everything lies.
  var fileLines: [Line] { certificateLines + recordLines }

  private func shortened(_ path: String) -> String {
    PathText.shortened(path, paths: state.options.paths)
  }

  /// A directory, on two lines where it is long: it has to be read whole.
  private func place(_ path: String) -> [Line] {
    .wrapping(shortened(path), .body, columns: columns, glyphs: glyphs)
  }

  private func file(_ name: String, _ text: String) -> Line {
    Line([Span("  " + TextLayout(glyphs).padded(name, to: 15)), Span(text, .muted)])
  }

  private var certificateLines: [Line] {
    guard let recipe = run.plan.certificates, isCertificatesItemDone else { return [] }
    return place(recipe.directory) + [
      file(
        CertificatePlan.anchorCertificateFile,
        "trust anchor, until \(recipe.anchorNotAfter.date)"),
      file(CertificatePlan.anchorKeyFile, "its private key, mode 0600"),
      file(
        CertificatePlan.issuerCertificateFile,
        "issuer, until \(recipe.issuerNotAfter.date)"),
      file(CertificatePlan.issuerKeyFile, "its private key, mode 0600"),
    ]
  }

  private var isCertificatesItemDone: Bool {
    zip(run.plan.items, run.items).contains { item, progress in
      guard case .writeCertificates = item.action, case .done = progress.state else {
        return false
      }
      return true
    }
  }

  private var recordLines: [Line] {
    guard let record = run.record else { return [] }
    let isWhole = outcome.kind == .installed
    return place(record.directory) + [
      file("answers.yaml", "the same install without questions"),
      file("install.sh", isWhole ? "the commands that ran" : "all commands of the plan"),
      file("install.log", "their full output"),
    ]
  }
}
