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

  /// A taking back of a run that was left in the middle itself.
  package struct Undoing: Equatable, Sendable {
    /// The name of the run that takes back.
    package var name: String
    /// When it began.
    package var began: Instant
    /// How it was left.
    package var ending: Ending
    /// How many of its items are done.
    package var done: Int
    /// How many items it has.
    package var items: Int
    /// Whether it takes the certificates back, too.
    package var removesCertificates: Bool

    /// Makes a description of a taking back.
    package init(
      name: String, began: Instant, ending: Ending, done: Int, items: Int, removesCertificates: Bool
    ) {
      self.name = name
      self.began = began
      self.ending = ending
      self.done = done
      self.items = items
      self.removesCertificates = removesCertificates
    }
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
  /// The taking back of this run that was left in the middle; nil where none was.
  package var undoing: Undoing?

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

  /// How many are done of how many, in a sentence: of the taking back, where that was left.
  package var doneSentence: String {
    undoing.map { "\($0.done) of \($0.items) items of that are done." }
      ?? "\(doneItems) of \(plan.items.count) items are done."
  }

  /// How it was left, in a sentence without the run's name.
  package var sentence: String {
    if let undoing {
      let what =
        switch undoing.ending {
        case .failed(let sentence): "failed: \(sentence)"
        case .stopped: "was stopped."
        case .cutOff, .leftOff: "was cut off."
        case .finished: "was finished."
        }
      return "Taking back an install on \(plan.cluster.context), begun at "
        + "\(undoing.began.iso8601), " + what
    }
    let purpose = firstUndone?.purpose ?? "end"
    let what =
      switch ending {
      case .failed(let sentence): "failed at “\(purpose)”: \(sentence)"
      case .stopped: "was stopped at “\(purpose)”."
      case .cutOff: "was cut off in the middle of “\(purpose)”."
      case .leftOff: "was left before “\(purpose)”."
      case .finished: "was finished at \(last.iso8601)."
      }
    return "An install on \(plan.cluster.context), begun at \(began.iso8601), " + what
  }
}
