import Planning

// Containers that start and end again, for reasons that their end or their log tells.
extension PodDiagnosis {
  static let crashes: [Reader] = [outOfMemory, wrongProcessor, hookFailed, crashing]

  /// Those of Linkerd's own containers.
  static let ownCrashes: [Reader] = [routesMissing]

  @Sendable private static func outOfMemory(_ pod: StuckPod) -> Problem? {
    guard let clue = pod.clue(saying: "OOMKilled", "OOMKilling") else { return nil }
    let container = clue.container.isEmpty ? "A container" : "The container \(clue.container)"
    return Problem(
      "container-out-of-memory",
      "\(container) of \(pod.title) was ended, because it took more memory than it may.",
      remedy:
        "Raise its memory limit in \(pod.place.settings), or take the limit away; see the limits: "
        + "\(pod.kubectl) get limitrange \(pod.inNamespace)")
  }

  @Sendable private static func routesMissing(_ pod: StuckPod) -> Problem? {
    guard
      let line = pod.logLine(saying: "grpcroutes", "GRPCRoute", "httproutes", "HTTPRoute"),
      line.says(["not found", "404", "could not find", "no matches for kind"])
        || pod.logLine(saying: "404 page not found", "could not find the requested resource") != nil
    else { return nil }
    return Problem(
      "gateway-api-unfit",
      "Linkerd's policy controller doesn't find the Gateway API version that it reads\(line.because)",
      remedy:
        "The cluster's Gateway API CRDs are older than this Linkerd wants: update them (standard "
        + "channel 1.1.1 or later) with who installed them, or choose an older Linkerd.")
  }

  @Sendable private static func wrongProcessor(_ pod: StuckPod) -> Problem? {
    guard
      let clue = pod.logLine(saying: "exec format error") ?? pod.clue(saying: "exec format error")
    else { return nil }
    return Problem(
      "image-wrong-architecture",
      "The image of \(pod.title) is not made for its node's processor\(clue.because)",
      remedy: "Linkerd has images for amd64 and arm64: look at the images in "
        + "\(pod.place.writtenSettings).")
  }

  @Sendable private static func hookFailed(_ pod: StuckPod) -> Problem? {
    guard let clue = pod.clue(saying: "PostStartHook") else { return nil }
    return Problem(
      "proxy-not-started",
      "The proxy of \(pod.title) doesn't get ready, so its other containers may not start"
        + clue.because,
      remedy: "Its log says what it waits for: \(pod.kubectl) logs \(pod.inNamespace) "
        + "\(pod.pod.name) -c linkerd-proxy")
  }

  @Sendable private static func crashing(_ pod: StuckPod) -> Problem? {
    guard let clue = crashed(pod) else { return nil }
    let log = pod.clues.last { $0.source == .log && $0.container == clue.container }
      .flatMap(lastLine)
    let name = clue.container.isEmpty ? "" : "The container \(clue.container) of "
    let who = name.isEmpty ? pod.title.capitalisedStart : name + pod.title
    return Problem(
      "container-crashes", "\(who) starts, fails and starts again\((log ?? clue).because)",
      remedy: "Its log says why: \(pod.kubectl) logs \(pod.inNamespace) \(pod.pod.name) "
        + (clue.container.isEmpty ? "--all-containers" : "-c \(clue.container)") + " --previous")
  }

  private static func crashed(_ pod: StuckPod) -> PodClue? {
    let found = pod.clues.filter {
      $0.says(["CrashLoopBackOff"])
        || $0.source == .container && !$0.container.isEmpty
          && ["Error", "ContainerCannotRun", "StartError", "RunContainerError"].contains($0.reason)
    }
    return found.first { !$0.container.isEmpty } ?? found.first
  }

  private static func lastLine(_ log: PodClue) -> PodClue? {
    log.message.split(whereSeparator: \.isNewline).last.map {
      PodClue(.log, container: log.container, message: String($0))
    }
  }
}

// Pods that ended, were sent away, or are slow.
extension PodDiagnosis {
  static let waits: [Reader] = [nodeLost, failed, probeFailing]

  /// Seconds after which a probe that fails is no longer the usual beginning.
  private static let probePatience: Int64 = 30

  @Sendable private static func nodeLost(_ pod: StuckPod) -> Problem? {
    guard let clue = pod.clue(saying: "NodeNotReady", "NodeLost", "TaintManagerEviction") else {
      return nil
    }
    return Problem(
      "nodes-not-ready", "The node of \(pod.title) is not ready\(clue.because)",
      remedy: "See which and why: \(pod.kubectl) describe nodes (conditions).")
  }

  @Sendable private static func failed(_ pod: StuckPod) -> Problem? {
    guard ["Failed", "Error", "Evicted"].contains(pod.pod.phase) else { return nil }
    let clue = PodClue(.container, message: pod.pod.message)
    return Problem(
      "pod-failed", "\(pod.title.capitalisedStart) has failed (\(pod.pod.phase))\(clue.because)",
      remedy: "See why: \(pod.kubectl) describe pod \(pod.inNamespace) \(pod.pod.name)")
  }

  @Sendable private static func probeFailing(_ pod: StuckPod) -> Problem? {
    guard pod.age >= probePatience,
      let clue = pod.clue([.event], saying: "probe failed", "probe errored")
    else { return nil }
    return Problem(
      "probe-failing", "\(pod.title.capitalisedStart) runs and doesn't get ready\(clue.because)",
      remedy: "Its log says what it waits for: \(pod.kubectl) logs \(pod.inNamespace) "
        + "\(pod.pod.name) --all-containers --tail=20")
  }
}
