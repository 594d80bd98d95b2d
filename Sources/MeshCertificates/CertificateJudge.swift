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
  /// The anchor's key need not be there (it is best kept elsewhere), everything else must. Names
  /// are judged where a trust domain is given.
  package static func judge(
    _ files: CertificateFiles, trustDomain: String? = nil, at now: Instant
  ) -> CertificateJudgement {
    let anchors = read(files.anchorCertificate, as: .anchor)
    let chain = IssuerChain(
      file: read(files.issuerCertificate, as: .issuer), key: files.issuerKey, anchors: anchors)
    var findings = anchors.findings + chain.file.findings
    for anchor in anchors.certificates {
      let found = judge(anchor, as: .anchor, below: chain.authorities(below: anchor), at: now)
      findings += chain.isSpare(anchor) ? found.map(\.asToSpare) : found
    }
    findings += judge(chain, trustDomain: trustDomain, at: now)
    findings += judgeKey(files.anchorKey, as: .anchorKey, of: anchors)
    findings += judgeKey(files.issuerKey, as: .issuerKey, of: chain.owner)
    findings += judgeModes(files)
    return CertificateJudgement(
      findings: findings, anchors: anchors.certificates.compactMap(\.summary),
      issuer: chain.issuer?.summary, isChainJudged: chain.isReadable)
  }

  private static func judgeModes(_ files: CertificateFiles) -> [CertificateFinding] {
    [
      (CertificateFinding.Part.anchorKey, CertificatePlan.anchorKeyFile),
      (.issuerKey, CertificatePlan.issuerKeyFile),
    ].filter { files.readableByOthers.contains($0.1) }.map { part, _ in
      part.finding(
        .readableByOthers, severity: .warning, "can be read by others than you",
        remedy: "Make it yours alone: chmod 600 on the file.")
    }
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

  /// Whether issuer and anchors could all be read, so that their chain was looked at.
  package var isChainJudged: Bool

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

extension CertificateFinding {
  /// The same about an anchor of the bundle that the issuer doesn't hang on: what it may sign
  /// doesn't matter then.
  fileprivate var asToSpare: CertificateFinding {
    let kinds: [Kind] = [
      .notACA, .pathLength, .keyUsage, .extendedKeyUsage, .criticalExtension, .version,
    ]
    var finding = self
    if kinds.contains(kind) { finding.severity = .warning }
    return finding
  }
}
