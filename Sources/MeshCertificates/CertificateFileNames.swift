import Planning

/// What the files of a set are called; each is a name in the set's directory or an absolute path.
package struct CertificateFileNames: Equatable, Sendable {
  /// The trust anchor, or a bundle of several.
  package var anchorCertificate: String
  /// The trust anchor's private key.
  package var anchorKey: String
  /// The issuer's certificate.
  package var issuerCertificate: String
  /// The issuer's private key.
  package var issuerKey: String

  /// Makes the names; those that the wizard gives its own files unless said otherwise.
  package init(
    anchorCertificate: String = CertificatePlan.anchorCertificateFile,
    anchorKey: String = CertificatePlan.anchorKeyFile,
    issuerCertificate: String = CertificatePlan.issuerCertificateFile,
    issuerKey: String = CertificatePlan.issuerKeyFile
  ) {
    self.anchorCertificate = anchorCertificate
    self.anchorKey = anchorKey
    self.issuerCertificate = issuerCertificate
    self.issuerKey = issuerKey
  }
}
