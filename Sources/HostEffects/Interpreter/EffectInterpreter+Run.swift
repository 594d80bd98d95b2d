import Diagnosis
import FoundationEssentials
import Glibc
import MeshCertificates
import Planning
import Synchronization
import Wizard

extension EffectInterpreter {
  /// Checks cluster and files against the plan once more, then makes the run's directory and its files.
  ///
  /// Throws `Problem` with the code `plan-outdated` where something has changed since Review, and with
  /// `cluster-held` where another wizard works on the cluster.
  func beginRun(_ plan: Plan, _ answers: Answers) async throws -> RunRecord {
    hold.withLock { $0 = nil }
    let hold = try ClusterHold.take(plan.cluster, in: settings.folders.state, now: settings.clock())
    try refuseBesideEarlier(plan.cluster)
    try await PlanRecheck(runner: runner, plan: plan).check()
    usedFiles.remember(plan)
    let record = try makeRun(
      plan, answers, hold, note: "# linkerd-wizard \(plan.programVersion), plan \(plan.digest)")
    DraftFile.forget(settings.folders)
    return record
  }

  /// Makes a run's directory with its files, of which the journal and the log begin with this.
  ///
  /// An undo has no script: it is made of what is on the cluster at one moment.
  func makeRun(
    _ plan: Plan, _ answers: Answers, _ hold: ClusterHold, note: String
  ) throws -> RunRecord {
    let directory = try RunDirectory.make(
      in: settings.folders.state, now: settings.clock(), digest: plan.digest)
    let record = RunRecord(directory: directory.path)
    try Self.write(AnswersText.render(answers, commented: false), to: record.answersPath)
    if !plan.isUndo {
      try Self.write(plan.script(writtenBy: settings.program), to: record.scriptPath, mode: 0o700)
    }
    try Self.write(plan.canonicalJSON, to: "\(directory.path)/\(StoredRun.planFile)")
    let journal = try Journal(in: directory.path, of: plan, clock: settings.clock)
    let log = try RunLog(path: record.logPath)
    log.note(note)
    begin(hold, journal, log)
    return record
  }

  /// Does one item of a plan between the journal's entries of it, and tells how it ended.
  ///
  /// What can't be written down beforehand is not done.
  func carryOut(_ item: PlanItem, _ plan: Plan, _ id: EffectID) async -> ItemOutcome {
    let journal = journal.withLock { $0 }
    let isRepeated: Bool
    do { isRepeated = try journal?.begin(item) ?? false } catch {
      return .failed(error.problem, .none)
    }
    let outcome = await perform(item, plan, id, isRepeated: isRepeated)
    do { try journal?.end(item, outcome) } catch {
      report(id, .output(OutputBatch(lines: ["The journal is incomplete. " + error.sentence])))
    }
    if journal?.isComplete ?? false { hold.withLock { $0 = nil } }
    return outcome
  }

  private func perform(
    _ item: PlanItem, _ plan: Plan, _ id: EffectID, isRepeated: Bool
  ) async -> ItemOutcome {
    let log = log.withLock { $0 }
    log?.note("\n# \(settings.clock().iso8601) \(item.purpose): \(item.explanation)")
    let outcome: ItemOutcome
    switch item.action {
    case .writeCertificates(let recipe):
      outcome = await writeCertificates(by: recipe, goingOn: isRepeated, id, log)
      if case .done = outcome { usedFiles.remember(recipe) }
    case .command(let command):
      if let problem = await contentsProblem(item, command, plan) {
        outcome = .failed(problem, .none)
      } else if let problem = usedFiles.problem(with: command) {
        outcome = .failed(problem, .none)
      } else {
        outcome = await run(command, kubeconfig: plan.cluster.kubeconfig, id, log)
      }
    case .verify(let check): outcome = await verify(check, plan, log)
    case .removeCertificates(let recipe, let made):
      outcome = CertificateFilesWriter.remove(recipe, made: made)
    }
    log?.note("# \(settings.clock().iso8601) \(Self.word(for: outcome))")
    if let problem = log?.takeProblem() {
      let line =
        "The log is incomplete. \(problem.sentence) The install goes on, and so does the log once "
        + "it can be written again."
      report(id, .output(OutputBatch(lines: [line])))
    }
    return outcome
  }

  private static func word(for outcome: ItemOutcome) -> String {
    switch outcome {
    case .done: "done"
    case .failed(let problem, _): "failed: \(problem.sentence)"
    case .cancelled: "stopped"
    }
  }

  // MARK: Commands

