/// The four texts of a set, as they stand in files; nil where a file isn't there.
package struct CertificateFiles: Sendable {
  /// One certificate, or a bundle of several anchors.
  package var anchorCertificate: [UInt8]?
  package var anchorKey: PrivateKeyPEM?
  package var issuerCertificate: [UInt8]?
  package var issuerKey: PrivateKeyPEM?

  /// Makes a set of texts; what is left out isn't there.
  package init(
    anchorCertificate: [UInt8]? = nil, anchorKey: PrivateKeyPEM? = nil,
    issuerCertificate: [UInt8]? = nil, issuerKey: PrivateKeyPEM? = nil
  ) {
    self.anchorCertificate = anchorCertificate
    self.anchorKey = anchorKey
    self.issuerCertificate = issuerCertificate
    self.issuerKey = issuerKey
  }

  /// The texts of a set that was made.
  package init(_ set: MeshCertificateSet) {
    self.init(
      anchorCertificate: Array(set.anchorCertificate.utf8), anchorKey: set.anchorKey,
      issuerCertificate: Array(set.issuerCertificate.utf8), issuerKey: set.issuerKey)
  }
}
