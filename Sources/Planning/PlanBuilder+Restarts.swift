extension PlanBuilder {
  /// What the ids of the items begin with that restart a workload.
  package static let restartPrefix = "restart-"
  /// What the ids of the items begin with that wait for a restarted workload.
  package static let restartWaitPrefix = "wait-"

  /// Seconds by which kubectl may outlast the time that it is told to wait.
  private static let patience = 30

  /// Two items for each workload: one restarts it, the other waits until its new pods are ready.
  ///
  /// A workload is only begun with when the one before it is back, so that what goes wrong with the
  /// first of them is not done to all.
  static func restartItems(_ inputs: PlanInputs) -> [PlanItem] {
    inputs.restarts.flatMap { restart in
      let workload = restart.workload
      let place = ["--namespace", workload.namespace]
      let seconds = Int(inputs.answers.wait.seconds)
      let begin = PlanItem(
        id: restartPrefix + workload.id, purpose: "restart",
        explanation:
          "Restarts \(workload.target) in the namespace \(workload.namespace), so that its "
          + "pods get a proxy. \(restart.disruption)",
        action: kubectl(inputs, ["rollout", "restart", workload.target] + place))
      let wait = PlanItem(
        id: restartWaitPrefix + workload.id, purpose: "wait",
        explanation: "Waits until the new pods of \(workload.target) in the namespace "
          + "\(workload.namespace) are ready. Where they don't get ready in time, nothing further "
          + "is restarted. \(restart.disruption)",
        action: kubectl(
          inputs,
          ["rollout", "status", workload.target] + place + ["--timeout=\(seconds)s"],
          timeout: seconds + patience))
      return [begin, wait]
    }
  }

  /// The namespaces in which something is restarted, each once, in the plan's order; nil for none.
  static func restartedNamespaces(_ inputs: PlanInputs) -> [String]? {
    let names = inputs.restarts.map(\.workload.namespace)
    let unique = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return unique.isEmpty ? nil : unique
  }
}

extension Plan {
  /// The workloads that the plan restarts, by their names such as `shop/deployment/web`.
  package var restartedWorkloads: [String] {
    items.filter { $0.id.hasPrefix(PlanBuilder.restartPrefix) }
      .map { String($0.id.dropFirst(PlanBuilder.restartPrefix.count)) }
  }

  /// How the proxies that restarts have brought are taken out again, once nothing asks for them any
  /// more; empty where none of the items is a restart.
  func undoRestarts(_ items: [PlanItem]) -> [String] {
    let commands = items.compactMap { item -> Command? in
      guard item.id.hasPrefix(PlanBuilder.restartPrefix), case .command(let command) = item.action
      else { return nil }
      return command
    }
    if commands.isEmpty { return [] }
    return [
      "# There is nothing to take back of a restart by itself. Once the annotation is gone, another",
      "# one takes the proxies out again.",
    ] + commands.map { ShellQuoting.join([$0.tool.path] + $0.arguments) }
  }
}

extension PlanItem {
  /// Whether it restarts a workload.
  package var isRestart: Bool { id.hasPrefix(PlanBuilder.restartPrefix) }

  /// Whether it comes before the namespaces are annotated.
  var isBeforeMeshing: Bool {
    if case .verify = action { return false }
    return !isRestart && !id.hasPrefix(PlanBuilder.restartWaitPrefix) && !id.hasPrefix("mesh")
      && !id.hasPrefix("opaque-")
  }
}
