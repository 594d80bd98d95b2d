import Glibc
package import Planning

/// Keeps a second wizard of this user on this machine from working on the same cluster.
///
/// It is a lock on a file, which the system lets go when the process ends, however it ends.
package final class ClusterHold: Sendable {
  private let file: Int32

  /// Who holds a cluster.
  private struct Holder: Codable {
    var process: ProcessMark
    var since: Instant
    var context: String
  }

  private init(file: Int32) { self.file = file }

  /// Takes the cluster; throws `Problem` where another process has it, or where the lock's file can't
  /// be made. Where the file system knows no locks, nothing is kept from anybody.
  package static func take(
    _ cluster: ClusterIdentity, in state: String, now: Instant
  ) throws(Problem) -> ClusterHold {
    let folder = "\(state)/locks"
    let path = "\(folder)/\(name(of: cluster))"
    let file: Int32
    do throws(FileProblem) {
      try ProtectedDirectory.make(folder)
      file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw FileProblem(errno: errno, path) }
    } catch {
      throw error.problem
    }
    // From here on the file is closed with the value, whatever comes.
    let hold = ClusterHold(file: file)
    if flock(file, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { throw held(path, cluster) }
    let holder = Holder(process: .own, since: now, context: cluster.context)
    let text = (try? CanonicalJSON(holder))?.text ?? ""
    ftruncate(file, 0)
    _ = FileBytes.write(Array((text + "\n").utf8), to: file)
    return hold
  }

  deinit {
    // Closing alone would leave the lock to a child that was forked just now, until it is executed.
    flock(file, LOCK_UN)
    close(file)
  }

  /// By the uid of kube-system, which is the cluster's own; by server and CA where it isn't known.
  static func name(of cluster: ClusterIdentity) -> String {
    let key = cluster.uid ?? "\(cluster.server) \(cluster.authority ?? "")"
    return String(FileDigest.of(Array(key.utf8)).prefix(32))
  }

  private static func held(_ path: String, _ cluster: ClusterIdentity) -> Problem {
    let holder = (try? FileBytes.read(path, limit: 4096)).flatMap {
      try? ToolAnswer.decode(Holder.self, from: $0)
    }
    let who =
      holder.map { "process \($0.process.pid), since \($0.since.iso8601)" } ?? "another process"
    return Problem(
      "cluster-held",
      "Another linkerd-wizard is working on the cluster of the context \(cluster.context) "
        + "(\(who)). Nothing was changed.",
      remedy: "Let it end, or end it, then look at the plan again.")
  }
}
