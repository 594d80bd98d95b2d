import ArgumentParser
import Glibc
import HostEffects
import Planning
import Screens
import Wizard

/// Drives the session without questions, by the same events.
struct UnattendedFrontEnd {
  let session: Session
  var now: () -> Instant = { Instant(secondsSince1970: Int64(time(nil))) }
  private let signals: StopSignals

  /// Makes a front end of the session. Throws `UserError` where signals can't be waited for.
  init(session: Session) throws {
    self.session = session
    signals = try StopSignals()
  }

  /// Goes through the screens until the plan is ready.
  ///
  /// With `moment`, as if that were the present: a plan that was shown then comes out the same.
  /// Throws `UserError` where the answers, the cluster or a tool stand in the way, and `ExitCode`
  /// where a signal asks to end.
  func plan(at moment: Instant? = nil) throws -> ReviewedPlan {
    let now = moment.map { moment in { moment } } ?? now
    session.send(.tick(now()))
    while true {
      try endIfAsked()
      switch Unattended.next(session.state) {
      case .send(let event): session.send(.user(event))
      case .wait: waitForReports(now)
      case .planned(let plan):
        UserError.warn(session.state.warnings)
        return plan
      case .stop(let status, let problems): throw UserError(status, problems)
      case .finished: throw UserError(.bug, lines: ["The run ended before it was confirmed."])
      }
    }
  }

  /// Finds out what the plan that is ready would make, and changes nothing.
  ///
  /// Throws `UserError` where nothing could be found out, and `ExitCode` where a signal asks to end.
  func preview() throws -> Preview {
    session.send(.user(.previewOpened))
    while true {
      try endIfAsked()
      switch session.state.preview?.result {
      case .success(let preview): return preview
      case .failure(let problem): throw UserError(.unavailable, [problem])
      case nil:
        guard session.state.preview != nil else {
          throw UserError(.failed, lines: ["The plan has changed while it was previewed."])
        }
        waitForReports(now)
      }
    }
  }

  /// Asks on the terminal whether the plan is to be done. Throws `ExitCode` where a signal asks to
  /// end.
  func isConfirmed() throws -> Bool { try Confirmation.isGiven(endingOn: signals) }

  /// Finds out how the run that the session is about goes on, or is taken back. Throws `UserError` where
  /// that can't be found out, and `ExitCode` where a signal asks to end.
  func way(_ question: UserEvent) throws -> Interruption.Way {
    session.send(.tick(now()))
    session.send(.user(question))
    var told = ""
    while true {
      try endIfAsked()
      guard let interruption = session.state.interruption else {
        throw UserError(.bug, lines: ["There is no run to go on with."])
      }
      switch interruption.result {
      case .success(let way): return way
      case .failure(let problem): throw UserError(.unavailable, [problem])
      case nil:
        if interruption.waitsFor != told {
          told = interruption.waitsFor
          Terminal.print(Terminal.shown(told))
        }
        waitForReports(now)
      }
    }
  }

  /// Confirms that plan and reports the run line by line until it ends.
  func apply(_ plan: ReviewedPlan) throws -> ExitStatus {
    try carryOut(.installConfirmed(digest: plan.digest))
  }

  /// Sends what confirms a plan, and reports the run line by line until it ends.
  func carryOut(_ confirmation: UserEvent) throws -> ExitStatus {
    var reporter = ProgressReporter(glyphs: Terminal.glyphs)
    var stopping: Int32?
    session.send(.user(confirmation))
    while true {
      if case .asking = session.state.phase {
        throw UserError(
          .failed,
          lines: [session.state.notice?.text ?? "The plan has changed since it was confirmed."])
      }
      reporter.lines(for: session.state).forEach(Terminal.print)
      if let status = session.exitStatus { return status }
      if let number = signals.takeArrival(), stopping == nil {
        stopping = number
        session.send(.user(.stopAnswered(.now)))
      }
      switch Unattended.next(session.state) {
      case .wait: waitForReports(now)
      case .planned, .send: throw UserError(.bug, lines: ["The run ended before it had an end."])
      case .stop(let status, _): return status
      case .finished(let outcome):
        if outcome.kind == .stopped, let stopping { return .signal(stopping) }
        return outcome.exitStatus
      }
    }
  }

  private func endIfAsked() throws {
    if let number = signals.takeArrival() { throw ExitCode(ExitStatus.signal(number).code) }
  }

  private func waitForReports(_ now: () -> Instant) {
    var waiting = [session.descriptor, signals.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    _ = poll(&waiting, 2, 500)
    session.send(.tick(now()))
    session.takeReports()
  }
}
