extension PlanBuilder {
  /// Certificates are valid from so many seconds before the plan was built: a node whose clock lags
  /// a little would otherwise refuse them as not yet valid. Linkerd's own check tolerates five
  /// minutes of difference between clocks.
  package static let clockTolerance: Int64 = 5 * Lifetime.minute

  /// The recipe that follows from the answers, with its instants counted from `now`.
  package static func certificates(_ answers: CheckedAnswers, now: Instant) -> CertificatePlan {
    let anchorEnd = min(now.adding(seconds: answers.anchorValidity.seconds), .lastInCertificates)
    let issuerEnd = min(now.adding(seconds: answers.issuerValidity.seconds), anchorEnd)
    return CertificatePlan(
      directory: answers.certificateDirectory,
      anchorName: CertificatePlan.anchorName(trustDomain: answers.trustDomain),
      issuerName: CertificatePlan.issuerName(trustDomain: answers.trustDomain),
      notBefore: now.adding(seconds: -clockTolerance),
      anchorNotAfter: anchorEnd, issuerNotAfter: issuerEnd)
  }

  static func certificatesItem(_ certificates: CertificatePlan) -> PlanItem {
    PlanItem(
      id: "certificates", purpose: "certificates",
      explanation: "Makes the trust anchor, until \(certificates.anchorNotAfter.date), and the "
        + "issuer that it signs, until \(certificates.issuerNotAfter.date), with their private "
        + "keys. Files that are there already are never overwritten.",
      action: .writeCertificates(certificates))
  }
}

extension CertificatePlan {
  /// The customary common name of a trust anchor, such as `root.linkerd.cluster.local`.
  package static func anchorName(trustDomain: String) -> String { "root.linkerd." + trustDomain }

  /// The customary common name of an issuer, such as `identity.linkerd.cluster.local`.
  package static func issuerName(trustDomain: String) -> String {
    issuerPrefix + trustDomain
  }

  /// The trust domain that the names speak of.
  package var trustDomain: String {
    issuerName.hasPrefix(Self.issuerPrefix)
      ? String(issuerName.dropFirst(Self.issuerPrefix.count)) : issuerName
  }

  private static let issuerPrefix = "identity.linkerd."
}
