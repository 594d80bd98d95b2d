import Glibc
package import Planning

/// Writes a set of certificates into its directory.
package enum CertificateWriter {
  /// The order of writing: each key before its certificate, the anchor before the issuer.
  ///
  /// So a kill between two files leaves no certificate without its key, and what is missing shows
  /// how far it went.
  package static let order = [
    CertificatePlan.anchorKeyFile, CertificatePlan.anchorCertificateFile,
    CertificatePlan.issuerKeyFile, CertificatePlan.issuerCertificateFile,
  ]

  /// Writes all four files, each with mode 0600, into the plan's directory.
  ///
  /// The directory is made with mode 0700 where it is absent, missing parents with 0755. Throws
  /// where others can write in it or one of the files is there. After a throw the files and
  /// directories of this call are gone again, and nothing else was touched.
  ///
  /// Files that an interrupted run left behind, and that the set was completed from, are given as
  /// `found`: they stay as they are.
  package static func write(
    _ set: MeshCertificateSet, _ plan: CertificatePlan,
    besides found: CertificateFiles = CertificateFiles()
  ) throws(CertificateFailure) {
    let names = order.filter { !found.present.contains($0) }
    try write(names, of: set, plan, faults: FaultInjection())
  }

  static func write(
    _ names: [String] = order, of set: MeshCertificateSet, _ plan: CertificatePlan,
    faults: FaultInjection
  ) throws(CertificateFailure) {
    let made = try MadeDirectories(reaching: plan.directory)
    do {
      try writeFiles(names, of: set, plan, faults: faults)
    } catch {
      made.remove()
      throw error
    }
  }

  private static func writeFiles(
    _ names: [String], of set: MeshCertificateSet, _ plan: CertificatePlan, faults: FaultInjection
  ) throws(CertificateFailure) {
    let directory = try openChecked(plan.directory)
    if let name = names.first(where: { directory.holds($0) }) {
      throw CertificateFailure(
        ProtectedFileFailure(path: plan.path(of: name), operation: .create, errorNumber: EEXIST))
    }
    var written: [String] = []
    for name in names {
      do {
        try withBytes(of: name, in: set) { bytes throws(ProtectedFileFailure) in
          try ProtectedFile.create(name, in: directory, bytes: bytes, mode: 0o600, faults: faults)
        }
      } catch {
        for name in written.reversed() { directory.remove(name) }
        throw CertificateFailure(error)
      }
      written.append(name)
    }
  }

  private static func openChecked(
    _ path: String
  ) throws(CertificateFailure) -> DirectoryHandle {
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
    return directory
  }

  private static func withBytes(
    of name: String, in set: MeshCertificateSet,
    _ body: ([UInt8]) throws(ProtectedFileFailure) -> Void
  ) throws(ProtectedFileFailure) {
    switch name {
    case CertificatePlan.anchorKeyFile: try set.anchorKey.withBytes(body)
    case CertificatePlan.issuerKeyFile: try set.issuerKey.withBytes(body)
    case CertificatePlan.anchorCertificateFile: try body(Array(set.anchorCertificate.utf8))
    default: try body(Array(set.issuerCertificate.utf8))
    }
  }
}

/// The directories that one call made, so that it can take them away again.
private struct MadeDirectories {
  private var made: [String] = []

  /// Makes what is missing of a path: the last part with mode 0700, its parents with 0755.
  init(reaching path: String) throws(CertificateFailure) {
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw CertificateFailure(directory: path, errorNumber: EINVAL)
    }
    let parts = path.split(separator: "/")
    for count in parts.indices.map({ $0 + 1 }) {
      let ancestor = "/" + parts.prefix(count).joined(separator: "/")
      do {
        try make(ancestor, mode: count == parts.count ? 0o700 : 0o755)
      } catch {
        remove()
        throw CertificateFailure(directory: path, errorNumber: error.number)
      }
    }
  }

  private mutating func make(_ path: String, mode: UInt32) throws(SystemError) {
    var status = stat()
    if stat(path, &status) == 0 { return }
    // Made closed, then opened as far as meant, so that the umask has no say.
    if mkdir(path, 0o700) != 0 {
      if errno == EEXIST, stat(path, &status) == 0 { return }
      throw SystemError(number: errno)
    }
    made.append(path)
    if chmod(path, mode) != 0 { throw SystemError(number: errno) }
    // The new name must survive a power cut as surely as the keys under it.
    try DirectoryHandle(opening: path + "/..").synchronize()
  }

  /// Removes what was made, deepest first; what holds something stays.
  func remove() {
    for path in made.reversed() { rmdir(path) }
  }
}

extension CertificateFailure {
  /// A file that could not be written.
  package init(_ failure: ProtectedFileFailure) {
    self.init(
      failure.errorNumber == EEXIST ? .fileExists : .fileNotWritten, failure.sentence,
      remedy: failure.remedy, path: failure.path)
  }

  /// A directory that could not be made or opened.
  init(directory path: String, errorNumber: Int32) {
    let reason =
      errorNumber == EINVAL ? "its path isn't an absolute one" : systemReason(errorNumber)
    self.init(
      .directoryNotUsable, "The directory \(path) can't be used: \(reason).",
      remedy: "Choose a directory that you may write in.", path: path)
  }
}
