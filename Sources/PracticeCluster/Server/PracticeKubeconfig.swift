import Glibc
import Synchronization

/// The address under which the server is reached, known once it listens.
final class ServerAddress: Sendable {
  private let value = Mutex("")

  var text: String { value.withLock { $0 } }

  func set(_ text: String) { value.withLock { $0 = text } }
}

/// The file by which clients find the practice cluster.
enum Kubeconfig {
  static func text(server: String) -> String {
    """
    apiVersion: v1
    kind: Config
    current-context: practice
    clusters:
    - name: practice
      cluster:
        server: \(server)
    contexts:
    - name: practice
      context:
        cluster: practice
        user: practice
    users:
    - name: practice
      user: {}

    """
  }

  /// Writes the file beside its place and moves it there, readable by its owner only.
  /// Throws `PracticeClusterError.kubeconfigNotWritten`; an older file stays as it was then.
  static func write(server: String, to path: String) throws {
    let beside = "\(path).\(getpid())"
    func failure() -> PracticeClusterError {
      .kubeconfigNotWritten(path: path, reason: String(cString: strerror(errno)))
    }
    let file = open(beside, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { throw failure() }
    var bytes = Array(text(server: server).utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard written > 0 else {
        let error = failure()
        close(file)
        unlink(beside)
        throw error
      }
      bytes = bytes.dropFirst(written)
    }
    close(file)
    guard rename(beside, path) == 0 else {
      let error = failure()
      unlink(beside)
      throw error
    }
  }
}
