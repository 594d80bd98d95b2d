package import TerminalModel

/// A screen as it is to be painted.
package struct Rendering: Equatable, Sendable {
  /// The cells.
  package var surface: Surface
  /// Where the caret of the text that is being typed stands; nil where nothing is typed.
  package var cursor: Point?

  /// Makes a rendering.
  package init(surface: Surface, cursor: Point? = nil) {
    self.surface = surface
    self.cursor = cursor
  }
}
