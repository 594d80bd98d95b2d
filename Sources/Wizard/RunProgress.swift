package import Diagnosis
package import Planning

/// A run of a confirmed plan: what is done, what goes on, and what it printed.
package struct RunProgress: Equatable, Sendable {
  /// What is carried out, exactly as it was confirmed.
  package var plan: Plan
  /// The digest that was confirmed.
  package var digest: String
  /// nil until the run's directory is made.
  package var record: RunRecord?
  /// The moment of the confirmation.
  package var startedAt: Instant
  /// nil while it goes on.
  package var endedAt: Instant?
  /// One for each of the plan's items.
  package var items: [ItemProgress]
  /// The effect of the running item; nil between items and while the run waits for a decision.
  package var current: EffectID?
  /// The effect that watches the pods; nil while nobody does.
  package var podWatch: EffectID?
  /// What the commands print.
  package var output = OutputBuffer()
  /// The pods that are waited for as last told; empty before.
  package var pods: [PodStatus] = []
  /// Whether the newest output is kept in view.
  package var isFollowing = true
  /// The first line of output in view, counted as `OutputBuffer` does, while not following.
  package var outputTop = 0
  /// What is looked for in the output; empty where nothing is.
  package var find = ""
  /// Whether it goes on with a run that was begun before, or takes it back.
  package var isOfPastRun = false
  /// What the person wants after `^C`.
  package var stop = StopChoice.keepGoing
  /// The certificates that were made; empty before.
  package var certificates: [CertificateNote] = []
  /// What the proof at the end found; empty before.
  package var proof: [CheckRow] = []

  /// Makes a run that is about to start.
  package init(plan: Plan, digest: String, startedAt: Instant) {
    self.plan = plan
    self.digest = digest
    self.startedAt = startedAt
    items = plan.items.map { _ in ItemProgress() }
  }

  /// The item that failed and waits for a decision, by its place; nil where there is none.
  package var failedItem: Int? {
    items.firstIndex {
      if case .failed = $0.state { true } else { false }
    }
  }

  /// What is being done; nil between items.
  package var runningAction: PlanItem.Action? { runningItem.map { plan.items[$0].action } }

  /// The item that is being done, by its place; nil where there is none.
  package var runningItem: Int? {
    items.firstIndex {
      if case .running = $0.state { true } else { false }
    }
  }
}

/// How one item stands.
package struct ItemProgress: Equatable, Sendable {
  /// How far an item is.
  package enum State: Equatable, Sendable {
    case waiting
    case running(since: Instant)
    /// With the seconds it took.
    case done(seconds: Int64)
    case failed(Problem, seconds: Int64)
    /// Stopped by the person.
    case stopped(seconds: Int64)
  }

  /// How it stands.
  package var state = State.waiting
  /// The number of its first line of output; nil before it ran.
  package var firstLine: Int?

  /// Makes an item that waits.
  package init() {}
}

/// How a run ended, for the closing page.
package struct Outcome: Equatable, Sendable {
  /// The ways in which a run ends.
  package enum Kind: Equatable, Sendable {
    case installed
    /// An item failed and the person left, or the run was unattended.
    case failed(Problem)
    case stopped
  }

  /// How it ended.
  package var kind: Kind
  /// The run as it was when it ended.
  package var run: RunProgress

  /// Makes an outcome.
  package init(kind: Kind, run: RunProgress) {
    self.kind = kind
    self.run = run
  }
}
