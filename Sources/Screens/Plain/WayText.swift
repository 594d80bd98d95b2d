import Planning
package import TerminalModel
package import Wizard

/// How a run goes on or is taken back, as lines to read before it is confirmed.
package struct WayText {
  private let glyphs: Glyphs
  private let columns: Int

  /// Takes the signs that can be shown, and the columns that prose may take.
  package init(glyphs: Glyphs, columns: Int = 78) {
    self.glyphs = glyphs
    self.columns = columns
  }

  /// What would be done, and what stays.
  package func lines(_ way: Interruption.Way) -> [String] {
    switch way {
    case .resume(let way): lines(way)
    case .undo(let way): lines(way)
    }
  }

  private func lines(_ way: UndoPlan) -> [String] {
    var lines: [String] = []
    for (place, item) in way.plan.items.enumerated() {
      lines.append("\(place + 1). \(item.purpose)")
      lines += described(item)
    }
    if !way.notes.isEmpty {
      lines += ["What stays, and what to know:"]
      lines += way.notes.flatMap { indented($0) } + [""]
    }
    if way.plan.items.isEmpty { return lines + ["Nothing is left to be taken back."] }
    return lines + [
      "\(way.plan.items.count) items, in this order. Nothing is changed before you confirm.",
      "Digest: \(way.plan.digest)",
    ]
  }

  /// The items that are done by their names; of the others everything that they do.
  private func lines(_ way: Continuation) -> [String] {
    var lines: [String] = []
    for (place, item) in way.plan.items.enumerated() {
      let isDone = way.done.contains(item.id)
      let head = "\(place + 1). \(item.purpose)"
      lines.append(isDone ? "\(head)  \(glyphs.good) done" : head)
      if let note = way.notes[item.id] { lines += indented(note) }
      if isDone { continue }
      lines += described(item)
    }
    let rest = way.rest.count
    lines += [
      rest == 0
        ? "Everything is done; the run is only finished in its journal."
        : "\(rest) of \(way.plan.items.count) items are still to be done. Nothing has been changed now.",
      "Digest: \(way.plan.digest)",
    ]
    return lines
  }

  private func described(_ item: PlanItem) -> [String] {
    indented(item.explanation) + item.detailLines.map { $0.isEmpty ? "" : "     " + $0 } + [""]
  }

  private func indented(_ prose: String) -> [String] {
    ProseText.wrapped(prose, to: max(columns - 3, 10)).map { "   " + $0 }
  }
}
