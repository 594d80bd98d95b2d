import Glibc
import MeshCertificates
import Planning
import Synchronization
import TestSupport
import Testing
import Wizard

@testable import HostEffects

/// What a run writes down, and what a later start reads from it.
@Suite struct JournalTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func plan(_ ids: [String]) throws -> Plan {
    let host = try FakeHost()
    return try RunTests().plan(
      host,
      ids.map { id in
        PlanItem(
          id: id, purpose: "test", explanation: "A test.",
          action: .command(
            Command(tool: host.kubectl, arguments: ["version"], timeout: 5)))
      })
  }

  private func journal(_ plan: Plan) throws -> (run: String, journal: Journal) {
    let run = try made("runs/1")
    return (run, try Journal(in: run, of: plan, clock: { FakeHost.now }))
  }

  private func made(_ name: String) throws -> String {
    try ProtectedDirectory.make("\(folder.path)/\(name)")
    return "\(folder.path)/\(name)"
  }

  private func read(_ run: String) throws -> PastRun { try #require(RunHistory.run(in: run)) }

  @Test func aRunThatIsUnderWayIsTold() throws {
    let plan = try plan(["a", "b"])
    let (run, journal) = try journal(plan)
    try journal.begin(plan.items[0])
    let past = try read(run)
    #expect(past.beginning.digest == plan.digest && past.beginning.items == ["a", "b"])
    #expect(past.beginning.cluster == plan.cluster)
    #expect(past.standing == .underWay)
    #expect(mode(of: "\(run)/journal.jsonl") == 0o600)
    #expect(!journal.isComplete)
  }

  @Test func whatIsDoneIsTold() throws {
    let plan = try plan(["a", "b"])
    let (run, journal) = try journal(plan)
    let note = CertificateNote(
      path: "/c/ca.crt", name: "root", notAfter: FakeHost.now, fingerprint: "0a1b")
    try journal.begin(plan.items[0])
    try journal.end(plan.items[0], .done(.certificates([note])))
    try journal.begin(plan.items[1])
    try journal.end(plan.items[1], .done(.none))
    let past = try read(run)
    #expect(past.standing == .finished && past.doneItems == 2 && journal.isComplete)
    #expect(past.steps[0].step == .ended(.done(certificates: ["/c/ca.crt": "0a1b"])))
  }

  /// A wizard that is gone: another process, with the number of one that has ended.
  private func asLeftBehind(_ run: String) throws { try Self.leaveBehind(run) }

  /// Writes into a run's journal that another process, which has ended, was at it.
  static func leaveBehind(_ run: String) throws {
    let path = "\(run)/journal.jsonl"
    let text = String(decoding: try FileBytes.read(path, limit: 1 << 20), as: UTF8.self)
    let own = #""pid":\#(getpid()),"#
    try #require(text.contains(own))
    let changed = text.replacing(own, with: #""pid":1,"#)
    unlink(path)
    try ProtectedFile.create(path: path, bytes: Array(changed.utf8), mode: 0o600)
  }

  @Test func aWizardThatIsGoneHasLeftItsItemInTheMiddle() throws {
    let plan = try plan(["a", "b"])
    let (run, journal) = try journal(plan)
    try journal.begin(plan.items[0])
    try journal.end(plan.items[0], .done(.none))
    try journal.begin(plan.items[1])
    journal.noteChild(getpid())
    try asLeftBehind(run)
    let past = try read(run)
    #expect(past.standing == .cutOff(item: "b"))
    guard case .cutOff(let child?) = past.steps[1].step else {
      Issue.record("no child: \(past.steps[1].step)")
      return
    }
    // The test's own process, so that it is there.
    #expect(child.startTicks == ProcessMark.own.startTicks)
  }

  /// Whoever stops after a command has nothing cut off.
  @Test func aRunThatEndedBetweenTwoItemsWasLeftOff() throws {
    let plan = try plan(["a", "b"])
    let (run, journal) = try journal(plan)
    try journal.begin(plan.items[0])
    try journal.end(plan.items[0], .done(.none))
    try asLeftBehind(run)
    #expect(try read(run).standing == .leftOff(before: "b"))
  }

  @Test func whatFailedOrWasStoppedIsTold() throws {
    let plan = try plan(["a"])
    let (run, journal) = try journal(plan)
    try journal.begin(plan.items[0])
    try journal.end(plan.items[0], .failed(Problem("x", "It broke.", remedy: "Mend."), .none))
    try asLeftBehind(run)
    #expect(try read(run).standing == .failed(item: "a", sentence: "It broke."))
    try journal.begin(plan.items[0])
    // The file was replaced, so what was written since then is not in it.
    #expect(try read(run).standing == .failed(item: "a", sentence: "It broke."))
  }

  /// Of any beginning of the file, cut at any byte, no more is told than what was written whole.
  @Test func aJournalThatWasCutOffAnywhereIsStillRead() throws {
    let plan = try plan(["a", "b"])
    let (run, journal) = try journal(plan)
    for item in plan.items {
      try journal.begin(item)
      try journal.end(item, .done(.none))
    }
    let bytes = try FileBytes.read("\(run)/journal.jsonl", limit: 1 << 20)
    var mostDone = 0
    for count in 0...bytes.count {
      let cut = try made("cut-\(count)")
      try ProtectedFile.create(
        path: "\(cut)/journal.jsonl", bytes: Array(bytes.prefix(count)), mode: 0o600)
      guard let past = RunHistory.run(in: cut) else {
        #expect(!bytes.prefix(count).contains(10))
        continue
      }
      #expect(past.doneItems >= mostDone)
      mostDone = past.doneItems
    }
    #expect(mostDone == 2)
  }

  @Test func aJournalIsNeverWrittenOver() throws {
    let plan = try plan(["a"])
    let (run, _) = try journal(plan)
    #expect(throws: FileProblem.self) {
      _ = try Journal(in: run, of: plan, clock: { FakeHost.now })
    }
  }

  @Test func itHoldsNoKeyAndNoInput() throws {
    let plan = try plan(["a"])
    let (run, journal) = try journal(plan)
    try journal.begin(plan.items[0])
    let text = String(
      decoding: try FileBytes.read("\(run)/journal.jsonl", limit: 1 << 20), as: UTF8.self)
    #expect(text.split(separator: "\n").count == 2)
    #expect(!text.contains("version"), "no arguments: they are in the plan beside it")
  }

  @Test func anItemThatCanNotBeWrittenDownIsNotDone() async throws {
    let host = try FakeHost(kubectl: RunTests.cluster, helm: RunTests.noReleases)
    let plan = try RunTests().plan(
      host,
      [
        PlanItem(
          id: "a", purpose: "test", explanation: "A test.",
          action: .command(Command(tool: host.kubectl, arguments: ["never"], timeout: 5)))
      ])
    let file = open("/dev/full", O_WRONLY | O_CLOEXEC)
    try #require(file >= 0)
    let full = Journal(file: file, path: "/dev/full", of: plan, clock: { FakeHost.now })
    host.interpreter.journal.withLock { $0 = full }
    let report = await host.report(of: .carryOut(plan.items[0], plan))
    guard case .itemFinished(.failed(let problem, _)) = report else {
      Issue.record("\(String(describing: report))")
      return
    }
    #expect(problem.code == "file-disk-full")
    #expect(!host.trace.contains { $0.contains("never") })
  }

  @Test func oneClusterIsHeldByOneProcess() throws {
    let cluster = ClusterIdentity(
      context: "demo", server: "https://s", uid: "u-1", authority: nil, kubeconfig: nil)
    var first: ClusterHold? = try ClusterHold.take(cluster, in: folder.path, now: FakeHost.now)
    #expect(first != nil)
    var renamed = cluster
    renamed.context = "another-name"
    let problem = #expect(throws: Problem.self) {
      _ = try ClusterHold.take(renamed, in: folder.path, now: FakeHost.now)
    }
    #expect(problem?.code == "cluster-held")
    #expect(problem?.sentence.contains("process \(getpid()), since 2026-") == true)
    var other = cluster
    other.uid = "u-2"
    _ = try ClusterHold.take(other, in: folder.path, now: FakeHost.now)
    first = nil
    _ = try ClusterHold.take(cluster, in: folder.path, now: FakeHost.now)
  }

  @Test func aClusterThatIsHeldIsNotWorkedOn() async throws {
    let host = try FakeHost(kubectl: RunTests.cluster, helm: RunTests.noReleases)
    let plan = try RunTests().plan(host)
    let state = host.interpreter.settings.folders.state
    let other = try ClusterHold.take(plan.cluster, in: state, now: FakeHost.now)
    let refused = await host.report(of: .beginRun(plan, Answers()))
    guard case .runBegan(.failure(let problem)) = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(problem.code == "cluster-held")
    #expect(try RunHistory.runs(in: state).isEmpty)
    withExtendedLifetime(other) {}
  }

  @Test func aClusterIsLetGoOnceEverythingIsDone() async throws {
    let host = try FakeHost(
      kubectl: RunTests.cluster + branch("'version'", prints: "fine"), helm: RunTests.noReleases)
    let item = PlanItem(
      id: "a", purpose: "test", explanation: "A test.",
      action: .command(Command(tool: host.kubectl, arguments: ["version"], timeout: 5)))
    let plan = try RunTests().plan(host, [item])
    let state = host.interpreter.settings.folders.state
    _ = await host.report(of: .beginRun(plan, Answers()))
    #expect(throws: Problem.self) {
      _ = try ClusterHold.take(plan.cluster, in: state, now: FakeHost.now)
    }
    _ = await host.reports(of: .carryOut(item, plan), id: 2)
    _ = try ClusterHold.take(plan.cluster, in: state, now: FakeHost.now)
    let runs = try RunHistory.runs(in: state)
    #expect(runs.map(\.standing) == [.finished])
    #expect(runs.first?.beginning.digest == plan.digest)
  }

  @Test func thePlanBesideTheJournalIsTheOneThatWasConfirmed() async throws {
    let host = try FakeHost(kubectl: RunTests.cluster, helm: RunTests.noReleases)
    let command = Command(
      tool: host.kubectl, arguments: ["apply"], environment: ["A": "b"], input: "x: y\n",
      timeout: 5, tolerated: .alreadyExists)
    let check = MeshCheck(
      namespace: "linkerd", meshedNamespaces: ["a"], anchorCertificatePath: "/c")
    let plan = try RunTests().plan(
      host,
      [
        PlanItem(id: "a", purpose: "p", explanation: "E.", action: .command(command)),
        PlanItem(id: "b", purpose: "p", explanation: "E.", action: .verify(check)),
      ])
    _ = await host.report(of: .beginRun(plan, Answers()))
    let runs = try RunHistory.runs(in: host.interpreter.settings.folders.state)
    let run = try #require(runs.first)
    let bytes = try FileBytes.read(run.directory + "/plan.json", limit: 1 << 20)
    let stored = try ToolAnswer.decode(Plan.self, from: bytes)
    #expect(stored == plan)
    #expect(stored.digest == run.beginning.digest)
  }

  @Test func aProcessIsToldFromALaterOneWithItsNumber() {
    #expect(ProcessMark.own.isRunning)
    var earlier = ProcessMark.own
    earlier.startTicks = earlier.startTicks.map { $0 - 1 }
    #expect(!earlier.isRunning)
    var otherBoot = ProcessMark.own
    otherBoot.boot = "x"
    #expect(!otherBoot.isRunning)
    #expect(!ProcessMark(pid: Int32.max).isRunning)
  }

  /// A disk that is full in the middle of a line leaves no half of it, and every line that comes later
  /// is one of its own.
  @Test(.enabled(if: SmallDisk.isPermitted, "\(SmallDisk.isMissing)"))
  func aFullDiskLeavesNoHalfLine() throws {
    let disk = try #require(SmallDisk("\(folder.path)/disk", kilobytes: 64))
    let plan = try plan(["a", "b"])
    let run = "\(disk.path)/run"
    try ProtectedDirectory.make(run)
    let journal = try Journal(in: run, of: plan, clock: { FakeHost.now })
    disk.fill(leaving: 0)
    var written = 0
    let problem = #expect(throws: FileProblem.self) {
      while written < 10_000 {
        try journal.begin(plan.items[0])
        written += 1
      }
    }
    #expect(problem?.code == .full)
    disk.makeRoom()
    try journal.end(plan.items[0], .done(.none))
    try journal.begin(plan.items[1])
    let bytes = try FileBytes.read("\(run)/journal.jsonl", limit: 1 << 20)
    // More than a page, so that the line that failed began in it.
    #expect(bytes.count > 4096)
    let lines = bytes.split(separator: 10)
    let entries = lines.compactMap { try? ToolAnswer.decode(JournalEntry.self, from: Array($0)) }
    #expect(entries.count == lines.count && lines.count == written + 3)
    #expect(entries.last?.event == .itemStarted("b"))
  }

  /// The runner only goes on when an item is done, so a later beginning tells the end that got lost.
  @Test func anEndThatGotLostIsToldByTheNextBeginning() throws {
    let plan = try plan(["a", "b"])
    let (run, journal) = try journal(plan)
    try journal.begin(plan.items[0])
    try journal.begin(plan.items[1])
    try asLeftBehind(run)
    let past = try read(run)
    #expect(past.pastSteps["a"] == .done && past.standing == .cutOff(item: "b"))
  }

  @Test func whatWasFoundThereIsTold() throws {
    let plan = try plan(["a"])
    let (run, journal) = try journal(plan)
    try journal.begin(plan.items[0])
    try journal.end(plan.items[0], .done(.foundThere))
    let past = try read(run)
    #expect(past.foundThere == ["a"] && past.standing == .finished)
    // One that was begun before has made it itself, and was cut off before it could be told.
    let other = try made("runs/2")
    let again = try Journal(in: other, of: plan, clock: { FakeHost.now })
    try again.begin(plan.items[0])
    try again.begin(plan.items[0])
    try again.end(plan.items[0], .done(.foundThere))
    #expect(try read(other).foundThere == [])
  }

  /// What a run has left on the cluster is a later one's, too, until that is taken back.
  @Test func aRunIsFollowedByALaterOneUntilThatIsTakenBack() throws {
    let plan = try plan(["a"])
    func finished(_ name: String, _ plan: Plan) throws {
      let journal = try Journal(
        in: try made("runs/\(name)"), of: plan, clock: { FakeHost.now })
      try journal.begin(plan.items[0])
      try journal.end(plan.items[0], .done(.none))
    }
    try finished("1", plan)
    var other = plan
    other.cluster.uid = "u-2"
    try finished("2", other)
    try finished("3", plan)
    var runs = try RunHistory.runs(in: folder.path)
    func later(than name: String) throws -> [String] {
      let run = try #require(runs.first { $0.name == name })
      return RunHistory.later(than: run, among: runs).map(\.name)
    }
    #expect(try later(than: "1") == ["3"] && later(than: "2") == [] && later(than: "3") == [])
    var undo = plan
    undo.undoes = "3"
    try finished("4", undo)
    runs = try RunHistory.runs(in: folder.path)
    #expect(runs.filter { $0.isUndone(in: runs) }.map(\.name) == ["3"])
    #expect(try later(than: "1") == [])
    #expect(try RunHistory.unfinished(in: folder.path).isEmpty)
  }
}
