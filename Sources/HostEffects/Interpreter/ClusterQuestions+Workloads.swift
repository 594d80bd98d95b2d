import Planning
import Wizard

extension ClusterQuestions {
  /// What runs in those namespaces and could be restarted, by one call.
  ///
  /// kubectl cuts each workload to a line of text, and is asked for the whole cluster where there are
  /// several namespaces: it takes one or all.
  func workloads(in namespaces: [String]) async throws -> [Workload] {
    let place = namespaces.count == 1 ? ["--namespace", namespaces[0]] : ["--all-namespaces"]
    let answer = try await runner.bytes(
      target.kubectl,
      arguments(
        ["get", "deployments,statefulsets,daemonsets"] + place + ["-o", WorkloadLines.template]),
      timeout: Self.listPatience)
    let wanted = Set(namespaces)
    return WorkloadLines.workloads(answer).filter { wanted.contains($0.namespace) }
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
  ]

  /// What stands behind kubectl's `-o`.
  static let template =
    "jsonpath={range .items[*]}"
    + fields.map { "{\($0)}" }.joined(separator: #"{"\t"}"#) + #"{"\n"}{end}"#

  /// The workloads of such lines; lines of another form are left out.
  static func workloads(_ answer: [UInt8]) -> [Workload] {
    answer.split(separator: 0x0a).compactMap { workload(String(decoding: $0, as: UTF8.self)) }
  }

  private static func workload(_ line: String) -> Workload? {
    let words = line.split(separator: "\t", omittingEmptySubsequences: false)
      .map { TerminalText.harmless(String($0)) }
    guard words.count == fields.count, let kind = Workload.Kind(rawValue: words[0].lowercased())
    else { return nil }
    let wanted = kind == .daemonset ? Int(words[4]) ?? 0 : Int(words[3]) ?? 1
    return Workload(
      kind, words[2], in: words[1], replicas: wanted,
      strategy: words[5].isEmpty ? words[6] : words[5], maxUnavailable: words[7],
      maxSurge: words[8], partition: Int(words[9]) ?? 0, isPaused: words[10] == "true",
      usesHostNetwork: words[11] == "true", inject: words[12].isEmpty ? nil : words[12])
  }
}
