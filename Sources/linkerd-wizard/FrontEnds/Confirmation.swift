import ArgumentParser
import Glibc
import Wizard

/// The question whether what was shown is to be done.
enum Confirmation {
  /// Asks on the terminal; only a whole yes is one. Throws `ExitCode` where a signal asks to end.
  static func isGiven(endingOn signals: StopSignals) throws -> Bool {
    Terminal.write("Do this now? Type yes: ", to: STDOUT_FILENO)
    var input = LineInput()
    while true {
      let arrival = input.wait(for: [signals.descriptor], readsLines: true)
      if let number = signals.takeArrival() { throw ExitCode(ExitStatus.signal(number).code) }
      switch arrival {
      case .line(let line): return line == "yes"
      case .ended: return false
      case .nothing: break
      }
    }
  }
}
