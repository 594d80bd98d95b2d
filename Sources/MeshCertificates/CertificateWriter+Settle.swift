import Glibc
import Planning

extension CertificateWriter {
  /// Finishes what a killed run had begun to put in place, or takes away what it had only prepared.
  ///
  /// Gives back the names of the files that got their place by this, none where there was nothing to
  /// do. Throws where the directory can't be used; a directory that isn't there needs nothing.
  package static func settle(_ path: String) throws(CertificateFailure) -> [String] {
    var status = stat()
    guard leftovers(in: path) != [], stat(path, &status) == 0 else { return [] }
    return settle(in: try DirectoryHandle(checked: path))
  }

  /// What a killed run left prepared in a directory, by the names that the files would have.
  package static func leftovers(in path: String) -> [String] {
    var status = stat()
    return order.filter { lstat(path + "/" + NewFile.preparedName(of: $0), &status) == 0 }
  }

  /// The same in a directory that is open and locked.
  @discardableResult
  static func settle(in directory: borrowing DirectoryHandle) -> [String] {
    let prepared = order.filter { directory.holds(NewFile.preparedName(of: $0)) }
    guard !prepared.isEmpty else { return [] }
    guard wasPublishing(prepared, in: directory) else {
      for name in prepared { directory.remove(NewFile.preparedName(of: name)) }
      return []
    }
    let parent = directory.descriptor
    let finished = prepared.filter {
      renameat(parent, NewFile.preparedName(of: $0), parent, $0) == 0
    }
    try? directory.synchronize()
    return finished
  }

  /// Whether a run had everything prepared and began to give names: then the files that have their
  /// names don't fit together, and with the prepared ones they do.
  private static func wasPublishing(
    _ prepared: [String], in directory: borrowing DirectoryHandle
  ) -> Bool {
    let names = { (file: String) in
      prepared.contains(file) ? NewFile.preparedName(of: file) : file
    }
    let mixed = CertificateFileNames(
      anchorCertificate: names(CertificatePlan.anchorCertificateFile),
      anchorKey: names(CertificatePlan.anchorKeyFile),
      issuerCertificate: names(CertificatePlan.issuerCertificateFile),
      issuerKey: names(CertificatePlan.issuerKeyFile))
    let path = directory.path
    guard prepared.count < order.count, let now = try? CertificateDirectory.read(path),
      let then = try? CertificateDirectory.read(path, names: mixed), fits(then), !fits(now)
    else { return false }
    for name in prepared where directory.holds(name) {
      if !isKept(name, in: directory) { return false }
    }
    return true
  }

  /// Whether the four files belong together, whatever the moment.
  private static func fits(_ files: CertificateFiles) -> Bool {
    CertificateJudge.judge(files, at: .firstInCertificates).findings.allSatisfy {
      $0.severity == .warning || $0.kind == .expired || $0.kind == .notYetValid
    }
  }

  /// Whether the file stands beside under another name too.
  private static func isKept(_ name: String, in directory: borrowing DirectoryHandle) -> Bool {
    func text(_ name: String) -> [UInt8]? {
      let file = openat(
        directory.descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard file >= 0 else { return nil }
      defer { close(file) }
      return try? CertificateDirectory.bytes(of: file)
    }
    guard let own = text(name) else { return false }
    return directory.names.contains { $0.hasPrefix(name + ".") && text($0) == own }
  }
}
