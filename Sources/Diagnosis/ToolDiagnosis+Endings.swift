import Planning

extension ToolDiagnosis {
  /// How the program ended, whatever it said.
  static let endings: [Reader] = [notStarted, stopped, killed, tookTooLong, diskFull]

  @Sendable private static func notStarted(_ text: ToolText) -> Problem? {
    guard case .notStarted(let reason) = text.failure.ending else { return nil }
    return Problem(
      "tool-not-started", "\(text.tool) could not be started: \(reason).",
      remedy: "See that it is where it was, and that you may run it; then retry.")
  }

  @Sendable private static func stopped(_ text: ToolText) -> Problem? {
    var isStopped = text.says("context canceled") || text.prints("has been cancelled")
    if case .cancelled = text.failure.ending { isStopped = true }
    if [2, 15, 130, 143].contains(text.failure.signal) { isStopped = true }
    guard isStopped else { return nil }
    guard text.failure.tool == .helm, ["install", "upgrade"].contains(text.verb) else {
      return Problem("stopped", "\(text.tool) was stopped before it was done.")
    }
    return Problem(
      "stopped", "Helm was stopped, and the release \(text.release) is marked as failed.",
      remedy: "Retry this step: Helm goes on over a failed release. To remove it instead: "
        + "\(text.helm) uninstall \(text.release) --namespace \(text.namespace)")
  }

  @Sendable private static func killed(_ text: ToolText) -> Problem? {
    guard let signal = text.failure.signal else { return nil }
    guard text.failure.tool == .helm, ["install", "upgrade"].contains(text.verb) else {
      return Problem(
        "killed", "\(text.tool) was killed (signal \(signal)) before it was done.",
        remedy: "Retry this step; if it happens again, see whether the machine lacks memory.")
    }
    return Problem(
      "killed",
      "Helm was killed (signal \(signal)) and left the release \(text.release) in the middle.",
      remedy: "See its state: \(text.helm) list --namespace \(text.namespace) --pending. "
        + "Where it says pending-install: "
        + "\(text.helm) uninstall \(text.release) --namespace \(text.namespace); "
        + "pending-upgrade: "
        + "\(text.helm) rollback \(text.release) --namespace \(text.namespace). Then retry.")
  }

  @Sendable private static func tookTooLong(_ text: ToolText) -> Problem? {
    guard case .timedOut(let seconds) = text.failure.ending else { return nil }
    if text.isMaker {
      return Problem(
        "tool-timed-out",
        "\(text.tool) was not done within "
          + "\(ClusterChecks.span(seconds: UInt64(max(0, seconds)))) and was stopped.",
        remedy:
          "Run it once by itself to see what it waits for, or choose \"Built in\" as the source.")
    }
    return Problem(
      "tool-timed-out",
      "\(text.tool) gave no answer within \(ClusterChecks.span(seconds: UInt64(max(0, seconds)))) "
        + "and was stopped.",
      remedy: "See whether the cluster is slow or out of reach "
        + "(\(text.kubectl) get --raw /readyz), then retry.")
  }

  @Sendable private static func diskFull(_ text: ToolText) -> Problem? {
    guard text.mentions("no space left on device", "disk quota exceeded") else { return nil }
    return Problem(
      "disk-full", "The disk is full: \(text.tool) could not write.",
      remedy: "Make room (see with: df -h), then retry this step.")
  }
}

extension ToolFailure {
  /// The signal that ended it, also where a shell told it as exit status 128+n; nil where none did.
  fileprivate var signal: Int32? {
    switch ending {
    case .signalled(let signal): signal
    case .exited(let status) where (129...159).contains(status): status - 128
    default: nil
    }
  }
}
