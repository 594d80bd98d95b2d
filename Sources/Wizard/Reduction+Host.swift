import Diagnosis
import Planning

extension Reduction {
  /// Takes in a report, unless nobody waits for it any more.
  mutating func take(_ report: HostReport, of id: EffectID) {
    guard let effect = state.pending[id] else { return }
    if report.isFinal { state.pending[id] = nil }
    switch report {
    case .signedIn(let problem): takeSigningIn(problem)
    case .runBegan(let result): takeBeginning(result)
    case .interruptedRun(let result): takeInterruption(result)
    case .draft(let draft):
      state.draft = draft
      offerDraft()
    case .runExamined(let result): state.interruption?.take(result.map { .resume($0) }, of: id)
    case .undoPlanned(let result): state.interruption?.take(result.map { .undo($0) }, of: id)
    case .told(let sentence): state.interruption?.waitsFor = sentence
    case .output(let batch): takeOutput(batch)
    case .itemFinished(let outcome): takeItemEnd(outcome, of: id)
    case .preview(let result): take(result, ofPreview: id)
    case .pods(let pods): state.run?.pods = pods
    case .ended: break
    case .saved(let result): takeSaving(result, of: effect)
    default: takeFact(report)
    }
  }

  /// Keeps lines of output; a view that stands still stays within the lines that are kept.
  private mutating func takeOutput(_ batch: OutputBatch) {
    guard var run = state.run else { return }
    run.output.append(batch)
    run.outputTop = max(run.outputTop, run.output.first)
    state.run = run
  }

  private mutating func takeSigningIn(_ problem: Problem?) {
    if let problem {
      // In the cluster's row there is room for the remedy. It stands for the same trouble as before
      // and keeps its code: the sign-in stays at hand, and the other rows go on pointing there.
      var told = problem
      if case .failed(let trouble) = state.facts.server { told.code = trouble.code }
      state.facts.server = .failed(told)
      state.notice = Notice(.failed, problem.sentence)
    } else {
      forgetCluster()
    }
  }

  /// Tells where a file was saved; where it could not be, asks for its path once more.
  private mutating func takeSaving(_ result: Result<String, Problem>, of effect: Effect) {
    switch result {
    case .success(let path): state.notice = Notice(.done, "Saved as \(path).")
    case .failure(let problem):
      if state.dialog == nil, let question = savingQuestion(effect, problem) {
        state.dialog = .asking(question)
      } else {
        state.notice = Notice(.failed, problem.sentence + " " + problem.remedy)
      }
    }
  }

  /// The question that asked for the saving, with what was wrong; nil where it can't be asked now.
  private func savingQuestion(_ effect: Effect, _ problem: Problem) -> Dialog.TextQuestion? {
    switch effect {
    case .saveScript(_, let path) where state.canSaveScript:
      Dialog.TextQuestion(purpose: .scriptPath, text: path, problem: problem)
    case .saveLog(_, let path) where state.run?.record != nil:
      Dialog.TextQuestion(purpose: .logPath, text: path, problem: problem)
    default: nil
    }
  }
}

extension WizardState {
  /// Whether there is a plan to save as a script.
  var canSaveScript: Bool { run != nil || screen == .review && plan != nil }
}
