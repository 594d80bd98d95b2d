import Diagnosis
import MeshCertificates
package import Planning
import Synchronization
package import Wizard

/// Carries out effects, each in a task of its own, and posts what comes of them.
///
/// Every request but `cancel`, `exit` and `signIn` gets exactly one final report, also when it is
/// cancelled. `signIn` needs the terminal and is done by the session's thread through `signIn(_:)`.
package final class EffectInterpreter: Sendable {
  /// Where reports are posted.
  package let mailbox: Mailbox<Event>
  let settings: HostSettings
  let writeCertificates: CertificateWriting
  let runner: ToolRunner
  private let tasks = Mutex<[EffectID: Task<Void, Never>]>([:])
  /// The files that the run's commands are given.
  let usedFiles = UsedFiles()
  /// The log of the run that was begun; nil before.
  let log = Mutex<RunLog?>(nil)
  /// The journal of the run that was begun; nil before.
  let journal = Mutex<Journal?>(nil)
  /// The effect whose draft was kept last; nil before.
  private let keptDraft = Mutex<EffectID?>(nil)
  /// What keeps others from the run's cluster; nil before a run, and when everything is done.
  let hold = Mutex<ClusterHold?>(nil)

  /// Makes certificates by a recipe, or takes a person's, and writes them, as of that moment; gives
  /// back what may be told about them. What other programs make comes as a set.
  package typealias CertificateWriting =
    @Sendable (CertificatePlan, Instant) throws(Problem) -> [CertificateNote]

  /// Makes an interpreter that has nothing to do yet.
  package init(
    settings: HostSettings, mailbox: Mailbox<Event>,
    writeCertificates: @escaping CertificateWriting = CertificateFilesWriter.write
  ) {
    self.settings = settings
    self.writeCertificates = writeCertificates
    self.mailbox = mailbox
    runner = ToolRunner(settings: settings)
  }

  /// Starts what is asked for; returns at once.
  package func start(_ request: EffectRequest) {
    if case .cancel(let id) = request.effect {
      tasks.withLock { $0[id] }?.cancel()
      return
    }
    tasks.withLock { tasks in
      tasks[request.id] = Task.detached { [self] in
        await perform(request)
        _ = self.tasks.withLock { $0.removeValue(forKey: request.id) }
      }
    }
  }

  /// Stops everything and waits until no child is left.
  package func stopAll() async {
    let running = tasks.withLock { Array($0.values) }
    for task in running { task.cancel() }
    for task in running { await task.value }
  }

  /// How many effects are under way.
  package var underWay: Int { tasks.withLock { $0.count } }

  /// Posts a report.
  func report(_ id: EffectID, _ report: HostReport) { mailbox.post(.host(id, report)) }

  private func perform(_ request: EffectRequest) async {
    let id = request.id
    switch request.effect {
    case .readContexts: report(id, .contexts(await result(readContexts)))
    case .locateTool(let name):
      report(id, .tool(name, await result { try await self.locate(name) }))
    case .probe(let probe, let target): report(id, await answer(probe, target))
    case .inspectDirectory(let path):
      report(id, .directory(.success(DirectoryFact(inspecting: path))))
    case .inspectEngine(let image):
      report(id, .engine(await result { try await self.inspectEngine(image: image) }))
    case .readCertificates(let paths):
      let given = GivenSet(paths, at: settings.clock()).inspect()
      report(id, .givenCertificates(.success(given)))
    case .listChartVersions(let source, let wanted, let helm):
      report(
        id,
        .chartVersions(
          await result { try await self.charts(helm).versions(of: source, wanted: wanted) }))
    case .fetchCharts(let source, let version, let helm):
      report(id, .charts(await result { try await self.charts(helm).fetch(version, from: source) }))
    case .hashFiles(let paths): report(id, .valuesFiles(await result { try self.hash(paths) }))
    case .listRepositories(let helm):
      report(id, .repositories(await result { try await self.repositories(helm) }))
    case .findPullSecrets(let names, let namespace, let target):
      let cluster = ClusterQuestions(runner: runner, target: target)
      report(id, .pullSecrets(await result { try await cluster.pullSecrets(names, in: namespace) }))
    case .listServices(let names, let target):
      let cluster = ClusterQuestions(runner: runner, target: target)
      report(id, .services(await result { try await cluster.services(in: names) }))
    case .listWorkloads(let namespaces, let target, let anchors):
      let cluster = ClusterQuestions(runner: runner, target: target)
      report(
        id,
        .workloads(
          await result { try await cluster.workloads(in: namespaces, knownAnchors: anchors) }))
    case .readPresets:
      report(id, .presets(.success(PresetFiles.read(folder: settings.folders.presets))))
    case .preview(let recipe):
      let work = PreviewWork(
        runner: runner.with(kubeconfig: recipe.cluster.kubeconfig), recipe: recipe)
      report(id, .preview(await result(work.preview)))
    case .beginRun(let plan, let answers):
      report(id, .runBegan(await result { try await self.beginRun(plan, answers) }))
    case .findInterruptedRun(let context):
      report(id, .interruptedRun(await result { try self.interruptedRun(context: context) }))
    case .findDraft:
      report(id, .draft(DraftFile.read(settings.folders, now: settings.clock())))
    case .saveDraft(let answers):
      // Where that fails, nothing is lost that the person was told of.
      keep(answers, id)
      report(id, .ended)
    case .examineRun(let run):
      report(id, .runExamined(await result { try await self.examine(run, id) }))
    case .planUndo(let run, let removes):
      report(id, .undoPlanned(await result { try await self.planUndo(run, removes, id) }))
    case .beginUndo(let run, let way, let removes):
      report(id, .runBegan(await result { try await self.beginUndo(run, way, removes) }))
    case .resumeRun(let run, let way):
      report(id, .runBegan(await result { try await self.resumeRun(run, way) }))
    case .carryOut(let item, let plan):
      report(id, .itemFinished(await carryOut(item, plan, id)))
    case .watchPods(let namespace, let workload, let target):
      await watchPods(namespace, of: workload, target, id)
      report(id, .ended)
    case .saveScript(let plan, let path):
      report(id, .saved(await result { try self.save(script: plan, path) }))
    case .saveLog(let record, let path):
      report(id, .saved(await result { try self.save(log: record, path) }))
    case .signIn, .cancel, .exit: break
    }
  }

  /// Keeps a draft, unless a newer one was kept meanwhile: effects run side by side.
  private func keep(_ answers: Answers, _ id: EffectID) {
    keptDraft.withLock { newest in
      guard newest.map({ $0 < id }) ?? true else { return }
      newest = id
      try? DraftFile.save(answers, settings.folders)
    }
  }

  private func charts(_ helm: Tool) -> ChartCache { ChartCache(runner: runner, helm: helm) }

  private func result<Value: Sendable>(
    _ question: () async throws -> Value
  ) async -> Result<Value, Problem> {
    await ToolRunner.result(question)
  }
}
