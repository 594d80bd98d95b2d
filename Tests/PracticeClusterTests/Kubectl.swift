import FoundationEssentials
import Glibc
import Subprocess
import Testing

@testable import PracticeCluster

/// What a run of kubectl left behind.
struct KubectlResult {
  var output: String
  var complaint: String
  var isSuccess: Bool
}

/// A practice cluster of its own for one test, with kubectl beside it.
struct Rehearsal {
  let cluster: PracticeCluster
  let directory: String
  var program = "kubectl"

  /// Starts a cluster at a test's pace, runs the body, and takes everything away again.
  static func run(
    _ scenario: Scenario = .ready, program: String = "kubectl",
    _ body: (Rehearsal) async throws -> Void
  ) async throws {
    let directory = "\(FileManager.default.temporaryDirectory.path)/practice-\(UUID())"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    var options = PracticeOptions(scenario: scenario)
    var pace = Pace()
    pace.scheduling = 0.02
    pace.starting = 0.05
    pace.readiness = 0.05
    pace.stopping = 0.05
    pace.namespaceEnding = 0.3
    options.pace = pace
    let cluster = try await PracticeCluster.start(options, directory: directory)
    do {
      try await body(Rehearsal(cluster: cluster, directory: directory, program: program))
    } catch {
      await cluster.stop()
      throw error
    }
    await cluster.stop()
    try FileManager.default.removeItem(atPath: directory)
  }

  /// Runs kubectl against the cluster; a kubectl that isn't there is a failure that says so.
  func kubectl(_ arguments: String..., input: String = "") async throws -> KubectlResult {
    try await run(arguments, input: input)
  }

  private func run(_ arguments: [String], input: String = "") async throws -> KubectlResult {
    let result = try await Subprocess.run(
      .name("env"),
      arguments: .init(
        [program, "--kubeconfig", cluster.kubeconfigPath, "--cache-dir", directory + "/cache"]
          + arguments),
      environment: .inherit.updating(["HOME": directory]), input: .string(input),
      output: .string(limit: 1 << 24), error: .string(limit: 1 << 20))
    if result.terminationStatus == .exited(127) {
      Issue.record("\(program) can't be run: install kubectl, or put it on PATH")
    }
    return KubectlResult(
      output: result.standardOutput, complaint: result.standardError,
      isSuccess: result.terminationStatus.isSuccess)
  }
}
