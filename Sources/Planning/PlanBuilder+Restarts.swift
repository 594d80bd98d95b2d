extension PlanBuilder {
  /// What the ids of the items begin with that restart a workload.
  package static let restartPrefix = "restart-"
  /// What the ids of the items begin with that wait for a restarted workload.
  package static let restartWaitPrefix = "wait-"

  /// Seconds by which kubectl may outlast the time that it is told to wait.
  private static let spareSeconds = 30

  /// Two items for each workload: one restarts it, the other waits until its new pods are ready.
  ///
  /// A workload is only begun with when the one before it is back, so that what goes wrong with the
  /// first of them is not done to all.
  static func restartItems(_ inputs: PlanInputs) -> [PlanItem] {
    inputs.restarts.flatMap { restart in
      let workload = restart.workload
      let place = ["--namespace", workload.namespace]
      let seconds = patience(with: workload, inputs)
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
          timeout: seconds + spareSeconds))
      return [begin, wait]
    } + proofItem(afterRestarts: inputs)
  }

  /// How many seconds a workload may take: the answered wait, for each pod where they go one by one.
  private static func patience(with workload: Workload, _ inputs: PlanInputs) -> Int {
    let wait = Int(inputs.answers.wait.seconds)
    return workload.kind == .deployment
      ? wait : min(wait * max(workload.replicas, 1), max(wait, longestWait))
  }

  /// Six hours, in seconds: longer than anybody stays beside it.
  private static let longestWait = 6 * 3600

  /// Looks once more, now that workloads have their proxies; nothing where none is restarted.
  private static func proofItem(afterRestarts inputs: PlanInputs) -> [PlanItem] {
    guard let names = restartedNamespaces(inputs) else { return [] }
    var check = MeshCheck(
      namespace: inputs.answers.controlPlaneNamespace, meshedNamespaces: names,
      anchorCertificatePath: nil, includesDataPlane: true)
    check.followsRestarts = true
    return [
      PlanItem(
        id: lastProofID, purpose: "proof",
        explanation: "Looks whether the restarted workloads have their proxies, and whether these "
          + "trust the cluster's anchor. It changes nothing.",
        action: .verify(check))
    ]
  }

  /// The item with the proof after restarts.
  package static let lastProofID = "proof-restarted"

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
  /// Whether it only looks.
  var isProof: Bool { if case .verify = action { true } else { false } }

  /// Whether it restarts a workload.
  package var isRestart: Bool { id.hasPrefix(PlanBuilder.restartPrefix) }

  /// The workload that it restarts; nil where it restarts none.
  package var restartedWorkload: WorkloadName? {
    isRestart ? WorkloadName(id.dropFirst(PlanBuilder.restartPrefix.count)) : nil
  }

  /// How many seconds it waits for a restarted workload; nil where it waits for none.
  package var rolloutSeconds: Int64? {
    guard awaitedWorkload != nil, case .command(let command) = action else { return nil }
    let option = "--timeout="
    return command.arguments.first { $0.hasPrefix(option) }
      .flatMap { Int64($0.dropFirst(option.count).dropLast()) }
  }

  /// The restarted workload that it waits for; nil where it waits for none.
  package var awaitedWorkload: WorkloadName? {
    guard id.hasPrefix(PlanBuilder.restartWaitPrefix) else { return nil }
    return WorkloadName(id.dropFirst(PlanBuilder.restartWaitPrefix.count))
  }

  /// Whether it comes before the namespaces are annotated.
  var isBeforeMeshing: Bool {
    if case .verify = action { return false }
    return !isRestart && !id.hasPrefix(PlanBuilder.restartWaitPrefix) && !id.hasPrefix("mesh")
      && !id.hasPrefix("opaque/")
  }
}
