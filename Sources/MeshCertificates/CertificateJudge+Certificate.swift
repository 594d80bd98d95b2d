import Planning
import SwiftASN1
import X509

extension CertificateJudge {
  /// How much clocks may differ: as much as Linkerd's own check of clocks tolerates.
  static let clockTolerance: Int64 = 300

  /// Judges one certificate by itself; `below` is how many authorities hang on it.
  static func judge(
    _ read: ReadCertificate, as part: CertificateFinding.Part, below: Int, at now: Instant
  ) -> [CertificateFinding] {
    if let finding = judgeKind(read.kind, as: part) { return [finding] }
    guard let certificate = read.certificate else {
      return [
        part.finding(
          .unreadable, "can't be read: its \(read.kind.name) key is malformed",
          remedy: "Make the certificate anew, with an ECDSA P-256 key.")
      ]
    }
    return [judgeSignature(of: certificate, read.kind, as: part)].compactMap { $0 }
      + judgeExtensions(of: certificate, as: part, below: below)
      + judgeDates(of: certificate, as: part, at: now)
  }

  private static func judgeKind(
    _ kind: KeyKind, as part: CertificateFinding.Part
  ) -> CertificateFinding? {
    let remedy = "Make it anew with an ECDSA P-256 key; a certificate's key can't be changed."
    // Nobody looks at the keys between: what verifies is good enough.
    if part == .intermediate { return nil }
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

  /// An anchor of P-256 has to be signed with ECDSA, one of RSA with RSA; an issuer with either.
  private static func judgeSignature(
    of certificate: Certificate, _ kind: KeyKind, as part: CertificateFinding.Part
  ) -> CertificateFinding? {
    switch (certificate.signatureAlgorithm, part, kind) {
    case (.ecdsaWithSHA256, .anchor, .p256), (.sha256WithRSAEncryption, .anchor, .rsa),
      (.ecdsaWithSHA256, .issuer, _), (.sha256WithRSAEncryption, .issuer, _),
      (_, .intermediate, _):
      return nil
    case (_, .anchor, .rsa):
      return part.finding(
        .wrongSignature, "isn't signed with RSA-SHA256, the only way that Linkerd accepts for RSA",
        remedy: "Sign it again with SHA-256.")
    case (.sha256WithRSAEncryption, .anchor, _):
      return part.finding(
        .wrongSignature,
        "has an ECDSA key and is signed with RSA, which Linkerd refuses in anchors",
        remedy: "Give the root above it as the trust anchor, or have it sign itself.")
    default:
      return part.finding(
        .wrongSignature,
        "isn't signed with ECDSA-SHA256 or RSA-SHA256, the only ways that Linkerd accepts",
        remedy: "Have it signed again with SHA-256.")
    }
  }

  static func judgeExtensions(
    of certificate: Certificate, as part: CertificateFinding.Part, below: Int
  ) -> [CertificateFinding] {
    if part == .anchor, certificate.version == .v1 { return [firstVersion(part)] }
    do {
      let extensions = certificate.extensions
      // Go reads these two with the certificate, and refuses it where it can't.
      _ = try (extensions.subjectKeyIdentifier, extensions.authorityKeyIdentifier)
      return [
        judgeCA(try extensions.basicConstraints, as: part, below: below),
        judgeKeyUsage(try extensions.keyUsage, as: part),
        judgeExtendedKeyUsage(try extensions.extendedKeyUsage, as: part),
        try judgeCritical(extensions, as: part),
      ].compactMap { $0 }
    } catch {
      return [
        part.finding(
          .unreadable, "can't be read: one of its extensions is malformed",
          remedy: "Make the certificate anew.")
      ]
    }
  }

  private static func firstVersion(_ part: CertificateFinding.Part) -> CertificateFinding {
    part.finding(
      .version, severity: .warning,
      "is of X.509 version 1: it doesn't say whether it is a CA, and stricter readers refuse it",
      remedy: "Make the next root with version 3, as the wizard does.")
  }

  private static func judgeCA(
    _ constraints: BasicConstraints?, as part: CertificateFinding.Part, below: Int
  ) -> CertificateFinding? {
    switch constraints {
    case nil, .notCertificateAuthority:
      return part.finding(
        .notACA, "isn't a CA: it may not sign other certificates",
        remedy: part == .anchor
          ? "Give the root CA, or make one with step's profile root-ca."
          : "Give an intermediate CA, or make one with step's profile intermediate-ca.")
    case .isCertificateAuthority(let length):
      guard let length, length < below else { return nil }
      let allowed = length == 0 ? "no CA" : "\(length) CA\(length == 1 ? "" : "s")"
      return part.finding(
        .pathLength,
        "allows \(allowed) below it (path length \(length)), and there is "
          + (below == 1 ? "the issuer" : "a chain of \(below)"),
        remedy: "Give a root CA whose path length is \(below) or more, or not limited.")
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
  ) throws -> CertificateFinding? {
    let known: Set<ASN1ObjectIdentifier> = [
      .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
      .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.nameConstraints,
      .X509ExtensionID.subjectAlternativeName,
    ]
    let unknown = try extensions.first { item in
      guard item.critical else { return false }
      return try !known.contains(item.oid)
        || item.oid == .X509ExtensionID.nameConstraints && !isReadable(NameConstraints(item))
    }
    guard let unknown else { return nil }
    return part.finding(
      .criticalExtension,
      "has a critical extension that Linkerd doesn't know (\(unknown.oid)) and must refuse",
      remedy: "Make it anew without that extension.")
  }

  /// Whether Go knows what to do with each kind of name (crypto/x509/parser.go).
  private static func isReadable(_ constraints: NameConstraints) -> Bool {
    (constraints.permittedSubtrees + constraints.excludedSubtrees).allSatisfy { name in
      switch name {
      case .dnsName, .ipAddress, .rfc822Name, .uniformResourceIdentifier: true
      default: false
      }
    }
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
    return [
      part == .issuer ? judgeBeginning(begin, part, at: now) : nil,
      judgeEnd(end, part, at: now),
    ].compactMap { $0 }
  }

  private static func judgeBeginning(
    _ begin: Instant, _ part: CertificateFinding.Part, at now: Instant
  ) -> CertificateFinding? {
    guard now.seconds(since: begin) < clockTolerance else { return nil }
    return part.finding(
      .justBegun, severity: .warning,
      "is valid only since \(begin.iso8601), so a node whose clock lags may refuse it at first",
      remedy: "Wait until \(begin.adding(seconds: clockTolerance).iso8601), or make sure that the "
        + "nodes' clocks are right.")
  }

  private static func judgeEnd(
    _ end: Instant, _ part: CertificateFinding.Part, at now: Instant
  ) -> CertificateFinding? {
    guard end.seconds(since: now) < warningTime else { return nil }
    return part.finding(
      .endsSoon, severity: .warning, "ends within 60 days, at \(end.iso8601)",
      remedy: "Make a new one before then; after it, no meshed pod can start.")
  }
}
