import ArgumentParser
import CursesTerminal
import Glibc
import HostEffects
import Planning
import Screens
import Wizard

/// Chooses how the wizard is shown: full screen, or line by line.
enum FrontEnd {
  /// Runs the wizard until it ends, and then ends the program with its status.
  static func run(_ launch: Launch, display: DisplayOptions) throws {
    try requireTerminal()
    let session = try launch.session()
    let status =
      wantsPlain(display)
      ? try PlainFrontEnd(session: session).run()
      : try runOnScreen(session)
    session.stopEverything()
    if let answers = session.state.answersToKeep {
      try? DraftFile.save(answers, launch.settings.folders)
    }
    throw ExitCode(status.code)
  }

  /// Throws `UserError` with status 64 where nobody can be asked.
  static func requireTerminal() throws {
    guard !Terminal.isInteractive else { return }
    throw UserError(
      .usage,
      lines: [
        "This needs a terminal to ask questions on, and there is none.",
        "  To see what would be done: linkerd-wizard plan --answers FILE",
        "  To do it:                  linkerd-wizard apply --answers FILE --yes",
      ])
  }

  private static func wantsPlain(_ display: DisplayOptions) -> Bool {
    display.plain || Terminal.variable("ACCESSIBLE") == "1" || Terminal.variable("TERM") == "dumb"
  }

  /// Full screen; line by line where the terminal can't position a cursor.
  private static func runOnScreen(_ session: Session) throws -> ExitStatus {
    // The screen's own handlers stand before these only while it is up. A terminal that vanishes
    // sends SIGHUP more than once, and the second must not end the program while it stops its children.
    _ = try StopSignals()
    let terminal: CursesTerminal
    do {
      terminal = try CursesTerminal(colour: ColourMode(noColor: Terminal.variable("NO_COLOR")))
    } catch {
      Terminal.printError(error.message)
      Terminal.printError("So the questions come line by line.")
      return try PlainFrontEnd(session: session).run()
    }
    let status = CursesFrontEnd(session: session, terminal: terminal).run()
    terminal.close()
    let farewell = FarewellText.lines(session.state, glyphs: terminal.glyphs)
    (farewell.isEmpty ? ["Nothing has been changed."] : farewell).forEach(Terminal.print)
    return status
  }
}
