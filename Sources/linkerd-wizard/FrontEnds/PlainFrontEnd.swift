import Diagnosis
import Glibc
import HostEffects
import Planning
import Screens
import Wizard

/// Asks the session's questions line by line on standard input and output.
struct PlainFrontEnd {
  let session: Session
  var now: () -> Instant = { Instant(secondsSince1970: Int64(time(nil))) }

  /// Runs until the session ends, standard input does, or a signal asks to.
  func run() throws -> ExitStatus {
    let signals = try StopSignals()
    var prompter = PlainPrompter(glyphs: Terminal.glyphs)
    var input = LineInput()
    let kubeconfig = session.state.options.kubeconfig
    session.aroundSignIn = { target, call in
      SignIn.announcement(context: target.context, kubeconfig: kubeconfig).forEach(Terminal.print)
      defer { Terminal.print("") }
      return call()
    }
    session.send(.tick(now()))
    while session.exitStatus == nil {
      let output = prompter.output(for: session.state)
      if !output.text.isEmpty { Terminal.write(output.text, to: STDOUT_FILENO) }
      if let prompt = output.prompt { Terminal.write(prompt, to: STDOUT_FILENO) }
      let arrival = input.wait(
        for: [session.descriptor, signals.descriptor], readsLines: output.prompt != nil)
      if let number = signals.takeArrival() {
        guard number == SIGINT else { return .signal(number) }
        // What was typed before the question that comes now can't be its answer.
        input.forget()
        send(prompter.eventsOfInterrupt(in: session.state))
      } else {
        switch arrival {
        case .line(let line): send(prompter.events(for: line, state: session.state))
        case .ended: return .stopped
        case .nothing: break
        }
      }
      session.send(.tick(now()))
      session.takeReports()
    }
    Terminal.write(prompter.output(for: session.state).text, to: STDOUT_FILENO)
    return session.exitStatus ?? .done
  }

  private func send(_ events: [UserEvent]) {
    for event in events { session.send(.user(event)) }
  }
}
