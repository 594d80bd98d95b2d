import Diagnosis
import Planning
import TerminalModel
import Wizard

/// Tells a run line by line: what began, what it printed, how it ended. Each line once.
struct RunNarrator: Sendable {
  /// What was told of an item.
  private enum Told {
    case begun, ended
  }

  /// The most lines of output that one call tells; of more only the newest are told.
  static let mostLines = 400
  /// The seconds between two lines about the pods, and until a silent item is said to go on.
  private static let podInterval: Int64 = 3
  private static let silence: Int64 = 30

  private let lines: PlainLines
  private var told: [Int: Told] = [:]
  private var nextLine = 0
  /// The running command as its output begins with it: it was told when the item began.
  private var echo: String?
  private var podText = ""
  /// The code of the reason that was told last; nil before.
  private var reasonTold: String?
  private var podsToldAt: Instant?
  private var lastWord: Instant?

  init(glyphs: Glyphs) {
    lines = PlainLines(glyphs: glyphs)
  }

  /// What is new since the last call.
  mutating func lines(for run: RunProgress, now: Instant, paths: HostPaths) -> [String] {
    forgetLater(than: now)
    var new: [String] = []
    for place in run.items.indices {
      new += tell(place, of: run, paths: paths)
    }
    new += output(of: run, upTo: run.output.end)
    new += pods(of: run, now: now) + reason(of: run)
    if !new.isEmpty || lastWord == nil { lastWord = now }
    return new + silence(of: run, now: now)
  }

  /// Where the clock has gone back, what was said then counts as said now.
  private mutating func forgetLater(than now: Instant) {
    lastWord = lastWord.map { min($0, now) }
    podsToldAt = podsToldAt.map { min($0, now) }
  }

  /// Forgets that the failed item was told, because it is done once more.
  mutating func forgetFailure(of run: RunProgress) {
    if let place = run.failedItem { told[place] = nil }
    reasonTold = nil
  }

  private mutating func tell(
    _ place: Int, of run: RunProgress, paths: HostPaths
  ) -> [String] {
    let progress = run.items[place]
    if told[place] == .ended { return [] }
    guard progress.state != .waiting, let firstLine = progress.firstLine else { return [] }
    var new: [String] = []
    if told[place] == nil {
      told[place] = .begun
      new += output(of: run, upTo: firstLine)
      new += beginning(of: run.plan.items[place], place, run.items.count, paths)
      echo = Self.echo(of: run.plan.items[place])
    }
    guard let ending = ending(of: progress.state) else { return new }
    told[place] = .ended
    return new + output(of: run, upTo: lastLine(of: place, run)) + ending
  }

  /// The number behind the last line that an item printed.
  private func lastLine(of place: Int, _ run: RunProgress) -> Int {
    guard place + 1 < run.items.count else { return run.output.end }
    return run.items[place + 1].firstLine ?? run.output.end
  }

  private func beginning(
    of item: PlanItem, _ place: Int, _ count: Int, _ paths: HostPaths
  ) -> [String] {
    let head = lines.prose(
      "[\(place + 1)/\(count)] \(item.purpose): \(item.explanation)", hanging: 6)
    guard case .command(let command) = item.action else {
      return [""] + head + ["      " + item.previewLine(width: 200, paths: paths)]
    }
    let input = command.input == nil ? "" : "  # with the input that the plan shows"
    return [""] + head + ["      $ \(command.shellLine)\(input)"]
  }

  private func ending(of state: ItemProgress.State) -> [String]? {
    let glyphs = lines.glyphs
    switch state {
    case .waiting, .running: return nil
    case .done(let seconds): return ["    \(glyphs.good) done in \(seconds) s"]
    case .stopped(let seconds): return ["    \(glyphs.bad) stopped after \(seconds) s"]
    case .failed(let problem, let seconds):
      return ["    \(glyphs.bad) failed after \(seconds) s", ""] + lines.problem(problem, indent: 4)
    }
  }

  private mutating func output(of run: RunProgress, upTo end: Int) -> [String] {
    guard end > nextLine else { return [] }
    let start = max(nextLine, run.output.first, end - Self.mostLines)
    let missing = start - nextLine
    nextLine = end
    let note =
      missing > 0 ? ["      \(lines.glyphs.ellipsis) \(missing) lines, only in the log"] : []
    var printed = run.output.lines(from: start, to: end)
    if let echo {
      if printed.first == echo { printed = printed.dropFirst() }
      self.echo = nil
    }
    return note + printed.map { "      " + $0 }
  }

  private static func echo(of item: PlanItem) -> String? {
    guard case .command(let command) = item.action else { return nil }
    return "$ \(command.shellLine)"
  }

  private mutating func pods(of run: RunProgress, now: Instant) -> [String] {
    guard run.runningItem != nil, !run.pods.isEmpty else { return [] }
    let text = PodSummary(run.pods).line
    guard text != podText else { return [] }
    if let before = podsToldAt, now.seconds(since: before) < Self.podInterval { return [] }
    podText = text
    podsToldAt = now
    return lines.prose("pods: " + text, indent: 6, hanging: 6)
  }

  /// Why the pods don't come, once for each reason.
  private mutating func reason(of run: RunProgress) -> [String] {
    guard var problem = run.podProblem, problem.code != reasonTold else { return [] }
    reasonTold = problem.code
    problem.severity = .warning
    return lines.problem(problem, indent: 6)
  }

  private mutating func silence(of run: RunProgress, now: Instant) -> [String] {
    guard let place = run.runningItem, case .running(let since) = run.items[place].state,
      let lastWord, now.seconds(since: lastWord) >= Self.silence
    else { return [] }
    self.lastWord = now
    let seconds = now.seconds(since: since)
    return [
      "      \(lines.glyphs.ellipsis) \(run.plan.items[place].purpose) still going on (\(seconds) s)"
    ]
  }
}

/// The control plane's pods in one line, by deployment.
struct PodSummary: Equatable, Sendable {
  let line: String

  /// Ages are left out, so that the line changes only when something happens.
  init(_ pods: [PodStatus]) {
    var order: [String] = []
    var counts: [String: (ready: Int, all: Int)] = [:]
    for pod in pods {
      let name = Self.shortName(pod)
      if counts[name] == nil { order.append(name) }
      let count = counts[name] ?? (0, 0)
      counts[name] = (count.ready + (pod.isReady ? 1 : 0), count.all + 1)
    }
    var parts = order.map { name in
      let count = counts[name] ?? (0, 0)
      return "\(name) \(count.ready)/\(count.all)"
    }
    parts += PodDiagnosis.hindrances(pods).prefix(3)
    line = parts.joined(separator: ", ")
  }

  private static func shortName(_ pod: PodStatus) -> String {
    let name = pod.deployment.isEmpty ? pod.name : pod.deployment
    return name.hasPrefix("linkerd-") ? String(name.dropFirst("linkerd-".count)) : name
  }
}
