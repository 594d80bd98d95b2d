import Diagnosis
import Planning

extension Reduction {
  /// Starts the items where the run's directory is made; goes back to Review where cluster or
  /// files are no longer what the plan was built on.
  mutating func takeBeginning(_ result: Result<RunRecord, Problem>) {
    guard case .running(var run) = state.phase else { return }
    switch result {
    case .success(let record):
      run.record = record
      if run.isOfPastRun, let answers = state.interruption?.run.answers { state.answers = answers }
      state.phase = .running(run)
      carryOutNext()
    case .failure(let problem) where run.isOfPastRun: leaveWay(problem)
    case .failure where run.stop != .keepGoing: end(run, as: .stopped)
    case .failure(let problem):
      state.dialog = nil
      state.phase = .asking(.review)
      state.focus = .list(.review)
      state.plan = nil
      state.lastPlan = nil
      forget(FactSlot.allCases)
      state.notice = Notice(.failed, problem.sentence + " " + problem.remedy)
    }
  }

  /// Starts the next waiting item, or ends the run where there is none or the person wants to stop.
  private mutating func carryOutNext() {
    guard case .running(var run) = state.phase else { return }
    guard let place = run.items.firstIndex(where: { $0.state == .waiting }) else {
      return end(run, as: .installed)
    }
    if run.stop != .keepGoing { return end(run, as: .stopped) }
    let item = run.plan.items[place]
    run.items[place].state = .running(since: state.now)
    run.items[place].firstLine = run.output.end
    run.current = request(.carryOut(item, run.plan))
    state.phase = .running(run)
    watchPods(of: item, run.plan)
  }

  /// Takes in how the running item ended.
  mutating func takeItemEnd(_ outcome: ItemOutcome, of id: EffectID) {
    guard case .running(var run) = state.phase, run.current == id, let place = run.runningItem,
      case .running(let since) = run.items[place].state
    else { return }
    let seconds = max(state.now.seconds(since: since), 0)
    run.current = nil
    switch outcome {
    case .done(let detail):
      run.items[place].state = .done(seconds: seconds)
      run.keep(detail)
    case .failed(let problem, let detail):
      run.items[place].state = .failed(run.explained(problem, at: place), seconds: seconds)
      run.keep(detail)
    case .cancelled:
      run.items[place].state = .stopped(seconds: seconds)
    }
    state.phase = .running(run)
    stopWatchingPods()
    switch outcome {
    case .done: carryOutNext()
    case .failed:
      if case .confirmStop = state.dialog { state.dialog = nil }
      if run.stop == .keepGoing {
        state.focus = .button(.retry)
      } else {
        endAfterFailure()
      }
    case .cancelled: end(run, as: .stopped)
    }
  }

  /// Ends a run whose item has failed, for a person who wants out; a command that failed because it
  /// was told to stop did not fail by itself.
  private mutating func endAfterFailure() {
    guard case .running(let run) = state.phase, let place = run.failedItem,
      case .failed(let problem, _) = run.items[place].state
    else { return }
    end(run, as: run.stop == .now ? .stopped : .failed(problem))
  }

  private mutating func end(_ run: RunProgress, as kind: Outcome.Kind) {
    var run = run
    run.endedAt = state.now
    state.dialog = nil
    state.phase = .finished(Outcome(kind: kind, run: run))
    state.focus = .list(.closing)
    if state.closingRows.isEmpty { state.focus = .button(.finish) }
  }

  /// Does the failed item once more.
  mutating func retry() {
    guard case .running(var run) = state.phase, let place = run.failedItem else { return }
    run.items[place].state = .waiting
    run.pods = []
    run.stop = .keepGoing
    run.isFollowing = true
    state.phase = .running(run)
    state.focus = .list(.output)
    carryOutNext()
  }

