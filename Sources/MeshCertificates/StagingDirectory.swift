import Glibc
import Planning

/// A private place in the certificates' directory, where another program writes keys.
///
/// It belongs to one process at a time: the system's lock on it is gone with the process, and so
/// tells what a killed run has left from what goes on.
package final class StagingDirectory: Sendable {
  /// Absolute.
  package let path: String
  private let made: MadeDirectories
  private let descriptor: Int32

  /// Makes it with mode 0700, and the directory around it where that is missing.
  ///
  /// What a killed run has left there is taken away: its keys were never used. Throws where the
  /// directory can't be used, others can write in it, or another process is at work there; then
  /// nothing of this call is left.
  package init(_ path: String) throws(CertificateFailure) {
    let directory = PathText.parent(path)
    var made = try MadeDirectories(reaching: PathText.parent(directory))
    do throws(CertificateFailure) {
      descriptor = try Self.claim(path, in: try Self.open(directory, &made))
    } catch {
      made.remove()
      throw error
    }
    self.made = made
    self.path = path
  }

  deinit {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func open(
    _ directory: String, _ made: inout MadeDirectories
  ) throws(CertificateFailure) -> DirectoryHandle {
    do throws(SystemError) {
      try made.make(directory, mode: 0o700)
    } catch { throw CertificateFailure(directory: directory, errorNumber: error.number) }
    return try DirectoryHandle(checked: directory)
  }

  /// Makes and locks the place. The directory around it is locked meanwhile, so that no other
  /// process takes a place that is just being made for one that was left.
  private static func claim(
    _ path: String, in directory: borrowing DirectoryHandle
  ) throws(CertificateFailure) -> Int32 {
    for _ in 0..<2 {
      let isNew = mkdir(path, 0o700) == 0
      guard isNew || errno == EEXIST else {
        throw CertificateFailure(directory: path, errorNumber: errno)
      }
      // The umask could take the owner's own rights away.
      if isNew, chmod(path, 0o700) != 0 {
        throw CertificateFailure(directory: path, errorNumber: errno)
      }
      let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { throw CertificateFailure(directory: path, errorNumber: errno) }
      guard FileLock.take(descriptor) else {
        close(descriptor)
        throw CertificateFailure(
          .directoryBusy, "Another linkerd-wizard lets keys be made in \(path) at this moment.",
          remedy: "Wait until it is done, and try again.", path: path)
      }
      if isNew { return descriptor }
      defer { close(descriptor) }
      try refuseOthersFiles(in: path)
      if let number = DirectoryTree.remove(path) {
        throw CertificateFailure(
          .directoryNotUsable,
          "\(path), which an interrupted run has left, can't be taken away: "
            + "\(systemReason(number)).",
          remedy: "Remove it: sudo rm -r \(ShellQuoting.quote(path))", path: path)
      }
    }
    throw CertificateFailure(directory: path, errorNumber: EEXIST)
  }

  /// What step leaves in a place; anything else was put there by somebody.
  private static let ownNames = Set(CertificatePlan.files + [".step"])

  private static func refuseOthersFiles(in path: String) throws(CertificateFailure) {
    guard let left = try? DirectoryHandle(opening: path),
      let other = left.names.first(where: { !ownNames.contains($0) })
    else { return }
    throw CertificateFailure(
      .directoryNotUsable,
      "Keys would be made in \(path), and it holds something of yours: \(other).",
      remedy: "Move it away, or choose another directory for the certificates.", path: path)
  }

  /// The files that the other program has written; those that are missing are nil.
  ///
  /// Throws where one can't be read: a container may have written as another user.
  package func files() throws(CertificateFailure) -> CertificateFiles {
    do {
      return try CertificateDirectory.read(path)
    } catch {
      throw CertificateFailure(
        error.code, error.sentence,
        remedy: "If a container has written it as another user, use an engine that runs containers "
          + "as you (rootless), or choose \"Built in\" as the source.", path: error.path)
    }
  }

  /// Takes it away with everything in it, and the directories that were made for it, if they are
  /// empty. Gives back the system's reason where it could not; nil where it is gone.
  package func remove() -> String? {
    let number = DirectoryTree.remove(path)
    made.remove()
    return number.map(systemReason)
  }
}

/// A directory with everything in it.
enum DirectoryTree {
  /// Takes it away, following no link; gives back the first error's number, nil where it is gone.
  static func remove(_ path: String) -> Int32? {
    var failure: Int32?
    if let directory = try? DirectoryHandle(opening: path) {
      for name in directory.names {
        var status = stat()
        guard fstatat(directory.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
          continue
        }
        if status.st_mode & S_IFMT == S_IFDIR {
          failure = remove(directory.path(of: name)) ?? failure
        } else if unlinkat(directory.descriptor, name, 0) != 0 {
          failure = failure ?? errno
        }
      }
    }
    if rmdir(path) != 0, errno != ENOENT { failure = failure ?? errno }
    return failure
  }
}
