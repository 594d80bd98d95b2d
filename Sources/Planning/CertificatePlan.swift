/// The recipe of the trust anchor and the issuer: everything but the keys.
///
/// The instants are fixed when the plan is built, so that what is made later is what was shown.
package struct CertificatePlan: Equatable, Codable, Sendable {
  /// Absolute; made with mode 0700 where it is absent.
  package var directory: String
  /// The trust anchor's common name, such as `root.linkerd.cluster.local`.
  package var anchorName: String
  /// The issuer's common name, such as `identity.linkerd.cluster.local`.
  package var issuerName: String
  /// A little before the plan was built, so that clocks which lag a bit accept the certificates.
  package var notBefore: Instant
  /// The last moment at which the trust anchor is valid.
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
  /// The trust anchor's certificate, by its name in the directory, as with the next three.
  package static let anchorCertificateFile = "ca.crt"
  /// The trust anchor's private key.
  package static let anchorKeyFile = "ca.key"
  /// The issuer's certificate.
  package static let issuerCertificateFile = "issuer.crt"
  /// The issuer's private key.
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
