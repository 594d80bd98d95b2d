import Planning
import SwiftASN1
import X509

extension CertificateJudge {
  /// Judges one certificate by itself.
  static func judge(
    _ read: ReadCertificate, as part: CertificateFinding.Part, at now: Instant
  ) -> [CertificateFinding] {
    if let finding = judgeKind(read.kind, as: part) { return [finding] }
    guard let certificate = read.certificate else {
      return [
        part.finding(
          .unreadable, "can't be read: its \(read.kind.name) key is malformed",
          remedy: "Make the certificate anew, with an ECDSA P-256 key.")
      ]
    }
    return [judgeSignatureAlgorithm(of: certificate, as: part)].compactMap { $0 }
      + judgeExtensions(of: certificate, as: part)
      + judgeDates(of: certificate, as: part, at: now)
  }

  private static func judgeKind(
    _ kind: KeyKind, as part: CertificateFinding.Part
  ) -> CertificateFinding? {
    let remedy = "Make it anew with an ECDSA P-256 key; a certificate's key can't be changed."
    switch kind {
    case .p256: return nil
    case .rsa(let bits) where part == .anchor && (bits == 2048 || bits == 4096): return nil
    case .otherCurve:
      return part.finding(
        .wrongCurve, "has a key of the kind \(kind.name), and Linkerd accepts only P-256",
        remedy: remedy)
    case .rsa, .other:
      return part.finding(
        .wrongAlgorithm, "has a key of the kind \(kind.name), and Linkerd wants ECDSA P-256",
        remedy: remedy)
    }
  }

  private static func judgeSignatureAlgorithm(
    of certificate: Certificate, as part: CertificateFinding.Part
  ) -> CertificateFinding? {
    switch certificate.signatureAlgorithm {
    case .ecdsaWithSHA256, .sha256WithRSAEncryption: nil
    default:
      part.finding(
        .wrongSignature,
        "isn't signed with ECDSA-SHA256 or RSA-SHA256, the only ways that Linkerd accepts",
        remedy: "Have it signed again with SHA-256.")
    }
  }

  static func judgeExtensions(
    of certificate: Certificate, as part: CertificateFinding.Part
  ) -> [CertificateFinding] {
    do {
      let extensions = certificate.extensions
      return [
        judgeCA(try extensions.basicConstraints, as: part),
        judgeKeyUsage(try extensions.keyUsage, as: part),
        judgeExtendedKeyUsage(try extensions.extendedKeyUsage, as: part),
        judgeCritical(extensions, as: part),
      ].compactMap { $0 }
    } catch {
      return [
        part.finding(
          .unreadable, "can't be read: one of its extensions is malformed",
          remedy: "Make the certificate anew.")
      ]
    }
  }

  private static func judgeCA(
    _ constraints: BasicConstraints?, as part: CertificateFinding.Part
  ) -> CertificateFinding? {
    switch constraints {
    case nil, .notCertificateAuthority:
      return part.finding(
        .notACA, "isn't a CA: it may not sign other certificates",
        remedy: part == .anchor
          ? "Give the root CA, or make one with step's profile root-ca."
          : "Give an intermediate CA, or make one with step's profile intermediate-ca.")
    case .isCertificateAuthority(let length):
      guard part == .anchor, let length, length < 1 else { return nil }
      return part.finding(
        .pathLength, "allows no CA below it (path length 0), and the issuer is one",
        remedy: "Give a root CA whose path length is 1 or more, or not limited.")
    }
  }

  private static func judgeKeyUsage(
    _ usage: KeyUsage?, as part: CertificateFinding.Part
  ) -> CertificateFinding? {
    guard let usage, !usage.keyCertSign else { return nil }
    return part.finding(
      .keyUsage, "may not sign certificates: its key usage lacks keyCertSign",
      remedy: "Make it anew with the key usages keyCertSign and cRLSign.")
  }

  /// Identity's check asks for serverAuth through the whole chain; the proxies ask for serverAuth
  /// or clientAuth, but not of anchors.
  private static func judgeExtendedKeyUsage(
    _ usage: ExtendedKeyUsage?, as part: CertificateFinding.Part
  ) -> CertificateFinding? {
    guard let usage else { return nil }
    let fits =
      part == .anchor
      ? usage.contains(.serverAuth) || usage.contains(.any)
      : usage.contains(.serverAuth) && usage.contains(.clientAuth)
    guard !fits else { return nil }
    return part.finding(
      .extendedKeyUsage,
      "is limited to purposes that mutual TLS doesn't count among them (extended key usage)",
      remedy: "Make it anew without an extended key usage.")
  }

  private static func judgeCritical(
    _ extensions: Certificate.Extensions, as part: CertificateFinding.Part
  ) -> CertificateFinding? {
    let known: Set<ASN1ObjectIdentifier> = [
      .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
      .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.nameConstraints,
      .X509ExtensionID.subjectAlternativeName,
    ]
    guard let unknown = extensions.first(where: { $0.critical && !known.contains($0.oid) }) else {
      return nil
    }
    return part.finding(
      .criticalExtension,
      "has a critical extension that Linkerd doesn't know (\(unknown.oid)) and must refuse",
      remedy: "Make it anew without that extension.")
  }

  static func judgeDates(
    of certificate: Certificate, as part: CertificateFinding.Part, at now: Instant
  ) -> [CertificateFinding] {
    let begin = Instant(certificate.notValidBefore)
    let end = Instant(certificate.notValidAfter)
    if now > end {
      return [
        part.finding(
          .expired, "ended at \(end.iso8601)",
          remedy: "Make a new one; if it ought to be valid still, check this machine's clock.")
      ]
    }
    if now < begin {
      return [
        part.finding(
          .notYetValid, "is valid only from \(begin.iso8601) on",
          remedy: "Wait until then; if it ought to be valid already, check this machine's clock.")
      ]
    }
    guard end.seconds(since: now) < warningTime else { return [] }
    return [
      part.finding(
        .endsSoon, severity: .warning, "ends within 60 days, at \(end.iso8601)",
        remedy: "Make a new one before then; after it, no meshed pod can start.")
    ]
  }
}
