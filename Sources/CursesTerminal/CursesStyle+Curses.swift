import CNCurses

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
