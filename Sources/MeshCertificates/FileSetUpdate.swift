import Glibc

/// Several files that get their names in a directory, all of them or none.
struct FileSetUpdate {
  /// In the order in which they get their names.
  var files: [NewFile]
  /// The names that may be there already; what has them is kept under a dated name.
  var replaced: Set<String> = []
  /// What is put behind the names of the files that are kept.
  var stamp = ""
  var faults = FaultInjection()

  /// Writes the files; gives back the paths of those that were kept.
  @discardableResult
  func carryOut(in path: String) throws(CertificateFailure) -> [String] {
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw CertificateFailure(directory: path, errorNumber: EINVAL)
    }
    var status = stat()
    if lstat(path, &status) != 0, errno == ENOENT {
      try NewDirectory(files: files, faults: faults).make(path)
      return []
    }
    return try write(in: path)
  }

  private func write(in path: String) throws(CertificateFailure) -> [String] {
    let directory = try DirectoryHandle(checked: path)
    CertificateWriter.settle(in: directory)
    if let name = files.map(\.name).first(where: { !replaced.contains($0) && directory.holds($0) })
    {
      throw CertificateFailure(
        ProtectedFileFailure(
          path: directory.path(of: name), operation: .create, errorNumber: EEXIST))
    }
    var done = Done()
    do {
      try prepare(in: directory, &done)
      try keepOld(in: directory, &done)
      try publish(in: directory, &done)
    } catch {
      done.undo(in: directory)
      throw CertificateFailure(error)
    }
    return done.kept.map { directory.path(of: $0.kept) }
  }

  private func work(_ name: String, in directory: borrowing DirectoryHandle) -> FileWork {
    FileWork(name: name, path: directory.path(of: name), faults: faults)
  }

  private func prepare(
    in directory: borrowing DirectoryHandle, _ done: inout Done
  ) throws(ProtectedFileFailure) {
    for file in files {
      let work = work(file.name, in: directory)
      try file.content.withBytes { bytes throws(ProtectedFileFailure) in
        try ProtectedFile.stage(
          file.preparedName, in: directory, bytes: bytes, mode: 0o600, work)
      }
      done.prepared.append(file.preparedName)
    }
  }

  private func keepOld(
    in directory: borrowing DirectoryHandle, _ done: inout Done
  ) throws(ProtectedFileFailure) {
    for file in files where directory.holds(file.name) {
      let kept = directory.freeName(file.name + "." + stamp)
      let (parent, name) = (directory.descriptor, file.name)
      let copy = directory.path(of: kept)
      let original = directory.path(of: name)
      try work(name, in: directory).attempt(.keep) { () throws(SystemError) in
        if linkat(parent, name, parent, kept, 0) == 0 { return }
        guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else {
          throw SystemError(number: errno)
        }
        try Self.copy(original, to: copy)
      }
      done.kept.append((name, kept))
    }
  }

  /// For file systems without hard links.
  private static func copy(_ original: String, to copy: String) throws(SystemError) {
    let file = open(original, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw SystemError(number: errno) }
    defer { close(file) }
    let bytes = try CertificateDirectory.bytes(of: file)
    guard bytes.count <= PEMText.largestSize else { throw SystemError(number: EFBIG) }
    do {
      try ProtectedFile.create(path: copy, bytes: bytes, mode: 0o600)
    } catch {
      throw SystemError(number: error.errorNumber)
    }
  }

  private func publish(
    in directory: borrowing DirectoryHandle, _ done: inout Done
  ) throws(ProtectedFileFailure) {
    guard let last = files.last else { return }
    // Everything prepared and kept has to be on the disk before the first name changes hands.
    try synchronize(directory, last.name)
    for file in files {
      let (parent, name, prepared) = (directory.descriptor, file.name, file.preparedName)
      let isReplaced = done.kept.contains { $0.name == name }
      try work(name, in: directory).attempt(.publish) { () throws(SystemError) in
        if isReplaced {
          if renameat(parent, prepared, parent, name) != 0 { throw SystemError(number: errno) }
        } else {
          try ProtectedFile.publish(prepared, as: name, in: parent)
        }
      }
      done.published.append(name)
    }
    try synchronize(directory, last.name)
  }

  private func synchronize(
    _ directory: borrowing DirectoryHandle, _ name: String
  ) throws(ProtectedFileFailure) {
    do {
      try faults.check(.synchronizeDirectory, name)
      try directory.synchronize()
    } catch {
      throw ProtectedFileFailure(
        path: directory.path(of: name), operation: .synchronizeDirectory, errorNumber: error.number)
    }
  }

  /// How far an update went.
  private struct Done {
    var prepared: [String] = []
    var kept: [(name: String, kept: String)] = []
    var published: [String] = []

    /// Takes everything back; what was replaced gets its name again.
    func undo(in directory: borrowing DirectoryHandle) {
      for name in published.reversed() {
        guard let old = kept.first(where: { $0.name == name }) else {
          directory.remove(name)
          continue
        }
        renameat(directory.descriptor, old.kept, directory.descriptor, name)
      }
      for old in kept where !published.contains(old.name) { directory.remove(old.kept) }
      for name in prepared { directory.remove(name) }
    }
  }
}

extension DirectoryHandle {
  /// Opens a directory in which keys are safe, and keeps other processes of this program out.
  init(checked path: String) throws(CertificateFailure) {
    let directory: DirectoryHandle
    do {
      directory = try DirectoryHandle(opening: path)
    } catch {
      throw CertificateFailure(directory: path, errorNumber: error.number)
    }
    if directory.isWritableByOthers {
      throw CertificateFailure(
        .directoryWritableByOthers,
        "Others than you may write in \(path), so keys aren't safe there.",
        remedy: "Choose another directory, or make it yours alone: chmod 700 on it.", path: path)
    }
    guard directory.lock() else {
      throw CertificateFailure(
        .directoryBusy, "Another linkerd-wizard is writing in \(path) at this moment.",
        remedy: "Wait until it is done, and try again.", path: path)
    }
    self = directory
  }

  /// The name, with a number behind it where something has it.
  func freeName(_ wanted: String) -> String {
    var (name, number) = (wanted, 2)
    while holds(name) {
      name = "\(wanted).\(number)"
      number += 1
    }
    return name
  }
}
