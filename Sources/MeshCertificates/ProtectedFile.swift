import Glibc

/// Files that are written whole or not at all, never over another, and with exactly their mode.
package enum ProtectedFile {
  /// Makes a new file with these bytes and this mode (such as `0o600`), whatever the umask.
  ///
  /// The bytes go into a hidden file beside it, which only the owner can read, are brought to the
  /// disk, and then get the name. Where something has the name already (a broken link too), that
  /// stays and the failure's number is `EEXIST`. After a failure nothing of this call is left;
  /// after a kill at most the hidden file, whose name ends in `.part`.
  package static func create(
    path: String, bytes: [UInt8], mode: UInt32
  ) throws(ProtectedFileFailure) {
    let (parent, name) = split(path)
    let directory: DirectoryHandle
    do throws(SystemError) {
      guard !name.isEmpty, !path.utf8.contains(0) else { throw SystemError(number: EINVAL) }
      directory = try DirectoryHandle(opening: parent)
    } catch {
      throw ProtectedFileFailure(path: path, operation: .openDirectory, errorNumber: error.number)
    }
    try create(name, in: directory, bytes: bytes, mode: mode, faults: FaultInjection())
  }

  /// Makes a new file in an open directory, as `create(path:bytes:mode:)` does.
  static func create(
    _ name: String, in directory: borrowing DirectoryHandle, bytes: [UInt8], mode: UInt32,
    faults: FaultInjection
  ) throws(ProtectedFileFailure) {
    let path = directory.path(of: name)
    // Said before the disk is touched; the publishing below is what really guards the file.
    if directory.holds(name) {
      throw ProtectedFileFailure(path: path, operation: .create, errorNumber: EEXIST)
    }
    let temporary = temporaryName(for: name)
    let work = FileWork(name: name, path: path, faults: faults)
    try stage(temporary, in: directory, bytes: bytes, mode: mode, work)
    do {
      let parent = directory.descriptor
      try work.attempt(.publish) { () throws(SystemError) in
        try publish(temporary, as: name, in: parent)
      }
    } catch {
      directory.remove(temporary)
      throw error
    }
    do {
      try faults.check(.synchronizeDirectory, name)
      try directory.synchronize()
    } catch {
      directory.remove(name)
      throw ProtectedFileFailure(
        path: path, operation: .synchronizeDirectory, errorNumber: error.number)
    }
  }

  /// Writes a whole new file under a name that nobody reads yet, and brings it to the disk.
  ///
  /// After a failure it is gone again.
  static func stage(
    _ temporary: String, in directory: borrowing DirectoryHandle, bytes: [UInt8], mode: UInt32,
    _ work: FileWork
  ) throws(ProtectedFileFailure) {
    var file: Int32 = -1
    defer { if file >= 0 { close(file) } }
    do {
      let parent = directory.descriptor
      try work.attempt(.create) { () throws(SystemError) in
        file = openat(
          parent, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if file < 0 { throw SystemError(number: errno) }
      }
      try work.attempt(.write) { () throws(SystemError) in
        try write(bytes, to: file, mode: mode)
      }
      try work.attempt(.synchronize) { () throws(SystemError) in
        if fsync(file) != 0 { throw SystemError(number: errno) }
      }
    } catch {
      if file >= 0 { directory.remove(temporary) }
      throw error
    }
  }

  private static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let parent = slash == path.startIndex ? "/" : String(path[..<slash])
    return (parent, String(path[path.index(after: slash)...]))
  }

  private static func temporaryName(for name: String) -> String {
    ".\(name).\(String(UInt64.random(in: 0 ... .max), radix: 36)).part"
  }

  private static func write(
    _ bytes: [UInt8], to file: Int32, mode: UInt32
  ) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError(number: errno)
      }
      rest = rest.dropFirst(count)
    }
    if fchmod(file, mode) != 0 { throw SystemError(number: errno) }
  }

  /// Gives the finished file its name, unless something has it.
  static func publish(
    _ temporary: String, as name: String, in directory: Int32
  ) throws(SystemError) {
    if linkat(directory, temporary, directory, name, 0) == 0 {
      _ = unlinkat(directory, temporary, 0)
      return
    }
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else {
      throw SystemError(number: errno)
    }
    // No hard links here (FAT, some network shares): claim the name, then move over the claim.
    let claim = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    if claim < 0 { throw SystemError(number: errno) }
    close(claim)
    if renameat(directory, temporary, directory, name) != 0 {
      let number = errno
      _ = unlinkat(directory, name, 0)
      throw SystemError(number: number)
    }
  }
}

/// What is being done to one file, for the words of its failure.
struct FileWork {
  /// The file's name, as tests know it.
  var name: String
  /// The path that the file will have.
  var path: String
  var faults: FaultInjection

  func attempt(
    _ operation: ProtectedFileFailure.Operation, _ work: () throws(SystemError) -> Void
  ) throws(ProtectedFileFailure) {
    do {
      try faults.check(operation, name)
      try work()
    } catch {
      throw ProtectedFileFailure(path: path, operation: operation, errorNumber: error.number)
    }
  }
}

/// Lets tests fail any operation on any file with an error number; does nothing otherwise.
struct FaultInjection: Sendable {
  /// Asked before each operation; what it gives is thrown as the system's error. It may also end
  /// the process, which is how a kill is tested.
  var fault: @Sendable (ProtectedFileFailure.Operation, _ file: String) -> Int32? = { _, _ in nil }

  func check(
    _ operation: ProtectedFileFailure.Operation, _ file: String
  ) throws(SystemError) {
    if let number = fault(operation, file) { throw SystemError(number: number) }
  }
}
