import Planning

extension ToolDiagnosis {
  /// Webhooks and policies that judge what is created.
  static let admission: [Reader] = [
    webhook, noDryRuns, gatewayDowngrade, policy, quota, podSecurity,
  ]
  /// What the user may do.
  static let rights: [Reader] = [protectedNamespace, terminatingNamespace, forbidden, cannot]

  @Sendable private static func webhook(_ text: ToolText) -> Problem? {
    guard text.says("failed calling webhook", "failed to call webhook") else { return nil }
    let name = text.value(after: "failed calling webhook \"", until: "\"") ?? "of the cluster"
    let isLinkerds = name.contains("linkerd")
    return Problem(
      "webhook-unreachable",
      "The cluster's webhook \(name) does not answer, and what it must see is refused meanwhile.",
      remedy: isLinkerds
        ? "See whether Linkerd's pods run: \(text.kubectl) get pods --namespace linkerd. On private "
          + "clusters a firewall must let the API server reach port 8443 of the nodes."
        : "See whether the pods behind it run: \(text.kubectl) get mutatingwebhookconfigurations,"
          + "validatingwebhookconfigurations; then retry.")
  }

  /// Says `admission webhook "…" does not support dry run` (Kubernetes, apiserver's webhook package).
  @Sendable private static func noDryRuns(_ text: ToolText) -> Problem? {
    guard text.says("does not support dry run") else { return nil }
    let name = text.value(after: "admission webhook \"", until: "\"") ?? "of the cluster"
    return Problem(
      "dry-run-unsupported", severity: .warning,
      "The cluster's webhook \(name) answers no dry runs, so not all of what would change is known.",
      remedy: "An install is not affected by it.")
  }

  @Sendable private static func gatewayDowngrade(_ text: ToolText) -> Problem? {
    guard text.says("safe-upgrades.gateway.networking.k8s.io") else { return nil }
    return Problem(
      "gateway-api-newer",
      "The cluster has newer Gateway API CRDs, and its own policy forbids older ones over them.",
      remedy: "Answer auto or skip for the Gateway API CRDs, on screen 3: the newer ones do.")
  }

  @Sendable private static func policy(_ text: ToolText) -> Problem? {
    guard text.says("denied request", "denied the request", "ValidatingAdmissionPolicy") else {
      return nil
    }
    let name =
      text.value(after: "ValidatingAdmissionPolicy '", until: "'")
      ?? text.value(after: "admission webhook \"", until: "\"") ?? "of the cluster"
    let why =
      text.value(after: "denied request: ") ?? text.value(after: "denied the request: ")
    return Problem(
      "refused-by-policy",
      "A policy (\(name)) refuses this" + (why.map { ": \($0)" } ?? "."),
      remedy: "Ask who runs the cluster for an exception, then retry.")
  }

  @Sendable private static func quota(_ text: ToolText) -> Problem? {
    guard text.says("exceeded quota", "failed quota") else { return nil }
    return Problem(
      "quota-exceeded", "A quota of the namespace \(text.namespace) forbids this.",
      remedy: "See it (\(text.kubectl) get resourcequota --namespace \(text.namespace)), raise or "
        + "remove it, then retry.")
  }

  /// Helm prints Kubernetes' warning, waits, and then only says that time ran out. A namespace
  /// that only warns lets the pods in, so Pod Security is named where pods did not come.
  @Sendable private static func podSecurity(_ text: ToolText) -> Problem? {
    guard text.mentions("would violate PodSecurity", "violates PodSecurity"),
      text.says("context deadline exceeded", "timed out", "forbidden")
    else { return nil }
    return Problem(
      "pod-security-forbids",
      "Pod Security in the namespace \(text.namespace) forbids Linkerd's first container, which "
        + "sets up the network (NET_ADMIN), so the pods don't come.",
      remedy: "Allow it, then retry: \(text.kubectl) label namespace \(text.namespace) "
        + "pod-security.kubernetes.io/enforce=privileged --overwrite")
  }

  @Sendable private static func protectedNamespace(_ text: ToolText) -> Problem? {
    guard text.says("this namespace may not be deleted") else { return nil }
    let name = text.value(after: "namespaces \"", until: "\"") ?? ""
    return Problem("namespace-protected", "Kubernetes lets nobody delete the namespace \(name).")
  }

  @Sendable private static func terminatingNamespace(_ text: ToolText) -> Problem? {
    guard text.says("because it is being terminated", "object is being deleted") else {
      return nil
    }
    let name =
      text.value(after: "content in namespace ", until: " because")
      ?? text.value(after: "namespaces \"", until: "\"") ?? text.namespace
    return Problem(
      "namespace-terminating",
      "The namespace \(name) is being deleted; nothing can be made in it until it is gone.",
      remedy: "Wait, and see what holds it: \(text.kubectl) get namespace \(name) -o yaml (its "
        + "conditions say); then retry.")
  }

  @Sendable private static func forbidden(_ text: ToolText) -> Problem? {
    guard text.says("is forbidden", "(Forbidden)") else { return nil }
    let user = text.value(after: "User \"", until: "\"")
    let action = text.value(after: "\" cannot ", until: " resource")
    let resource = text.value(after: "resource \"", until: "\"")
    let place =
      text.value(after: "in the namespace \"", until: "\"").map { "in the namespace \($0)" }
      ?? "in the whole cluster"
    guard let user, let action, let resource else {
      return Problem(
        "forbidden", "The cluster forbids this: \(text.lastLine)",
        remedy: "Choose a context of a cluster admin, or ask one for the right.")
    }
    return Problem(
      "forbidden", "The cluster does not let \(user) \(action) \(resource) \(place).",
      remedy: "Choose a context of a cluster admin, or ask one for this right; then retry.")
  }

  /// `kubectl auth can-i` says no by its output and exit status.
  @Sendable private static func cannot(_ text: ToolText) -> Problem? {
    guard text.verb == "auth", text.failure.standardOutput.hasPrefix("no") else { return nil }
    let words = text.failure.arguments.drop { $0 != "can-i" }.dropFirst()
    return Problem(
      "not-allowed",
      "You may not \(words.prefix { !$0.hasPrefix("-") }.joined(separator: " ")) on this cluster.",
      remedy: "Choose a context of a cluster admin, or ask one for this right.")
  }
}
