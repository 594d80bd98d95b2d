import Glibc
import MeshCertificates
import Planning
import Synchronization
import Testing
import Wizard

@testable import HostEffects

/// What a later start finds of a run, and how it goes on there.
@Suite struct InterruptedRunTests {
  /// A host whose cluster has those releases of Helm's, in JSON.
  private func host(
    list: String = "[]", history: String = "[]", kubectl: String = "", helm: String = ""
  ) throws -> FakeHost {
    try FakeHost(
      kubectl: RunTests.cluster + kubectl,
      helm: branch("'list --kube-context demo'*", prints: list)
        + branch("'history '*", prints: history) + helm)
  }

  func item(_ id: String, _ tool: Tool, _ arguments: [String]) -> PlanItem {
    PlanItem(
      id: id, purpose: "test", explanation: "A test.",
      action: .command(Command(tool: tool, arguments: arguments, timeout: 5)))
  }

  /// A run of two items that was left in the middle of the second one.
  private func left(
    _ host: FakeHost, _ second: PlanItem
  ) async throws -> InterruptedRun {
    let plan = try RunTests().plan(host, [item("a", host.kubectl, ["version"]), second])
    let state = host.interpreter.settings.folders.state
    let directory = try RunDirectory.make(in: state, now: FakeHost.now, digest: plan.digest).path
    try ProtectedFile.create(
      path: "\(directory)/plan.json", bytes: Array(plan.canonicalJSON.utf8), mode: 0o600)
    let journal = try Journal(in: directory, of: plan, clock: { FakeHost.now })
    try journal.begin(plan.items[0])
    try journal.end(plan.items[0], .done(.none))
    try journal.begin(plan.items[1])
    // The wizard is gone.
    try JournalTests.leaveBehind(directory)
    let found = try host.interpreter.interruptedRun(context: "demo")
    return try #require(found)
  }

  private func examine(_ host: FakeHost, _ run: InterruptedRun) async -> Result<
    Continuation, Problem
  >? {
    guard case .runExamined(let result)? = await host.report(of: .examineRun(run)) else {
      return nil
    }
    return result
  }

  @Test func theRunIsFoundWithItsPlan() async throws {
    let host = try host()
    let run = try await left(host, item("b", host.kubectl, ["create"]))
    #expect(run.plan.items.map(\.id) == ["a", "b"] && run.ending == .cutOff)
    #expect(run.steps["a"] == .done && run.firstUndone?.id == "b" && run.doneItems == 1)
    #expect(run.sentence.contains("cut off in the middle of “test”"))
    #expect(try host.interpreter.interruptedRun(context: "other") == nil)
  }

