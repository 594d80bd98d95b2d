/// A trust anchor and an issuer that were made, with their keys, not yet written anywhere.
///
/// Each text is one PEM block and a newline. Printing a set prints the certificates only.
package struct MeshCertificateSet: Sendable {
  package let anchorCertificate: String
  package let anchorKey: PrivateKeyPEM
  package let issuerCertificate: String
  package let issuerKey: PrivateKeyPEM
  package let anchorSummary: CertificateSummary
  package let issuerSummary: CertificateSummary
}
