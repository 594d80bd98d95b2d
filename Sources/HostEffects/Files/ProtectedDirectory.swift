import Glibc
import Planning

/// Makes and judges directories that hold secrets or the wizard's own records.
package enum ProtectedDirectory {
  /// Makes the directory, and those above it that are missing, with mode 0700 whatever the umask.
  ///
  /// One that is there already is taken if only its owner can write into it. Throws `FileProblem`;
  /// directories above that were made stay.
  package static func make(_ path: String) throws(FileProblem) {
    if mkdir(path, 0o700) == 0 {
      guard chmod(path, 0o700) == 0 else { throw FileProblem(errno: errno, path) }
      return
    }
    switch errno {
    case EEXIST: try check(path)
    case ENOENT:
      let above = PathText.parent(path)
      guard above != path else { throw FileProblem(.absent, path) }
      try make(above, mayBeShared: true)
      try make(path)
    case let failure: throw FileProblem(errno: failure, path)
    }
  }

  /// Makes a directory that must be new. Throws `.exists` where something has that name.
  package static func makeNew(_ path: String) throws(FileProblem) {
    guard mkdir(path, 0o700) == 0 else { throw FileProblem(errno: errno, path) }
    guard chmod(path, 0o700) == 0 else { throw FileProblem(errno: errno, path) }
  }

  /// Throws unless the path is a directory into which no other user can write.
  package static func check(_ path: String) throws(FileProblem) {
    var info = stat()
    guard stat(path, &info) == 0 else { throw FileProblem(errno: errno, path) }
    guard info.st_mode & S_IFMT == S_IFDIR else { throw FileProblem(.wrongKind, path) }
    guard info.st_mode & 0o022 == 0, info.st_uid == geteuid() || info.st_uid == 0 else {
      throw FileProblem(.sharedDirectory, path)
    }
  }

  private static func make(_ path: String, mayBeShared: Bool) throws(FileProblem) {
    var info = stat()
    if stat(path, &info) == 0 {
      guard info.st_mode & S_IFMT == S_IFDIR else { throw FileProblem(.wrongKind, path) }
      return
    }
    try make(path)
  }

  /// Asks the system to keep the directory's entries; a file system that can't do that is no failure.
  static func sync(_ path: String) {
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }
}