  @Test func aPlanThatWasChangedIsRefused() async throws {
    let host = try host()
    let run = try await left(host, item("b", host.kubectl, ["create"]))
    let path = "\(run.record.directory)/plan.json"
    let text = String(decoding: try FileBytes.read(path, limit: 1 << 20), as: UTF8.self)
    unlink(path)
    try ProtectedFile.create(
      path: path, bytes: Array(text.replacing("create", with: "delete").utf8), mode: 0o600)
    let problem = #expect(throws: Problem.self) {
      _ = try host.interpreter.interruptedRun(context: nil)
    }
    #expect(problem?.code == "stored-plan-changed")
  }

  @Test func itGoesOnInTheSameJournal() async throws {
    let host = try host(kubectl: branch("'create'", prints: "made"))
    let run = try await left(host, item("b", host.kubectl, ["create"]))
    let way = try #require(try await examine(host, run)?.get())
    #expect(way.rest.map(\.id) == ["b"])
    guard case .runBegan(.success(let record))? = await host.report(of: .resumeRun(run, way)) else {
      Issue.record("it did not go on")
      return
    }
    #expect(record == run.record)
    let outcome = await host.reports(of: .carryOut(way.plan.items[1], way.plan), id: 2).last
    #expect(outcome == .itemFinished(.done(.none)))
    let state = host.interpreter.settings.folders.state
    let runs = try RunHistory.runs(in: state)
    #expect(runs.map(\.standing) == [.finished])
    #expect(try RunHistory.unfinished(in: state).isEmpty)
    let log = String(decoding: try FileBytes.read(record.logPath, limit: 1 << 20), as: UTF8.self)
    #expect(log.contains("goes on, plan \(way.plan.digest)") && log.contains("made"))
    #expect(!host.trace.contains("kubectl version"))
  }

  /// What Helm says decides, in the words of Helm 4's `list -o json`.
  @Test func whatHelmLeftPendingIsUninstalledFirst() async throws {
    let list =
      #"[{"name":"linkerd-crds","namespace":"linkerd","revision":"1","updated":"#
      + #""2026-11-20 21:00:10.5 +0100 CET","status":"pending-install","chart":"linkerd-crds-1","#
      + #""app_version":""}]"#
    let host = try host(list: list, history: #"[{"revision":1,"status":"pending-install"}]"#)
    let install = item(
      "crds", host.helm,
      ["upgrade", "--install", "linkerd-crds", "/c.tgz", "--namespace", "linkerd"])
    let way = try #require(try await examine(host, try await left(host, install))?.get())
    #expect(way.rest.map(\.id) == ["repair-linkerd-crds", "crds"])
  }

  @Test func aMomentOfHelmsIsRead() {
    func moment(_ text: String) -> Instant? {
      ListedRelease(
        name: "", namespace: "", revision: "1", status: "", chart: "", appVersion: nil,
        updated: text
      ).updatedAt
    }
    let noon = Instant(iso8601: "2026-11-25T12:00:00Z")
    #expect(moment("2026-11-25 13:00:00.123456789 +0100 CET") == noon)
    #expect(moment("2026-11-25 12:00:00 +0000 UTC") == noon)
    #expect(moment("2026-11-25 06:30:00.5 -0530 -0530") == noon)
    #expect(moment("yesterday") == nil && moment("") == nil)
  }

  @Test func anotherClusterIsNotGoneOnWith() async throws {
    let host = try host()
    var run = try await left(host, item("b", host.kubectl, ["create"]))
    run.plan.cluster.uid = "u-2"
    guard case .failure(let problem)? = await examine(host, run) else {
      Issue.record("it would go on")
      return
    }
    #expect(problem.code == "plan-outdated")
  }

  @Test func whatHasChangedSinceItWasShownIsNotDone() async throws {
    let host = try host()
    let run = try await left(host, item("b", host.kubectl, ["create"]))
    var way = try #require(try await examine(host, run)?.get())
    way.done = ["a", "b"]
    let report = await host.report(of: .resumeRun(run, way))
    guard case .runBegan(.failure(let problem))? = report else {
      Issue.record("\(String(describing: report))")
      return
    }
    #expect(problem.code == "plan-outdated")
    #expect(
      try RunHistory.runs(in: host.interpreter.settings.folders.state).first?.last == run.last)
  }

  /// A program of the run that outlived the wizard is found by its environment, and waited for.
  @Test func whatStillRunsIsWaitedFor() async throws {
    let host = try host()
    let run = try await left(host, item("b", host.kubectl, ["create"]))
    let gate = "\(host.folder.path)/gate"
    #expect(mkfifo(gate, 0o600) == 0)
    // By its name it is one that changes clusters; any other is passed over.
    #expect(symlink("/bin/sh", "\(host.folder.path)/helm2") == 0)
    #expect(rename("\(host.folder.path)/helm", "\(host.folder.path)/helm1") == 0)
    #expect(rename("\(host.folder.path)/helm2", "\(host.folder.path)/helm") == 0)
    let program = ChildProgram(
      path: "\(host.folder.path)/helm", arguments: ["-c", "read line < \(gate)"],
      environment: ["PATH": "/usr/bin:/bin", RunChildren.variable: run.record.directory])
    async let outlived = ChildProcess.collect(program)
    let isFound = await eventually { !RunChildren.running(besides: run.record.directory).isEmpty }
    #expect(isFound)
    let state = host.interpreter.settings.folders.state
    #expect(!RunChildren.running(on: run.plan.cluster, in: state).isEmpty)
    var other = run.plan.cluster
    other.uid = "u-2"
    #expect(RunChildren.running(on: other, in: state).isEmpty)
    #expect(rename("\(host.folder.path)/helm1", "\(host.folder.path)/helm") == 0)
    host.interpreter.start(EffectRequest(id: EffectID(7), effect: .examineRun(run)))
    let told = Mutex<[String]>([])
    let isTold = await eventually {
      for case .host(_, .told(let text)) in host.mailbox.drain() {
        told.withLock { $0.append(text) }
      }
      return told.withLock { !$0.isEmpty }
    }
    #expect(isTold)
    let sentence = told.withLock { $0.first ?? "" }
    #expect(sentence.contains("still works") && sentence.contains("kill -INT "))
    let file = open(gate, O_WRONLY)
    #expect(write(file, "\n", 1) == 1)
    close(file)
    #expect(await outlived.outcome.succeeded)
    guard case .runExamined(.success)? = await host.reports(id: 7).last else {
      Issue.record("it was not examined")
      return
    }
  }

  // MARK: Certificates

  private func recipe(_ directory: String) -> CertificatePlan {
    CertificatePlan(
      directory: directory, anchorName: "root.linkerd.cluster.local",
      issuerName: "identity.linkerd.cluster.local", notBefore: FakeHost.now,
      anchorNotAfter: FakeHost.now.adding(seconds: 86_400 * 3650),
      issuerNotAfter: FakeHost.now.adding(seconds: 86_400 * 365))
  }

  /// Whichever files an attempt came to write, the others are made to fit them.
  @Test(arguments: 0...4)
  func certificatesAreFinishedFromWhatIsThere(count: Int) throws {
    let folder = try TemporaryFolder()
    let whole = recipe("\(folder.path)/whole")
    _ = try CertificateFilesWriter.write(whole, at: FakeHost.now)
    let recipe = recipe("\(folder.path)/half")
    var texts: [String: [UInt8]] = [:]
    mkdir(recipe.directory, 0o700)
    for name in CertificateWriter.order.prefix(count) {
      texts[name] = try FileBytes.read(whole.path(of: name), limit: 1 << 20)
      try ProtectedFile.create(path: recipe.path(of: name), bytes: texts[name] ?? [], mode: 0o600)
    }
    let notes = try CertificateFilesWriter.finish(recipe, at: FakeHost.now)
    if count == 0 {
      #expect(notes == nil)
      return
    }
    #expect(notes?.count == 2)
    for (name, text) in texts {
      #expect(try FileBytes.read(recipe.path(of: name), limit: 1 << 20) == text, "\(name)")
    }
    let judgement = CertificateJudge.judge(
      try CertificateDirectory.read(recipe.directory), at: FakeHost.now.adding(seconds: 60))
    #expect(judgement.findings.filter { $0.severity == .error }.isEmpty)
  }

  @Test func filesOfSomebodyElseAreNotTakenForTheRuns() throws {
    let folder = try TemporaryFolder()
    let recipe = recipe("\(folder.path)/c")
    var other = recipe
    other.issuerName = "identity.linkerd.elsewhere.local"
    _ = try CertificateFilesWriter.write(other, at: FakeHost.now)
    let before = try FileBytes.read(recipe.path(of: "ca.key"), limit: 1 << 20)
    let problem = #expect(throws: Problem.self) {
      _ = try CertificateFilesWriter.finish(recipe, at: FakeHost.now)
    }
    #expect(problem?.code == "certificates-found-differ")
    #expect(try FileBytes.read(recipe.path(of: "ca.key"), limit: 1 << 20) == before)
  }

  @Test func onlyTheRunsOwnFilesAreDeleted() throws {
    let folder = try TemporaryFolder()
    let recipe = recipe("\(folder.path)/c")
    _ = try CertificateFilesWriter.write(recipe, at: FakeHost.now)
    try ProtectedFile.create(path: recipe.directory + "/mine", bytes: [1], mode: 0o600)
    let made = Dictionary(
      uniqueKeysWithValues: try CertificateFilesWriter.finish(recipe, at: FakeHost.now)?.map {
        ($0.path, $0.fingerprint)
      } ?? [])
    #expect(made.count == 2)
    // A key of somebody else's in the place of the run's own.
    let key = recipe.path(of: "ca.key")
    let own = try FileBytes.read(key, limit: 1 << 20)
    unlink(key)
    let other = try FileBytes.read(recipe.path(of: "issuer.key"), limit: 1 << 20)
    try ProtectedFile.create(path: key, bytes: other, mode: 0o600)
    guard case .failed(let problem, _) = CertificateFilesWriter.remove(recipe, made: made) else {
      Issue.record("it was deleted")
      return
    }
    #expect(problem.code == "certificates-changed")
    #expect(try FolderListing.names(in: recipe.directory).count == 5)
    unlink(key)
    try ProtectedFile.create(path: key, bytes: own, mode: 0o600)
    #expect(CertificateFilesWriter.remove(recipe, made: made) == .done(.none))
    #expect(try FolderListing.names(in: recipe.directory) == ["mine"])
    unlink(recipe.directory + "/mine")
    #expect(CertificateFilesWriter.remove(recipe, made: made) == .done(.none))
    #expect(!FileBytes.exists(recipe.directory))
  }

  // MARK: Drafts

  @Test func answersAreKeptAndReadAgain() throws {
    let folder = try TemporaryFolder()
    let folders = WizardFolders(environment: ["HOME": folder.path], working: folder.path)
    #expect(DraftFile.read(folders, now: FakeHost.now) == nil)
    var answers = Answers()
    answers.namespaces = [NamespaceAnswer("shop")]
    answers.certificates.directory = "certs"
    for _ in 0..<2 { try DraftFile.save(answers, folders) }
    let draft = try #require(DraftFile.read(folders, now: FakeHost.now))
    #expect(draft.answers.namespaces == [NamespaceAnswer("shop")])
    // The next wizard may be started elsewhere.
    #expect(draft.answers.certificates.directory == folder.path + "/certs")
    #expect(mode(of: folders.state + "/draft.yaml") == 0o600)
    #expect(try FolderListing.names(in: folders.state) == ["draft.yaml"])
    DraftFile.forget(folders)
    #expect(DraftFile.read(folders, now: FakeHost.now) == nil)
  }
}

