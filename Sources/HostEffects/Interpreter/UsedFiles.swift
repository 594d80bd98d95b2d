import Planning
import Synchronization

/// The files that a run's commands are given, as they were when they were reviewed or written.
///
/// Helm and kubectl read them when their turn comes, which may be long after: each is looked at once
/// more just before.
final class UsedFiles: Sendable {
  private let digests = Mutex<[String: String]>([:])

  /// Remembers a run's charts and values files as they were reviewed.
  func remember(_ plan: Plan) {
    let charts = plan.charts.all.map { ($0.path, $0.sha256) }
    let given = plan.valuesFiles + (plan.charts.highAvailability.map { [$0] } ?? [])
    let files = given.map { ($0.path, $0.sha256) }
    digests.withLock { $0 = Dictionary(charts + files, uniquingKeysWith: { first, _ in first }) }
  }

  /// Remembers the certificates' files as they are now that they are in place.
  func remember(_ recipe: CertificatePlan) {
    let found = CertificatePlan.neededFiles.compactMap { name -> (String, String)? in
      let path = recipe.path(of: name)
      return (try? FileDigest.file(path)).map { (path, $0) }
    }
    digests.withLock { $0.merge(found) { $1 } }
  }

  /// What stands against running a command; nil where its files are as they were.
  func problem(with command: Command) -> Problem? {
    let changed = digests.withLock { $0 }.sorted { $0.key < $1.key }.first { path, digest in
      command.names(path) && (try? FileDigest.tree(path)) != digest
    }
    guard let path = changed?.key else { return nil }
    return Problem(
      "file-changed", "\(path) is not the file any more that this run began with.",
      remedy: "Put it back and retry this step, or quit and begin anew.")
  }
}

extension Command {
  /// Whether a path is among the arguments, by itself or as the value of one.
  fileprivate func names(_ path: String) -> Bool {
    arguments.contains {
      $0 == path || $0.hasSuffix("=" + path)
        || $0 == HelmValue.setFile(String($0.prefix { $0 != "=" }), path: path)
        || $0 == HelmValue.valuesFile(path)
    }
  }
}
