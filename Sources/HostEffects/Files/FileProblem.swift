import Glibc

/// Why a file or a directory could not be read, made or written.
package struct FileProblem: Error, Equatable, Sendable {
  /// What is wrong, so that a program can decide by it.
  package enum Code: Equatable, Sendable {
    /// Something is there already, and was left as it is.
    case exists
    /// There is nothing of that name.
    case absent
    /// The user may not do that.
    case denied
    /// The disk or the user's share of it is full.
    case full
    /// The file system can only be read.
    case readOnly
    /// A file stands where a directory is needed, or the other way round.
    case wrongKind
    /// Other users can write into the directory.
    case sharedDirectory
    /// It is larger than what would be sensible.
    case tooLarge
    /// Another error of the system.
    case system(Int32)
  }

  /// What is wrong.
  package var code: Code
  /// The path that it is about.
  package var path: String

  /// Names a problem.
  package init(_ code: Code, _ path: String) {
    self.code = code
    self.path = path
  }

  /// Names the problem that the system reported by `errno`.
  init(errno number: Int32, _ path: String) {
    self.path = path
    code =
      switch number {
      case EEXIST, ENOTEMPTY: .exists
      case ENOENT: .absent
      case EACCES, EPERM: .denied
      case ENOSPC, EDQUOT: .full
      case EROFS: .readOnly
      case ENOTDIR, EISDIR: .wrongKind
      default: .system(number)
      }
  }

  /// What happened, in one sentence.
  package var sentence: String {
    switch code {
    case .exists: "\(path) exists already; it was left as it is."
    case .absent: "\(path) does not exist."
    case .denied: "You may not read or write \(path)."
    case .full: "\(path) could not be written because the disk is full."
    case .readOnly: "\(path) can't be written because its file system can only be read."
    case .wrongKind:
      "\(path) is a directory where a file is wanted, or a file where a directory is."
    case .sharedDirectory: "Other users can write into \(path), so nothing secret belongs there."
    case .tooLarge: "\(path) is far larger than such a file should be."
    case .system(let number): "\(path): \(String(cString: strerror(number)))."
    }
  }

  /// What to do about it, in one sentence.
  package var remedy: String {
    switch code {
    case .exists: "Choose another name, or move what is there out of the way."
    case .absent: "Check the path."
    case .denied: "Choose a directory of your own, or change its permissions."
    case .full: "Free some space, then try again."
    case .readOnly: "Choose a directory on another file system."
    case .wrongKind: "Choose another path."
    case .sharedDirectory:
      "Take the permission from the others (chmod go-w), or choose another directory."
    case .tooLarge: "Check that it is the file you meant."
    case .system: "Check the path and the disk, then try again."
    }
  }
}
