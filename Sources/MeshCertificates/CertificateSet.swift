package import Planning
import SwiftASN1
import X509

/// Takes certificates that somebody has, puts right what can be, and judges the rest.
package enum CertificateSet {
  /// Reads an anchor or a bundle of them, an issuer and its key, given as the bytes of their files.
  ///
  /// Put right are leading and trailing text, line ends, encodings, DER, an `EC PARAMETERS` block,
  /// the order in the issuer's file, doubled and superfluous blocks; PKCS#8 becomes `EC PRIVATE KEY`.
  /// nil for a text that isn't there. Any bytes give a result, none a crash.
  package static func read(
    anchor: [UInt8]?, issuer: [UInt8]?, issuerKey: PrivateKeyPEM?,
    anchorKey: PrivateKeyPEM? = nil, trustDomain: String? = nil, at now: Instant
  ) -> Result<NormalisedCertificates, RefusedCertificates> {
    read(
      CertificateFiles(
        anchorCertificate: anchor, anchorKey: anchorKey, issuerCertificate: issuer,
        issuerKey: issuerKey), trustDomain: trustDomain, at: now)
  }

  /// The same for the files of a directory.
  package static func read(
    _ files: CertificateFiles, trustDomain: String? = nil, at now: Instant
  ) -> Result<NormalisedCertificates, RefusedCertificates> {
    let before = CertificateJudge.judge(files, trustDomain: trustDomain, at: now)
    let normal = normalised(files)
    let after = CertificateJudge.judge(normal, trustDomain: trustDomain, at: now)
    guard after.isAccepted, let anchor = normal.anchorCertificate,
      let issuer = normal.issuerCertificate, let issuerKey = normal.issuerKey,
      let summary = after.issuer
    else { return .failure(RefusedCertificates(findings: after.findings)) }
    return .success(
      NormalisedCertificates(
        anchorCertificate: String(decoding: anchor, as: UTF8.self), anchorKey: normal.anchorKey,
        issuerCertificate: String(decoding: issuer, as: UTF8.self), issuerKey: issuerKey,
        repairs: repairs(from: before, to: after), warnings: after.findings,
        anchors: after.anchors, issuer: summary))
  }

  /// Reads a root that is there already, with its key, under which issuers can be made.
  package static func readRoot(
    anchor: [UInt8]?, anchorKey: PrivateKeyPEM?, at now: Instant
  ) -> Result<ExistingRoot, RefusedCertificates> {
    readRoot(CertificateFiles(anchorCertificate: anchor, anchorKey: anchorKey), at: now)
  }

  /// The same for the files of a directory; an issuer among them isn't looked at.
  static func readRoot(
    _ found: CertificateFiles, at now: Instant
  ) -> Result<ExistingRoot, RefusedCertificates> {
    var files = CertificateFiles(
      anchorCertificate: found.anchorCertificate, anchorKey: found.anchorKey)
    files.readableByOthers = found.readableByOthers
    let normal = normalised(files)
    let after = CertificateJudge.judge(normal, at: now)
    let isOfRoot = { (finding: CertificateFinding) in
      finding.part == .anchor || finding.part == .anchorKey
    }
    var findings = after.findings.filter(isOfRoot)
    guard let key = normal.anchorKey else {
      findings += [
        CertificateFinding.Part.anchorKey.finding(
          .missing, "isn't there, and only it can sign a new issuer",
          remedy: "Bring it back from where it is kept, or make a new trust anchor and issuer.")
      ]
      return .failure(RefusedCertificates(findings: findings))
    }
    let anchors = CertificateJudge.read(normal.anchorCertificate, as: .anchor)
    guard !findings.contains(where: { $0.severity == .error }),
      let root = ExistingRoot(
        anchors: anchors.certificates, key: key, warnings: findings,
        repairs: repairs(
          from: CertificateJudge.judge(files, at: now), to: after
        ).filter(isOfRoot))
    else { return .failure(RefusedCertificates(findings: findings)) }
    return .success(root)
  }

  /// What was the matter with the texts and isn't any more.
  private static func repairs(
    from before: CertificateJudgement, to after: CertificateJudgement
  ) -> [CertificateFinding] {
    let left = Set(after.findings.map(\.code))
    return before.findings.filter { !left.contains($0.code) && $0.kind != .readableByOthers }
      .map { finding in
        var repair = finding
        repair.severity = .warning
        repair.remedy = "It is put right in what Linkerd gets; the file stays as it is."
        return repair
      }
  }
}
