package import Planning

/// A run that was left in the middle, and what is known of how it goes on.
package struct Interruption: Equatable, Sendable {
  /// The run.
  package var run: InterruptedRun
  /// The effect that looks how it goes on; nil while none does.
  package var examining: EffectID?
  /// What that effect waits for, in a sentence; empty for nothing.
  package var waitsFor = ""
  /// How it goes on; nil before somebody looked.
  package var result: Result<Continuation, Problem>?

  /// Makes a description of a run that nobody has looked at.
  package init(run: InterruptedRun) { self.run = run }

  /// Takes in what an effect found out, unless another one was asked since.
  mutating func take(_ result: Result<Continuation, Problem>, of id: EffectID) {
    guard examining == id else { return }
    examining = nil
    waitsFor = ""
    self.result = result
  }
}

extension Reduction {
  /// Looks once whether a run was left in the middle, where one is to be offered.
  mutating func lookForInterruption() {
    guard state.options.goal == .install(offers: true), !state.hasLookedForRun else { return }
    state.hasLookedForRun = true
    request(.findInterruptedRun(context: state.answers.context))
  }

  /// Takes in that a run was left in the middle; one that can't be read is told and left alone.
  mutating func takeInterruption(_ result: Result<InterruptedRun?, Problem>) {
    switch result {
    case .success(nil): break
    case .success(let run?): state.interruption = Interruption(run: run)
    case .failure(let problem):
      state.notice = Notice(.warning, problem.sentence + " " + problem.remedy)
    }
  }

  /// Looks at the cluster for how the run goes on.
  mutating func examineInterruption() {
    guard case .asking = state.phase, let interruption = state.interruption else { return }
    if let old = interruption.examining { request(.cancel(old)) }
    state.interruption?.result = nil
    state.interruption?.waitsFor = ""
    let examining = request(.examineRun(interruption.run))
    state.interruption?.examining = examining
  }

  /// Goes on with the run, if that is what was shown.
  mutating func resume(_ digest: String) {
    guard case .asking = state.phase, let interruption = state.interruption,
      case .success(let way)? = interruption.result
    else { return }
    guard way.plan.digest == digest else {
      state.notice = Notice(
        .warning, "What is to be done has changed since it was shown. Read it, then confirm.")
      return
    }
    state.dialog = nil
    state.answers = interruption.run.answers
    var run = RunProgress(plan: way.plan, digest: digest, startedAt: state.now)
    run.isResumed = true
    for (place, item) in way.plan.items.enumerated() where way.done.contains(item.id) {
      run.items[place].state = .done(seconds: 0)
    }
    state.phase = .running(run)
    state.focus = .list(.output)
    request(.resumeRun(interruption.run, way))
  }

  /// Goes back to the first screen, because the run can't go on as it was shown.
  mutating func leaveResumption(_ problem: Problem) {
    state.interruption?.result = nil
    open(.cluster)
    state.notice = Notice(.failed, problem.sentence + " " + problem.remedy)
  }
}

extension Continuation {
  /// What is done and what is still to be done, for people: a line for each item, with what the cluster
  /// told below it.
  package func lines(glyphs: (done: String, rest: String, repair: String)) -> [String] {
    plan.items.flatMap { item -> [String] in
      let isRepair = item.id.hasPrefix(Plan.repairPrefix)
      let sign =
        done.contains(item.id) ? glyphs.done : isRepair ? glyphs.repair : glyphs.rest
      return ["\(sign) \(item.purpose)\(done.contains(item.id) ? "" : ": " + item.explanation)"]
        + (notes[item.id].map { ["    " + $0] } ?? [])
    }
  }
}
