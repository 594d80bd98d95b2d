package import Planning

/// What is said where a context's credentials helper has to ask a person something.
package enum SignIn {
  /// What a helper is called where nobody knows its name.
  static let unnamed = "of this context"

  /// The arguments of kubectl for the call that makes the helper ask.
  package static func arguments(context: String) -> [String] {
    ["--context", context, "get", "--raw", "/api"]
  }

  /// The same call as a person types it. `kubeconfig` is the one given to the wizard; nil means the
  /// environment's.
  package static func command(context: String, kubeconfig: String?) -> String {
    let file = kubeconfig.map { ["--kubeconfig", $0] } ?? []
    return (["kubectl"] + file + arguments(context: context)).map(\.shellWord)
      .joined(separator: " ")
  }

  /// The lines before the helper has the terminal.
  package static func announcement(context: String, kubeconfig: String?) -> [String] {
    [
      "", "The credentials helper has the terminal now; Ctrl-C goes back to the wizard.",
      "$ " + command(context: context, kubeconfig: kubeconfig),
    ]
  }

  /// The helper wants a terminal, and can be given one.
  package static func wanted(by command: String) -> Problem {
    Problem(
      "credentials-helper-wants-terminal",
      "The credentials helper \(command) wants to ask you something.",
      remedy: "Sign in hands it the terminal; or log in with it in another window, then check "
        + "again.")
  }

  /// The kubeconfig says `interactiveMode: Always`, which kubectl takes as "each time, and with the
  /// terminal as standard input": it then refuses every call without one, and every `-f -`.
  package static func alwaysInteractive(_ helper: CredentialsHelper) -> Problem {
    let user = helper.user.isEmpty ? "USER" : helper.user.shellWord
    return Problem(
      "credentials-helper-always-interactive",
      "The kubeconfig lets the credentials helper \(helper.command) run only where it can ask "
        + "(interactiveMode: Always).",
      remedy: "Let it do without once you are signed in: kubectl config set-credentials \(user) "
        + "--exec-interactive-mode=IfAvailable; then check again.")
  }

  /// The person stopped it by ^C.
  package static func stopped() -> Problem {
    Problem(
      "credentials-sign-in-stopped", "You stopped the sign-in, so the cluster can't be asked yet.",
      remedy: "Sign in again when you like, or choose another context.")
  }

  /// It ended without credentials. `ending` is how, such as `with exit status 1`.
  package static func failed(_ ending: String, command: String) -> Problem {
    Problem(
      "credentials-sign-in-failed", "The sign-in did not work: kubectl ended \(ending).",
      remedy: "Sign in again. To read what the helper says, run in another window: \(command)")
  }

  /// What to do where nobody is there to be asked: the same, in a terminal and first.
  package static func beforehand(_ problem: Problem, command: String) -> Problem {
    var problem = problem
    problem.remedy = "Sign in once in a terminal: \(command); then run this again."
    return problem
  }
}

extension CredentialsHelper {
  /// What a failure of the server's means with this helper: named by its command where the failure
  /// says only that a terminal is wanted, and with another remedy where giving one can't help.
  package func explaining(_ problem: Problem) -> Problem {
    guard problem.code == SignIn.wanted(by: command).code else { return problem }
    return mode == .always ? SignIn.alwaysInteractive(self) : SignIn.wanted(by: command)
  }

  /// Whether handing the terminal to this helper may mend that failure.
  package func mayMend(_ problem: Problem) -> Bool {
    let hopeless = [
      "credentials-helper-missing", "credentials-helper-always-interactive", "credentials-missing",
    ]
    return problem.code.hasPrefix("credentials") && !hopeless.contains(problem.code)
  }
}
