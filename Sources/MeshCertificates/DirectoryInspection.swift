import Glibc
import Planning

/// What stands at the path of a directory for certificates, found without changing anything.
package enum DirectoryInspection: Equatable, Sendable {
  /// Nothing yet; it can be made there.
  case new
  /// A directory that can be written and holds none of the four files.
  case usable
  /// It holds these of the four files already, in the order in which they are written.
  case holdsCertificates([String])
  case notADirectory
  /// The system's reason, such as `Permission denied`.
  case notWritable(String)
  /// Others than the owner may write there.
  case writableByOthers

  /// Looks at an absolute path as the present user; makes and writes nothing.
  ///
  /// `ignoringFiles` passes over what it holds, where others look at that: then it is never
  /// `.holdsCertificates`.
  package static func inspect(
    _ path: String, ignoringFiles: Bool = false
  ) -> DirectoryInspection {
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      return .notWritable(systemReason(EINVAL))
    }
    var status = stat()
    if stat(path, &status) != 0 {
      let number = errno
      guard number == ENOENT else {
        return number == ENOTDIR ? .notADirectory : .notWritable(systemReason(number))
      }
      return inspectAbsent(path)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return .notADirectory }
    let found = ignoringFiles ? [] : files(in: path)
    if !found.isEmpty { return .holdsCertificates(found) }
    return inspect(path, status)
  }

  /// Those of the four files that are there, in the order in which they are written.
  static func files(in path: String) -> [String] {
    let prefix = path.hasSuffix("/") ? path : path + "/"
    var ignored = stat()
    return CertificateWriter.order.filter { lstat(prefix + $0, &ignored) == 0 }
  }

  private static func inspect(_ path: String, _ status: stat) -> DirectoryInspection {
    if let reason = whyNotWritable(path) { return .notWritable(reason) }
    return status.isWritableByOthers ? .writableByOthers : .usable
  }

  /// Looks for the nearest ancestor that is there; the rest of the path would be made in it.
  private static func inspectAbsent(_ path: String) -> DirectoryInspection {
    var parts = path.split(separator: "/")
    var status = stat()
    while true {
      let ancestor = "/" + parts.joined(separator: "/")
      if stat(ancestor, &status) == 0 {
        guard status.st_mode & S_IFMT == S_IFDIR else { return .notADirectory }
        return whyNotWritable(ancestor).map(DirectoryInspection.notWritable) ?? .new
      }
      // A link that leads nowhere can't be made a directory.
      if lstat(ancestor, &status) == 0 || parts.isEmpty { return .notADirectory }
      parts.removeLast()
    }
  }

  /// The system's reason why files can't be made in a directory; nil where they can.
  private static func whyNotWritable(_ path: String) -> String? {
    faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0 ? nil : systemReason(errno)
  }
}
