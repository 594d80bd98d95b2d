import CNCurses
import Glibc
package import TerminalModel

/// The user's terminal, taken over for full-screen drawing from `init` to `close`.
///
/// It belongs to the thread that made it, which should be the main one; there is one at a time.
/// Whatever ends the program, SIGKILL aside, the terminal is given back as it was found.
package final class CursesTerminal {
  /// The signs that this terminal can show.
  package let glyphs: Glyphs
  /// How the roles look here.
  package let theme: CursesTheme
  /// The present size; it changes only within `waitForInput`, `stop` and `suspendForForeground`.
  package internal(set) var size: Size

  let input: Int32
  let output: Int32
  let signals: SignalPipe
  let errorHold: StandardErrorHold?
  let screen: OpaquePointer
  private let streams: [UnsafeMutablePointer<FILE>]
  let pasteOn: [UInt8]
  let pasteOff: [UInt8]
  var saved: termios
  var decoder = KeyDecoder()
  var decoderDeadline: UInt64?
  var shown: Surface?
  var isCursorVisible: Bool?
  var isGone = false
  /// Whether the next wait reports the size, because the screen was left meanwhile.
  var owesSize = false
  /// Requests to end that came in while the screen was left.
  var owedSignals: [Int32] = []
  private(set) var isClosed = false

  /// Whether characters beyond ASCII can be shown: UTF-8 by the locale, and not `TERM=linux`.
  package var usesUnicode: Bool { !glyphs.isASCII }

  /// Takes over the terminal.
  ///
  /// `terminalType` is `TERM`; nil reads it from the environment. `locale` names the locale for
  /// characters; an empty one is the user's. While the screen is up, standard
  /// error is kept, and written out afterwards, unless `holdsStandardError` is false. Throws a
  /// `TerminalProblem`, and then nothing was changed and nothing printed.
  package init(
    colour: ColourMode = .automatic, input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO,
    terminalType: String? = nil, locale: String = "", holdsStandardError: Bool = true
  ) throws(TerminalProblem) {
    let type = try Self.checkedType(terminalType, input: input, output: output)
    var saved = termios()
    guard tcgetattr(input, &saved) == 0 else {
      throw .system(operation: "tcgetattr", errorNumber: errno)
    }
    glyphs = CharacterSet.current(terminalType: type, locale: locale).glyphs
    let signals = try SignalPipe()
    let streams = try Self.streams(input: input, output: output)
    guard let screen = newterm(type, streams[1], streams[0]) else {
      streams.forEach { fclose($0) }
      tcsetattr(input, TCSANOW, &saved)
      throw .unknownTerminalType(type)
    }
    (self.input, self.output, self.saved) = (input, output, saved)
    (self.signals, self.streams, self.screen) = (signals, streams, screen)
    errorHold = holdsStandardError ? StandardErrorHold() : nil
    let takesPastes = Self.knowsBracketedPaste(type)
    pasteOn = takesPastes ? Array("\u{1B}[?2004h".utf8) : []
    pasteOff = takesPastes ? Array("\u{1B}[?2004l".utf8) : []
    size = Size(columns: 80, rows: 24)
    theme = colour == .automatic && Self.startColours() ? .colour : .mono
    begin()
  }

  /// Gives the terminal back and shows what was written to standard error.
  ///
  /// Afterwards nothing is drawn any more, and a wait returns `.closed` at once.
  package func close() {
    guard !isClosed else { return }
    isClosed = true
    leaveScreen()
    Emergency.disarm()
    delscreen(screen)
    streams.forEach { fclose($0) }
    signals.close()
  }

  deinit { close() }

  private func begin() {
    Emergency.arm(
      output: output, saved: saved, restore: RestoreBytes(pasteOff: pasteOff).bytes,
      realError: errorHold?.real ?? -1, heldError: errorHold?.held ?? -1)
    raw()
    noecho()
    nonl()
    keypad(nc_stdscr(), true)
    // Otherwise curses stops drawing as soon as a key waits.
    typeahead(-1)
    leaveok(nc_stdscr(), false)
    scrollok(nc_stdscr(), false)
    enterScreen()
  }

  private static func checkedType(
    _ given: String?, input: Int32, output: Int32
  ) throws(TerminalProblem) -> String {
    guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
    let type = given ?? getenv("TERM").map { String(cString: $0) } ?? ""
    guard !type.isEmpty else { throw .noTerminalType }
    guard nc_load_description(type, output) == 1 else { throw .unknownTerminalType(type) }
    defer { nc_drop_description() }
    guard nc_capability("cup") != nil else { throw .cannotPlaceCursor(type) }
    return type
  }

  /// Streams of curses' own, so that closing them leaves the descriptors open.
  private static func streams(
    input: Int32, output: Int32
  ) throws(TerminalProblem) -> [UnsafeMutablePointer<FILE>] {
    var streams: [UnsafeMutablePointer<FILE>] = []
    for (descriptor, mode) in [(input, "r"), (output, "w")] {
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
      guard copy >= 0, let stream = fdopen(copy, mode) else {
        let number = errno
        if copy >= 0 { Glibc.close(copy) }
        streams.forEach { fclose($0) }
        throw .system(operation: "fdopen", errorNumber: number)
      }
      streams.append(stream)
    }
    return streams
  }

  private static func startColours() -> Bool {
    guard has_colors(), start_color() != ERR, nc_colors() >= 8 else { return false }
    guard use_default_colors() != ERR else { return false }
    for colour in CursesStyle.Colour.allCases {
      init_pair(colour.rawValue, colour.rawValue, -1)
    }
    return true
  }

  /// Old terminals and consoles might show the request instead of ignoring it.
  private static func knowsBracketedPaste(_ type: String) -> Bool {
    !["linux", "vt", "ansi", "cons", "sun", "wy", "hp"].contains { type.hasPrefix($0) }
  }
}
