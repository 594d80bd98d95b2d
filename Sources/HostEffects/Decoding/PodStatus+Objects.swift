import Diagnosis
import Planning

extension PodStatus {
  /// A pod as kubectl would print it.
  init(_ pod: PodObject, now: Instant) {
    let statuses = pod.containers.filter { status in
      // Init containers count only where they stay, as native sidecars do.
      let initial = pod.spec?.initContainers?.first { $0.name == status.name }
      return initial == nil || initial?.restartPolicy == "Always"
    }
    let trouble = pod.containers.compactMap(Self.trouble).first
    let condition = pod.status?.conditions?.first {
      $0.type == "PodScheduled" && $0.status == "False"
    }
    let phase =
      pod.metadata.deletionTimestamp != nil
      ? "Terminating" : trouble?.reason ?? pod.status?.reason ?? pod.status?.phase ?? ""
    let message =
      [
        condition.map { "\($0.reason ?? ""): \($0.message ?? "")" }, trouble?.message,
        pod.status?.message,
      ]
      .compactMap { $0 }.first { !$0.isEmpty } ?? ""
    self.init(
      name: pod.metadata.name, deployment: Self.deployment(of: pod),
      readyContainers: statuses.count { $0.ready == true },
      containers: max(statuses.count, pod.spec?.containers?.count ?? 0),
      phase: TerminalText.harmless(phase), message: TerminalText.harmless(message),
      age: Self.age(pod.metadata, now))
  }

  /// A stand-in for the pods that Kubernetes doesn't let a deployment make; nil where there is no such.
  init?(refusedBy deployment: DeploymentObject, now: Instant) {
    let conditions = deployment.status?.conditions ?? []
    guard
      let refusal = conditions.first(where: { $0.type == "ReplicaFailure" && $0.status == "True" })
    else { return nil }
    self.init(
      name: deployment.metadata.name, deployment: deployment.metadata.name, readyContainers: 0,
      containers: 0, phase: refusal.reason ?? "FailedCreate",
      message: TerminalText.harmless(refusal.message ?? ""), age: Self.age(deployment.metadata, now)
    )
  }

  private static func trouble(
    _ status: PodObject.ContainerStatus
  ) -> (reason: String, message: String?)? {
    if let waiting = status.state?.waiting, let reason = waiting.reason {
      return (reason, waiting.message)
    }
    if let ended = status.state?.terminated, ended.exitCode != 0 {
      return (ended.reason ?? "Error", ended.message)
    }
    return nil
  }

  /// The deployment's or DaemonSet's name: the pod's without the parts that Kubernetes puts behind it,
  /// two for the one and one for the other.
  private static func deployment(of pod: PodObject) -> String {
    if pod.metadata.label("pod-template-generation") != nil {
      return pod.metadata.name.split(separator: "-").dropLast().joined(separator: "-")
    }
    guard pod.metadata.label("pod-template-hash") != nil else { return "" }
    return pod.metadata.name.split(separator: "-").dropLast(2).joined(separator: "-")
  }

  /// Seconds since something was made; 0 where that isn't known.
  static func age(_ metadata: ObjectMetadata, _ now: Instant) -> Int64 {
    guard let made = metadata.creationTimestamp.flatMap({ Instant(iso8601: $0) }) else { return 0 }
    return max(0, now.seconds(since: made))
  }
}
