/// What a terminal reports to the program.
package enum TerminalInput: Equatable, Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// The terminal now has this size; whatever was painted must be painted anew.
  case resized(Size)
  /// The wake-up descriptor was written to: something waits elsewhere.
  case wakeUp
  /// A signal that asks the program to end came in: SIGTERM, SIGHUP or SIGINT's number.
  case signal(Int32)
  /// The terminal is gone; nothing more will come from it.
  case closed
}
