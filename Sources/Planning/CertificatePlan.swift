/// The recipe of the trust anchor and the issuer: everything but the keys.
///
/// The instants are fixed when the plan is built, so that what is made later is what was shown.
package struct CertificatePlan: Equatable, Codable, Sendable {
  /// Absolute; made with mode 0700 where it is absent.
  package var directory: String
  /// The common names, such as `root.linkerd.cluster.local` and `identity.linkerd.cluster.local`.
  package var anchorName: String
  package var issuerName: String
  /// A little before the plan was built, so that clocks which lag a bit accept the certificates.
  package var notBefore: Instant
  package var anchorNotAfter: Instant
  /// Never later than the anchor's.
  package var issuerNotAfter: Instant

  /// Makes a recipe.
  package init(
    directory: String, anchorName: String, issuerName: String, notBefore: Instant,
    anchorNotAfter: Instant, issuerNotAfter: Instant
  ) {
    self.directory = directory
    self.anchorName = anchorName
    self.issuerName = issuerName
    self.notBefore = notBefore
    self.anchorNotAfter = anchorNotAfter
    self.issuerNotAfter = issuerNotAfter
  }
}

extension CertificatePlan {
  /// The files' names in the directory.
  package static let anchorCertificateFile = "ca.crt"
  package static let anchorKeyFile = "ca.key"
  package static let issuerCertificateFile = "issuer.crt"
  package static let issuerKeyFile = "issuer.key"

  /// All four, in the order in which they are written.
  package static let files = [
    anchorCertificateFile, anchorKeyFile, issuerCertificateFile, issuerKeyFile,
  ]

  /// The absolute path of one of the files.
  package func path(of file: String) -> String {
    directory == "/" ? "/" + file : directory + "/" + file
  }
}
