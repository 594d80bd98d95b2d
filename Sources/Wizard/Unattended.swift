import Diagnosis
package import Planning

/// Drives the wizard where nobody answers: the same events that a person would cause.
package enum Unattended {
  /// What is to be done next.
  package enum Step: Equatable, Sendable {
    case send(UserEvent)
    /// Nothing, until the host reports something.
    case wait
    /// The plan is ready: show it, or confirm it with `.installConfirmed`.
    case planned(ReviewedPlan)
    /// It can't go on: how the program ends, and why.
    case stop(ExitStatus, [Problem])
    case finished(Outcome)
  }

  /// The next step from that state.
  package static func next(_ state: WizardState) -> Step {
    switch state.phase {
    case .asking(let screen): return next(on: screen, state)
    case .running(let run):
      guard let place = run.failedItem, case .failed(let problem, _) = run.items[place].state
      else { return .wait }
      return .stop(.failed, [problem])
    case .finished(let outcome): return .finished(outcome)
    }
  }

  private static func next(on screen: ScreenID, _ state: WizardState) -> Step {
    switch state.readiness(of: screen) {
    case .waiting: return .wait
    case .blocked(let problems):
      return .stop(status(of: problems, state), problems.map { told($0.problem, state) })
    case .ready: break
    }
    guard screen == .review else { return .send(.buttonPressed(.next)) }
    guard let plan = state.plan else { return .wait }
    return .planned(plan)
  }

  /// The problem with a remedy that does without a screen.
  private static func told(_ problem: Problem, _ state: WizardState) -> Problem {
    guard state.context?.credentialsHelper?.mayMend(problem) == true else { return problem }
    return SignIn.beforehand(
      problem,
      command: SignIn.command(context: state.contextName, kubeconfig: state.options.kubeconfig))
  }

  /// Bad answers are the user's, everything else is the cluster's or a tool's.
  private static func status(of problems: [ScreenProblem], _ state: WizardState) -> ExitStatus {
    let areAnswers = problems.allSatisfy { found in
      found.problem.code != "kubeconfig-without-contexts"
        && state.facts.charts != .failed(found.problem)
        && isAnswer(found.control, state.answers)
    }
    return areAnswers ? .usage : .unavailable
  }

  /// Whether a problem of that control is one of what was answered; a question that was left to
  /// the wizard has no wrong answer.
  private static func isAnswer(_ control: ControlID, _ answers: Answers) -> Bool {
    guard case .field(let id) = control else { return false }
    switch id {
    case .context: return answers.context != nil
    case .certificateSource, .charts, .ownCharts: return false
    case .version: return AnswersCheck.version(answers.controlPlane.version) != nil
    case .gatewayAPI: return answers.controlPlane.gatewayAPI != .auto
    default: return true
    }
  }
}
