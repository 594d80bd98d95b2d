import TerminalModel
import Wizard

/// Where the parts of the screen stand on a terminal of some size.
struct ScreenLayout: Equatable {
  /// The smallest terminal that the wizard works on.
  static let smallest = Size(columns: 60, rows: 18)

  let size: Size
  /// What stands above the hints, in as many lines as it takes.
  let status: [Span]

  init(_ state: WizardState, size: Size, _ glyphs: Glyphs) {
    self.size = size
    status =
      Self.isLargeEnough(size)
      ? StatusLine.lines(state, columns: size.columns - 4, glyphs) : []
  }

  /// Whether anything but a notice can be shown.
  static func isLargeEnough(_ size: Size) -> Bool {
    size.columns >= smallest.columns && size.rows >= smallest.rows
  }

  /// Whether the progress stands at the left; otherwise it stands on the title's line.
  var hasRail: Bool { size.columns >= 72 }

  /// Whether lines that only please the eye are left out.
  var isCompact: Bool { size.rows < 22 }

  static let railColumns = 18

  /// The first row of the status; the hints stand below it.
  var statusRow: Int { size.rows - 1 - max(status.count, 1) }

  /// The area between the rules, right of the rail.
  var body: Rect {
    let left = hasRail ? Self.railColumns + 1 : 0
    return Rect(column: left, row: 2, columns: size.columns - left, rows: statusRow - 3)
  }

  /// The area of the body's text: room for the focus bar at its left, a scroll bar at its right.
  var content: Rect {
    body.inset(left: 2, top: isCompact ? 0 : 1, right: 2)
  }
}
