package import Planning

extension PodDiagnosis {
  /// Reads one reason from a pod that doesn't come; nil where it is another.
  typealias Reader = @Sendable (StuckPod) -> Problem?

  /// What keeps the pods from coming, where that is known; nil where time may be all they need.
  package static func problem(_ pods: [PodStatus], _ place: PodPlace) -> Problem? {
    problems(pods, place).first
  }

  /// All reasons, each code once, the most telling first.
  ///
  /// A reason that makes others (identity that does not start keeps every proxy waiting) stands
  /// before those.
  package static func problems(_ pods: [PodStatus], _ place: PodPlace) -> [Problem] {
    let stuck = pods.filter { !$0.isReady && !$0.isFinished }
      .map { StuckPod(pod: $0, place: place, all: pods) }
    var found: [Problem] = []
    var explained: Set<String> = []
    for reader in place.workload == nil ? linkerdsReaders : readers {
      for pod in stuck where !explained.contains(pod.pod.name) {
        guard let problem = reader(pod) else { continue }
        explained.insert(pod.pod.name)
        if !found.contains(where: { $0.code == problem.code }) { found.append(problem) }
      }
    }
    return found
  }

  /// Those for Linkerd's own pods, whose logs tell of certificates and of resource kinds.
  private static let linkerdsReaders: [Reader] =
    admission + issuer + images + scheduling + missing + network + ownCrashes + crashes + waits

  /// Those for anybody's pods: what their logs say of certificates is about their own.
  private static let readers: [Reader] =
    admission + images + scheduling + missing + network + crashes + waits

  /// A failure of Helm's or kubectl's with the reason that the pods give in place of "did not become
  /// ready", and with the ways on and back; the failure itself where the pods give none.
  ///
  /// `release` is Helm's, where the pods are Linkerd's own.
  package static func explaining(
    _ failure: Problem, by pods: [PodStatus], release: String, _ place: PodPlace
  ) -> Problem {
    guard isAboutWaiting(failure), let reason = problem(pods, place) else { return failure }
    let end = reason.remedy.hasSuffix(".") || reason.remedy.isEmpty ? "" : "."
    return Problem(
      reason.code, reason.sentence,
      remedy: "\(reason.remedy)\(end) Then retry; or "
        + wayBack(from: place, release: release))
  }

  private static func wayBack(from place: PodPlace, release: String) -> String {
    place.workload.map {
      "take the restart back: \(place.kubectl) rollout undo \($0.shellWord) \(place.inNamespace)"
    } ?? "undo it: \(place.helm) uninstall \(release.shellWord) \(place.inNamespace)"
  }

  /// Whether Helm or kubectl only says that it waited, or guesses why.
  private static func isAboutWaiting(_ failure: Problem) -> Bool {
    [
      "pods-not-ready", "pod-security-forbids", "quota-exceeded", "tool-timed-out",
      "rollout-stuck", "rollout-timed-out",
    ].contains(failure.code)
  }
}

/// A pod that doesn't become ready, with what sentences about it need.
struct StuckPod: Sendable {
  var pod: PodStatus
  var place: PodPlace
  /// All pods that were seen, this one among them.
  var all: [PodStatus]

  /// All that is said about it; its own state first.
  var clues: [PodClue] {
    [PodClue(.container, reason: pod.phase, message: pod.message)] + pod.clues
  }

  /// The first clue that holds one of the phrases, whatever the case of their letters.
  func clue(_ sources: [PodClue.Source] = [], saying phrases: String...) -> PodClue? {
    clues.first { clue in
      guard sources.isEmpty || sources.contains(clue.source) else { return false }
      return clue.says(phrases)
    }
  }

  /// The first line of a container's log, newest first, that holds one of the phrases.
  func logLine(saying phrases: String...) -> PodClue? {
    for clue in clues where clue.source == .log {
      for line in clue.message.split(whereSeparator: \.isNewline).reversed() {
        let found = PodClue(.log, container: clue.container, message: String(line))
        if found.says(phrases) { return found }
      }
    }
    return nil
  }

  /// How sentences call it.
  var title: String {
    if pod.isCreationRefusal { return "the pods of \(pod.deployment)" }
    if !pod.name.isEmpty { return "the pod \(pod.name)" }
    return pod.deployment.isEmpty ? "a pod" : "the pods of \(pod.deployment)"
  }

  /// Whether it is one of the CNI plugin's.
  var isOfPlugin: Bool {
    pod.deployment == "linkerd-cni" || pod.name.hasPrefix("linkerd-cni-")
  }

  /// Seconds since it was made.
  var age: Int64 { pod.age }
  /// The option by which its namespace is named.
  var inNamespace: String { place.inNamespace }
  /// How a person calls kubectl.
  var kubectl: String { place.kubectl }

  /// Whether all pods of a deployment that was seen are ready.
  func isReady(_ deployment: String) -> Bool {
    let pods = all.filter { $0.deployment == deployment }
    return !pods.isEmpty && pods.allSatisfy(\.isReady)
  }
}

extension PodClue {
  /// Whether reason or message holds one of the phrases, whatever the case of their letters.
  func says(_ phrases: [String]) -> Bool {
    let text = (reason + ": " + message).lowercased()
    return phrases.contains { text.contains($0.lowercased()) }
  }

  /// What is said behind a colon, with the full stop; only the full stop where nothing is said.
  var because: String {
    let text = plainMessage
    guard !text.isEmpty else { return "." }
    let short = text.count > 220 ? text.prefix(219) + "…" : text[...]
    return ": \(short)" + (short.hasSuffix(".") || short.hasSuffix("…") ? "" : ".")
  }

  /// The part of the message that tells the cause, without line feeds.
  private var plainMessage: String {
    var text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    if source == .log { text = Self.withoutLogger(text) }
    if text.hasPrefix("Unschedulable: ") { text = String(text.dropFirst(15)) }
    for ballast in [" preemption: ", " (possibly because of"] {
      if let start = text.firstRange(of: ballast)?.lowerBound { text = String(text[..<start]) }
    }
    return text
  }

  /// What a program says, without what its logger and its callers put before it.
  private static func withoutLogger(_ line: String) -> String {
    var text = line
    if let start = text.firstRange(of: "msg=\"")?.upperBound {
      text = String(text[start...])
      if text.hasSuffix("\"") { text = String(text.dropLast()) }
      text = text.replacing("\\\"", with: "\"")
    }
    for caller in ["with trust anchors: ", "identity service: ", " error=", "configuration: "] {
      guard let start = text.firstRange(of: caller)?.upperBound else { continue }
      return String(text[start...])
    }
    return text
  }
}

extension String {
  /// With its first letter as a capital.
  var capitalisedStart: String { prefix(1).uppercased() + dropFirst() }

  /// What stands between the first `start` and the next `end`; nil where one is missing.
  func between(_ start: String, _ end: String) -> String? {
    guard let opening = firstRange(of: start) else { return nil }
    let rest = self[opening.upperBound...]
    guard let closing = rest.firstRange(of: end), closing.lowerBound > rest.startIndex else {
      return nil
    }
    return String(rest[..<closing.lowerBound])
  }
}
