import Glibc

/// A directory that is made with files in it, and gets its name when it is complete.
struct NewDirectory {
  var files: [NewFile]
  var faults: FaultInjection

  /// Makes the directory with mode 0700, missing parents with 0755. After a throw nothing is left.
  func make(_ path: String) throws(CertificateFailure) {
    let parts = path.split(separator: "/")
    guard let name = parts.last, name != ".", name != ".." else {
      throw CertificateFailure(directory: path, errorNumber: ENOENT)
    }
    let parentPath = "/" + parts.dropLast().joined(separator: "/")
    let parents = try MadeDirectories(reaching: parentPath)
    do {
      try make(String(name), path: path, in: parentPath)
    } catch {
      parents.remove()
      throw error
    }
  }

  private func make(
    _ name: String, path: String, in parentPath: String
  ) throws(CertificateFailure) {
    let staging = Self.prefix + String(UInt64.random(in: 0 ... .max), radix: 36) + Self.suffix
    let parent = try Self.open(parentPath, for: path)
    Self.removeLeftovers(in: parent)
    let directory = try Self.makeClosed(staging, in: parent, for: path)
    do {
      try fill(directory, path: path)
      try publish(directory, staging, as: name, path: path, in: parent)
    } catch {
      for file in files { directory.remove(file.name) }
      _ = unlinkat(parent.descriptor, staging, AT_REMOVEDIR)
      throw CertificateFailure(error)
    }
  }

  private static func open(
    _ path: String, for wanted: String
  ) throws(CertificateFailure) -> DirectoryHandle {
    do {
      return try DirectoryHandle(opening: path)
    } catch {
      throw CertificateFailure(directory: wanted, errorNumber: error.number)
    }
  }

  private static func makeClosed(
    _ staging: String, in parent: borrowing DirectoryHandle, for wanted: String
  ) throws(CertificateFailure) -> DirectoryHandle {
    // The umask could take the owner's own rights away.
    guard mkdirat(parent.descriptor, staging, 0o700) == 0,
      fchmodat(parent.descriptor, staging, 0o700, 0) == 0
    else { throw CertificateFailure(directory: wanted, errorNumber: errno) }
    let directory = try open(parent.path(of: staging), for: wanted)
    _ = directory.lock()
    return directory
  }

  private func fill(
    _ directory: borrowing DirectoryHandle, path: String
  ) throws(ProtectedFileFailure) {
    for file in files {
      let work = FileWork(name: file.name, path: path + "/" + file.name, faults: faults)
      try file.content.withBytes { bytes throws(ProtectedFileFailure) in
        try ProtectedFile.stage(file.name, in: directory, bytes: bytes, mode: 0o600, work)
      }
    }
  }

  private func publish(
    _ directory: borrowing DirectoryHandle, _ staging: String, as name: String, path: String,
    in parent: borrowing DirectoryHandle
  ) throws(ProtectedFileFailure) {
    let work = FileWork(name: name, path: path, faults: faults)
    let (from, into) = (directory.descriptor, parent.descriptor)
    try work.attempt(.synchronizeDirectory) { () throws(SystemError) in
      guard fsync(from) == 0 || errno == EINVAL else { throw SystemError(number: errno) }
    }
    // Over an empty directory that appeared meanwhile it may go; over one that holds something it
    // can't.
    try work.attempt(.publish) { () throws(SystemError) in
      guard renameat(into, staging, into, name) == 0 else { throw SystemError(number: errno) }
    }
    // The new name must survive a power cut as surely as the keys under it. Where the system can't
    // promise that, the set is there all the same.
    try? parent.synchronize()
  }

  private static let prefix = ".linkerd-certificates."
  private static let suffix = ".new"

  /// Takes away what killed runs left; one that still goes on holds a lock.
  private static func removeLeftovers(in parent: borrowing DirectoryHandle) {
    for name in parent.names where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      guard let leftover = try? DirectoryHandle(opening: parent.path(of: name)),
        !leftover.isWritableByOthers, leftover.lock()
      else { continue }
      for file in CertificateWriter.order { leftover.remove(file) }
      _ = unlinkat(parent.descriptor, name, AT_REMOVEDIR)
    }
  }
}

/// The directories that one call made, so that it can take them away again.
struct MadeDirectories {
  private var made: [String] = []

  /// Makes what is missing of a path, with mode 0755.
  init(reaching path: String) throws(CertificateFailure) {
    let parts = path.split(separator: "/")
    for count in parts.indices.map({ $0 + 1 }) {
      let ancestor = "/" + parts.prefix(count).joined(separator: "/")
      do {
        try make(ancestor)
      } catch {
        remove()
        throw CertificateFailure(directory: path, errorNumber: error.number)
      }
    }
  }

  /// Makes one more, if it is missing.
  mutating func make(_ path: String, mode: mode_t = 0o755) throws(SystemError) {
    var status = stat()
    if stat(path, &status) == 0 { return }
    if mkdir(path, 0o700) != 0 {
      if errno == EEXIST, stat(path, &status) == 0 { return }
      throw SystemError(number: errno)
    }
    made.append(path)
    if chmod(path, mode) != 0 { throw SystemError(number: errno) }
    try DirectoryHandle(opening: path + "/..").synchronize()
  }

  /// Removes what was made, deepest first; what holds something stays.
  func remove() {
    for path in made.reversed() { rmdir(path) }
  }
}
