package import TerminalModel
package import Wizard

/// Draws the wizard's state.
package enum ScreenRenderer {
  /// The screen for a terminal of that size: the same state always gives the same cells.
  ///
  /// On a terminal that is too small, a notice says which size is needed.
  package static func render(_ state: WizardState, size: Size, glyphs: Glyphs) -> Rendering {
    var rendering = Rendering(surface: Surface(size: size, glyphs: glyphs))
    guard ScreenLayout.isLargeEnough(size) else {
      drawSizeNotice(&rendering.surface, isPractice: state.options.isPractice)
      return rendering
    }
    let layout = ScreenLayout(state, size: size, glyphs)
    var canvas = Canvas(surface: rendering.surface)
    canvas.drawFrame(of: state, layout)
    canvas.draw(Page.of(state, layout, glyphs), in: layout)
    if let dialog = state.dialog {
      canvas.dim(layout)
      canvas.draw(DialogBox.of(dialog, state, layout, glyphs))
      canvas.drawHints(of: state, layout)
    }
    return Rendering(surface: canvas.surface, cursor: canvas.cursor)
  }

  private static func drawSizeNotice(_ surface: inout Surface, isPractice: Bool) {
    let wanted = ScreenLayout.smallest
    let size = surface.size
    let text =
      (isPractice ? "PRACTICE " : "")
      + "Needs \(wanted.columns)x\(wanted.rows), has \(size.columns)x\(size.rows): "
      + "make it larger. Nothing is lost."
    let lines = TextLayout(surface.glyphs).wrapped(text, to: size.columns)
    for (row, line) in lines.prefix(size.rows).enumerated() {
      surface.write(line, at: Point(column: 0, row: row), role: .warn)
    }
  }
}
