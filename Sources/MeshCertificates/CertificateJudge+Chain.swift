import Planning
import X509

extension CertificateJudge {
  /// Judges the issuer, what is between it and its anchor, and how they hang together.
  static func judge(
    _ chain: IssuerChain, trustDomain: String?, at now: Instant
  ) -> [CertificateFinding] {
    guard let issuer = chain.issuer else { return [] }
    var findings = judge(issuer, as: .issuer, below: 0, at: now)
    if chain.isOutOfOrder { findings.append(wrongOrder) }
    if let finding = judgeOthers(of: chain) { findings.append(finding) }
    for (below, certificate) in chain.path.enumerated() {
      findings += judge(certificate, as: .intermediate, below: below + 1, at: now)
    }
    findings += judgeChain(chain, at: now)
    if let trustDomain { findings += judgeNames(of: chain, under: trustDomain) }
    return findings
  }

  private static var wrongOrder: CertificateFinding {
    CertificateFinding.Part.issuer.finding(
      .wrongOrder, "isn't the first in its file, and Linkerd takes the first for the issuer",
      remedy: "Put the certificate that belongs to the issuer's key first.")
  }

  /// A file may hold what is between the issuer and its anchor, and nothing else is of use there.
  private static func judgeOthers(of chain: IssuerChain) -> CertificateFinding? {
    let useless = chain.others.count - chain.path.count
    guard useless > 0, !chain.isOutOfOrder, !chain.signers.isEmpty else { return nil }
    return CertificateFinding.Part.issuer.finding(
      .severalBlocks, severity: .warning,
      "stands in a file with \(useless == 1 ? "another one" : "\(useless) others") "
        + "that nothing needs there",
      remedy: "Keep only the issuer, and what is between it and its anchor.")
  }

  /// Says nothing where the issuer or an anchor could not be read.
  private static func judgeChain(_ chain: IssuerChain, at now: Instant) -> [CertificateFinding] {
    guard chain.isReadable, let certificate = chain.issuer?.certificate else { return [] }
    if chain.signers.isEmpty {
      return [brokenChain(of: certificate, to: chain.anchors.compactMap(\.certificate))]
    }
    return judgeLives(of: certificate, under: chain.signers.compactMap(\.certificate), at: now)
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
