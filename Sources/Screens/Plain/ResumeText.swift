package import Planning
package import TerminalModel
import Wizard

/// How a run goes on, as lines to read before it is confirmed.
package struct ResumeText {
  private let glyphs: Glyphs

  /// Takes the signs that can be shown.
  package init(glyphs: Glyphs) { self.glyphs = glyphs }

  /// The items that are done by their names; of the others everything that they do.
  package func lines(_ way: Continuation) -> [String] {
    var lines: [String] = []
    for (place, item) in way.plan.items.enumerated() {
      let isDone = way.done.contains(item.id)
      let head = "\(place + 1). \(item.purpose)"
      lines.append(isDone ? "\(head)  \(glyphs.good) done" : head)
      if let note = way.notes[item.id] { lines += indented(note) }
      if isDone { continue }
      lines += indented(item.explanation)
      lines += item.detailLines.map { $0.isEmpty ? "" : "     " + $0 } + [""]
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

  private func indented(_ prose: String) -> [String] {
    ProseText.wrapped(prose, to: 75).map { "   " + $0 }
  }
}
