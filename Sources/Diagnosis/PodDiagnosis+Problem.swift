package import Planning

extension PodDiagnosis {
  /// What keeps the pods from coming, where their states tell; nil where time may be all they need.
  ///
  /// `namespace` is the control plane's, which the commands of the remedy name.
  package static func problem(_ pods: [PodStatus], namespace: String) -> Problem? {
    problems(pods, namespace: namespace).first
  }

  /// All reasons, each code once, the most telling first.
  package static func problems(_ pods: [PodStatus], namespace: String) -> [Problem] {
    let stuck = pods.filter { !$0.isReady && !$0.isFinished }
    let readers = [
      refusedByPodSecurity, refusedByQuota, refused, imageNotPulled, imageNameWrong, crashing,
      missingSomething, unschedulable, failed,
    ]
    return readers.compactMap { reader in
      stuck.lazy.compactMap { reader(StuckPod(pod: $0, namespace: namespace)) }.first
    }
  }

  private static func refusedByPodSecurity(_ pod: StuckPod) -> Problem? {
    guard pod.text.contains("PodSecurity") || pod.text.contains("NET_ADMIN") else { return nil }
    return Problem(
      "pod-security-forbids",
      "Pod Security forbids \(pod.title), because Linkerd's first container sets up the network "
        + "(NET_ADMIN).",
      remedy: "Let the control plane's namespace have it: kubectl label namespace \(pod.namespace) "
        + "pod-security.kubernetes.io/enforce=privileged --overwrite; then retry.")
  }

  private static func refusedByQuota(_ pod: StuckPod) -> Problem? {
    guard pod.text.contains("exceeded quota") || pod.text.contains("failed quota") else {
      return nil
    }
    return Problem(
      "quota-exceeded", "A quota of the namespace forbids \(pod.title)\(pod.because)",
      remedy: "Raise or remove the quota (kubectl get resourcequota --namespace \(pod.namespace)), "
        + "then retry.")
  }

  private static func refused(_ pod: StuckPod) -> Problem? {
    guard pod.pod.isCreationRefusal, refusedByQuota(pod) == nil,
      refusedByPodSecurity(pod) == nil
    else { return nil }
    return Problem(
      "pod-creation-refused", "Kubernetes refuses to make \(pod.title)\(pod.because)",
      remedy: "See the whole reason: kubectl get events --namespace \(pod.namespace)")
  }

  private static func imageNotPulled(_ pod: StuckPod) -> Problem? {
    guard pod.text.contains("ImagePullBackOff") || pod.text.contains("ErrImagePull") else {
      return nil
    }
    return Problem(
      "image-not-pulled", "The image of \(pod.title) can't be pulled\(pod.because)",
      remedy: "See that the nodes reach cr.l5d.io and ghcr.io, where Linkerd's images are, or "
        + "name your own registry's images in a values file.")
  }

  private static func imageNameWrong(_ pod: StuckPod) -> Problem? {
    guard pod.text.contains("InvalidImageName") else { return nil }
    return Problem(
      "image-name-wrong", "The image of \(pod.title) has no valid name\(pod.because)",
      remedy: "Look at the image names in your values files.")
  }

  private static func crashing(_ pod: StuckPod) -> Problem? {
    guard pod.text.contains("CrashLoopBackOff") else { return nil }
    return Problem(
      "container-crashes",
      "\(pod.title.capitalisedStart) starts, fails and starts again\(pod.because)",
      remedy:
        "Its log says why: kubectl logs --namespace \(pod.namespace) \(pod.pod.name) --all-containers "
        + "--previous")
  }

  private static func missingSomething(_ pod: StuckPod) -> Problem? {
    guard
      ["CreateContainerConfigError", "FailedMount", "CreateContainerError"]
        .contains(where: { pod.text.contains($0) })
    else { return nil }
    return Problem(
      "pod-lacks-something",
      "\(pod.title.capitalisedStart) lacks something that it needs\(pod.because)",
      remedy: "See what: kubectl describe pod --namespace \(pod.namespace) \(pod.pod.name)")
  }

  private static func unschedulable(_ pod: StuckPod) -> Problem? {
    guard pod.text.contains("Unschedulable") || pod.text.contains("FailedScheduling") else {
      return nil
    }
    return Problem(
      "no-node-fits", "No node takes \(pod.title)\(pod.because)",
      remedy: "Give the cluster room (a node more, or fewer pods), or lower what Linkerd asks "
        + "for in a values file.")
  }

  private static func failed(_ pod: StuckPod) -> Problem? {
    guard ["Failed", "Error", "Evicted", "OOMKilled"].contains(pod.pod.phase) else { return nil }
    return Problem(
      "pod-failed", "\(pod.title.capitalisedStart) has failed (\(pod.pod.phase))\(pod.because)",
      remedy: "See why: kubectl describe pod --namespace \(pod.namespace) \(pod.pod.name)")
  }
}

/// A pod that doesn't become ready, with what sentences about it need.
private struct StuckPod {
  var pod: PodStatus
  var namespace: String

  var text: String { pod.phase + ": " + pod.message }

  /// How sentences call it.
  var title: String {
    if !pod.name.isEmpty { return "the pod \(pod.name)" }
    return pod.deployment.isEmpty ? "a pod" : "the pods of \(pod.deployment)"
  }

  /// The reason behind a colon, and the full stop.
  var because: String {
    let message = pod.message
    guard !message.isEmpty else { return "." }
    let short = message.count > 240 ? message.prefix(239) + "…" : message[...]
    return ": \(short)" + (short.hasSuffix(".") || short.hasSuffix("…") ? "" : ".")
  }
}

extension String {
  /// With its first letter as a capital.
  var capitalisedStart: String { prefix(1).uppercased() + dropFirst() }
}
