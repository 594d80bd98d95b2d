import Planning
import X509

extension CertificateJudge {
  /// Judges how the issuer stands to the anchors; says nothing where either could not be read.
  static func judgeChain(
    of issuer: ReadCertificate?, to anchors: [ReadCertificate], at now: Instant
  ) -> [CertificateFinding] {
    guard let certificate = issuer?.certificate else { return [] }
    let readable = anchors.compactMap(\.certificate)
    guard !readable.isEmpty, readable.count == anchors.count else { return [] }
    let signers = readable.filter { isSigner($0, of: certificate) }
    if signers.isEmpty { return [brokenChain(of: certificate, to: readable)] }
    return judgeLives(of: certificate, under: signers, at: now)
  }

  /// Whether the anchor's name and key stand behind the certificate's signature.
  static func isSigner(_ anchor: Certificate, of certificate: Certificate) -> Bool {
    anchor.subject == certificate.issuer
      && anchor.publicKey.isValidSignature(certificate.signature, for: certificate)
  }

  private static func brokenChain(
    of certificate: Certificate, to anchors: [Certificate]
  ) -> CertificateFinding {
    let what =
      anchors.contains { $0.subject == certificate.issuer }
      ? "names the trust anchor as its signer, but was signed with another key: "
        + "the two files come from different runs"
      : "wasn't signed by the trust anchor"
    return CertificateFinding.Part.issuer.finding(
      .chain, what,
      remedy: "Give the anchor that signed this issuer, or make both certificates together.")
  }

  /// Linkerd itself has no rule for an issuer that outlives its anchor, and fails at the anchor's
  /// end. An anchor that ended already is said elsewhere.
  private static func judgeLives(
    of certificate: Certificate, under anchors: [Certificate], at now: Instant
  ) -> [CertificateFinding] {
    let ends = anchors.map { Instant($0.notValidAfter) }
    guard let latest = ends.max(), latest >= now, Instant(certificate.notValidAfter) > latest else {
      return []
    }
    return [
      CertificateFinding.Part.issuer.finding(
        .outlivesAnchor, severity: .warning,
        "is valid longer than its trust anchor, which ends at \(latest.iso8601)",
        remedy: "Mind the anchor's end: from then on no certificate of this mesh is valid.")
    ]
  }
}
