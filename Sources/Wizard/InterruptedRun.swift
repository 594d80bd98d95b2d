package import Planning

/// A run that was begun before, as its journal and its stored plan tell.
package struct InterruptedRun: Equatable, Sendable {
  /// How the run was left.
  package enum Ending: Equatable, Sendable {
    /// An item failed, with that sentence, and nobody has tried it again.
    case failed(String)
    /// The person stopped it during an item.
    case stopped
    /// The wizard ended in the middle of an item.
    case cutOff
    /// The wizard ended between two items.
    case leftOff
    /// Everything was done.
    case finished
  }

  /// The directory with its files.
  package var record: RunRecord
  /// What was confirmed.
  package var plan: Plan
  /// The answers that it was made of.
  package var answers: Answers
  /// When it began.
  package var began: Instant
  /// The last thing that was written of it.
  package var last: Instant
  /// How far its items came, by their ids; those that wait are missing.
  package var steps: [String: PastStep]
  /// How it was left.
  package var ending: Ending

  /// Makes a description of a run.
  package init(
    record: RunRecord, plan: Plan, answers: Answers, began: Instant, last: Instant,
    steps: [String: PastStep], ending: Ending
  ) {
    self.record = record
    self.plan = plan
    self.answers = answers
    self.began = began
    self.last = last
    self.steps = steps
    self.ending = ending
  }

  /// Its name, which is that of its directory.
  package var name: String { PathText.lastComponent(record.directory) }

  /// The first item that isn't done; nil where all are.
  package var firstUndone: PlanItem? { plan.items.first { steps[$0.id] != .done } }

  /// How many items are done.
  package var doneItems: Int { plan.items.count { steps[$0.id] == .done } }

  /// Whether it takes another run back.
  package var isUndo: Bool { plan.isUndo }

  /// How it was left, in a sentence without the run's name.
  package var sentence: String {
    let purpose = firstUndone?.purpose ?? "end"
    let what =
      switch ending {
      case .failed(let sentence): "failed at “\(purpose)”: \(sentence)"
      case .stopped: "was stopped at “\(purpose)”."
      case .cutOff: "was cut off in the middle of “\(purpose)”."
      case .leftOff: "was left before “\(purpose)”."
      case .finished: "was finished at \(last.iso8601)."
      }
    let subject = isUndo ? "Taking back an install" : "An install"
    return "\(subject) on \(plan.cluster.context), begun at \(began.iso8601), " + what
  }
}
