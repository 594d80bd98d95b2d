package import Planning
package import Wizard

/// The runs that this user has begun on this machine, as their journals tell.
package enum RunHistory {
  /// A journal that is longer is not read to its end: no run of the wizard writes as much.
  private static let limit = 16 << 20

  /// The runs below the state directory, newest first; without a journal none is told of. Throws
  /// `FileProblem` where the directory can't be read.
  package static func runs(in state: String) throws(FileProblem) -> [PastRun] {
    let folder = "\(state)/runs"
    guard FileBytes.exists(folder) else { return [] }
    return try FolderListing.names(in: folder).sorted(by: >).compactMap { name in
      run(in: "\(folder)/\(name)")
    }
  }

  /// The runs that nobody is at and that aren't finished, newest first, without those that a later run
  /// on the same cluster has followed. Throws as `runs(in:)` does.
  package static func unfinished(in state: String) throws(FileProblem) -> [PastRun] {
    var seen: Set<String> = []
    return try runs(in: state).filter { run in
      guard seen.insert(ClusterHold.name(of: run.beginning.cluster)).inserted else { return false }
      return run.standing != .finished && run.standing != .underWay
    }
  }

  /// The runs on the same cluster that began later, newest first, without those that take back and those
  /// that were taken back.
  package static func later(than run: PastRun, among runs: [PastRun]) -> [PastRun] {
    runs.prefix { $0.directory != run.directory }.filter { other in
      other.beginning.undoes == nil && !other.isUndone(in: runs) && other.isOnCluster(of: run)
    }
  }

  /// The run of that directory; nil where there is no journal that begins as one.
  package static func run(in directory: String) -> PastRun? {
    guard let bytes = try? FileBytes.read("\(directory)/\(Journal.fileName)", limit: limit) else {
      return nil
    }
    // A line that was cut off by a full disk or the end of the machine is none.
    let entries = bytes.split(separator: 10).compactMap { line in
      try? ToolAnswer.decode(JournalEntry.self, from: Array(line))
    }
    return PastRun(directory: directory, entries: entries)
  }
}

/// A run, as its journal tells.
package struct PastRun: Equatable, Sendable {
  /// How far an item came.
  package enum Step: Equatable, Sendable {
    case waiting
    /// Begun, and nothing was written of its end. With the last program that was started for it.
    case cutOff(child: ProcessMark?)
    case ended(JournalEntry.Ending)
  }

  /// How a whole run stands.
  package enum Standing: Equatable, Sendable {
    /// Everything was done.
    case finished
    /// The wizard is still at it.
    case underWay
    /// An item failed, and nobody has tried it again.
    case failed(item: String, sentence: String)
    /// Stopped by the person during the item.
    case stopped(item: String)
    /// The wizard ended in the middle of the item.
    case cutOff(item: String)
    /// The wizard ended before the item was begun: by a person's choice, or cut off between two items.
    case leftOff(before: String)
  }

  /// The run's directory, absolute.
  package var directory: String
  /// The last wizard that was at it.
  package var process: ProcessMark
  /// What it is about.
  package var beginning: JournalEntry.Beginning
  /// When it began.
  package var began: Instant
  /// The last thing that was written.
  package var last: Instant
  /// How far each item came, by the plan's order.
  package var steps: [(item: String, step: Step)] {
    beginning.items.map { ($0, found[$0] ?? .waiting) }
  }
  private var found: [String: Step] = [:]
  private var begunAt: [String: Instant] = [:]
  /// The programs that were started for it, by their numbers.
  package private(set) var children: Set<Int32> = []
  /// The items whose object was there already.
  package private(set) var foundThere: Set<String> = []

  /// How far each item came, by its id, as going on takes it; those that wait are missing.
  package var pastSteps: [String: PastStep] {
    found.reduce(into: [:]) { steps, entry in
      switch entry.value {
      case .waiting: break
      case .ended(.done): steps[entry.key] = .done
      case .cutOff, .ended(.stopped):
        steps[entry.key] = .begun(at: begunAt[entry.key] ?? began, wasInterrupted: true)
      case .ended(.failed):
        steps[entry.key] = .begun(at: begunAt[entry.key] ?? began, wasInterrupted: false)
      }
    }
  }

  /// Reads entries; nil where the first is not the beginning of a run.
  package init?(directory: String, entries: [JournalEntry]) {
    guard let first = entries.first, let last = entries.last,
      case .began(let beginning) = first.event
    else { return nil }
    self.directory = directory
    self.beginning = beginning
    process = beginning.process
    (began, self.last) = (first.at, last.at)
    for entry in entries {
      defer { settleEarlier(than: entry.event) }
      switch entry.event {
      case .began: break
      case .resumed(let again): process = again.process
      case .itemStarted(let item):
        found[item] = .cutOff(child: nil)
        begunAt[item] = entry.at
      case .childStarted(let item, let child):
        found[item] = .cutOff(child: child)
        children.insert(child.pid)
      case .foundThere(let item): foundThere.insert(item)
      case .itemEnded(let item, let ending): found[item] = .ended(ending)
      }
    }
  }

  /// An item is only begun when those before it are done: where the end of one couldn't be written, the
  /// beginning of a later one tells it.
  private mutating func settleEarlier(than event: JournalEntry.Event) {
    guard case .itemStarted(let item) = event,
      let place = beginning.items.firstIndex(of: item)
    else { return }
    for earlier in beginning.items[..<place] {
      if case .cutOff = found[earlier] { found[earlier] = .ended(.done(certificates: [:])) }
    }
  }

  /// Whether another run is one of the same cluster.
  package func isOnCluster(of other: PastRun) -> Bool {
    ClusterHold.name(of: beginning.cluster) == ClusterHold.name(of: other.beginning.cluster)
  }

  /// Whether a later one of those has taken it back.
  package func isUndone(in runs: [PastRun]) -> Bool {
    runs.contains { $0.beginning.undoes == name && $0.standing == .finished }
  }

  /// The files that it left.
  package var record: RunRecord { RunRecord(directory: directory) }

  /// The SHA-256 fingerprints of the certificates that it has made, by path.
  package var certificates: [String: String] {
    steps.reduce(into: [:]) { all, entry in
      if case .ended(.done(let made)) = entry.step { all.merge(made) { $1 } }
    }
  }

  /// How many items are done.
  package var doneItems: Int {
    steps.count { if case .ended(.done) = $0.step { true } else { false } }
  }

  /// How it stands.
  package var standing: Standing {
    for (item, step) in steps {
      switch step {
      case .ended(.done): continue
      case _ where process.isRunning: return .underWay
      case .waiting: return .leftOff(before: item)
      case .cutOff: return .cutOff(item: item)
      case .ended(.failed(_, let sentence)): return .failed(item: item, sentence: sentence)
      case .ended(.stopped): return .stopped(item: item)
      }
    }
    return .finished
  }
}
