import Planning

extension ToolDiagnosis {
  /// Waiting that came to no good end.
  static let waiting: [Reader] = [podsNotReady, rolloutStuck, rolloutTimedOut, stillThere]
  /// Commands that the tool doesn't understand.
  static let usage: [Reader] = [usageRefused, badArgument]

  @Sendable private static func podsNotReady(_ text: ToolText) -> Problem? {
    guard text.failure.tool == .helm,
      text.says(
        "context deadline exceeded", "timed out waiting for the condition", "not ready. status")
    else { return nil }
    let waiting = deployments(text)
    let who =
      waiting.isEmpty ? "Some pods of \(text.release)" : waiting.joined(separator: ", ")
    let limit = text.option("--timeout").map { " within \($0)" } ?? " in time"
    let undone = text.says("has been uninstalled due to")
    return Problem(
      "pods-not-ready",
      "\(who) did not become ready\(limit). Helm says no more than that"
        + (undone ? ", and has removed the release again." : "."),
      remedy: "See what they wait for: \(text.kubectl) get pods --namespace \(text.namespace), and "
        + "\(text.kubectl) get events --namespace \(text.namespace). Mend that, then retry; "
        + "retrying waits as long once more.")
  }

  /// The names in Helm 4's `resource Deployment/linkerd/linkerd-identity not ready`, each once.
  private static func deployments(_ text: ToolText) -> [String] {
    var names: [String] = []
    for line in text.lines {
      guard let start = line.firstRange(of: "resource "),
        let end = line.firstRange(of: " not ready")
      else { continue }
      guard start.upperBound < end.lowerBound else { continue }
      let path = line[start.upperBound..<end.lowerBound]
      let name = String(path.split(separator: "/").last ?? path)
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  @Sendable private static func rolloutStuck(_ text: ToolText) -> Problem? {
    // Lines before it, on how far the rollout is, name the deployment in the same way.
    let words = "\" exceeded its progress deadline"
    guard let line = text.lines.first(where: { $0.contains(words) }),
      let end = line.firstRange(of: words)?.lowerBound,
      let quote = line[..<end].lastIndex(of: "\"")
    else { return nil }
    let name = line[line.index(after: quote)..<end]
    return Problem(
      "rollout-stuck",
      "The pods of \(name) don't become ready: it exceeded its progress deadline.",
      remedy: lookAtPods(text))
  }

  /// `kubectl rollout status` says no more than that it waited in vain.
  @Sendable private static func rolloutTimedOut(_ text: ToolText) -> Problem? {
    guard text.failure.tool == .kubectl, text.verb == "rollout",
      text.says("timed out waiting for the condition", "context deadline exceeded")
    else { return nil }
    let limit = text.option("--timeout").map { " within \($0)" } ?? " in time"
    return Problem(
      "rollout-timed-out",
      "The new pods of \(target(text)) did not become ready\(limit).",
      remedy: lookAtPods(text))
  }

  /// What was waited for, such as `deployment/web`.
  private static func target(_ text: ToolText) -> String {
    let rest = text.failure.arguments.drop { $0 != "status" }.dropFirst()
    return rest.first.flatMap { $0.hasPrefix("-") ? nil : $0 } ?? "the workload"
  }

  private static func lookAtPods(_ text: ToolText) -> String {
    let place = "--namespace \(text.namespace.shellWord)"
    return "See why: \(text.kubectl) get pods \(place), and \(text.kubectl) get events \(place). "
      + "Mend that, then retry; retrying waits as long once more."
  }

  @Sendable private static func stillThere(_ text: ToolText) -> Problem? {
    guard text.says("timed out waiting for the condition") else { return nil }
    let what = text.value(after: "for the condition on ").map { " (\($0))" } ?? ""
    return Problem(
      "wait-timed-out", "What kubectl waited for did not come in time\(what).",
      remedy: "See how it stands, and wait again.")
  }

  @Sendable private static func usageRefused(_ text: ToolText) -> Problem? {
    guard
      text.says(
        "unknown flag", "unknown shorthand flag", "unknown command", "flag needs an argument",
        "unknown subcommand")
    else { return nil }
    let version = text.failure.version.map { " \($0.text)" } ?? ""
    return Problem(
      "option-unknown", "\(text.tool)\(version) does not know this: \(text.usageLine).",
      remedy: "It is another version than the wizard expected: check the tools on screen 1 "
        + "again, and go back to Review.")
  }

  @Sendable private static func badArgument(_ text: ToolText) -> Problem? {
    guard text.says("invalid argument \"") else { return nil }
    return Problem(
      "option-malformed", "\(text.tool) can't read an option: \(text.usageLine).",
      remedy: "A time is written with its unit, such as 5m or 300s.")
  }
}

extension ToolText {
  /// The first line of the complaint, without `Error: `.
  fileprivate var usageLine: String {
    let line = lines.first { $0.lowercased().hasPrefix("error") } ?? lastLine
    guard let colon = line.firstRange(of: ": ")?.upperBound else { return line }
    return String(line[colon...])
  }
}
