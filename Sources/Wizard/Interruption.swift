package import Planning

/// A run that was begun before, and what is known of how it goes on or is taken back.
package struct Interruption: Equatable, Sendable {
  /// What the person may want of the run.
  package enum Wish: Equatable, Sendable {
    case resume, undo
    /// To read how far it came.
    case show
  }

  /// What would be done.
  package enum Way: Equatable, Sendable {
    case resume(Continuation)
    case undo(UndoPlan)

    /// The plan that would be carried out.
    package var plan: Plan {
      switch self {
      case .resume(let way): way.plan
      case .undo(let way): way.plan
      }
    }
  }

  /// The run.
  package var run: InterruptedRun
  /// Whether taking it back takes its certificates, too.
  package var removesCertificates = false
  /// What the person wants of it; nil while they haven't said.
  package var wish: Wish?
  /// The effect that finds out what would be done; nil while none does.
  package var examining: EffectID?
  /// What that effect waits for, in a sentence; empty for nothing.
  package var waitsFor = ""
  /// What would be done; nil before somebody looked.
  package var result: Result<Way, Problem>?

  /// Makes a description of a run that nobody has looked at.
  package init(run: InterruptedRun) {
    self.run = run
    removesCertificates = run.undoing?.removesCertificates ?? false
  }

  /// Takes in what an effect found out, unless another one was asked since.
  mutating func take(_ result: Result<Way, Problem>, of id: EffectID) {
    guard examining == id else { return }
    examining = nil
    waitsFor = ""
    self.result = result
  }
}

extension Reduction {
  /// Looks once whether a run was left in the middle, where one is to be offered.
  mutating func lookForPast() {
    guard state.options.goal == .install(offers: true), !state.hasLookedForRun else { return }
    state.hasLookedForRun = true
    request(.findInterruptedRun(context: state.answers.context))
    if state.keepsAnswers { request(.findDraft) }
  }

  /// Takes in that a run was left in the middle; one that can't be read is told and left alone.
  mutating func takeInterruption(_ result: Result<InterruptedRun?, Problem>) {
    switch result {
    case .success(nil): break
    case .success(let run?) where state.phase == .asking(.cluster) && state.dialog == nil:
      state.interruption = Interruption(run: run)
      state.dialog = .pastRun(PastRunDialog())
    case .success(let run?):
      state.notice = Notice(
        .warning, "\(run.sentence) To go on with it: linkerd-wizard resume \(run.name)")
    case .failure(let problem):
      state.notice = Notice(.warning, problem.sentence + " " + problem.remedy)
    }
    offerDraft()
  }

  /// Looks at the cluster for how the run goes on, or is taken back.
  mutating func examineInterruption(for wish: Interruption.Wish) {
    guard case .asking = state.phase, var interruption = state.interruption else { return }
    if let old = interruption.examining { request(.cancel(old)) }
    interruption.wish = wish
    interruption.result = nil
    interruption.waitsFor = ""
    let (run, removes) = (interruption.run, interruption.removesCertificates)
    interruption.examining = request(
      wish == .resume ? .examineRun(run) : .planUndo(run, removesCertificates: removes))
    state.interruption = interruption
  }

  /// Does what was shown for the run, and nothing else.
  mutating func confirmWay(_ digest: String) {
    guard case .asking = state.phase, let interruption = state.interruption,
      case .success(let way)? = interruption.result
    else { return }
    guard way.plan.digest == digest else {
      state.notice = Notice(
        .warning, "What is to be done has changed since it was shown. Read it, then confirm.")
      return
    }
    state.dialog = nil
    var run = RunProgress(plan: way.plan, digest: digest, startedAt: state.now)
    run.isOfPastRun = true
    if case .resume(let way) = way {
      for (place, item) in way.plan.items.enumerated() where way.done.contains(item.id) {
        run.items[place].state = .done(seconds: 0)
      }
    }
    state.phase = .running(run)
    state.focus = .list(.output)
    switch way {
    case .resume(let way): request(.resumeRun(interruption.run, way))
    case .undo(let way):
      request(
        .beginUndo(
          interruption.run, way, removesCertificates: interruption.removesCertificates))
    }
  }

  /// Goes back to what was shown, because it can't be done any more.
  mutating func leaveWay(_ problem: Problem) {
    open(.cluster)
    state.interruption?.result = .failure(problem)
    state.dialog = .pastRun(PastRunDialog())
    state.notice = Notice(.failed, problem.sentence + " " + problem.remedy)
  }
}
