import Planning

// What the identity service says of its certificates before it gives up, and proxies of its answers.
extension PodDiagnosis {
  static let issuer: [Reader] = [
    clockBehind, issuerExpired, issuerNotAuthority, issuerKeyWrong, issuerUnknown, issuerUnusable,
  ]

  @Sendable private static func clockBehind(_ pod: StuckPod) -> Problem? {
    guard
      let line = pod.logLine(
        saying: "is before 2", "CertNotValidYet", "NotValidYet", "not yet valid: current time")
    else { return nil }
    if line.says([" is after "]) { return nil }
    return Problem(
      "node-clock-off",
      "The certificates aren't valid yet for \(pod.title): its node's clock is behind"
        + line.because,
      remedy: "Set the clocks of the nodes (on the node: timedatectl; chronyc tracking). The pod "
        + "starts by itself once its node's clock is right.")
  }

  @Sendable private static func issuerExpired(_ pod: StuckPod) -> Problem? {
    guard
      let line = pod.logLine(
        saying: "certificate has expired", "CertExpired", "certificate: Expired",
        "CertificateExpired")
    else { return nil }
    return Problem(
      "issuer-expired",
      "Identity refuses its certificates, because one has expired or its node's clock is ahead"
        + line.because,
      remedy: "Look at them: linkerd-wizard certificates check DIRECTORY. Renew the issuer "
        + "(linkerd-wizard certificates renew DIRECTORY), or make new ones, and retry with these.")
  }

  @Sendable private static func issuerNotAuthority(_ pod: StuckPod) -> Problem? {
    guard
      let line = pod.logLine(
        saying: "must be an intermediate-CA", "issuer cert is not a CA", "not authorized to sign",
        "parent certificate cannot sign")
    else { return nil }
    return Problem(
      "issuer-not-a-ca",
      "Identity refuses the issuer certificate, because it is no authority (CA:TRUE)\(line.because)",
      remedy:
        "Use an issuer that may sign (step's profile intermediate-ca), or let the wizard make "
        + "one.")
  }

  @Sendable private static func issuerKeyWrong(_ pod: StuckPod) -> Problem? {
    guard
      let line = pod.logLine(
        saying: "Public and private key do not match", "private key does not match",
        "private key type does not match")
    else { return nil }
    return Problem(
      "issuer-key-mismatch",
      "Identity refuses the issuer, because its private key belongs to another certificate"
        + line.because,
      remedy: "Take certificate and key of the same making: linkerd-wizard certificates check "
        + "DIRECTORY shows which fit.")
  }

  @Sendable private static func issuerUnknown(_ pod: StuckPod) -> Problem? {
    guard
      let line = pod.logLine(
        saying: "signed by unknown authority", "UnknownIssuer", "BadSignature",
        "ECDSA verification failure", "crypto/rsa: verification error")
    else { return nil }
    return Problem(
      "issuer-unknown",
      "The issuer certificate is not signed by the cluster's trust anchor\(line.because)",
      remedy: "Give the anchor that signed it, or an issuer of this anchor. Pods of an earlier "
        + "install trust an older anchor until they are restarted: \(pod.kubectl) rollout restart "
        + "deployment \(pod.inNamespace)")
  }

  @Sendable private static func issuerUnusable(_ pod: StuckPod) -> Problem? {
    guard
      let line = pod.logLine(
        saying: "not a PEM certificate", "failed to read CA from disk", "unsupported block type",
        "must use P-256", "failed to verify issuer", "incompatible key usage",
        "Failed to initialize identity service", "failed to read trust anchors")
    else { return nil }
    return Problem(
      "issuer-unusable", "Identity can't use its certificates\(line.because)",
      remedy: "See what is wrong with them: linkerd-wizard certificates check DIRECTORY. Linkerd "
        + "wants PEM files with P-256 keys, unencrypted and without anything behind them.")
  }
}
