import Planning
import Synchronization
import Wizard

// What is done about a run that was left in the middle.
extension EffectInterpreter {
  /// The newest run of a cluster, where it was left in the middle; `context` is that of the clusters
  /// that count, nil for all. Throws `Problem` where it can't be read.
  func interruptedRun(context: String?) throws -> InterruptedRun? {
    let runs = try RunHistory.unfinished(in: settings.folders.state).filter { run in
      let cluster = run.beginning.cluster
      return cluster.kubeconfig == settings.kubeconfig
        && (context == nil || cluster.context == context)
    }
    return try runs.first.map(stored)
  }

  /// The run with its plan and its answers. Throws `Problem`.
  func stored(_ run: PastRun) throws(Problem) -> InterruptedRun {
    try StoredRun.read(run, paths: settings.folders.hostPaths, now: settings.clock())
  }

  /// How a run goes on. Throws `Problem` where that can't be found out.
  func examine(_ run: InterruptedRun, _ id: EffectID) async throws -> Continuation {
    try await RunExamination(runner, run).continuation { self.report(id, .told($0)) }
  }

  /// Goes on with a run that was left in the middle, as it was shown.
  ///
  /// Throws `Problem`: `plan-outdated` where the cluster isn't any more as it was when that was shown,
  /// `cluster-held` where another wizard works on it.
  func resumeRun(_ run: InterruptedRun, _ way: Continuation) async throws -> RunRecord {
    hold.withLock { $0 = nil }
    let hold = try ClusterHold.take(
      run.plan.cluster, in: settings.folders.state, now: settings.clock())
    // What the journal tells now counts: another wizard can have gone on with it meanwhile.
    guard let past = RunHistory.run(in: run.record.directory) else { throw Self.outdated }
    let fresh = try stored(past)
    guard try await RunExamination(runner, fresh).continuation() == way else { throw Self.outdated }
    usedFiles.remember(way.plan)
    if let recipe = way.plan.certificates { usedFiles.remember(recipe) }
    let journal = try Journal(goingOn: way, after: past, clock: settings.clock)
    let log = try RunLog(path: run.record.logPath)
    log.note("\n# linkerd-wizard goes on, plan \(way.plan.digest)")
    begin(hold, journal, log)
    return run.record
  }

  /// How a run is taken back. Throws `Problem` where that can't be found out.
  func planUndo(
    _ run: InterruptedRun, _ removesCertificates: Bool, _ id: EffectID
  ) async throws -> UndoPlan {
    try await RunExamination(runner, run)
      .undo(removesCertificates: removesCertificates) { self.report(id, .told($0)) }
  }

  /// Begins to take a run back, as it was shown, in a directory of its own. Throws as `resumeRun` does.
  func beginUndo(
    _ run: InterruptedRun, _ way: UndoPlan, _ removesCertificates: Bool
  ) async throws -> RunRecord {
    hold.withLock { $0 = nil }
    let hold = try ClusterHold.take(
      run.plan.cluster, in: settings.folders.state, now: settings.clock())
    let fresh = try await RunExamination(runner, run).undo(removesCertificates: removesCertificates)
    guard fresh == way else { throw Self.outdated }
    return try makeRun(
      way.plan, run.answers, hold,
      note: "# linkerd-wizard takes back \(run.name), plan \(way.plan.digest)")
  }

  /// Two Helms at once would each undo what the other does. Throws `Problem` where a program of an
  /// earlier run still works on the cluster.
  func refuseBesideEarlier(_ cluster: ClusterIdentity) throws(Problem) {
    let running = RunChildren.running(on: cluster, in: settings.folders.state)
    guard let first = running.first else { return }
    throw Problem(
      "cluster-held",
      "A program of an earlier run still works on the cluster of the context \(cluster.context) "
        + "(process \(first.pid)). Nothing was changed.",
      remedy: "Let it end, or end it: kill -INT \(first.pid). Then look at the plan again.")
  }

  /// From now on items are written down, and others kept from the cluster.
  func begin(_ hold: ClusterHold, _ journal: Journal, _ log: RunLog) {
    self.log.withLock { $0 = log }
    self.journal.withLock { $0 = journal }
    self.hold.withLock { $0 = hold }
  }

  private static var outdated: Problem {
    Problem(
      "plan-outdated", "The cluster isn't any more as it was when this was shown.",
      remedy: "Nothing was changed. Look at it once more, then confirm.")
  }
}
