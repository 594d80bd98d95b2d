import Glibc
import Planning

/// Writes files whole or not at all, for their owner's eyes only.
package enum ProtectedFile {
  /// Writes a new file of mode 0600 into a directory that only its owner can write.
  ///
  /// It is written beside its place, synced, and then given its name. Throws `FileProblem`: `.exists`
  /// where something has that name already, `.full` on a full disk, `.sharedDirectory` where others
  /// can write and the content is secret; then nothing has changed and nothing half written is left.
  package static func create(
    _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o600, isSecret: Bool = true
  ) throws(FileProblem) {
    var info = stat()
    if lstat(path, &info) == 0 { throw FileProblem(.exists, path) }
    if isSecret { try ProtectedDirectory.check(PathText.parent(path)) }
    try place(path, bytes, mode: mode) { beside throws(FileProblem) in try name(beside, path) }
  }

  /// Writes a file of mode 0600 in place of the one that may be there, which stays whole until then.
  ///
  /// Throws `FileProblem` as `create` does, but for `.exists`; what was there before is then unchanged.
  package static func replace(
    _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o600
  ) throws(FileProblem) {
    try ProtectedDirectory.check(PathText.parent(path))
    try place(path, bytes, mode: mode) { beside throws(FileProblem) in
      guard rename(beside, path) == 0 else { throw FileProblem(errno: errno, path) }
    }
  }

  private static func place(
    _ path: String, _ bytes: [UInt8], mode: UInt32, _ give: (String) throws(FileProblem) -> Void
  ) throws(FileProblem) {
    let directory = PathText.parent(path)
    let suffix = "\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
    let beside = "\(directory)/.\(PathText.lastComponent(path)).\(suffix)"
    do throws(FileProblem) {
      try write(bytes, to: beside, mode: mode, namedAs: path)
      try give(beside)
    } catch {
      unlink(beside)
      throw error
    }
    ProtectedDirectory.sync(directory)
  }

  private static func write(
    _ bytes: [UInt8], to beside: String, mode: UInt32, namedAs path: String
  ) throws(FileProblem) {
    let file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else { throw FileProblem(errno: errno, path) }
    var failure: Int32 = fchmod(file, mode) == 0 ? 0 : errno
    if failure == 0 { failure = FileBytes.write(bytes, to: file) }
    if failure == 0, fsync(file) != 0 { failure = errno }
    if close(file) != 0, failure == 0 { failure = errno }
    if failure != 0 { throw FileProblem(errno: failure, path) }
  }

  /// Gives the finished file its name, unless something has that name by now.
  private static func name(_ beside: String, _ path: String) throws(FileProblem) {
    if link(beside, path) == 0 {
      unlink(beside)
      return
    }
    let failure = errno
    // Some file systems know no second name for a file; there the name is claimed first.
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(failure) else {
      throw FileProblem(errno: failure, path)
    }
    let claim = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard claim >= 0 else { throw FileProblem(errno: errno, path) }
    close(claim)
    guard rename(beside, path) == 0 else {
      let failure = errno
      unlink(path)
      throw FileProblem(errno: failure, path)
    }
  }
}
