import Diagnosis
import Planning
import Wizard

extension ClusterQuestions {
  /// Seconds that lists of a whole cluster may take: kubectl needs half a minute for 50,000 pods.
  static let listPatience = 180

  /// All namespaces, and what runs in each, by three calls side by side.
  ///
  /// kubectl cuts each pod to a line of text: a cluster can have tens of thousands of them.
  func namespaces() async throws -> NamespaceIndex {
    let patience = Self.listPatience
    async let listed = kubectl(
      ["get", "pods", "--all-namespaces", "-o", PodLines.template], timeout: patience)
    async let scheduled = kubectl([
      "get", "cronjobs", "--all-namespaces", "-o",
      #"jsonpath={range .items[*]}{.metadata.namespace}{"\n"}{end}"#,
    ])
    let objects = try await list(
      NamespaceObject.self, ["get", "namespaces", "-o", "json"], timeout: patience)
    let pods = await listed
    let tallies = pods.outcome.succeeded ? PodLines.tallies(pods.standardOutput) : nil
    let cronJobs = await Self.counts(scheduled)
    return NamespaceIndex(
      objects.map { NamespaceFact($0, tallies, cronJobs: cronJobs[$0.metadata.name] ?? 0) })
  }

  /// The Services of those namespaces.
  func services(in names: [String]) async throws -> [ServiceFact] {
    let place = names.count == 1 ? ["--namespace", names[0]] : ["--all-namespaces"]
    let answer = try await runner.bytes(
      target.kubectl, arguments(["get", "services"] + place + ["-o", ServiceLines.template]),
      timeout: Self.listPatience)
    let wanted = Set(names)
    return ServiceLines.services(answer).filter { wanted.contains($0.namespace) }
  }

  /// How often each line stands in an answer; nothing where there is no answer.
  private static func counts(_ output: CollectedOutput) -> [String: Int] {
    guard output.outcome.succeeded else { return [:] }
    return output.standardOutput.split(separator: 0x0a).reduce(into: [:]) { counts, line in
      counts[String(decoding: line, as: UTF8.self), default: 0] += 1
    }
  }
}

extension NamespaceFact {
  /// Puts together what was read; without tallies the pods may not be counted.
  fileprivate init(
    _ object: NamespaceObject, _ tallies: [String: PodTally]?, cronJobs: Int
  ) {
    let metadata = object.metadata
    let tally = tallies.map { $0[metadata.name] ?? PodTally() }
    var workloads = tally?.workloads ?? NamespaceWorkloads()
    workloads.cronJobs = cronJobs
    self.init(
      name: metadata.name, pods: tally?.pods, meshedPods: tally?.meshed ?? 0,
      injectAnnotation: metadata.annotation("linkerd.io/inject").map(TerminalText.harmless),
      injectLabel: metadata.label("linkerd.io/inject").map(TerminalText.harmless),
      opaqueAnnotation: metadata.annotation(OpaquePorts.annotation).map(TerminalText.harmless),
      otherMesh: KnownProducts.mesh(ofNamespaceLabels: metadata.labels ?? [:]),
      workloads: workloads, isTerminating: object.isTerminating,
      deletionHeldBy: object.isTerminating ? object.deletionHeldBy : nil)
  }
}
