import CNCurses
import Glibc
package import TerminalModel

extension CursesTerminal {
  /// Makes the terminal look like this surface; only what differs is drawn, and all at once.
  ///
  /// The cursor is shown at `cursor`, or hidden when that is nil. A surface of another size, as it
  /// may be during a resize, is cut or padded.
  package func paint(_ surface: Surface, cursor: Point? = nil) {
    guard !isGone else { return }
    let wanted = fitted(surface)
    if shown == nil { werase(nc_stdscr()) }
    for run in wanted.diff(from: shown) { draw(run) }
    shown = wanted
    place(cursor)
    wrefresh(nc_stdscr())
  }

  /// Forgets what is on the terminal, so that the next `paint` draws everything anew.
  package func repaintAll() {
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
    // In the bottom right corner this is an error by name only: the character is drawn.
    waddnwstr(nc_stdscr(), text, Int32(text.count))
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

extension CursesStyle.Attributes {
  /// As curses wants them.
  var curses: UInt32 {
    var result: UInt32 = 0
    if contains(.bold) { result |= nc_bold() }
    if contains(.dim) { result |= nc_dim() }
    if contains(.reverse) { result |= nc_reverse() }
    if contains(.underline) { result |= nc_underline() }
    return result
  }
}
