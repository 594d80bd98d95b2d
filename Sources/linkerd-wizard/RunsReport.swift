import HostEffects
import Planning
import Screens
import TerminalModel
import Wizard

/// Past runs as lines to read, and as JSON.
struct RunsReport {
  var glyphs: Glyphs
  /// All runs that there are: a later one can have taken an earlier one back.
  var all: [PastRun]

  /// A table, a line for each run.
  func lines(_ runs: [PastRun]) -> [String] {
    guard !runs.isEmpty else { return ["No install was begun on this machine by this user."] }
    let rows =
      [["RUN", "CONTEXT", "DONE", "STATE"]]
      + runs.map { run in
        [
          run.name, run.beginning.cluster.context, "\(run.doneItems)/\(run.steps.count)",
          state(run),
        ]
      }
    let widths = (0..<3).map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    return rows.map { row in
      (0..<3).map { column in
        row[column] + String(repeating: " ", count: widths[column] - DisplayWidth.of(row[column]))
      }.joined(separator: "  ") + "  " + row[3]
    }
  }

  /// One run in full: where, when, how each item ended, and where its files are.
  func lines(_ run: PastRun) -> [String] {
    let beginning = run.beginning
    let record = run.record
    return [
      "Run       \(run.name), by linkerd-wizard \(beginning.programVersion)",
      "Begun     \(run.began.iso8601), last heard of \(run.last.iso8601)",
      "Context   \(beginning.cluster.context)",
      "Server    \(beginning.cluster.server)",
      "Plan      \(beginning.digest)",
      "State     \(state(run))",
      "",
    ] + run.steps.flatMap { item, step in lines(item, step) } + [
      "", "Log       \(record.logPath)",
    ]
      + (beginning.undoes == nil
        ? ["Script    \(record.scriptPath)", "Answers   \(record.answersPath)"] : [])
  }

  private func lines(_ item: String, _ step: PastRun.Step) -> [String] {
    switch step {
    case .waiting: ["  - \(item)"]
    case .cutOff: ["  \(glyphs.warning) \(item): begun, and its end is not known"]
    case .ended(.done(let certificates)):
      ["  \(glyphs.good) \(item)"]
        + certificates.sorted { $0.key < $1.key }.map { "      \($0.key)  SHA-256 \($0.value)" }
    case .ended(.failed(_, let sentence)):
      ["  \(glyphs.bad) \(item)"] + ProseText.wrapped(sentence, to: 72).map { "      " + $0 }
    case .ended(.stopped): ["  \(glyphs.bad) \(item): stopped"]
    }
  }

  /// How it stands, what it takes back, and whether it was taken back.
  private func state(_ run: PastRun) -> String {
    let state = run.isUndone(in: all) ? "undone" : run.word
    return run.beginning.undoes.map { "\(state), undo of \($0)" } ?? state
  }

  /// All runs, as a list.
  func json(_ runs: [PastRun]) -> CanonicalJSON { .array(runs.map { json($0) }) }

  /// One run.
  func json(_ run: PastRun) -> CanonicalJSON {
    .object([
      "name": .string(run.name), "directory": .string(run.directory),
      "began": .string(run.began.iso8601), "last": .string(run.last.iso8601),
      "context": .string(run.beginning.cluster.context),
      "server": .string(run.beginning.cluster.server), "digest": .string(run.beginning.digest),
      "undoes": run.beginning.undoes.map { .string($0) } ?? .null,
      "state": .string(run.isUndone(in: all) ? "undone" : word(run.standing)),
      "items": .array(run.steps.map { .object(["id": .string($0), "state": .string(word($1))]) }),
    ])
  }

  private func word(_ standing: PastRun.Standing) -> String {
    switch standing {
    case .finished: "finished"
    case .underWay: "under-way"
    case .failed: "failed"
    case .stopped: "stopped"
    case .cutOff: "cut-off"
    case .leftOff: "left-off"
    }
  }

  private func word(_ step: PastRun.Step) -> String {
    switch step {
    case .waiting: "waiting"
    case .cutOff: "cut-off"
    case .ended(.done): "done"
    case .ended(.failed): "failed"
    case .ended(.stopped): "stopped"
    }
  }
}
