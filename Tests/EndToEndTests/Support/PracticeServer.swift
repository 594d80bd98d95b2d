import Glibc
import Testing

/// A practice cluster that the real binary serves, until the value is let go.
final class PracticeServer: Sendable {
  private let place: Workplace
  private let child: Child
  let kubeconfig: String
  let charts: String
  /// The same charts in a registry.
  let registry: String

  /// Starts a cluster in that situation and waits until it serves.
  ///
  /// It ends with the tests even where they are killed: its keeper looks whether they still run.
  static func start(_ scenario: String = "ready") async throws -> PracticeServer {
    let place = try Workplace()
    let keeper = """
      "$@" & served=$!
      trap 'kill $served; wait $served; exit 0' TERM
      while kill -0 \(getpid()) 2>/dev/null && kill -0 $served 2>/dev/null; do sleep 1; done
      kill $served
      """
    let child = try place.start(
      "/bin/sh",
      ["-c", keeper, "keeper", try Tools.wizard(), "practice", "--serve", "--scenario", scenario])
    let serves = await eventually(within: 30) {
      child.out.contains("OCI=") && child.out.hasSuffix("\n")
    }
    guard serves else {
      child.send(SIGTERM)
      throw MissingTool(description: "The practice cluster did not start: \(child.out)\(child.err)")
    }
    return PracticeServer(place, child)
  }

  private init(_ place: Workplace, _ child: Child) {
    self.place = place
    self.child = child
    let lines = child.out.split(separator: "\n")
    func value(_ name: String) -> String {
      lines.first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) } ?? ""
    }
    kubeconfig = value("KUBECONFIG=")
    charts = value("CHARTS=")
    registry = value("OCI=")
  }

  deinit { child.send(SIGTERM) }

  /// The lines of an answers file that takes this cluster's charts.
  func answers(_ more: String = "", controlPlane: String = "") -> String {
    "controlPlane:\n  charts: \(charts)\n\(controlPlane)\(more)"
  }

  /// Runs kubectl against it.
  func kubectl(_ arguments: String...) async throws -> Finished { try await kubectl(arguments) }

  /// Runs kubectl against it.
  func kubectl(_ arguments: [String]) async throws -> Finished {
    try await place.run(
      try Tools.find("kubectl"), arguments, environment: ["KUBECONFIG": kubeconfig])
  }

  /// Runs Helm against it, with settings of its own.
  func helm(_ arguments: String...) async throws -> Finished {
    try await place.run(
      try Tools.find("helm"), arguments, environment: ["KUBECONFIG": kubeconfig])
  }

  /// What is on the cluster that an install changes: each object with its version.
  func snapshot() async throws -> [String] {
    let kinds = [
      "namespaces", "deployments", "services", "configmaps", "secrets", "serviceaccounts",
      "customresourcedefinitions", "clusterroles", "clusterrolebindings",
      "mutatingwebhookconfigurations", "validatingwebhookconfigurations",
    ]
    let row = "{.kind}/{.metadata.namespace}/{.metadata.name} {.metadata.resourceVersion}"
    let list = try await kubectl(
      "get", kinds.joined(separator: ","), "--all-namespaces",
      "-o", "jsonpath={range .items[*]}\(row){\"\\n\"}{end}")
    try #require(list.status == 0, "\(list.testDescription)")
    return list.out.split(separator: "\n").map(String.init).sorted()
  }
}
