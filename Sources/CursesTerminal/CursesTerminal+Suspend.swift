import CNCurses
import Glibc
import TerminalModel

extension CursesTerminal {
  /// Stops the program as ^Z does, and comes back when the shell continues it.
  ///
  /// Afterwards the size may be another: the next wait reports it, and the next `paint` draws all.
  package func stop() {
    leaveScreen()
    signals.allowStopping()
    _ = signals.drain()
    kill(0, SIGTSTP)
    // The stop may reach another thread first; being continued is a signal too. Where nobody can
    // continue the program, the system doesn't stop it, and this wait ends by itself.
    var waits = pollfd(fd: signals.readEnd, events: Int16(POLLIN), revents: 0)
    poll(&waits, 1, 200)
    signals.catchStopping()
    keepOnlyEndings()
    enterScreen()
    owesSize = true
  }

  /// Gives the terminal to `body`, such as a login helper or a pager, and takes it back.
  ///
  /// While it runs, standard error is the real one, ^C doesn't reach the wizard and ^Z stops both.
  /// Afterwards the size may be another: the next wait reports it, and the next `paint` draws all.
  package func suspendForForeground<T>(_ body: () throws -> T) rethrows -> T {
    leaveScreen()
    signals.allowStopping()
    defer {
      signals.catchStopping()
      keepOnlyEndings()
      enterScreen()
      owesSize = true
    }
    return try body()
  }

  /// Puts the terminal into the state for drawing.
  func enterScreen() {
    guard !isGone else { return }
    errorHold?.begin()
    Emergency.setArmed(true)
    // Also takes curses' settings of the terminal back after `endwin`.
    repaintAll()
    adoptSize()
    isCursorVisible = nil
    werase(nc_stdscr())
    wrefresh(nc_stdscr())
    write(pasteOn)
  }

  /// Puts the terminal back into the state it was found in.
  func leaveScreen() {
    if !isGone {
      withoutStopping {
        write(pasteOff)
        curs_set(1)
        endwin()
        tcsetattr(input, TCSANOW, &saved)
      }
    }
    Emergency.setArmed(false)
    errorHold?.end()
  }

  /// Reads the size; true when it is a new one, and then everything will be drawn anew.
  @discardableResult
  func adoptSize() -> Bool {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard nc_terminal_size(output, &columns, &rows) == 0, columns > 0, rows > 0 else {
      return false
    }
    let current = Size(columns: Int(columns), rows: Int(rows))
    guard current != size || shown == nil else { return false }
    size = current
    resizeterm(rows, columns)
    repaintAll()
    return true
  }

  /// Requests to end that came in meanwhile still count; ^C was meant for someone else.
  private func keepOnlyEndings() {
    for number in signals.drain() where number == SIGTERM || number == SIGHUP {
      raise(number)
    }
  }

  private func write(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    _ = Glibc.write(output, bytes, bytes.count)
  }

  /// A program in the background that changes the terminal would be stopped by SIGTTOU.
  private func withoutStopping(_ body: () -> Void) {
    var blocked = sigset_t()
    var before = sigset_t()
    sigaddset(&blocked, SIGTTOU)
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    body()
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
