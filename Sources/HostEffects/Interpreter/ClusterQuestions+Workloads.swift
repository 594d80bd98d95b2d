import Diagnosis
import Planning
import Wizard

extension ClusterQuestions {
  /// What runs in those namespaces and could be restarted.
  ///
  /// kubectl cuts each object to a line of text, and is asked for the whole cluster where there are
  /// several namespaces: it takes one or all. Pods are only looked at where there are anchors, PEM,
  /// that their proxies can trust already.
  func workloads(in namespaces: [String], knownAnchors: String?) async throws -> [Workload] {
    let place = namespaces.count == 1 ? ["--namespace", namespaces[0]] : ["--all-namespaces"]
    let asked = arguments(
      ["get", "deployments,statefulsets,daemonsets"] + place + ["-o", WorkloadLines.template])
    async let proxies = runningProxies(place, anchors: knownAnchors)
    let answer = try await runner.bytes(target.kubectl, asked, timeout: Self.listPatience)
    let wanted = Set(namespaces)
    let lines = WorkloadLines.lines(answer).filter { wanted.contains($0.workload.namespace) }
    let refused = await refusedRestarts(of: lines.map(\.workload))
    let found = await proxies
    return lines.map { line in
      var workload = line.workload
      workload.mayBeRestarted = !refused.contains(Self.permission(for: workload))
      if line.isSettled { workload.proxies = found.alike(of: workload) }
      return workload
    }
  }

  /// What of restarting these workloads is refused: by one call where everything is allowed in the
  /// whole cluster, by a second one where it isn't. Nothing where it can't be asked.
  private func refusedRestarts(of workloads: [Workload]) async -> Set<AccessFact.Permission> {
    if workloads.isEmpty { return [] }
    let everywhere = Set(workloads.map(\.kind)).sorted { $0.rawValue < $1.rawValue }
      .map { AccessFact.Permission(verb: "patch", resource: "\($0.plural).apps") }
    if let refused = await reviewed(everywhere), refused.isEmpty { return [] }
    let each = Set(workloads.map(Self.permission)).sorted {
      ($0.namespace ?? "", $0.resource) < ($1.namespace ?? "", $1.resource)
    }
    return Set(await reviewed(each) ?? [])
  }

  /// `kubectl rollout restart` patches the workload (kubectl pkg/cmd/rollout/rollout_restart.go).
  private static func permission(for workload: Workload) -> AccessFact.Permission {
    AccessFact.Permission(
      verb: "patch", resource: "\(workload.kind.plural).apps", namespace: workload.namespace)
  }

  /// The pods with their proxies; none where they aren't looked at, or can't be.
  private func runningProxies(_ place: [String], anchors: String?) async -> [ProxyLine] {
    guard let anchors else { return [] }
    let answer = await kubectl(
      ["get", "pods"] + place + ["-o", "go-template=" + ProxyLine.template.text],
      timeout: Self.listPatience)
    guard answer.outcome.succeeded else { return [] }
    return ProxyLine.template.rows(of: answer.standardOutput).map {
      ProxyLine($0, anchors: anchors)
    }
  }
}

/// Workloads as kubectl is told to print them: a line for each, its fields with tabs between them.
enum WorkloadLines {
  private static let fields = [
    ".kind", ".metadata.namespace", ".metadata.name", ".spec.replicas",
    ".status.desiredNumberScheduled", ".spec.strategy.type", ".spec.updateStrategy.type",
    ".spec.strategy.rollingUpdate.maxUnavailable", ".spec.strategy.rollingUpdate.maxSurge",
    ".spec.updateStrategy.rollingUpdate.partition", ".spec.paused",
    ".spec.template.spec.hostNetwork",
    #".spec.template.metadata.annotations.linkerd\.io/inject"#,
    #".spec.template.metadata.annotations.config\.linkerd\.io/opaque-ports"#,
    ".metadata.generation", ".status.observedGeneration", ".status.updatedReplicas",
    ".status.updatedNumberScheduled",
  ]

  /// A workload, and whether all its pods are of its newest form.
  struct Line: Equatable, Sendable {
    var workload: Workload
    var isSettled: Bool
  }

  /// What stands behind kubectl's `-o`.
  static let template =
    "jsonpath={range .items[*]}"
    + fields.map { "{\($0)}" }.joined(separator: #"{"\t"}"#) + #"{"\n"}{end}"#

  /// The workloads of such lines; lines of another form are left out.
  static func lines(_ answer: [UInt8]) -> [Line] {
    answer.split(separator: 0x0a).compactMap { line(String(decoding: $0, as: UTF8.self)) }
  }

  private static func line(_ line: String) -> Line? {
    let words = line.split(separator: "\t", omittingEmptySubsequences: false)
      .map { TerminalText.harmless(String($0)) }
    guard words.count == fields.count, let kind = Workload.Kind(rawValue: words[0].lowercased())
    else { return nil }
    let wanted = kind == .daemonset ? Int(words[4]) ?? 0 : Int(words[3]) ?? 1
    let workload = Workload(
      kind, words[2], in: words[1], replicas: wanted,
      strategy: words[5].isEmpty ? words[6] : words[5], maxUnavailable: words[7],
      maxSurge: words[8], partition: Int(words[9]) ?? 0, isPaused: words[10] == "true",
      usesHostNetwork: words[11] == "true", inject: words[12].isEmpty ? nil : words[12],
      opaquePorts: words[13].isEmpty ? nil : words[13])
    let updated = Int(kind == .daemonset ? words[17] : words[16])
    return Line(
      workload: workload,
      isSettled: !words[14].isEmpty && words[14] == words[15] && updated == wanted)
  }
}
