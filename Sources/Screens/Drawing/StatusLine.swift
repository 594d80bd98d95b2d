import Diagnosis
import Planning
import TerminalModel
import Wizard

/// The line above the hints: what just happened, what is wrong, or how things stand.
enum StatusLine {
  /// The most lines that it takes.
  static let mostLines = 3

  /// The status in lines of that width; what a running command does stays on one line, so that the
  /// screen doesn't jump from item to item.
  static func lines(_ state: WizardState, columns: Int, _ glyphs: Glyphs) -> [Span] {
    let status = of(state, glyphs)
    let layout = TextLayout(glyphs)
    let isSteady =
      state.notice == nil && state.run.map { $0.endedAt == nil && $0.failedItem == nil } == true
    if isSteady { return [Span(layout.truncated(status.text, to: columns), status.role)] }
    var lines = layout.wrapped(status.text, to: columns)
    if lines.count > mostLines {
      let rest = lines[(mostLines - 1)...].joined(separator: " ")
      lines = lines.prefix(mostLines - 1) + [layout.truncated(rest, to: columns)]
    }
    return lines.map { Span($0, status.role) }
  }

  private static func of(_ state: WizardState, _ glyphs: Glyphs) -> Span {
    if let notice = state.notice { return span(of: notice, glyphs) }
    switch state.phase {
    case .asking(let screen): return of(screen, state, glyphs)
    case .running(let run): return of(run, state)
    case .finished(let outcome): return of(outcome)
    }
  }

  private static func span(of notice: Notice, _ glyphs: Glyphs) -> Span {
    switch notice.kind {
    case .done: Span("\(glyphs.good) \(notice.text)", .good)
    case .warning: Span("\(glyphs.warning) \(notice.text)", .warn)
    case .failed: Span("\(glyphs.bad) \(notice.text)", .bad)
    }
  }

  private static func of(_ screen: ScreenID, _ state: WizardState, _ glyphs: Glyphs) -> Span {
    let readiness = state.readiness(of: screen)
    switch state.refusal(of: screen, readiness) {
    case nil:
      // A mistake that is still being typed isn't shown, and nothing is said to be well.
      return Span(readiness == .ready ? summary(of: screen, state) : "")
    case .waiting(let reason):
      let isAtButton = state.focus == .button(.next) || state.focus == .button(.install)
      if screen == .cluster, !isAtButton { return Span(summary(of: screen, state)) }
      return Span("\(glyphs.ellipsis) \(reason)")
    case .blocked(let problems): return Span(blocked(problems, screen, state), .bad)
    }
  }

  /// What stands in the way: fields by their names, everything else by its sentence.
  private static func blocked(
    _ problems: [ScreenProblem], _ screen: ScreenID, _ state: WizardState
  ) -> String {
    // The row says why, and what to do: here stands what follows.
    if screen == .cluster, let sentence = problems.first?.problem.sentence,
      let row = state.checkRows.first(where: { $0.mark == .failed && $0.reason == sentence })
    {
      return "\(row.text): Next stays closed."
    }
    let labels = problems.compactMap { problem -> String? in
      guard case .field(let id) = problem.control else { return nil }
      return Catalogue.field(id).label
    }
    if labels.count == problems.count, screen != .cluster, let first = problems.first {
      let unique = labels.enumerated().filter { labels.firstIndex(of: $1) == $0 }.map(\.element)
      let count = unique.count == 1 ? "1 field to fix" : "\(unique.count) fields to fix"
      if case .field(let id) = first.control, Catalogue.field(id).screen == screen {
        return "\(count): \(unique.joined(separator: ", "))"
      }
      return first.problem.sentence
    }
    return problems.first?.problem.sentence ?? ""
  }

