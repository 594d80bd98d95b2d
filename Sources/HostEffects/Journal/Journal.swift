import Glibc
package import Planning
import Synchronization
import Wizard

/// Writes down what a run is about to do and what came of it, so that a later start knows.
///
/// An entry is on the disk when `write` returns. The file is made anew, mode 0600, and only added to.
package final class Journal: Sendable {
  /// The file's name in a run's directory.
  package static let fileName = "journal.jsonl"

  private struct State: Sendable {
    var file: Int32
    /// The item that is being done; nil between items.
    var item: String?
    /// The items that are done.
    var done: Set<String> = []
  }

  private let path: String
  private let clock: @Sendable () -> Instant
  private let state: Mutex<State>
  private let items: Set<String>

  /// Makes the journal of a run in its directory, and writes its first entry. Throws `FileProblem`.
  package convenience init(
    in directory: String, of plan: Plan, clock: @escaping @Sendable () -> Instant
  ) throws(FileProblem) {
    let path = "\(directory)/\(Self.fileName)"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC
    let file = open(path, flags, 0o600)
    guard file >= 0 else { throw FileProblem(errno: errno, path) }
    self.init(file: file, path: path, of: plan, clock: clock)
    try write(.began(JournalEntry.Beginning(plan: plan, process: .own)))
    ProtectedDirectory.sync(directory)
  }

  /// Goes on in a file that is open, and closes it in the end.
  init(file: Int32, path: String, of plan: Plan, clock: @escaping @Sendable () -> Instant) {
    self.path = path
    self.clock = clock
    items = Set(plan.items.map(\.id))
    state = Mutex(State(file: file))
  }

  deinit { _ = state.withLock { close($0.file) } }

  /// Writes that an item is about to be done. Throws `FileProblem`; the item must not be done then.
  func begin(_ item: PlanItem) throws(FileProblem) {
    state.withLock { $0.item = item.id }
    try write(.itemStarted(item.id))
  }

  /// Writes that a program was started for the item that is being done.
  func noteChild(_ pid: Int32) {
    guard let item = state.withLock({ $0.item }) else { return }
    try? write(.childStarted(item, ProcessMark(pid: pid)))
  }

  /// Writes how the item ended. Throws `FileProblem`.
  func end(_ item: PlanItem, _ outcome: ItemOutcome) throws(FileProblem) {
    state.withLock { state in
      state.item = nil
      if case .done = outcome { state.done.insert(item.id) }
    }
    try write(.itemEnded(item.id, JournalEntry.Ending(outcome)))
  }

  /// Whether everything of the plan is done.
  var isComplete: Bool { state.withLock { items.isSubset(of: $0.done) } }

  private func write(_ event: JournalEntry.Event) throws(FileProblem) {
    let text = JournalEntry(at: clock(), event: event).line
    let failure = state.withLock { state in
      let failure = FileBytes.write(Array(text.utf8), to: state.file)
      if failure != 0 { return failure }
      return fdatasync(state.file) == 0 || errno == EINVAL ? 0 : errno
    }
    if failure != 0 { throw FileProblem(errno: failure, path) }
  }
}

extension JournalEntry {
  /// The entry as a line of the journal. It holds only what can be encoded.
  var line: String { ((try? CanonicalJSON(self)) ?? .null).text + "\n" }
}

extension JournalEntry.Ending {
  /// What is kept of how an item ended.
  init(_ outcome: ItemOutcome) {
    switch outcome {
    case .done(.certificates(let notes)):
      self = .done(
        certificates: Dictionary(notes.map { ($0.path, $0.fingerprint) }) { first, _ in first })
    case .done: self = .done(certificates: [:])
    case .failed(let problem, _): self = .failed(code: problem.code, sentence: problem.sentence)
    case .cancelled: self = .stopped
    }
  }
}
