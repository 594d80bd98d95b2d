import Glibc
package import Planning

/// Writes certificates and keys into their directory: all of them or none, and never over a file
/// that the person didn't name.
///
/// A directory that is made for them gets its name when it is complete. In one that is there, all
/// files are prepared beside under hidden names (`.ca.key.new`) and brought to the disk before the
/// first of them gets its own; what a kill leaves there is finished or taken away by `settle`.
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
    let files = files(of: set).filter { !found.present.contains($0.name) }
    try FileSetUpdate(files: files).carryOut(in: plan.directory)
  }

  /// Writes all four files, also over those that `replaced` names (`ca.key` and so on).
  ///
  /// Each of these is kept beside under a dated name, such as `ca.key.20261120T210130Z`, whose paths
  /// are given back. Otherwise as `write(_:_:besides:)`; after a throw the old ones are in place.
  @discardableResult
  package static func write(
    _ set: MeshCertificateSet, _ plan: CertificatePlan, over replaced: Set<String>, at now: Instant
  ) throws(CertificateFailure) -> [String] {
    try FileSetUpdate(files: files(of: set), replaced: replaced, stamp: now.compactStamp)
      .carryOut(in: plan.directory)
  }

  /// Puts a new issuer in the place of the one in a directory; gives back where that is kept.
  ///
  /// Where none is there, it is simply written. Throws as `write(_:_:over:at:)` does.
  package static func write(
    _ issuer: MadeIssuer, in directory: String, at now: Instant
  ) throws(CertificateFailure) -> [String] {
    let files = GivenSet.newFiles(of: issuer)
    return try FileSetUpdate(
      files: files, replaced: Set(files.map(\.name)), stamp: now.compactStamp
    ).carryOut(in: directory)
  }

  static func files(of set: MeshCertificateSet) -> [NewFile] {
    [
      NewFile(name: CertificatePlan.anchorKeyFile, content: set.anchorKey),
      NewFile(
        name: CertificatePlan.anchorCertificateFile,
        content: PrivateKeyPEM(bytes: Array(set.anchorCertificate.utf8))),
      NewFile(name: CertificatePlan.issuerKeyFile, content: set.issuerKey),
      NewFile(
        name: CertificatePlan.issuerCertificateFile,
        content: PrivateKeyPEM(bytes: Array(set.issuerCertificate.utf8))),
    ]
  }
}

/// A file that is to be written, readable by its owner alone.
struct NewFile {
  var name: String
  /// Whatever it holds, nobody gets to see it by accident.
  var content: PrivateKeyPEM

  /// What it is called while it is prepared.
  var preparedName: String { Self.preparedName(of: name) }

  static func preparedName(of name: String) -> String { ".\(name).new" }
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
