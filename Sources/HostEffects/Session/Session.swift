package import Planning
package import Wizard

/// Owns the wizard's state on one thread: takes events in, lets effects be carried out.
///
/// Not to be shared between threads; reports come back through the mailbox, whose descriptor a poll
/// loop can wait on.
package final class Session {
  /// The state as it is now.
  package private(set) var state: WizardState
  /// How the program is to end; nil while it goes on.
  package private(set) var exitStatus: ExitStatus?
  /// Hands the terminal to a call that asks for credentials on a cluster; the front end leaves the
  /// terminal in its ordinary state around it.
  package var aroundSignIn: (ProbeTarget, () -> Problem?) -> Problem? = { $1() }

  /// Who carries the effects out.
  package let interpreter: EffectInterpreter
  private let step: (inout WizardState, Event) -> [EffectRequest]

  /// Makes a session; `step` is the state machine, another one in tests only.
  package init(
    state: WizardState, interpreter: EffectInterpreter,
    step: @escaping (inout WizardState, Event) -> [EffectRequest] = reduce
  ) {
    self.state = state
    self.interpreter = interpreter
    self.step = step
  }

  /// The descriptor that can be read while reports wait.
  package var descriptor: Int32 { interpreter.mailbox.descriptor }

  /// Takes an event in, and starts what follows from it.
  package func send(_ event: Event) {
    var events = [event]
    while !events.isEmpty {
      for request in step(&state, events.removeFirst()) {
        switch request.effect {
        case .exit(let status): exitStatus = exitStatus ?? status
        case .signIn(let target):
          let problem = aroundSignIn(target) { interpreter.signIn(target) }
          events.append(.host(request.id, .signedIn(problem)))
        default: interpreter.start(request)
        }
      }
    }
  }

  /// Takes in all reports that wait; whether there were any.
  @discardableResult
  package func takeReports() -> Bool {
    let reports = interpreter.mailbox.drain()
    reports.forEach(send)
    return !reports.isEmpty
  }

  /// Takes reports in until the condition holds; false when the time is up first. For front ends
  /// that have nothing else to wait for. The clock ticks once a second.
  package func run(
    milliseconds: Int? = nil, now: () -> Instant, until condition: (WizardState) -> Bool
  ) -> Bool {
    let deadline = milliseconds.map { ContinuousClock.now + .milliseconds($0) }
    while !condition(state), exitStatus == nil {
      if let deadline, ContinuousClock.now >= deadline { return false }
      _ = interpreter.mailbox.wait(milliseconds: deadline == nil ? 1000 : 50)
      send(.tick(now()))
      takeReports()
    }
    return condition(state)
  }

  /// Stops everything that goes on and waits until no child is left.
  package func end() async { await interpreter.stopAll() }
}