  private static func certificatesSummary(_ state: WizardState) -> String {
    if state.isUpgrade { return "No certificate is made or changed" }
    let path = PathText.absolute(
      state.answers.certificates.directory, paths: state.options.paths)
    let place = PathText.shortened(path, paths: state.options.paths)
    let all = CertificatePlan.neededFiles.count
    switch state.answers.certificates.source {
    case .builtIn, .step, .stepInDocker:
      return "\(CertificatePlan.files.count) files are made in \(place) after you confirm"
    case .files, .existingRoot:
      let missing = all - (state.facts.given.value?.inPlace.count ?? 0)
      if missing == 0 { return "Linkerd accepts your files, and Helm gets them as they are" }
      let count = missing == 1 ? "1 file is" : "\(missing) files are"
      return "\(count) written to \(place) after you confirm"
    }
  }

  private static func summary(of screen: ScreenID, _ state: WizardState) -> String {
    switch screen {
    case .cluster: return ClusterChecks.summary(state.checkRows)
    case .certificates: return certificatesSummary(state)
    case .controlPlane: return controlPlaneSummary(state)
    case .namespaces: return namespacesSummary(state)
    case .review: return "Tab to Install, then Enter. Esc keeps your answers."
    case .install: return ""
    }
  }

  private static func controlPlaneSummary(_ state: WizardState) -> String {
    let warnings = Catalogue.fields(on: .controlPlane, of: state)
      .flatMap { state.problems(of: $0.id) }.count { $0.severity == .warning }
    switch warnings {
    case 0: return "Everything here fits this cluster"
    case 1: return "1 warning: read it before you go on"
    default: return "\(warnings) warnings: read them before you go on"
    }
  }

  private static func namespacesSummary(_ state: WizardState) -> String {
    let totals = state.namespaceTotals
    if totals.chosen == 0 {
      return state.isUpgrade
        ? "None selected: what is meshed already stays so"
        : "None selected: Linkerd is installed, nothing is meshed"
    }
    var parts = ["\(totals.chosen) selected", "\(totals.pods) pod" + (totals.pods == 1 ? "" : "s")]
    if totals.created > 0 {
      parts.append(
        totals.created == 1 ? "1 namespace to create" : "\(totals.created) namespaces to create")
    }
    return parts.joined(separator: " · ")
  }

  private static func of(_ run: RunProgress, _ state: WizardState) -> Span {
    if run.failedItem != nil {
      return Span("Retry does this step again; what was done before stays.", .body)
    }
    switch run.stop {
    case .afterThisCommand: return Span("Stopping after this command …", .warn)
    case .now: return Span("Stopping now …", .warn)
    case .keepGoing: break
    }
    guard let place = run.runningItem, case .running(let since) = run.items[place].state else {
      return Span("Cluster and files are checked against the plan once more …")
    }
    let item = run.plan.items[place]
    guard run.waitsForPods(at: place) else { return Span(item.explanation) }
    let waiting = PodDiagnosis.waitingSentence(run.pods)
    let seconds = item.awaitedWorkload == nil ? state.waitSeconds : item.rolloutSeconds
    let left = seconds.map { $0 - state.now.seconds(since: since) } ?? 0
    let who = item.awaitedWorkload == nil ? "Helm" : "kubectl"
    let limit = left > 0 ? "\(who) gives up in \(ClockText.of(seconds: left))." : ""
    return Span([waiting, limit].filter { !$0.isEmpty }.joined(separator: " "))
  }

  private static func of(_ outcome: Outcome) -> Span {
    switch outcome.kind {
    case .installed where outcome.run.plan.isUndo: Span("Everything finished.")
    case .installed:
      Span("Everything finished. No secret is in answers.yaml, install.sh, install.log.")
    case .failed(let problem): Span(problem.sentence, .bad)
    case .stopped: Span("Stopped. What was done so far stays as it is.", .warn)
    }
  }
}

extension WizardState {
  /// How long Helm waits, in seconds; nil where the answer can't be read.
  fileprivate var waitSeconds: Int64? {
    guard case .success(let lifetime) = Lifetime.parse(answers.controlPlane.wait) else {
      return nil
    }
    return lifetime.seconds
  }
}
