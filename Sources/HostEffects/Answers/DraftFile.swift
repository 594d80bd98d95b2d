import Glibc
import MeshCertificates
package import Planning
package import Wizard

/// The answers of a wizard that was left before Install, in the wizard's own state.
package enum DraftFile {
  private static func path(_ folders: WizardFolders) -> String { "\(folders.state)/draft.yaml" }

  /// Keeps answers, in the place of those that were kept before. Throws `Problem`; then the older ones
  /// are still there.
  package static func save(_ answers: Answers, _ folders: WizardFolders) throws(Problem) {
    let path = path(folders)
    let new = "\(path).\(getpid()).new"
    let text = AnswersText.render(answers.withAbsolutePaths(folders.hostPaths), commented: false)
    do {
      try ProtectedDirectory.make(folders.state)
      unlink(new)
      try ProtectedFile.create(path: new, bytes: Array(text.utf8), mode: 0o600)
      guard rename(new, path) == 0 else { throw FileProblem(errno: errno, path) }
    } catch {
      unlink(new)
      throw SystemProblem.problem(error)
    }
  }

  /// The answers that were kept; nil where there are none that can be read.
  package static func read(_ folders: WizardFolders, now: Instant) -> AnswersDraft? {
    let path = path(folders)
    var status = stat()
    guard lstat(path, &status) == 0,
      let bytes = try? FileBytes.read(path, limit: AnswersFile.largestText),
      let node = try? AnswersFile.read(bytes),
      case .success(let answers) = AnswersReader.read(node, paths: folders.hostPaths, now: now)
    else { return nil }
    return AnswersDraft(
      answers: answers, kept: Instant(secondsSince1970: Int64(status.st_mtim.tv_sec)))
  }

  /// Forgets them, once a run has begun with them.
  package static func forget(_ folders: WizardFolders) { unlink(path(folders)) }
}
