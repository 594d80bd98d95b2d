import Glibc
package import TerminalModel

/// What characters the terminal can be trusted to show.
package enum CharacterSet: Equatable {
  case utf8
  case ascii

  /// The signs that belong to it.
  package var glyphs: Glyphs { self == .utf8 ? .unicode : .ascii }

  /// Takes over the user's locale for characters only, and reads what it says.
  ///
  /// The Linux console shows UTF-8, but its fonts lack most signs. `terminalType` is `TERM`; an
  /// empty `locale` is the user's.
  package static func current(terminalType: String, locale: String) -> CharacterSet {
    setlocale(LC_CTYPE, locale)
    guard let codeset = nl_langinfo(nl_item(CODESET)) else { return .ascii }
    let isUTF8 = String(cString: codeset) == "UTF-8"
    return isUTF8 && terminalType != "linux" ? .utf8 : .ascii
  }
}
