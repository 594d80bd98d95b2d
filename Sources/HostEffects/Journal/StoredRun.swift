package import Planning
package import Wizard

/// Brings back what a run was about: the plan that was confirmed, and the answers it was made of.
package enum StoredRun {
  /// The name of the plan's file in a run's directory.
  package static let planFile = "plan.json"

  private static let limit = 64 << 20

  /// The run; throws `Problem` where its files can't be read or aren't the confirmed ones,
  /// and where a wizard is still at it.
  ///
  /// One that takes another back comes as that other one, with what became of the taking back.
  package static func read(
    _ run: PastRun, paths: HostPaths, now: Instant
  ) throws(Problem) -> InterruptedRun {
    guard let ending = InterruptedRun.Ending(run.standing) else {
      throw Problem(
        "run-under-way",
        "The run \(run.name) is still under way (process \(run.process.pid)).",
        remedy: "Let it end, or stop it there. To see how it stands: linkerd-wizard runs")
    }
    let plan = try plan(of: run)
    if let name = plan.undoes {
      return try original(name, undoneBy: run, plan, ending, paths, now)
    }
    return InterruptedRun(
      record: run.record, plan: plan, answers: answers(of: run, paths, now),
      began: run.began, last: run.last, steps: run.pastSteps, ending: ending)
  }

  private static func original(
    _ name: String, undoneBy undo: PastRun, _ plan: Plan, _ ending: InterruptedRun.Ending,
    _ paths: HostPaths, _ now: Instant
  ) throws(Problem) -> InterruptedRun {
    let directory = "\(PathText.parent(undo.directory))/\(name)"
    guard let run = RunHistory.run(in: directory), run.beginning.undoes == nil else {
      throw Problem(
        "run-gone", "The run \(name), which \(undo.name) takes back, has no journal any more.",
        remedy: "What \(undo.name) was to do stands in \(undo.directory)/\(planFile).")
    }
    var original = try read(run, paths: paths, now: now)
    original.undoing = InterruptedRun.Undoing(
      name: undo.name, began: undo.began, ending: ending, done: undo.doneItems,
      items: plan.items.count,
      removesCertificates: plan.items.contains {
        if case .removeCertificates = $0.action { true } else { false }
      })
    return original
  }

  /// The plan that was confirmed; throws `Problem` where the file holds another one, or none.
  package static func plan(of run: PastRun) throws(Problem) -> Plan {
    let path = "\(run.directory)/\(planFile)"
    let bytes: [UInt8]
    do { bytes = try FileBytes.read(path, limit: limit) } catch { throw error.problem }
    guard let plan = try? ToolAnswer.decode(Plan.self, from: bytes),
      plan.digest == run.beginning.digest
    else {
      throw Problem(
        "stored-plan-changed",
        "\(path) isn't the plan that was confirmed: its digest is another one, or it was written by "
          + "another version of linkerd-wizard (\(run.beginning.programVersion)).",
        remedy: "What was done stays as it is."
          + (FileBytes.exists(run.record.scriptPath)
            ? " \(run.record.scriptPath) holds the same commands." : ""))
    }
    return plan
  }

  /// The answers, for what is said at the end; the default ones where the file can't be read.
  private static func answers(of run: PastRun, _ paths: HostPaths, _ now: Instant) -> Answers {
    guard
      let bytes = try? FileBytes.read(run.record.answersPath, limit: AnswersFile.largestText),
      let node = try? AnswersFile.read(bytes),
      case .success(let answers) = AnswersReader.read(node, paths: paths, now: now)
    else {
      var answers = Answers()
      answers.context = run.beginning.cluster.context
      return answers
    }
    return answers
  }
}

extension InterruptedRun.Ending {
  /// How a run was left; nil for one that is under way.
  fileprivate init?(_ standing: PastRun.Standing) {
    switch standing {
    case .underWay: return nil
    case .finished: self = .finished
    case .failed(_, let sentence): self = .failed(sentence)
    case .stopped: self = .stopped
    case .cutOff: self = .cutOff
    case .leftOff: self = .leftOff
    }
  }
}

extension PastRun {
  /// The name of its directory.
  package var name: String { PathText.lastComponent(directory) }

  /// How it stands, in a few words.
  package var word: String {
    switch standing {
    case .finished: "finished"
    case .underWay: "under way"
    case .failed(let item, _): "failed at \(item)"
    case .stopped(let item): "stopped at \(item)"
    case .cutOff(let item): "cut off at \(item)"
    case .leftOff(let item): "left off before \(item)"
    }
  }
}
