import CNCurses
import Glibc
package import TerminalModel

extension CursesTerminal {
  /// Makes the terminal look like this surface; only what differs is drawn, and all at once.
  ///
  /// The cursor is shown at `cursor`, or hidden when that is nil. A surface of another size, as it
  /// may be during a resize, is cut or padded.
  package func paint(_ surface: Surface, cursor: Point? = nil) {
    guard !isGone, !isClosed else { return }
    let wanted = fitted(surface)
    if shown == nil { werase(nc_stdscr()) }
    for run in wanted.diff(from: shown) { draw(run) }
    shown = wanted
    place(cursor)
    wrefresh(nc_stdscr())
  }

  /// Forgets what is on the terminal, so that the next `paint` draws everything anew.
  package func repaintAll() {
    guard !isClosed else { return }
    shown = nil
    clearok(nc_stdscr(), true)
  }

  private func fitted(_ surface: Surface) -> Surface {
    guard surface.size != size else { return surface }
    var result = Surface(size: size, glyphs: glyphs)
    result.draw(surface, at: Point(column: 0, row: 0))
    return result
  }

  private func draw(_ run: Run) {
    let style = theme.style(for: run.role)
    nc_set_style(nc_stdscr(), style.attributes.curses, style.colour?.rawValue ?? 0)
    guard wmove(nc_stdscr(), Int32(run.row), Int32(run.column)) != ERR else { return }
    let text = drawable(run.text)
    if text.contains(where: { $0 > 0x7F && nc_width($0) == 0 }) {
      drawByCell(text, style)
    } else {
      // In the bottom right corner this is an error by name only: the character is drawn.
      waddnwstr(nc_stdscr(), text, Int32(text.count))
    }
  }

  /// Draws text with combining marks, which curses would lose on wide characters otherwise.
  private func drawByCell(_ text: [wchar_t], _ style: CursesStyle) {
    var rest = text[...]
    while let base = rest.first {
      let marks = rest.dropFirst().prefix { $0 > 0x7F && nc_width($0) == 0 }
      rest = rest.dropFirst(1 + marks.count)
      var cell = cchar_t()
      setcchar(
        &cell, [base] + marks + [0], style.attributes.curses, style.colour?.rawValue ?? 0, nil)
      wadd_wch(nc_stdscr(), &cell)
    }
  }

  /// The text, with a `?` for each column that this system's own width table disputes.
  ///
  /// Otherwise curses and the surface would disagree on where the rest of the row stands.
  private func drawable(_ text: String) -> [wchar_t] {
    var result: [wchar_t] = []
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      let character = wchar_t(scalar.value)
      if scalar.isASCII {
        result.append(character)
        continue
      }
      let width = DisplayWidth.of(scalar)
      if !glyphs.isASCII, nc_width(character) == width {
        result.append(character)
      } else {
        result += repeatElement(wchar_t(UInt8(ascii: "?")), count: width)
      }
    }
    return result
  }

  private func place(_ cursor: Point?) {
    let inside = cursor.flatMap { Rect(size).contains($0) ? $0 : nil }
    if isCursorVisible != (inside != nil) {
      curs_set(inside == nil ? 0 : 1)
      isCursorVisible = inside != nil
    }
    // Where the cursor can't be hidden, it rests in the last line.
    let place = inside ?? Point(column: 0, row: max(0, size.rows - 1))
    wmove(nc_stdscr(), Int32(place.row), Int32(place.column))
  }
}
