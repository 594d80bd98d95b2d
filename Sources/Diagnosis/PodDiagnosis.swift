/// Turns the control plane's pods into the wizard's own lines while Helm waits.
package enum PodDiagnosis {
  /// The control plane's deployments, in the order in which they are told.
  private static let deployments = [
    "linkerd-identity", "linkerd-destination", "linkerd-proxy-injector",
  ]

  /// How many pods of each deployment are ready, such as
  /// `identity 1/1 · destination 0/1 · proxy-injector 1/1`; empty where there are no pods.
  package static func summary(_ pods: [PodStatus]) -> String {
    let owned = Dictionary(grouping: pods.filter { !$0.deployment.isEmpty }, by: \.deployment)
    let others = owned.keys.filter { !deployments.contains($0) }.sorted()
    return (deployments + others).compactMap { name in
      guard let pods = owned[name] else { return nil }
      let counted = pods.filter { !$0.isCreationRefusal }
      return "\(short(name)) \(counted.count { $0.isReady })/\(max(counted.count, 1))"
    }
    .joined(separator: " · ")
  }

  /// A line for each pod that isn't ready, such as
  /// `destination-7c9f: pulling image, 40 s`; the oldest first.
  package static func waitingLines(_ pods: [PodStatus]) -> [String] {
    pods.filter { !$0.isReady && !$0.isFinished }
      .sorted { ($1.age, $0.name) < ($0.age, $1.name) }
      .map { pod in
        let name = shortName(pod, among: pods)
        return "\(name): \(doing(pod)), \(ClusterChecks.span(seconds: UInt64(max(0, pod.age))))"
      }
  }

  /// What hinders each pod that can't go on by itself, such as
  /// `destination-7c9f: its image can't be pulled`; without ages, so that it changes with its cause only.
  package static func hindrances(_ pods: [PodStatus]) -> [String] {
    pods.filter { !$0.isReady && !$0.isFinished && (!$0.message.isEmpty || $0.isCreationRefusal) }
      .map { "\(shortName($0, among: pods)): \(doing($0))" }
  }

  /// The status line, such as `Waiting for 1 pod.`; empty where all pods are ready or none is there.
  package static func waitingSentence(_ pods: [PodStatus]) -> String {
    let count = pods.count { !$0.isReady && !$0.isFinished }
    return count == 0 ? "" : "Waiting for \(ClusterChecks.counted(count, "pod"))."
  }

  /// `linkerd-destination` as `destination`.
  private static func short(_ deployment: String) -> String {
    deployment.hasPrefix("linkerd-") ? String(deployment.dropFirst(8)) : deployment
  }

  /// The deployment as in the summary and four characters of the rest, where that is enough to tell
  /// it apart.
  private static func shortName(_ pod: PodStatus, among pods: [PodStatus]) -> String {
    let short = abbreviated(pod)
    return pods.count { abbreviated($0) == short } == 1 ? short : pod.name
  }

  private static func abbreviated(_ pod: PodStatus) -> String {
    let prefix = pod.deployment + "-"
    guard !pod.deployment.isEmpty, pod.name.hasPrefix(prefix) else { return pod.name }
    return short(prefix) + pod.name.dropFirst(prefix.count).prefix(4)
  }

  /// What a pod is doing, in plain words.
  private static func doing(_ pod: PodStatus) -> String {
    let text = pod.phase + " " + pod.message
    func says(_ phrase: String) -> Bool { text.contains(phrase) }
    if says("ImagePullBackOff") || says("ErrImagePull") { return "its image can't be pulled" }
    if says("InvalidImageName") { return "its image's name is wrong" }
    if says("CrashLoopBackOff") { return "it starts and fails again" }
    if says("CreateContainerConfigError") { return "something it needs is missing" }
    if pod.isCreationRefusal { return "Kubernetes refuses to make it" }
    if says("Unschedulable") || says("FailedScheduling") { return "no node takes it" }
    if says("OOMKilled") { return "it was ended for its memory" }
    if says("Pulling") { return "pulling image" }
    if pod.phase.hasPrefix("Init:") { return "preparing its network" }
    return plainPhase(pod)
  }

  private static func plainPhase(_ pod: PodStatus) -> String {
    switch pod.phase {
    case "Pending": "waiting for a node"
    case "ContainerCreating", "PodInitializing": "starting or pulling image"
    case "Running": "\(pod.readyContainers) of \(pod.containers) containers ready"
    case "Terminating": "being removed"
    case "": "not there yet"
    default: pod.phase
    }
  }
}

extension PodStatus {
  /// Whether it stands for a pod that Kubernetes didn't let be made.
  var isCreationRefusal: Bool {
    phase.contains("FailedCreate") || message.contains("FailedCreate")
  }

  /// Whether it ran to its end, as a job's pod does.
  var isFinished: Bool { phase == "Succeeded" || phase == "Completed" }
}
