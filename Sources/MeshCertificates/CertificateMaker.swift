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
    try check(plan)
    let anchorKey = P256.Signing.PrivateKey()
    let issuerKey = P256.Signing.PrivateKey()
    let set: MeshCertificateSet
    do {
      set = try assemble(plan, anchorKey: anchorKey, issuerKey: issuerKey)
    } catch {
      throw notProven("the certificate library could not make them")
    }
    try prove(set, plan)
    return set
  }

  /// Refuses a recipe that can't be carried out, before any key is made.
  package static func check(_ plan: CertificatePlan) throws(CertificateFailure) {
    for name in [plan.anchorName, plan.issuerName] { try check(name: name) }
    if plan.anchorName == plan.issuerName {
      throw CertificateFailure(
        .nameNotUsable, "The trust anchor and the issuer have the same name.",
        remedy: "Give them different names, so that the chain can be followed.")
    }
    for end in [plan.anchorNotAfter, plan.issuerNotAfter] {
      guard plan.notBefore >= .firstInCertificates, end <= .lastInCertificates,
        end > plan.notBefore
      else {
        throw CertificateFailure(
          .validityNotUsable,
          "A certificate can't be valid from \(plan.notBefore.sentenceText) "
            + "to \(end.sentenceText).",
          remedy: "Choose a validity that ends before the year 10000.")
      }
    }
    if plan.issuerNotAfter > plan.anchorNotAfter {
      throw CertificateFailure(
        .issuerOutlivesAnchor, "The issuer would be valid longer than its trust anchor.",
        remedy: "Let the issuer end at \(plan.anchorNotAfter.sentenceText) or before.")
    }
  }

  private static func check(name: String) throws(CertificateFailure) {
    let isVisible = name.unicodeScalars.allSatisfy { $0.value > 31 && $0.value != 127 }
    if name.isEmpty || name.utf8.count > 300 || !isVisible {
      throw CertificateFailure(
        .nameNotUsable,
        "A certificate's name is empty, longer than 300 bytes, or holds control characters.",
        remedy: "Choose another trust domain.")
    }
  }

  private static func assemble(
    _ plan: CertificatePlan, anchorKey: P256.Signing.PrivateKey,
    issuerKey: P256.Signing.PrivateKey
  ) throws -> MeshCertificateSet {
    let anchorName = try name(plan.anchorName)
    let anchorPublic = Certificate.PublicKey(anchorKey.publicKey)
    let issuerPublic = Certificate.PublicKey(issuerKey.publicKey)
    let anchorID = SubjectKeyIdentifier(hash: anchorPublic)
    let anchor = try Certificate(
      version: .v3, serialNumber: randomSerial(), publicKey: anchorPublic,
      notValidBefore: plan.notBefore.date, notValidAfter: plan.anchorNotAfter.date,
      issuer: anchorName, subject: anchorName, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: extensions(of: anchorPublic, pathLength: 1, signer: nil),
      issuerPrivateKey: Certificate.PrivateKey(anchorKey))
    let issuer = try Certificate(
      version: .v3, serialNumber: randomSerial(), publicKey: issuerPublic,
      notValidBefore: plan.notBefore.date, notValidAfter: plan.issuerNotAfter.date,
      issuer: anchorName, subject: try name(plan.issuerName),
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: extensions(of: issuerPublic, pathLength: 0, signer: anchorID),
      issuerPrivateKey: Certificate.PrivateKey(anchorKey))
    return try MeshCertificateSet(
      anchor: anchor, anchorKey: anchorKey, issuer: issuer, issuerKey: issuerKey)
  }

  /// A name of nothing but a common name, as a printable string where it can be one.
  private static func name(_ commonName: String) throws -> DistinguishedName {
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

  private static func extensions(
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
  private static func randomSerial() -> Certificate.SerialNumber {
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
}

extension MeshCertificateSet {
  fileprivate init(
    anchor: Certificate, anchorKey: P256.Signing.PrivateKey, issuer: Certificate,
    issuerKey: P256.Signing.PrivateKey
  ) throws {
    let anchorDER = try anchor.serializeAsPEM().derBytes
    let issuerDER = try issuer.serializeAsPEM().derBytes
    self.init(
      anchorCertificate: PEMText.block("CERTIFICATE", der: anchorDER),
      anchorKey: try ECPrivateKeyText(key: anchorKey).pem(),
      issuerCertificate: PEMText.block("CERTIFICATE", der: issuerDER),
      issuerKey: try ECPrivateKeyText(key: issuerKey).pem(),
      anchorSummary: CertificateSummary(anchor, der: anchorDER, kind: .p256),
      issuerSummary: CertificateSummary(issuer, der: issuerDER, kind: .p256))
  }
}
