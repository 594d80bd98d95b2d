import FlyingFox
import FlyingSocks
import FoundationEssentials
import Glibc

/// How a practice cluster is to be.
package struct PracticeOptions: Sendable {
  /// The situation that it starts in.
  package var scenario: Scenario
  /// The port on 127.0.0.1; 0 lets the system choose a free one.
  package var port: UInt16
  /// The version that the API server says it has, with its `v`.
  package var kubernetesVersion: String
  /// Overrides how long pods and namespaces take; nil: as the scenario has it.
  var pace: Pace?

  /// Makes options; without arguments the ready cluster on any free port. Without a version it is the
  /// scenario's.
  package init(
    scenario: Scenario = .ready, port: UInt16 = 0, kubernetesVersion: String? = nil
  ) {
    self.scenario = scenario
    self.port = port
    self.kubernetesVersion = kubernetesVersion ?? scenario.kubernetesVersion
  }
}

/// Why a practice cluster could not be started.
package enum PracticeClusterError: Error, Equatable, CustomStringConvertible {
  /// Nothing could listen on the port: in use, or not allowed.
  case portUnavailable(UInt16, reason: String)
  /// The kubeconfig could not be written.
  case kubeconfigNotWritten(path: String, reason: String)

  /// What happened, why, and what to do next.
  package var description: String {
    switch self {
    case .portUnavailable(let port, let reason):
      "The practice cluster can't listen on 127.0.0.1:\(port): \(reason). "
        + "Choose another port, or 0 for any free one."
    case .kubeconfigNotWritten(let path, let reason):
      "The practice cluster's kubeconfig can't be written to \(path): \(reason). "
        + "Choose a directory that you can write to."
    }
  }
}

/// A Kubernetes API on loopback for practice and tests, with a chart repository and a registry beside
/// it.
package final class PracticeCluster: Sendable {
  /// Where the kubeconfig is; its context, cluster and user are named `practice`.
  package let kubeconfigPath: String
  /// The API's address, as in the kubeconfig.
  package let server: String
  /// The address of the edge repository of charts; the stable one is beside it, at `stable`.
  package let chartsURL: String
  /// The same charts in a registry: `oci://` and the path before the charts' names. It speaks HTTP
  /// without TLS, which Helm does by `--plain-http`.
  package let registryURL: String
  private let http: HTTPServer
  private let api: KubernetesAPI
  private let tasks: [Task<Void, Never>]

  private init(
    kubeconfigPath: String, server: String, http: HTTPServer, api: KubernetesAPI,
    tasks: [Task<Void, Never>]
  ) {
    self.kubeconfigPath = kubeconfigPath
    self.server = server
    chartsURL = server + "/charts/edge"
    registryURL = "oci" + chartsURL.dropFirst("http".count)
    self.http = http
    self.api = api
    self.tasks = tasks
  }

  /// Starts a cluster and writes `kubeconfig` (0600) into the directory.
  /// Throws `PracticeClusterError`; nothing runs then.
  package static func start(
    _ options: PracticeOptions, directory: String
  ) async throws -> PracticeCluster {
    let api = KubernetesAPI(
      scenario: options.scenario, version: options.kubernetesVersion,
      pace: options.pace ?? Pace(options.scenario),
      objects: Population.objects(for: options.scenario, now: Timestamp.now))
    let address = ServerAddress()
    let front = HTTPFront(api: api, baseURL: { address.text })
    let http = HTTPServer(
      address: try .inet(ip4: "127.0.0.1", port: options.port), timeout: 60, logger: .disabled,
      handler: front)
    let (serving, problem) = await serve(http)
    if let problem {
      serving.cancel()
      throw PracticeClusterError.portUnavailable(options.port, reason: problem)
    }
    guard case .ip4(_, let port) = await http.listeningAddress else {
      serving.cancel()
      throw PracticeClusterError.portUnavailable(options.port, reason: "it has no address")
    }
    let server = "http://127.0.0.1:\(port)"
    address.set(server)
    let path = directory + "/kubeconfig"
    do {
      try Kubeconfig.write(server: server, to: path)
    } catch {
      serving.cancel()
      await http.stop()
      throw error
    }
    return PracticeCluster(
      kubeconfigPath: path, server: server, http: http, api: api,
      tasks: [serving, bookmarks(api)])
  }

  /// Serves until the task is cancelled; the problem is nil once the server listens.
  private static func serve(_ http: HTTPServer) async -> (Task<Void, Never>, problem: String?) {
    let (beginnings, sink) = AsyncStream.makeStream(of: String?.self)
    let serving = Task<Void, Never> {
      do {
        try await http.run()
      } catch SocketError.failed(_, let code, _) {
        sink.yield(String(cString: strerror(code)))
      } catch {
        sink.yield("\(error)")
      }
    }
    let waiting = Task {
      do {
        try await http.waitUntilListening(timeout: 10)
        sink.yield(nil)
      } catch {
        sink.yield("it did not begin to listen in time")
      }
    }
    for await problem in beginnings {
      waiting.cancel()
      return (serving, problem)
    }
    return (serving, "it ended at once")
  }

  private static func bookmarks(_ api: KubernetesAPI) -> Task<Void, Never> {
    Task { [weak api] in
      while !Task.isCancelled {
        do { try await Task.sleep(for: .seconds(30)) } catch { return }
        await api?.sendBookmarks()
      }
    }
  }

  /// Ends the cluster; everything in it is gone, the kubeconfig stays.
  package func stop() async {
    await api.stop()
    for task in tasks.dropFirst() { task.cancel() }
    await http.stop(timeout: 0)
    tasks.first?.cancel()
  }
}
