import Diagnosis
import Planning

extension Reduction {
  /// Builds the plan anew where Review is open and something that decides it has changed.
  mutating func keepPlanCurrent() {
    guard case .asking(.review) = state.phase else { return }
    switch state.planResult {
    case .ready(let plan):
      state.plan = plan
      state.lastPlan = plan
    case .waiting, .blocked: state.plan = nil
    }
  }

  /// Takes in what is done on Review and during the run.
  mutating func takeReviewAndRun(_ event: UserEvent) {
    switch event {
    case .installConfirmed(let digest): confirm(digest)
    case .resumeOpened: examineInterruption(for: .resume)
    case .undoOpened: examineInterruption(for: .undo)
    case .wayConfirmed(let digest): confirmWay(digest)
    case .previewOpened: openPreview()
    case .scriptSavingOpened:
      guard state.canSaveScript else { return }
      state.dialog = .asking(.init(purpose: .scriptPath, text: "./install-linkerd.sh"))
    case .scriptSaved(let path): saveScript(path)
    case .logSavingOpened:
      guard state.run?.record != nil else { return }
      state.dialog = .asking(.init(purpose: .logPath, text: "./linkerd-install.log"))
    case .logSaved(let path): saveLog(path)
    case .logOpened: openLog()
    case .followToggled: toggleFollowing()
    case .findOpened:
      guard state.run != nil else { return }
      state.dialog = .asking(.init(purpose: .find, text: state.run?.find ?? ""))
    case .foundNext: find(forward: true)
    case .foundPrevious: find(forward: false)
    case .stopAnswered(let choice): answerStopping(choice)
    default: break
    }
  }

  /// Opens the row under the cursor: a screen to change, an item or a step to read.
  mutating func openDetail() {
    guard case .list(let list) = state.focus else { return }
    let cursor = state.cursor(of: list)
    switch list {
    case .checks:
      let rows = state.checkRows
      guard rows.indices.contains(cursor) else { return }
      read(title: rows[cursor].text, lines: rows[cursor].fullText)
    case .review:
      let rows = state.reviewRows
      guard rows.indices.contains(cursor) else { return }
      switch rows[cursor] {
      case .screen(let screen, _): open(screen)
      case .item(let item):
        read(title: item.purpose, lines: [item.explanation, ""] + item.detailLines)
      }
    case .closing:
      let rows = state.closingRows
      guard rows.indices.contains(cursor) else { return }
      read(title: rows[cursor].title, lines: rows[cursor].lines)
    case .output: readOutput()
    case .namespaces: break
    }
  }

  /// Opens a page of text.
  mutating func read(title: String, lines: [String]) {
    state.dialog = .reading(Dialog.Reading(title: title, lines: lines))
  }

  /// Presses Install: confirms exactly the plan that is shown.
  mutating func confirmShownPlan() {
    switch state.readiness(of: .review) {
    case .ready: if let plan = state.plan { confirm(plan.digest) }
    case .waiting(let reason): state.notice = Notice(.warning, reason)
    case .blocked(let problems):
      if let problem = problems.first?.problem {
        state.notice = Notice(.failed, problem.sentence + " " + problem.remedy)
      }
    }
  }

  /// The only door to anything that changes: opens for the plan that is shown now, and no other.
  private mutating func confirm(_ digest: String) {
    guard case .asking(.review) = state.phase else { return }
    guard let reviewed = state.plan, reviewed.digest == digest,
      state.readiness(of: .review) == .ready
    else {
      state.notice = Notice(
        .warning, "The plan has changed since it was shown. Read it again, then confirm.")
      return
    }
    state.dialog = nil
    forgetPreview()
    state.phase = .running(
      RunProgress(plan: reviewed.plan, digest: digest, startedAt: state.now))
    state.focus = .list(.output)
    request(.beginRun(reviewed.plan, state.answersForRecord))
  }

  /// Opens the newest lines of the log, and says where all of it is.
  private mutating func openLog() {
    guard let run = state.run, let record = run.record else { return }
    read(
      title: "The log",
      lines: [
        "It holds no secret, and only you can read it. All of it, in another terminal or later:",
        "", "  less \(ShellQuoting.quote(record.logPath))", "",
      ] + run.output.lines.suffix(Self.readableLines))
  }

  /// Opens the output from the top of what is in view; its end while that is followed. What went
  /// wrong stands above it, where that is known: the page behind may have no room for all of it.
  private mutating func readOutput() {
    guard let run = state.run else { return }
    let reason = run.reasonLines
    guard !run.output.lines.isEmpty || !reason.isEmpty else { return }
    let lines =
      run.isFollowing
      ? run.output.lines.suffix(Self.readableLines)
      : run.output.lines(from: run.outputTop, to: run.outputTop + Self.readableLines)
    let scroll = run.isFollowing && reason.isEmpty ? Self.beyondAnyPage : 0
    state.dialog = .reading(
      Dialog.Reading(title: "Output", lines: reason + lines, scroll: scroll))
  }

  /// How many lines of output a page holds: all of them are laid out whenever it is drawn.
  private static let readableLines = 1000
  /// A line that no page has: whoever shows the page shows its end.
  private static let beyondAnyPage = 1_000_000

  private mutating func saveScript(_ path: String) {
    guard let plan = state.run?.plan ?? state.plan?.plan, !path.isEmpty else { return }
    state.dialog = nil
    request(.saveScript(plan, path: PathText.absolute(path, paths: state.options.paths)))
  }

  private mutating func saveLog(_ path: String) {
    guard let record = state.run?.record, !path.isEmpty else { return }
    state.dialog = nil
    request(.saveLog(record, path: PathText.absolute(path, paths: state.options.paths)))
  }
}

extension WizardState {
  /// The answers as a run keeps them: with the context, the version and the places that were really
  /// used, since the file lies elsewhere and may be read from any directory.
  var answersForRecord: Answers {
    var record = answers.withAbsolutePaths(options.paths)
    record.context = context?.name ?? answers.context
    if let version = chosenVersion { record.controlPlane.version = version.version }
    return record
  }
}

extension CheckRow {
  /// The row with everything that it has to say, line by line.
  var fullText: [String] {
    [note, reason, remedy].filter { !$0.isEmpty }.flatMap { $0.splitLines + [""] }.dropLast()
  }
}

extension String {
  /// The text's lines.
  var splitLines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
