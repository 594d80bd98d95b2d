/// Why the full-screen wizard can't be shown here.
package enum TerminalProblem: Error, Equatable, Sendable {
  /// Standard input or standard output is not a terminal.
  case notATerminal
  /// `TERM` is empty or not set.
  case noTerminalType
  /// The system has no description of this `TERM`.
  case unknownTerminalType(String)
  /// This `TERM` can't place the cursor, as `dumb` can't.
  case cannotPlaceCursor(String)
  /// The system refused something; `operation` is the call, `errorNumber` its errno.
  case system(operation: String, errorNumber: Int32)

  /// What happened and what to do next, in a sentence or two for the user.
  package var message: String {
    switch self {
    case .notATerminal:
      "Standard input and output must both be a terminal for the full-screen wizard. "
        + "Start it in a terminal, or use `plan` and `apply` with an answers file."
    case .noTerminalType:
      "TERM is not set, so it is unknown how to draw on this terminal. "
        + "Set it (for most terminals: export TERM=xterm-256color), or use --plain."
    case .unknownTerminalType(let name):
      "This system has no description of the terminal type TERM=\(Self.printable(name)). "
        + "Set TERM to one it knows (for most terminals: export TERM=xterm-256color), "
        + "or use --plain."
    case .cannotPlaceCursor(let name):
      "A terminal of type TERM=\(Self.printable(name)) can't place its cursor, "
        + "so the full-screen wizard can't be shown. Use --plain for the same questions as text."
    case .system(let operation, let number):
      "The terminal could not be set up: \(operation) failed with error number \(number). "
        + "Use --plain for the same questions as text."
    }
  }

  private static func printable(_ name: String) -> String {
    String(
      name.prefix(60).map { $0.isASCII && !$0.isNewline && $0 >= " " && $0 != "\u{7F}" ? $0 : "?" })
  }
}