/// A clock that jumps with every look at it, as one that is set by hand or by a virtual machine's host.
private final class JumpingClock: Sendable {
  private let looks = Mutex<Int64>(0)

  /// Years ahead, then years back, then as it was.
  func now() -> Instant {
    looks.withLock { looks in
      looks += 1
      let jumps: [Int64] = [0, 86_400 * 400, -86_400 * 700, 3600, -1]
      return FakeHost.now.adding(seconds: jumps[Int(looks) % jumps.count] + looks)
    }
  }
}

extension InterruptedRunTests {
  /// The journal's order is the order of its lines: moments in it are only told.
  @Test func aClockThatJumpsChangesNothingOfWhatIsKnown() throws {
    let folder = try TemporaryFolder()
    let host = try FakeHost()
    let ids = ["a", "b", "c"]
    let plan = try RunTests().plan(host, ids.map { item($0, host.kubectl, ["version"]) })
    let clock = JumpingClock()
    let directory = "\(folder.path)/run"
    try ProtectedDirectory.make(directory)
    let journal = try Journal(in: directory, of: plan, clock: clock.now)
    for item in plan.items.prefix(2) {
      try journal.begin(item)
      if item.id == "a" { try journal.end(item, .done(.none)) }
    }
    try JournalTests.leaveBehind(directory)
    var past = try #require(RunHistory.run(in: directory))
    #expect(past.standing == .cutOff(item: "b") && past.doneItems == 1)
    let way = plan.continuation(after: past.pastSteps, found: RunTraces())
    #expect(way.rest.map(\.id) == ["b", "c"])
    let again = try Journal(goingOn: way, after: past, clock: clock.now)
    for item in way.rest {
      try again.begin(item)
      try again.end(item, .done(.none))
    }
    past = try #require(RunHistory.run(in: directory))
    #expect(past.standing == .finished && again.isComplete)
  }
}
