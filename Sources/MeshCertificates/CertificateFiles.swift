import Planning

/// The four texts of a set, as they stand in files; nil where a file isn't there.
package struct CertificateFiles: Sendable {
  /// One certificate, or a bundle of several anchors.
  package var anchorCertificate: [UInt8]?
  /// The text of `ca.key`; nil where it isn't there.
  package var anchorKey: PrivateKeyPEM?
  /// The bytes of `issuer.crt`; nil where it isn't there.
  package var issuerCertificate: [UInt8]?
  /// The text of `issuer.key`; nil where it isn't there.
  package var issuerKey: PrivateKeyPEM?

  /// The names of the keys' files that others than their owner may read.
  package var readableByOthers: Set<String> = []

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

  /// Whether none of the four is there.
  package var isEmpty: Bool { present.isEmpty }

  /// The names of those that are there.
  var present: Set<String> {
    var names: Set<String> = []
    if anchorCertificate != nil { names.insert(CertificatePlan.anchorCertificateFile) }
    if anchorKey != nil { names.insert(CertificatePlan.anchorKeyFile) }
    if issuerCertificate != nil { names.insert(CertificatePlan.issuerCertificateFile) }
    if issuerKey != nil { names.insert(CertificatePlan.issuerKeyFile) }
    return names
  }
}
