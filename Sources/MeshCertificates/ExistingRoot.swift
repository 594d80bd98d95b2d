import Crypto
package import Planning
import SwiftASN1
import X509

/// A trust anchor that is there already, with its key; only issuers are made under it.
package struct ExistingRoot: Sendable {
  /// Every anchor of the bundle, in the normal form.
  package let anchorCertificate: String
  /// Of the anchor that the key belongs to.
  package let summary: CertificateSummary
  /// What wants care about the root, all of it warnings.
  package let warnings: [CertificateFinding]
  /// What was put right in its texts, as warnings.
  package let repairs: [CertificateFinding]

  private let anchor: Certificate
  private let isRSA: Bool
  private let key: PrivateKeyPEM

  /// Finds the anchor that the key belongs to; nil where there is none.
  init?(
    anchors: [ReadCertificate], key: PrivateKeyPEM, warnings: [CertificateFinding],
    repairs: [CertificateFinding]
  ) {
    guard let own = CertificateJudge.publicKey(of: key),
      let read = anchors.first(where: { $0.certificate?.publicKey == own }),
      let anchor = read.certificate, let summary = read.summary
    else { return nil }
    self.anchor = anchor
    isRSA = read.kind.isRSA
    self.key = key
    self.summary = summary
    self.warnings = warnings
    self.repairs = repairs
    anchorCertificate = anchors.map { PEMText.block("CERTIFICATE", der: $0.der) }.joined()
  }

  /// Makes an issuer with a key of its own, reads it back and proves it before handing it out.
  ///
  /// The moments are whole seconds; where the root begins later than `notBefore`, the issuer begins
  /// with it. Throws where the issuer would outlive the root, or the life is empty. Nothing is
  /// written.
  package func makeIssuer(
    name: String, notBefore: Instant, notAfter: Instant
  ) throws(CertificateFailure) -> MadeIssuer {
    let begin = max(notBefore, summary.notBefore)
    try CertificateMaker.check(name: name)
    try CertificateMaker.check(from: begin, until: notAfter)
    if name == summary.subject { throw CertificateMaker.sameName }
    if notAfter > summary.notAfter { throw CertificateMaker.outlives(summary.notAfter) }
    let made: MadeIssuer
    do {
      made = try sign(name: name, begin, notAfter)
    } catch {
      throw CertificateMaker.notProven("the certificate library could not make it")
    }
    try prove(made, name: name, begin, notAfter)
    return made
  }

  private func sign(name: String, _ begin: Instant, _ end: Instant) throws -> MadeIssuer {
    let own = P256.Signing.PrivateKey()
    let text = key.withBytes { String(decoding: $0, as: UTF8.self) }
    let signer = try Certificate.PrivateKey(pemEncoded: text)
    let certificate = try Certificate(
      version: .v3, serialNumber: CertificateMaker.randomSerial(),
      publicKey: Certificate.PublicKey(own.publicKey), notValidBefore: begin.foundationDate,
      notValidAfter: end.foundationDate, issuer: anchor.subject,
      subject: CertificateMaker.name(name),
      signatureAlgorithm: isRSA ? .sha256WithRSAEncryption : .ecdsaWithSHA256,
      extensions: CertificateMaker.extensions(
        of: Certificate.PublicKey(own.publicKey), pathLength: 0,
        signer: try anchor.extensions.subjectKeyIdentifier),
      issuerPrivateKey: signer)
    let der = try certificate.serializeAsPEM().derBytes
    return MadeIssuer(
      certificate: PEMText.block("CERTIFICATE", der: der),
      key: try ECPrivateKeyText(key: own).pem(),
      summary: CertificateSummary(certificate, der: der, kind: .p256))
  }

  private func prove(
    _ made: MadeIssuer, name: String, _ begin: Instant, _ end: Instant
  ) throws(CertificateFailure) {
    let judgement = CertificateJudge.judge(
      CertificateFiles(
        anchorCertificate: Array(anchorCertificate.utf8),
        issuerCertificate: Array(made.certificate.utf8), issuerKey: made.key), at: begin)
    // Another anchor of the bundle may begin later or have ended; the root itself was judged before.
    let isOwn = { (part: CertificateFinding.Part) in part == .issuer || part == .issuerKey }
    if let finding = judgement.findings.first(where: {
      isOwn($0.part) && $0.kind != .endsSoon && $0.kind != .justBegun
    }) {
      throw CertificateMaker.notProven(finding.code)
    }
    guard judgement.issuer == made.summary, made.summary.subject == name,
      made.summary.notBefore == begin, made.summary.notAfter == end
    else { throw CertificateMaker.notProven("its name or its dates differ") }
  }
}

/// An issuer that was made under a root, with its key, not yet written anywhere.
package struct MadeIssuer: Sendable {
  /// One PEM block and a newline.
  package let certificate: String
  /// Its private key, one block of the kind `EC PRIVATE KEY`.
  package let key: PrivateKeyPEM
  /// What the certificate says.
  package let summary: CertificateSummary
}
