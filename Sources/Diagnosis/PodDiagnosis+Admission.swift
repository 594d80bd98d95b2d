import Planning

// Pods that Kubernetes refuses to make: told by events of their replica set and by their deployment.
extension PodDiagnosis {
  static let admission: [Reader] = [
    refusedByWebhook, refusedByPodSecurity, refusedByPodSecurityPolicy, refusedByOpenShift,
    refusedByAutopilot, refusedByQuota, refusedByLimitRange, refusedByPolicy, refusedForAccount,
    refused,
  ]

  @Sendable private static func refusedByWebhook(_ pod: StuckPod) -> Problem? {
    guard let clue = pod.clue(saying: "failed calling webhook", "failed to call webhook") else {
      return nil
    }
    let name = clue.message.between("webhook \"", "\"") ?? "of the cluster"
    let isLinkerds = name.contains("linkerd")
    return Problem(
      "webhook-unreachable",
      "Kubernetes can't make \(pod.title), because the webhook \(name) that must see them does not "
        + "answer\(clue.because)",
      remedy: isLinkerds
        ? "A firewall must let the API server reach port 8443 of the pods (private GKE clusters, "
          + "EKS security groups). Let the control plane past its own webhook: \(pod.kubectl) "
          + "label namespace \(pod.place.namespace.shellWord) "
          + "config.linkerd.io/admission-webhooks=disabled --overwrite"
        : "See whether the pods behind it run: \(pod.kubectl) get "
          + "mutatingwebhookconfigurations,validatingwebhookconfigurations")
  }

  @Sendable private static func refusedByPodSecurity(_ pod: StuckPod) -> Problem? {
    guard pod.clue(saying: "violates PodSecurity", "NET_ADMIN", "PodSecurity \"") != nil,
      pod.clue(saying: "PodSecurityPolicy", "security context constraint", "autogke") == nil
    else { return nil }
    if pod.isOfPlugin {
      return Problem(
        "pod-security-forbids",
        "Pod Security forbids \(pod.title), because the plugin writes to the nodes' directories "
          + "(hostPath).",
        remedy: "Let its namespace have it: \(pod.kubectl) label namespace "
          + "\(pod.place.namespace.shellWord) pod-security.kubernetes.io/enforce=privileged "
          + "--overwrite.")
    }
    return Problem(
      "pod-security-forbids",
      "Pod Security forbids \(pod.title), because Linkerd's first container sets up the network "
        + "(NET_ADMIN).",
      remedy: "Let \(pod.place.namespaceTitle) have it: \(pod.kubectl) label namespace "
        + "\(pod.place.namespace.shellWord) pod-security.kubernetes.io/enforce=privileged "
        + "--overwrite; or install anew with Linkerd's CNI plugin (controlPlane.podNetwork: cni), "
        + "which needs no such container.")
  }

  @Sendable private static func refusedByPodSecurityPolicy(_ pod: StuckPod) -> Problem? {
    guard let clue = pod.clue(saying: "PodSecurityPolicy") else { return nil }
    return Problem(
      "pod-security-policy-forbids",
      "A PodSecurityPolicy of this cluster forbids \(pod.title)\(clue.because)",
      remedy:
        "Ask who runs the cluster for a policy that allows NET_ADMIN and NET_RAW to the service "
        + "accounts of the namespace: \(pod.kubectl) get podsecuritypolicies")
  }

  @Sendable private static func refusedByOpenShift(_ pod: StuckPod) -> Problem? {
    guard let clue = pod.clue(saying: "security context constraint") else { return nil }
    if pod.isOfPlugin {
      return Problem(
        "openshift-forbids",
        "OpenShift's security context constraints forbid \(pod.title)\(clue.because)",
        remedy: PodNetwork.openShiftGrant(pod.place.namespace.shellWord))
    }
    return Problem(
      "openshift-forbids",
      "OpenShift's security context constraints forbid \(pod.title)\(clue.because)",
      remedy:
        "Install anew with Linkerd's CNI plugin (controlPlane.podNetwork: cni), which needs no "
        + "NET_ADMIN, or allow it to the namespace: "
        + "oc adm policy add-scc-to-group privileged "
        + "system:serviceaccounts:\(pod.place.namespace.shellWord)")
  }

  @Sendable private static func refusedByAutopilot(_ pod: StuckPod) -> Problem? {
    guard pod.clue(saying: "autogke", "GKE Warden") != nil else { return nil }
    if pod.isOfPlugin {
      return Problem(
        "autopilot-forbids",
        "GKE Autopilot forbids \(pod.title), because they write to the nodes' directories.",
        remedy: "Install anew with the init container (controlPlane.podNetwork: init).")
    }
    return Problem(
      "autopilot-forbids", "GKE Autopilot forbids \(pod.title), because they ask for NET_ADMIN.",
      remedy: "Allow it when the cluster is made or updated (gcloud container clusters update NAME "
        + "--workload-policies=allow-net-admin), or use a standard cluster.")
  }

  @Sendable private static func refusedByQuota(_ pod: StuckPod) -> Problem? {
    guard let clue = pod.clue(saying: "exceeded quota", "failed quota") else { return nil }
    return Problem(
      "quota-exceeded", "A quota of the namespace forbids \(pod.title)\(clue.because)",
      remedy: "Raise or remove it (\(pod.kubectl) get resourcequota \(pod.inNamespace)); where it "
        + "wants requests or limits to be named, name them in \(pod.place.settings).")
  }

  @Sendable private static func refusedByLimitRange(_ pod: StuckPod) -> Problem? {
    guard
      let clue = pod.clue(
        saying: "cpu usage per ", "memory usage per ", "limit to request ratio per ",
        "storage usage per ")
    else { return nil }
    return Problem(
      "limit-range-forbids", "A LimitRange of the namespace forbids \(pod.title)\(clue.because)",
      remedy:
        "Change it (\(pod.kubectl) get limitrange \(pod.inNamespace) -o yaml), or name fitting "
        + "requests and limits in \(pod.place.settings).")
  }

  @Sendable private static func refusedByPolicy(_ pod: StuckPod) -> Problem? {
    guard
      let clue = pod.clue(
        saying: "denied the request", "denied request", "ValidatingAdmissionPolicy")
    else { return nil }
    return Problem(
      "refused-by-policy", "A policy of this cluster refuses \(pod.title)\(clue.because)",
      remedy: "Ask who runs the cluster for an exception for the namespace "
        + "\(pod.place.namespace).")
  }

  @Sendable private static func refusedForAccount(_ pod: StuckPod) -> Problem? {
    guard pod.pod.isCreationRefusal,
      let clue = pod.clue(saying: "serviceaccount"), clue.says(["not found"])
    else { return nil }
    return Problem(
      "service-account-missing",
      "Kubernetes can't make \(pod.title), because their service account is missing\(clue.because)",
      remedy: "Somebody has deleted it, or the release is not whole: retry, and Helm makes it.")
  }

  @Sendable private static func refused(_ pod: StuckPod) -> Problem? {
    guard pod.pod.isCreationRefusal else { return nil }
    let clue = pod.clue(saying: "FailedCreate") ?? PodClue(.event, message: pod.pod.message)
    return Problem(
      "pod-creation-refused", "Kubernetes refuses to make \(pod.title)\(clue.because)",
      remedy: "See the whole reason: \(pod.kubectl) get events \(pod.inNamespace)")
  }
}