  /// Runs a command and tells its output; `kubeconfig` is another file than the settings'.
  ///
  /// `secretInput` goes to its standard input, in place of what the command itself says, and is in
  /// no log.
  func run(
    _ command: Command, kubeconfig: String? = nil, secretInput: PrivateKeyPEM? = nil,
    _ id: EffectID, _ log: RunLog?
  ) async -> ItemOutcome {
    let mailbox = mailbox
    let feed = FeedBox()
    let output = OutputFeed(log: log) {
      mailbox.post(newestOf: "output \(id.number)") {
        feed.take().map { .host(id, .output($0)) }
      }
    }
    feed.set(output)
    output.receive(Array("$ \(command.shellLine)\n".utf8))
    let journal = journal.withLock { $0 }
    let outcome = await ChildProcess.stream(
      program(command, kubeconfig, secretInput), onStart: { journal?.noteChild($0) }
    ) {
      output.receive($0)
    }
    let rest = output.take(limit: OutputBuffer.capacity, final: true)
    if !rest.isEmpty { report(id, .output(rest)) }
    feed.set(nil)
    let judged = judge(outcome, command, output)
    if case .failed = judged, await holdsSameIssuer(command, kubeconfig, output) {
      return .done(.foundThere)
    }
    return judged
  }

  /// Whether a Secret that couldn't be made is there with the issuer that it was to hold.
  private func holdsSameIssuer(
    _ command: Command, _ kubeconfig: String?, _ output: OutputFeed
  ) async -> Bool {
    guard case .sameIssuer(let file) = command.tolerated,
      let verb = command.arguments.firstIndex(of: "create"),
      let namespace = command.arguments.firstIndex(of: "--namespace"),
      LineSplitter.lines(of: output.last(16 << 10)).contains(where: {
        $0.contains("(AlreadyExists)")
      }),
      let wanted = try? FileBytes.read(file, limit: 1 << 20)
    else { return false }
    let question =
      command.arguments[..<verb] + ["get", "secret", PlanBuilder.issuerSecretName]
      + command.arguments[namespace...].prefix(2)
    let answer = await runner.with(kubeconfig: kubeconfig).run(
      command.tool, question + ["-o", #"jsonpath={.data.tls\.crt}"#])
    let found = Data(base64Encoded: Data(answer.standardOutput), options: .ignoreUnknownCharacters)
    return answer.outcome.succeeded && found.map(Array.init) == wanted
  }

  private func program(
    _ command: Command, _ kubeconfig: String?, _ secretInput: PrivateKeyPEM?
  ) -> ChildProgram {
    var added = command.environment
    added[RunChildren.variable] = journal.withLock { $0?.directory }
    return ChildProgram(
      path: command.tool.path, arguments: command.arguments,
      environment: runner.environment(adding: added, kubeconfig: kubeconfig),
      workingDirectory: nil,
      input: secretInput?.withBytes { $0 } ?? command.input.map { Array($0.utf8) },
      timeout: command.timeout.map { .seconds($0) }, patience: settings.patience)
  }

  private func judge(
    _ outcome: ProcessOutcome, _ command: Command, _ output: OutputFeed
  ) -> ItemOutcome {
    if outcome.succeeded { return .done(.none) }
    if outcome.stopped == .cancelled { return .cancelled }
    let lines = LineSplitter.lines(of: output.last(16 << 10)).filter { !$0.hasPrefix("$ ") }
    if command.tolerated == .alreadyExists, outcome.stopped == nil,
      lines.contains(where: { $0.contains("(AlreadyExists)") }),
      !lines.contains(where: { $0.contains("object is being deleted") })
    {
      return .done(.foundThere)
    }
    if command.tolerated == .anyFailure { return .done(.none) }
    let failure = ToolFailure(
      tool: command.tool.name, version: command.tool.version, arguments: command.arguments,
      ending: ToolRunner.ending(outcome, timeout: command.timeout ?? 0), standardOutput: "",
      standardError: lines.suffix(60).joined(separator: "\n"))
    return .failed(ToolDiagnosis.explain(failure), .none)
  }

  // MARK: Saving

  /// Writes a plan's script to a path that is free. Gives back the path.
  func save(script plan: Plan, _ path: String) throws -> String {
    try Self.write(plan.script(writtenBy: settings.program), to: path, mode: 0o700)
    return path
  }

  /// Copies a run's log to a path that is free. Gives back the path.
  func save(log record: RunRecord, _ path: String) throws -> String {
    // The name is claimed by an empty file first; a log can be too large to be held in memory.
    try ProtectedFile.create(path: path, bytes: [], mode: 0o600)
    do {
      try FileBytes.append(record.logPath, to: path)
    } catch {
      unlink(path)
      throw error
    }
    return path
  }

  private static func write(_ text: String, to path: String, mode: UInt32 = 0o600) throws {
    try ProtectedFile.create(path: path, bytes: Array(text.utf8), mode: mode)
  }
}
