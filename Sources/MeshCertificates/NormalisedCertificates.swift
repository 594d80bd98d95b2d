package import Planning

/// A set of certificates that somebody has, in the form in which Linkerd reads it without fail.
///
/// Each text holds PEM blocks and nothing else, with lines of 64 characters that end in LF. Printing
/// it prints the certificates only.
package struct NormalisedCertificates: Sendable {
  /// Every anchor of the bundle, once each.
  package var anchorCertificate: String
  /// nil where none was given.
  package var anchorKey: PrivateKeyPEM?
  /// The issuer first, then what is between it and its anchor, in order.
  package var issuerCertificate: String
  /// One block of the kind `EC PRIVATE KEY`.
  package var issuerKey: PrivateKeyPEM
  /// What was put right, as warnings; empty where the files could have been taken as they are.
  package var repairs: [CertificateFinding]
  /// What wants care about the set, all of it warnings.
  package var warnings: [CertificateFinding]
  /// Of each anchor, in the bundle's order.
  package var anchors: [CertificateSummary]
  /// Of the issuer.
  package var issuer: CertificateSummary

  /// The four texts, such as `CertificateWriter` writes.
  package var files: CertificateFiles {
    CertificateFiles(
      anchorCertificate: Array(anchorCertificate.utf8), anchorKey: anchorKey,
      issuerCertificate: Array(issuerCertificate.utf8), issuerKey: issuerKey)
  }
}

/// Why a set of certificates was refused.
package struct RefusedCertificates: Error, Equatable, Sendable {
  /// At least one error; warnings may be among them.
  package var findings: [CertificateFinding]

  /// The same as problems that screens and reports can show.
  package var problems: [Problem] { findings.map(\.problem) }
}