  /// Takes in what the person wants after `^C`.
  mutating func answerStopping(_ choice: StopChoice) {
    guard case .running(var run) = state.phase else { return }
    if case .confirmStop = state.dialog { state.dialog = nil }
    run.stop = choice
    state.phase = .running(run)
    switch choice {
    case .keepGoing: break
    case .afterThisCommand, .now:
      if run.failedItem != nil { return endAfterFailure() }
      if choice == .now, let current = run.current ?? beginning { request(.cancel(current)) }
    }
  }

  /// The effect that lets the run begin; nil when it has.
  private var beginning: EffectID? {
    state.pending.first { $0.value.beginsRun }?.key
  }

  /// Opens the commands that undo what was done so far.
  mutating func showUndo() {
    guard let run = state.run else { return }
    if run.plan.isUndo {
      return read(
        title: "How to undo what was done",
        lines: ["This takes an install back. To have it again, install once more."])
    }
    let lines = run.undoText
    read(
      title: "How to undo what was done",
      lines: lines.isEmpty ? ["Nothing was done, so there is nothing to undo."] : lines)
  }

  private mutating func watchPods(of item: PlanItem, _ plan: Plan) {
    guard let namespace = plan.podNamespace(of: item), let target = plan.probeTarget,
      state.run != nil
    else { return }
    let watch = request(
      .watchPods(namespace: namespace, workload: item.awaitedWorkload, target))
    state.run?.podWatch = watch
    state.run?.pods = []
  }

  private mutating func stopWatchingPods() {
    guard let watch = state.run?.podWatch else { return }
    state.run?.podWatch = nil
    if state.pending[watch] != nil { request(.cancel(watch)) }
  }

  /// Switches between keeping the newest output in view and standing still.
  mutating func toggleFollowing() {
    guard var run = state.run else { return }
    run.isFollowing.toggle()
    if !run.isFollowing { run.outputTop = run.output.end }
    state.run = run
  }

  /// Goes to the next line of output that holds the text that is looked for.
  mutating func find(forward: Bool, fromTop: Bool = false) {
    guard var run = state.run, !run.find.isEmpty else { return }
    let lines = run.output.lines.enumerated().filter { $1.containsText(run.find) }
      .map { $0.offset + run.output.first }
    let here = fromTop ? -1 : (run.isFollowing ? run.output.end : run.outputTop)
    let found = forward ? lines.first { $0 > here } : lines.last { $0 < here }
    guard let line = found ?? (forward ? lines.first : lines.last) else {
      state.notice = Notice(.warning, "“\(run.find)” isn't in the output.")
      return
    }
    run.isFollowing = false
    run.outputTop = line
    state.run = run
  }
}

extension RunProgress {
  /// Keeps what an item told beside its output.
  mutating func keep(_ detail: ItemDetail) {
    switch detail {
    case .none, .foundThere: break
    case .certificates(let notes): certificates = notes
    case .proof(let rows): proof = rows
    }
  }
}

extension Effect {
  /// Whether a run begins or goes on by it.
  var beginsRun: Bool {
    switch self {
    case .beginRun, .resumeRun, .beginUndo: true
    default: false
    }
  }
}

extension Plan {
  /// The plan's cluster, and what it is asked with; nil in a plan without kubectl.
  package var probeTarget: ProbeTarget? {
    tools.first { $0.name == .kubectl }.map { kubectl in
      ProbeTarget(
        context: cluster.context, kubectl: kubectl, helm: tools.first { $0.name == .helm })
    }
  }

  /// The control plane's namespace, as the proof at the end knows it.
  var controlPlaneNamespace: String {
    for item in items {
      if case .verify(let check) = item.action { return check.namespace }
    }
    return "linkerd"
  }

  /// The namespace of the pods that an item's command waits for; nil where it waits for none.
  func podNamespace(of item: PlanItem) -> String? {
    switch item.id {
    case PlanBuilder.controlPlaneID: controlPlaneNamespace
    case PlanBuilder.pluginID: pluginNamespace
    default: item.awaitedWorkload?.namespace
    }
  }
}
