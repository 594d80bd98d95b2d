import Planning
import TerminalModel
import Wizard

/// The part of the install page that shows what the commands print.
struct OutputPane {
  let head: [Line]
  let foot: [Line]
  let lines: [Line]
  /// The number of the first line in view, and how many lines are in view at most.
  let top: Int
  let rows: Int
  /// The number of the last first line: with it the newest output is in view.
  let lastTop: Int

  init(_ run: RunProgress, _ state: WizardState, _ layout: ScreenLayout, _ glyphs: Glyphs) {
    head = Page.installHead(state, run, layout, glyphs)
    foot = run.failedItem == nil ? [] : [Page.buttonLine(state, glyphs)]
    rows = max(layout.content.rows - head.count - foot.count - 1, 1)
    lastTop = max(run.output.end - rows, run.output.first)
    top = run.isFollowing ? lastTop : min(max(run.outputTop, run.output.first), lastTop)
    let isFocused = run.failedItem != nil && state.focus == .list(.output)
    let heading = Line.heading(
      Self.title(of: run), trailing: Self.place(of: run, top: top, rows: rows),
      isFocused: isFocused)
    let text = TextLayout(glyphs)
    lines =
      [heading]
      + run.output.lines(from: top, to: top + rows).map { output in
        var line = Line(text.expandingTabs(output))
        line.highlight = run.find
        return line
      }
  }

  private static func title(of run: RunProgress) -> String {
    let place = run.runningItem ?? run.failedItem
    let name = place.map { run.plan.items[$0].purpose }
    let title = name.map { "output: \($0)" } ?? "output"
    return run.find.isEmpty ? title : title + ", find “\(run.find)”"
  }

  private static func place(of run: RunProgress, top: Int, rows: Int) -> String {
    if run.isFollowing { return run.failedItem == nil ? "following" : "the end" }
    let last = min(top + rows, run.output.end)
    return "lines \(top + 1)-\(last) of \(run.output.end)"
  }
}
