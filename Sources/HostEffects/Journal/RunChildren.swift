import Glibc
import Planning

/// The programs that runs have started and that still run, also where the wizard that started them
/// is gone.
///
/// Each carries the run's directory in a variable of its environment, as do the programs that it
/// starts in turn. So none is missed that was started just before the wizard was killed.
package enum RunChildren {
  /// The variable's name.
  static let variable = "LINKERD_WIZARD_RUN"

  /// What changes a cluster, or makes keys. What else such a program has left in the background, such as
  /// an agent of its own, is nobody's concern.
  private static let names: Set<String> = ["kubectl", "helm", "step"]

  /// Those of the runs on the cluster of that run, by its directory; the ones of other users can't be
  /// seen.
  package static func running(besides directory: String) -> [ProcessMark] {
    let state = PathText.parent(PathText.parent(directory))
    guard let own = RunHistory.run(in: directory) else { return [] }
    return running(of: ((try? RunHistory.runs(in: state)) ?? []).filter { $0.isOnCluster(of: own) })
  }

  /// Those of the runs on a cluster.
  static func running(on cluster: ClusterIdentity, in state: String) -> [ProcessMark] {
    let runs = (try? RunHistory.runs(in: state)) ?? []
    let name = ClusterHold.name(of: cluster)
    return running(of: runs.filter { ClusterHold.name(of: $0.beginning.cluster) == name })
  }

  private static func running(of runs: [PastRun]) -> [ProcessMark] {
    let wanted = Set(runs.map { "\(variable)=\($0.directory)" })
    let started = runs.reduce(into: Set<Int32>()) { $0.formUnion($1.children) }
    let numbers = ((try? FolderListing.names(in: "/proc")) ?? []).compactMap { Int32($0) }
    return numbers.sorted().filter { process in
      guard process != getpid(), carries(wanted, process) else { return false }
      return started.contains(getsid(process)) || names.contains(name(of: process))
    }.map(ProcessMark.init).filter(\.isRunning)
  }

  private static func carries(_ entries: Set<String>, _ process: Int32) -> Bool {
    guard let bytes = try? FileBytes.read("/proc/\(process)/environ", limit: 4 << 20) else {
      return false
    }
    let prefix = Array("\(variable)=".utf8)
    return bytes.split(separator: 0).contains { entry in
      entry.starts(with: prefix) && entries.contains(String(decoding: entry, as: UTF8.self))
    }
  }

  private static func name(of process: Int32) -> String {
    let bytes = (try? FileBytes.read("/proc/\(process)/comm", limit: 64)) ?? []
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }

  /// Waits until none of them runs; `tell` is told of those that are waited for, once. Throws
  /// `CancellationError`.
  static func waitUntilOver(
    besides directory: String, tell: @Sendable ([ProcessMark]) -> Void
  ) async throws {
    var hasTold = false
    while true {
      let running = running(besides: directory)
      if running.isEmpty { return }
      if !hasTold { tell(running) }
      hasTold = true
      try await Task.sleep(for: .milliseconds(200))
    }
  }
}
