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
  private let signals = StopSignals()

  /// Makes a front end of the session.
  init(session: Session) { self.session = session }

  /// Goes through the screens until the plan is ready.
  ///
  /// With `moment`, as if that were the present: a plan that was shown then comes out the same.
  /// Throws `UserError` where the answers, the cluster or a tool stand in the way, and `ExitCode`
  /// where a signal asks to end.
  func plan(at moment: Instant? = nil) throws -> ReviewedPlan {
    let now = moment.map { moment in { moment } } ?? now
    session.send(.tick(now()))
    while true {
      if signals.takeArrival() { throw ExitCode(ExitStatus.stopped.code) }
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

  /// Confirms that plan and reports the run line by line until it ends.
  func apply(_ plan: ReviewedPlan) throws -> ExitStatus {
    var reporter = ProgressReporter()
    session.send(.user(.installConfirmed(digest: plan.digest)))
    while true {
      reporter.lines(for: session.state).forEach(Terminal.print)
      if let status = session.exitStatus { return status }
      switch Unattended.next(session.state) {
      case .wait:
        if signals.takeArrival() { session.send(.user(.stopAnswered(.now))) }
        waitForReports(now)
      case .planned:
        let notice = session.state.notice?.text ?? "The plan has changed since it was confirmed."
        throw UserError(.failed, lines: [notice])
      case .send: throw UserError(.failed, lines: [session.state.notice?.text ?? ""])
      case .stop(let status, _): return status
      case .finished(let outcome): return outcome.exitStatus
      }
    }
  }

  private func waitForReports(_ now: () -> Instant) {
    var waiting = pollfd(fd: session.descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&waiting, 1, 500)
    session.send(.tick(now()))
    session.takeReports()
  }
}
