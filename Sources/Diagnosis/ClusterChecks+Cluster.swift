import Planning

extension ClusterChecks {
  /// The row of the API server and its version.
  static func serverRow(_ fact: Fact<ServerFact>, now: Instant) -> CheckRow {
    let id = "kubernetes-version"
    guard case .known(let server) = fact else {
      return unsettled(
        fact, id: id, text: "The cluster answers", now: now,
        failed: "The cluster can't be asked")
        ?? CheckRow(id: id, mark: .waiting, text: "The cluster answers")
    }
    let text = "Kubernetes \(server.version.text)"
    let fit = LinkerdLines.fitText(server.version)
    if let problem = LinkerdLines.problem(server.version) {
      return CheckRow(
        id: id, mark: .failed, text: text, note: fit, reason: problem.sentence,
        remedy: problem.remedy)
    }
    return CheckRow(id: id, mark: .passed, text: text, note: fit)
  }

  /// The row of the user's rights.
  static func accessRow(
    _ fact: Fact<AccessFact>, context: KubeContext?, now: Instant
  ) -> CheckRow {
    let id = "access"
    let text = "You may create namespaces, CRDs and webhooks"
    guard case .known(let access) = fact else {
      return unsettled(
        fact, id: id, text: text, now: now, failed: "What you may do can't be found out")
        ?? CheckRow(id: id, mark: .waiting, text: text)
    }
    guard let problem = accessProblem(access, context: context) else {
      return CheckRow(id: id, mark: .passed, text: text)
    }
    return CheckRow(
      id: id, mark: .failed, text: "You may not do all that the install needs",
      reason: problem.sentence, remedy: problem.remedy)
  }

  /// What is refused, in words; nil where nothing is.
  static func accessProblem(_ access: AccessFact, context: KubeContext?) -> Problem? {
    guard let first = access.refused.first else { return nil }
    let words = access.refused.map(\.words).joined(separator: ", ")
    let place = first.namespace.map { " --namespace \($0)" } ?? ""
    return Problem(
      "access-refused", "The cluster refuses these to you: \(words).",
      remedy: "Choose a context of a cluster admin, or ask one for these rights. "
        + "To look again: \(context.kubectl) auth can-i \(first.verb) \(first.resource)\(place)")
  }

  /// The row of Linkerd's presence.
  static func linkerdRow(
    _ fact: Fact<LinkerdPresence>, context: KubeContext?, existing: ExistingAnswer, now: Instant
  ) -> CheckRow {
    let id = "linkerd-absent"
    let text = "No Linkerd found on this cluster"
    guard case .known(let presence) = fact else {
      return unsettled(
        fact, id: id, text: text, now: now, failed: "Linkerd can't be looked for")
        ?? CheckRow(id: id, mark: .waiting, text: text)
    }
    guard let verdict = presence.judged(context: context?.name) else {
      return CheckRow(id: id, mark: .passed, text: text)
    }
    if let offer = verdict.offer(for: existing) {
      return CheckRow(id: id, mark: .warning, text: offer.text)
    }
    return CheckRow(
      id: id, mark: .failed, text: verdict.title, reason: verdict.problem.sentence,
      remedy: verdict.problem.remedy)
  }

  /// The row of a control plane's namespace that is being deleted; nil where it isn't.
  static func deletionRow(
    _ facts: ClusterFacts, context: KubeContext?, namespace: String
  ) -> CheckRow? {
    deletionProblem(facts, context: context, namespace: namespace).map { problem in
      CheckRow(
        id: "control-plane-namespace", mark: .failed,
        text: "The namespace \(namespace) is being deleted", reason: problem.sentence,
        remedy: problem.remedy)
    }
  }

  /// Why nothing can be installed into the control plane's namespace yet; nil where it isn't being
  /// deleted.
  static func deletionProblem(
    _ facts: ClusterFacts, context: KubeContext?, namespace: String
  ) -> Problem? {
    guard let found = facts.namespaces.value?[namespace], found.isTerminating else { return nil }
    let held = found.deletionHeldBy.map { " What still holds it: \($0)" } ?? ""
    return Problem(
      "namespace-terminating",
      "The namespace \(namespace) is being deleted, and takes nothing new until it is gone."
        + held,
      remedy:
        "Wait until it is gone, then check again. Where it stays: \(context.kubectl) get namespace "
        + "\(namespace.shellWord) -o yaml")
  }

  /// The row of the namespaces; nil unless they can't be listed for a reason of their own.
  static func namespacesRow(_ facts: ClusterFacts) -> CheckRow? {
    guard case .failed(let problem) = facts.namespaces else { return nil }
    if case .failed(let server) = facts.server, server.code == problem.code { return nil }
    return CheckRow(
      id: "namespaces", mark: .failed, text: "The namespaces can't be listed",
      reason: problem.sentence, remedy: problem.remedy)
  }
}

extension AccessFact.Permission {
  /// What is meant, such as `create CRDs` or `create secrets in linkerd`.
  var words: String {
    let kind = resource.split(separator: ".", maxSplits: 1).first.map(String.init) ?? resource
    let known = [
      "customresourcedefinitions": "CRDs", "clusterroles": "cluster roles",
      "clusterrolebindings": "cluster role bindings", "rolebindings": "role bindings",
      "mutatingwebhookconfigurations": "mutating webhooks",
      "validatingwebhookconfigurations": "validating webhooks",
      "serviceaccounts": "service accounts", "configmaps": "config maps",
      "cronjobs": "cron jobs", "poddisruptionbudgets": "pod disruption budgets",
    ]
    return "\(verb) \(known[kind] ?? kind)" + (namespace.map { " in \($0)" } ?? "")
  }
}

extension KubeContext? {
  /// How a person calls kubectl for that cluster; nil leaves the context out.
  fileprivate var kubectl: String {
    map { "kubectl --context \($0.name.shellWord)" } ?? "kubectl"
  }
}
