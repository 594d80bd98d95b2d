package import Planning

/// Judges the facts about the tools and the cluster for the first screen.
package enum ClusterChecks {
  /// The oldest kubectl that the wizard works with.
  package static let kubectlFloor = SemanticVersion(1, 20, 0)
  /// The oldest Helm that the wizard works with; Helm 4 is fine.
  package static let helmFloor = SemanticVersion(3, 8, 0)
  /// By how many seconds a node's clock may be off, as `linkerd check` has it: 5 min 10 s.
  package static let clockTolerance: Int64 = 310

  /// The rows of the checks, in the order of the screen.
  ///
  /// A row of the kubeconfig comes first, and only where something is wrong with it. A running row
  /// carries the seconds since it was asked, such as `3 s`, as its note. A row whose question
  /// can't be answered because the cluster doesn't answer waits. `context` names the cluster in
  /// the commands of remedies; nil leaves that out. `existing` is what may be done about a Linkerd that
  /// is there, and `namespace` is the control plane's.
  package static func rows(
    facts: ClusterFacts, context: KubeContext?, existing: ExistingAnswer = .stop,
    namespace: String = "linkerd", now: Instant
  ) -> [CheckRow] {
    var rows: [CheckRow] = []
    if let row = kubeconfigRow(facts, context: context) { rows.append(row) }
    rows += [
      kubectlRow(facts.kubectl, now: now),
      helmRow(facts.helm, now: now),
      serverRow(facts.server, now: now),
      waitingForServer(
        accessRow(facts.access, context: context, now: now), facts.access, facts),
      waitingForServer(
        linkerdRow(facts.linkerd, context: context, existing: existing, now: now),
        facts.linkerd, facts),
      waitingForServer(gatewayRow(facts.gatewayAPI, now: now), facts.gatewayAPI, facts),
      waitingForServer(clockRow(facts.clocks, now: now), facts.clocks, facts),
    ]
    if let row = ciliumRow(facts.network) { rows.append(row) }
    if let row = namespacesRow(facts) { rows.append(row) }
    if let row = deletionRow(facts, context: context, namespace: namespace) { rows.append(row) }
    return rows
  }

  /// One line about all rows, such as
  /// `5 passed · 1 warning · 1 running, and you need not wait for it`.
  ///
  /// That one need not wait is said only where nothing but the clocks is still running.
  package static func summary(_ rows: [CheckRow]) -> String {
    func count(_ mark: CheckRow.Mark) -> Int { rows.count { $0.mark == mark } }
    var parts: [String] = []
    if count(.passed) > 0 { parts.append("\(count(.passed)) passed") }
    if count(.warning) > 0 { parts.append(counted(count(.warning), "warning")) }
    if count(.failed) > 0 { parts.append("\(count(.failed)) failed") }
    let running = rows.filter { $0.mark == .running }
    let waiting = count(.waiting)
    if !running.isEmpty { parts.append("\(running.count) running") }
    if waiting > 0 { parts.append("\(waiting) waiting") }
    let line = parts.joined(separator: " · ")
    let onlyClocks = running.allSatisfy { $0.id == "node-clocks" } && waiting == 0
    let free = !running.isEmpty && onlyClocks && count(.failed) == 0
    return free ? line + ", and you need not wait for it" : line
  }

  /// `1 warning`, `2 warnings`.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)" + (count == 1 ? "" : "s")
  }

  /// A row waits, rather than fails, where its question failed as the server did.
  private static func waitingForServer<Value>(
    _ row: CheckRow, _ fact: Fact<Value>, _ facts: ClusterFacts
  ) -> CheckRow {
    guard case .failed(let problem) = fact, case .failed(let server) = facts.server,
      problem.code == server.code
    else { return row }
    return CheckRow(id: row.id, mark: .waiting, text: row.text, note: "needs the cluster")
  }
}
