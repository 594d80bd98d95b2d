import Glibc

/// What characters the terminal can be trusted to show.
enum CharacterSet: Equatable {
  case utf8
  case ascii

  /// Takes over the user's locale for characters only, and reads what it says.
  ///
  /// The Linux console shows UTF-8, but its fonts lack most signs.
  static func current(terminalType: String) -> CharacterSet {
    setlocale(LC_CTYPE, "")
    guard let codeset = nl_langinfo(nl_item(CODESET)) else { return .ascii }
    let isUTF8 = String(cString: codeset) == "UTF-8"
    return isUTF8 && terminalType != "linux" ? .utf8 : .ascii
  }
}
