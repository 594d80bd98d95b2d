import Glibc
import Testing

@testable import PracticeCluster

struct PracticeClusterTests {
  @Test func aPortInUseIsSaid() async throws {
    try await Rehearsal.run { first in
      let port = try #require(
        first.cluster.server.split(separator: ":").last.flatMap { UInt16($0) })
      await #expect(
        throws: PracticeClusterError.portUnavailable(port, reason: "Address already in use")
      ) {
        _ = try await PracticeCluster.start(PracticeOptions(port: port), directory: first.directory)
      }
    }
  }

  @Test func aDirectoryThatIsNotThereIsSaid() async throws {
    let error = await #expect(throws: PracticeClusterError.self) {
      _ = try await PracticeCluster.start(PracticeOptions(), directory: "/nowhere/at/all")
    }
    #expect(
      error
        == .kubeconfigNotWritten(
          path: "/nowhere/at/all/kubeconfig", reason: "No such file or directory"))
  }

  @Test func theKubeconfigIsForItsOwnerOnlyAndNamedPractice() async throws {
    try await Rehearsal.run { practice in
      var status = stat()
      #expect(stat(practice.cluster.kubeconfigPath, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      let context = try await practice.kubectl("config", "current-context")
      #expect(context.output == "practice\n")
      #expect(practice.cluster.chartsURL == practice.cluster.server + "/charts/edge")
    }
  }

  @Test func podsOfAnInjectedNamespaceCarryTheProxyWhereLinkerdRuns() async throws {
    try await Rehearsal.run(.linkerdPresent) { practice in
      let made = try await practice.kubectl("create", "namespace", "meshed")
      #expect(made.isSuccess)
      _ = try await practice.kubectl(
        "annotate", "namespace", "meshed", "linkerd.io/inject=enabled")
      _ = try await practice.kubectl("run", "one", "--image=nginx:1.27", "-n", "meshed")
      let pod = try await practice.kubectl("get", "pod", "one", "-n", "meshed", "-o", "json")
      #expect(pod.output.contains("\"linkerd-proxy\""))
      _ = try await practice.kubectl("run", "two", "--image=nginx:1.27", "-n", "default")
      let plain = try await practice.kubectl("get", "pod", "two", "-n", "default", "-o", "json")
      #expect(!plain.output.contains("\"linkerd-proxy\""))
    }
  }
}
