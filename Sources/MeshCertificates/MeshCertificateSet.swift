/// A trust anchor and an issuer that were made, with their keys, not yet written anywhere.
///
/// Each text is one PEM block and a newline. Printing a set prints the certificates only.
package struct MeshCertificateSet: Sendable {
  /// The trust anchor's certificate as PEM text.
  package let anchorCertificate: String
  /// The trust anchor's private key.
  package let anchorKey: PrivateKeyPEM
  /// The issuer's certificate as PEM text.
  package let issuerCertificate: String
  /// The issuer's private key.
  package let issuerKey: PrivateKeyPEM
  /// What the trust anchor's certificate says.
  package let anchorSummary: CertificateSummary
  /// What the issuer's certificate says.
  package let issuerSummary: CertificateSummary
}
