import CursesTerminal
import Glibc
import HostEffects
import TerminalModel

/// The process's standard streams.
enum Terminal {
  /// Writes a line to standard output at once.
  static func print(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

  /// Writes a line to standard error, harmless wherever it is read.
  static func printError(_ line: String) {
    write(TerminalText.harmlessLines(line) + "\n", to: STDERR_FILENO)
  }

  /// Writes all of a text, whole lines or not; a closed reader is no error.
  ///
  /// Names come from kubeconfigs, clusters and repositories, so a terminal gets nothing that steers
  /// it; a file or a program gets what may be a script or JSON as it is.
  static func write(_ text: String, to descriptor: Int32) {
    let shown = isatty(descriptor) == 1 ? TerminalText.harmlessLines(text) : text
    var bytes = Array(shown.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }

  /// Whether standard input and output are a person's terminal.
  static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// The signs that can be shown by the locale and the kind of terminal, as full screen decides it.
  static var glyphs: Glyphs {
    CharacterSet.current(terminalType: variable("TERM") ?? "", locale: "").glyphs
  }

  /// A line of prose as it can be shown: in ASCII where the locale is.
  static func shown(_ line: String) -> String {
    let glyphs = glyphs
    return glyphs.isASCII ? TextLayout(glyphs).truncated(line, to: .max) : line
  }

  /// An environment variable; nil where it isn't set.
  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
