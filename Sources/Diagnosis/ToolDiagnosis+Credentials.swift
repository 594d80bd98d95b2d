import Planning

extension ToolDiagnosis {
  /// Who the user is.
  static let credentials: [Reader] = [
    helperMissing, helperNotLoggedIn, helperWantsTerminal, helperFailed, passwordAsked,
    unauthorized,
  ]

  @Sendable private static func helperMissing(_ text: ToolText) -> Problem? {
    guard text.says("exec: executable", "credential plugin"),
      text.says("not found", "no such file", "not installed")
    else { return nil }
    let command = text.value(after: "exec: executable ", until: " not found") ?? "it names"
    return Problem(
      "credentials-helper-missing",
      "The kubeconfig gets your credentials from the program \(command), which is not installed.",
      remedy: "Install \(command) and see that it is on PATH, then check again.")
  }

  @Sendable private static func helperNotLoggedIn(_ text: ToolText) -> Problem? {
    guard text.says("getting credentials", "exec: executable"),
      text.mentions(
        "gcloud auth login", "aws sso login", "az login", "tsh login", "oc login", "not logged in",
        "do not currently have an active account", "token has expired", "please run:")
    else { return nil }
    let command = text.value(after: "exec: executable ", until: " failed") ?? "credentials helper"
    let logins = [
      "gcloud auth login", "aws sso login", "az login", "tsh login", "oc login",
    ]
    let login = logins.first { text.mentions($0) }
    return Problem(
      "credentials-helper-not-logged-in",
      "The credentials helper \(command) says that you are not logged in.",
      remedy: login.map { "Log in in another window: \($0). Then check again." }
        ?? "Log in with it in another window, then check again.")
  }

  @Sendable private static func helperWantsTerminal(_ text: ToolText) -> Problem? {
    guard
      text.mentions(
        "standard input is not a terminal", "cannot prompt", "interactive mode",
        "stdin is not a terminal", "not a tty", "inappropriate ioctl for device", "/dev/tty")
    else { return nil }
    return SignIn.wanted(
      by: text.value(after: "exec: executable ", until: " failed")
        ?? text.value(after: "exec plugin \"", until: "\"") ?? SignIn.unnamed)
  }

  @Sendable private static func helperFailed(_ text: ToolText) -> Problem? {
    guard text.says("getting credentials") else { return nil }
    let command = text.value(after: "exec: executable ", until: " failed") ?? "of this context"
    let status = text.value(after: "failed with ").map { " (\($0))" } ?? ""
    return Problem(
      "credentials-helper-failed", "The credentials helper \(command) failed\(status).",
      remedy: "Run it by hand to see why: \(text.kubectl) get namespaces; mend that, "
        + "then check again.")
  }

  @Sendable private static func passwordAsked(_ text: ToolText) -> Problem? {
    guard text.prints("please enter username") || text.prints("please enter password")
    else { return nil }
    return Problem(
      "credentials-missing",
      "The kubeconfig has no credentials for this context: kubectl asked for a user and a password.",
      remedy: "See which user the context names (kubectl config view --minify); get the kubeconfig "
        + "anew where that user's entry is gone.")
  }

  @Sendable private static func unauthorized(_ text: ToolText) -> Problem? {
    guard
      text.says(
        "you must be logged in to the server", "asked for the client to provide credentials",
        "unauthorized")
    else { return nil }
    guard !text.isAboutRepository else { return nil }
    return Problem(
      "unauthorized", "The cluster does not accept your credentials: they are wrong or have ended.",
      remedy: "Log in to the cluster again, or get a new kubeconfig; then check again.")
  }
}
