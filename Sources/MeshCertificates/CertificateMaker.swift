import Crypto
package import Planning
import SwiftASN1
import X509

/// Makes a trust anchor and an issuer by a recipe, in process.
///
/// What comes out is equal in kind to what `step certificate create` makes with its profiles
/// root-ca and intermediate-ca (smallstep/crypto x509util/templates.go).
package enum CertificateMaker {
  /// Makes the set, reads it back and proves it before handing it out.
  ///
  /// Throws without anything left behind: nothing is written here.
  package static func make(
    _ plan: CertificatePlan
  ) throws(CertificateFailure) -> MeshCertificateSet {
    try complete(plan, found: CertificateFiles())
  }

  /// Makes what an interrupted run didn't come to write, from what it left behind.
  ///
  /// A key that was found is never made again, and what was found comes back unchanged in the
  /// set. Throws where it isn't of this recipe, or a certificate is there without its key.
  package static func complete(
    _ plan: CertificatePlan, found: CertificateFiles
  ) throws(CertificateFailure) -> MeshCertificateSet {
    try check(plan)
    let set: MeshCertificateSet
    do {
      set = try assemble(plan, found)
    } catch {
      throw found.isEmpty
        ? notProven("the certificate library could not make them") : foundDiffers(plan)
    }
    do {
      try prove(set, plan)
    } catch {
      throw found.isEmpty ? error : foundDiffers(plan)
    }
    return set
  }

  /// Refuses a recipe that can't be carried out, before any key is made.
  package static func check(_ plan: CertificatePlan) throws(CertificateFailure) {
    for name in [plan.anchorName, plan.issuerName] { try check(name: name) }
    if plan.anchorName == plan.issuerName { throw sameName }
    for end in [plan.anchorNotAfter, plan.issuerNotAfter] {
      try check(from: plan.notBefore, until: end)
    }
    if plan.issuerNotAfter > plan.anchorNotAfter { throw outlives(plan.anchorNotAfter) }
  }

  static var sameName: CertificateFailure {
    CertificateFailure(
      .nameNotUsable, "The trust anchor and the issuer have the same name.",
      remedy: "Give them different names, so that the chain can be followed.")
  }

  static func outlives(_ end: Instant) -> CertificateFailure {
    CertificateFailure(
      .issuerOutlivesAnchor, "The issuer would be valid longer than its trust anchor.",
      remedy: "Let the issuer end at \(end.iso8601) or before.")
  }

  /// Refuses a life that no certificate can have.
  static func check(from begin: Instant, until end: Instant) throws(CertificateFailure) {
    guard begin >= .firstInCertificates, end <= .lastInCertificates, end > begin else {
      throw CertificateFailure(
        .validityNotUsable,
        "A certificate can't be valid for the time that was asked for: it must end "
          + "after it begins, and lie between the years 1950 and 9999.",
        remedy: "Choose a validity that ends before the year 10000.")
    }
  }

  static func check(name: String) throws(CertificateFailure) {
    let isVisible = name.unicodeScalars.allSatisfy { $0.value > 31 && $0.value != 127 }
    if name.isEmpty || name.utf8.count > 300 || !isVisible {
      throw CertificateFailure(
        .nameNotUsable,
        "A certificate's name is empty, longer than 300 bytes, or holds control characters.",
        remedy: "Choose another trust domain.")
    }
  }

  private static func assemble(
    _ plan: CertificatePlan, _ found: CertificateFiles
  ) throws -> MeshCertificateSet {
    guard found.anchorCertificate == nil || found.anchorKey != nil,
      found.issuerCertificate == nil || found.issuerKey != nil
    else { throw notProven("a certificate is there without its key") }
    let (anchorKey, anchorKeyText) = try key(found.anchorKey)
    let (issuerKey, issuerKeyText) = try key(found.issuerKey)
    let root = Certificate.PublicKey(anchorKey.publicKey)
    let intermediate = Certificate.PublicKey(issuerKey.publicKey)
    let (anchor, anchorText) = try certificate(found.anchorCertificate) {
      try sign(
        root, name: plan.anchorName, plan, until: plan.anchorNotAfter,
        extensions: extensions(of: root, pathLength: 1, signer: nil), by: anchorKey)
    }
    let (issuer, issuerText) = try certificate(found.issuerCertificate) {
      try sign(
        intermediate, name: plan.issuerName, plan, until: plan.issuerNotAfter,
        extensions: extensions(
          of: intermediate, pathLength: 0, signer: SubjectKeyIdentifier(hash: root)),
        by: anchorKey)
    }
    return MeshCertificateSet(
      anchorCertificate: anchorText, anchorKey: anchorKeyText, issuerCertificate: issuerText,
      issuerKey: issuerKeyText, anchorSummary: anchor, issuerSummary: issuer)
  }

  /// The key that was found, or a new one.
  private static func key(
    _ found: PrivateKeyPEM?
  ) throws -> (P256.Signing.PrivateKey, PrivateKeyPEM) {
    if let found {
      let text = found.withBytes { String(decoding: $0, as: UTF8.self) }
      return (try P256.Signing.PrivateKey(pemRepresentation: text), found)
    }
    let key = P256.Signing.PrivateKey()
    return (key, try ECPrivateKeyText(key: key).pem())
  }

  /// The certificate that was found, or the one that is made, with its text.
  private static func certificate(
    _ found: [UInt8]?, make: () throws -> Certificate
  ) throws -> (CertificateSummary, String) {
    if let found {
      let text = String(decoding: found, as: UTF8.self)
      let der = try PEMDocument(pemString: text).derBytes
      let certificate = try Certificate(derEncoded: der)
      return (CertificateSummary(certificate, der: der, kind: .p256), text)
    }
    let certificate = try make()
    let der = try certificate.serializeAsPEM().derBytes
    return (
      CertificateSummary(certificate, der: der, kind: .p256),
      PEMText.block("CERTIFICATE", der: der)
    )
  }

  private static func sign(
    _ key: Certificate.PublicKey, name subject: String, _ plan: CertificatePlan,
    until end: Instant, extensions: Certificate.Extensions, by signer: P256.Signing.PrivateKey
  ) throws -> Certificate {
    try Certificate(
      version: .v3, serialNumber: randomSerial(), publicKey: key,
      notValidBefore: plan.notBefore.foundationDate, notValidAfter: end.foundationDate,
      issuer: name(plan.anchorName), subject: name(subject), signatureAlgorithm: .ecdsaWithSHA256,
      extensions: extensions, issuerPrivateKey: Certificate.PrivateKey(signer))
  }

  /// A name of nothing but a common name, as a printable string where it can be one.
  static func name(_ commonName: String) throws -> DistinguishedName {
    let type: RelativeDistinguishedName.Attribute
    if let printable = try? RelativeDistinguishedName.Attribute(
      type: .RDNAttributeType.commonName, printableString: commonName)
    {
      type = printable
    } else {
      type = .init(type: .RDNAttributeType.commonName, utf8String: commonName)
    }
    return DistinguishedName([RelativeDistinguishedName(type)])
  }

  static func extensions(
    of key: Certificate.PublicKey, pathLength: Int, signer: SubjectKeyIdentifier?
  ) throws -> Certificate.Extensions {
    try Certificate.Extensions {
      Critical(KeyUsage(keyCertSign: true, cRLSign: true))
      Critical(BasicConstraints.isCertificateAuthority(maxPathLength: pathLength))
      SubjectKeyIdentifier(hash: key)
      if let signer {
        AuthorityKeyIdentifier(keyIdentifier: signer.keyIdentifier)
      }
    }
  }

  /// Sixteen random bytes that read as a positive number of exactly sixteen bytes.
  static func randomSerial() -> Certificate.SerialNumber {
    var generator = SystemRandomNumberGenerator()
    let first = UInt8.random(in: 1...127, using: &generator)
    let others = (0..<15).map { _ in UInt8.random(in: 0...255, using: &generator) }
    return Certificate.SerialNumber(bytes: [first] + others)
  }

  static func notProven(_ reason: String) -> CertificateFailure {
    CertificateFailure(
      .notProven, "The certificates that were made are not what was asked for: \(reason).",
      remedy: "Nothing was written. Try again; if it happens again, please report this as a bug.")
  }

  static func foundDiffers(_ plan: CertificatePlan) -> CertificateFailure {
    CertificateFailure(
      .foundDiffers,
      "The files in \(plan.directory) aren't the ones that this plan began with.",
      remedy: "They were left as they are. Move them away, or choose another directory.",
      path: plan.directory)
  }
}
