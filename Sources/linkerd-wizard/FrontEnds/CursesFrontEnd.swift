import CursesTerminal
import Diagnosis
import Glibc
import HostEffects
import Planning
import Screens
import TerminalModel
import Wizard

/// Shows the session full screen: waits for keys and reports, takes them all in, paints once.
///
/// It runs on the thread that made the terminal.
final class CursesFrontEnd {
  private let session: Session
  private let terminal: CursesTerminal
  private let now: () -> Instant

  /// Makes a front end; the terminal is taken over already.
  init(
    session: Session, terminal: CursesTerminal,
    now: @escaping () -> Instant = { Instant(secondsSince1970: Int64(time(nil))) }
  ) {
    self.session = session
    self.terminal = terminal
    self.now = now
  }

  /// Runs until the session or the terminal ends; returns how the program is to end.
  func run() -> ExitStatus {
    let kubeconfig = session.state.options.kubeconfig
    session.aroundSignIn = { [terminal] target, call in
      terminal.suspendForForeground {
        SignIn.announcement(context: target.context, kubeconfig: kubeconfig)
          .forEach(Terminal.print)
        defer { Terminal.print("") }
        return call()
      }
    }
    paint()
    session.send(.tick(now()))
    while session.exitStatus == nil {
      let inputs = terminal.waitForInput(
        wakeUp: session.descriptor, timeoutMilliseconds: timeout)
      if let status = take(inputs) { return status }
      session.send(.tick(now()))
      session.takeReports()
      paint()
    }
    return session.exitStatus ?? .done
  }

  /// Seconds are counted on the screen while something goes on; otherwise only the clock moves.
  private var timeout: Int32 { session.state.pending.isEmpty ? 60_000 : 1_000 }

  private func take(_ inputs: [TerminalInput]) -> ExitStatus? {
    for input in inputs {
      switch input {
      case .key(.control("l")): terminal.repaintAll()
      case .key(.control("z")): terminal.stop()
      case .key(let key): take(key)
      case .resized, .wakeUp: break
      case .signal(let number): return .signal(number)
      case .closed: return .signal(SIGHUP)
      }
      if let status = session.exitStatus { return status }
    }
    return nil
  }

  private func take(_ key: Key) {
    guard let event = KeyBindings.event(for: key, in: session.state, size: terminal.size) else {
      return
    }
    session.send(.user(event))
  }

  private func paint() {
    let rendering = ScreenRenderer.render(
      session.state, size: terminal.size, glyphs: terminal.glyphs)
    terminal.paint(rendering.surface, cursor: rendering.cursor)
  }
}
