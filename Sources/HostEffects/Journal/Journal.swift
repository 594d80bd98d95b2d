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
    /// Whether that item was begun before.
    var isRepeated = false
    /// The items that are done.
    var done: Set<String>
    /// The items that were begun, now or by an earlier wizard.
    var begun: Set<String>
  }

  /// The run's directory.
  var directory: String { PathText.parent(path) }

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

  /// Goes on in the journal of a run that was left in the middle, and says so in it. Throws
  /// `FileProblem`.
  package convenience init(
    goingOn way: Continuation, after run: PastRun, clock: @escaping @Sendable () -> Instant
  ) throws(FileProblem) {
    let path = "\(run.directory)/\(Self.fileName)"
    let file = open(path, O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw FileProblem(errno: errno, path) }
    let begun = run.steps.filter { $0.step != .waiting }.map(\.item)
    self.init(
      file: file, path: path, of: way.plan, done: way.done, begun: Set(begun), clock: clock)
    try endLine()
    try write(.resumed(JournalEntry.Beginning(plan: way.plan, process: .own)))
    // What the cluster has told is written as if it had been seen by then.
    for (item, step) in run.steps where way.done.contains(item) {
      if case .ended(.done) = step { continue }
      try write(.itemEnded(item, .done(certificates: [:])))
    }
  }

  /// Goes on in a file that is open, and closes it in the end.
  init(
    file: Int32, path: String, of plan: Plan, done: Set<String> = [], begun: Set<String> = [],
    clock: @escaping @Sendable () -> Instant
  ) {
    self.path = path
    self.clock = clock
    items = Set(plan.items.map(\.id))
    state = Mutex(State(file: file, done: done, begun: begun))
  }

  deinit { _ = state.withLock { close($0.file) } }

  /// Writes that an item is about to be done; whether it was begun before. Throws `FileProblem`; the
  /// item must not be done then.
  @discardableResult
  func begin(_ item: PlanItem) throws(FileProblem) -> Bool {
    let isNew = state.withLock { state in
      state.item = item.id
      let isNew = state.begun.insert(item.id).inserted
      state.isRepeated = !isNew
      return isNew
    }
    try write(.itemStarted(item.id))
    return !isNew
  }

  /// Writes that a program was started for the item that is being done.
  func noteChild(_ pid: Int32) {
    guard let item = state.withLock({ $0.item }) else { return }
    try? write(.childStarted(item, ProcessMark(pid: pid)))
  }

  /// Writes how the item ended. Throws `FileProblem`.
  func end(_ item: PlanItem, _ outcome: ItemOutcome) throws(FileProblem) {
    let isRepeated = state.withLock { state in
      state.item = nil
      if case .done = outcome { state.done.insert(item.id) }
      return state.isRepeated
    }
    // What an item finds that was begun before, it has likely made itself.
    if outcome == .done(.foundThere), !isRepeated { try write(.foundThere(item.id)) }
    try write(.itemEnded(item.id, JournalEntry.Ending(outcome)))
  }

  /// Whether everything of the plan is done.
  var isComplete: Bool { state.withLock { items.isSubset(of: $0.done) } }

  /// Ends a line that was cut off, so that what is written next stands on its own.
  private func endLine() throws(FileProblem) {
    let last = state.withLock { state in
      let end = lseek(state.file, 0, SEEK_END)
      var byte = UInt8(ascii: "\n")
      _ = end > 0 ? pread(state.file, &byte, 1, end - 1) : 0
      return byte
    }
    if last != UInt8(ascii: "\n") { try write("\n") }
  }

  private func write(_ event: JournalEntry.Event) throws(FileProblem) {
    try write(JournalEntry(at: clock(), event: event).line)
  }

  private func write(_ text: String) throws(FileProblem) {
    let failure = state.withLock { state in
      let end = lseek(state.file, 0, SEEK_END)
      let failure = FileBytes.write(Array(text.utf8), to: state.file)
      // Half a line would make the next one unreadable, too.
      if failure != 0 {
        ftruncate(state.file, end)
        return failure
      }
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
