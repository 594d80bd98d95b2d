/// Writes texts so that a POSIX shell reads them back unchanged.
package enum ShellQuoting {
  /// The text as one word of a shell: bare where it is harmless, else in single quotes.
  ///
  /// NUL, which no argument of a program can hold, is left out.
  package static func quote(_ text: String) -> String {
    let scalars = text.unicodeScalars.filter { $0.value != 0 }
    if !scalars.isEmpty && scalars.allSatisfy(isHarmless) && scalars.first != "~" {
      return String(String.UnicodeScalarView(scalars))
    }
    var quoted = "'"
    for scalar in scalars {
      if scalar == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "'"
  }

  /// The texts as words of a shell, with spaces between.
  package static func join(_ texts: [String]) -> String {
    texts.map(quote).joined(separator: " ")
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    case "-", "_", ".", "/", ":", "=", ",", "+", "@", "%": true
    default: false
    }
  }
}
