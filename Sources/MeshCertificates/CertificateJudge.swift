package import Planning
import X509

/// Says whether Linkerd would accept a set of certificates, and why not.
///
/// The rules are Linkerd's own and those of the Go verifier that it uses (linkerd2
/// pkg/issuercerts/issuercerts.go, pkg/tls/cred.go, pkg/tls/codec.go).
package enum CertificateJudge {
  /// Linkerd's own warning time: `linkerd check` warns from 60 days before the end.
  package static let warningTime: Int64 = 60 * 86400

  /// Reads and judges a set as it stands at a moment; any bytes give findings, none a crash.
  ///
  /// The anchor's key need not be there (it is best kept elsewhere), everything else must.
  package static func judge(_ files: CertificateFiles, at now: Instant) -> CertificateJudgement {
    let anchors = read(files.anchorCertificate, as: .anchor)
    let issuer = read(files.issuerCertificate, as: .issuer)
    var findings = anchors.findings + issuer.findings
    for anchor in anchors.certificates { findings += judge(anchor, as: .anchor, at: now) }
    for certificate in issuer.certificates.prefix(1) {
      findings += judge(certificate, as: .issuer, at: now)
    }
    findings += judgeChain(
      of: issuer.certificates.first, to: anchors.certificates, at: now)
    findings += judgeKey(files.anchorKey, as: .anchorKey, of: anchors)
    findings += judgeKey(files.issuerKey, as: .issuerKey, of: issuer)
    return CertificateJudgement(
      findings: findings, anchors: anchors.certificates.compactMap(\.summary),
      issuer: issuer.certificates.first?.summary)
  }
}

/// What was found in a set of certificates.
package struct CertificateJudgement: Equatable, Sendable {
  /// In the order anchor, issuer, chain, keys.
  package var findings: [CertificateFinding]
  /// Of each certificate of the bundle that could be read, in its order.
  package var anchors: [CertificateSummary]
  /// nil where the issuer could not be read.
  package var issuer: CertificateSummary?

  /// Whether Linkerd would accept the set: no finding, or warnings only.
  package var isAccepted: Bool { !findings.contains { $0.severity == .error } }
}

/// A certificate as far as it could be read.
struct ReadCertificate {
  var der: [UInt8]
  /// nil where it is of a kind that the library doesn't know.
  var certificate: Certificate?
  var kind: KeyKind

  var summary: CertificateSummary? {
    certificate.map { CertificateSummary($0, der: der, kind: kind) }
  }
}

/// The certificates of one text, and what was wrong with the text.
struct ReadCertificates {
  var certificates: [ReadCertificate] = []
  var findings: [CertificateFinding] = []
}
