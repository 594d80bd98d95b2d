import Glibc

/// Why a file could not be written, with the system's error number.
package struct ProtectedFileFailure: Error, Equatable, Sendable {
  /// What was being done when it failed.
  package enum Operation: String, CaseIterable, Sendable {
    case openDirectory, create, write, synchronize, keep, publish, synchronizeDirectory
  }

  /// The path that was to be written.
  package var path: String
  /// What was tried.
  package var operation: Operation
  /// The system's errno; `EEXIST` where a file stands there already, which was left as it is.
  package var errorNumber: Int32

  /// Makes a failure.
  package init(path: String, operation: Operation, errorNumber: Int32) {
    self.path = path
    self.operation = operation
    self.errorNumber = errorNumber
  }

  /// What happened and why, in a whole sentence.
  package var sentence: String {
    switch errorNumber {
    case EEXIST: "The file \(path) exists already, and it is not overwritten."
    case ENOSPC: "The file \(path) could not be written: the disk is full."
    case EDQUOT: "The file \(path) could not be written: your disk quota is used up."
    case EROFS: "The file \(path) could not be written: the file system is read-only."
    default: "The file \(path) could not be written: \(systemReason(errorNumber))."
    }
  }

  /// What to do next, in a whole sentence.
  package var remedy: String {
    switch errorNumber {
    case EEXIST: "Move the file away, or choose another directory."
    case ENOTEMPTY: "Look what stands there now, and try again."
    case ENOSPC: "Free some space, or choose a directory on another disk, and try again."
    case EDQUOT: "Remove files of yours, or choose a directory on another disk, and try again."
    case EACCES, EPERM: "Choose a directory that you may write in, or have its owner allow it."
    case EROFS: "Choose a directory on a file system that can be written."
    case ENOENT, ENOTDIR: "Make the directory first, or choose another one."
    default: "Check the disk and the directory, and try again."
    }
  }
}

/// The system's own words for an error number, such as `Permission denied`.
func systemReason(_ errorNumber: Int32) -> String {
  guard let text = strerror(errorNumber) else { return "system error \(errorNumber)" }
  return String(cString: text)
}
