import Planning

/// One of the questions that are asked of a set of certificates, in the words of `linkerd check`.
package struct CertificateCheck: Equatable, Sendable {
  /// How it came out.
  package enum Outcome: String, Sendable {
    case success, warning, error
    /// What it asks about could not be read.
    case skipped
  }

  /// A stable name in kebab-case, such as `issuer-chain`.
  package var id: String
  /// What is true where it passes.
  package var text: String
  /// The section of Linkerd's page of hints that is about it; nil where there is none.
  package var hint: String?
  /// How it came out.
  package var outcome: Outcome
  /// What was found; empty where it passed or was skipped.
  package var findings: [CertificateFinding]

  /// Where the hint is to be read.
  package var hintURL: String? { hint.map { "https://linkerd.io/2/checks/#" + $0 } }
}

extension CertificateJudgement {
  /// The judgement as a list of checks, in the order in which they are worth reading.
  ///
  /// Each finding is in exactly one of them. The checks of the anchor's key are there only where
  /// `hasAnchorKey` says that there is one.
  package func checks(hasAnchorKey: Bool) -> [CertificateCheck] {
    CheckRule.all.filter { hasAnchorKey || !$0.parts.contains(.anchorKey) }.map { rule in
      let found = findings.filter(rule.covers)
      let outcome: CertificateCheck.Outcome =
        if found.contains(where: { $0.severity == .error }) { .error } else if !found.isEmpty {
          .warning
        } else if isAnswered(rule) { .success } else { .skipped }
      return CertificateCheck(
        id: rule.id, text: rule.text, hint: rule.hint, outcome: outcome, findings: found)
    }
  }

  /// Whether what the rule asks about could be read.
  private func isAnswered(_ rule: CheckRule) -> Bool {
    switch rule.needs {
    case .nothing: true
    case .anchor: !anchors.isEmpty && !isUnreadable(.anchor)
    case .issuer: issuer != nil && !isUnreadable(.issuer)
    case .chain: isChainJudged
    case .issuerKey: issuer != nil && !findings.contains { CheckRule.issuerKeyRead.covers($0) }
    }
  }

  private func isUnreadable(_ part: CertificateFinding.Part) -> Bool {
    findings.contains { $0.part == part && $0.kind == .unreadable }
  }
}

/// Which findings a check is about.
private struct CheckRule: Sendable {
  enum Need { case nothing, anchor, issuer, chain, issuerKey }

  var id: String
  var text: String
  var hint: String?
  var parts: Set<CertificateFinding.Part>
  /// nil means every kind.
  var kinds: Set<CertificateFinding.Kind>?
  var needs: Need

  init(
    _ id: String, _ text: String, hint: String? = nil, _ parts: Set<CertificateFinding.Part>,
    _ kinds: Set<CertificateFinding.Kind>?, needs: Need
  ) {
    (self.id, self.text, self.parts, self.kinds, self.needs) = (id, text, parts, kinds, needs)
    self.hint = hint.map { "l5d-identity-" + $0 }
  }

  func covers(_ finding: CertificateFinding) -> Bool {
    parts.contains(finding.part) && kinds?.contains(finding.kind) ?? true
  }

  private static let ofText: Set<CertificateFinding.Kind> = [
    .missing, .tooLarge, .notPEM, .notACertificate, .notAKey, .unreadable, .severalBlocks,
    .trailingText, .blankLines, .encoding, .wrongOrder, .encrypted, .ecParameters,
  ]
  private static let ofAlgorithm: Set<CertificateFinding.Kind> = [
    .wrongAlgorithm, .wrongCurve, .wrongSignature,
  ]
  private static let ofAuthority: Set<CertificateFinding.Kind> = [
    .version, .notACA, .pathLength, .keyUsage, .extendedKeyUsage, .criticalExtension,
    .nameConstraints,
  ]

  static let issuerKeyRead = CheckRule(
    "issuer-key-readable", "issuer key can be read", [.issuerKey], ofText, needs: .nothing)

  static let all: [CheckRule] = [
    CheckRule(
      "anchor-readable", "trust anchors can be read", [.anchor], ofText, needs: .nothing),
    CheckRule(
      "anchor-algorithm", "trust anchors are using supported crypto algorithm",
      hint: "trustAnchors-use-supported-crypto", [.anchor], ofAlgorithm, needs: .anchor),
    CheckRule(
      "anchor-authority", "trust anchors may sign the issuer", [.anchor], ofAuthority,
      needs: .anchor),
    CheckRule(
      "anchor-valid", "trust anchors are within their validity period",
      hint: "trustAnchors-are-time-valid", [.anchor], [.expired, .notYetValid], needs: .anchor),
    CheckRule(
      "anchor-lasting", "trust anchors are valid for at least 60 days",
      hint: "trustAnchors-not-expiring-soon", [.anchor], [.endsSoon], needs: .anchor),
    CheckRule("issuer-readable", "issuer cert can be read", [.issuer], ofText, needs: .nothing),
    CheckRule(
      "issuer-algorithm", "issuer cert is using supported crypto algorithm",
      hint: "issuer-cert-uses-supported-crypto", [.issuer], ofAlgorithm, needs: .issuer),
    CheckRule(
      "issuer-authority", "issuer cert may sign the proxies' certificates", [.issuer], ofAuthority,
      needs: .issuer),
    CheckRule(
      "issuer-valid", "issuer cert is within its validity period",
      hint: "issuer-cert-is-time-valid", [.issuer], [.expired, .notYetValid], needs: .issuer),
    CheckRule(
      "issuer-begun", "issuer cert began long enough ago for clocks that lag", [.issuer],
      [.justBegun], needs: .issuer),
    CheckRule(
      "issuer-lasting", "issuer cert is valid for at least 60 days",
      hint: "issuer-cert-not-expiring-soon", [.issuer], [.endsSoon], needs: .issuer),
    CheckRule(
      "issuer-chain", "issuer cert is issued by the trust anchor",
      hint: "issuer-cert-issued-by-trust-anchor", [.issuer], [.chain], needs: .chain),
    CheckRule(
      "intermediates", "what is between issuer cert and trust anchor is in order",
      [.intermediate], nil, needs: .chain),
    CheckRule(
      "issuer-life", "issuer cert ends no later than its trust anchor", [.issuer],
      [.outlivesAnchor], needs: .chain),
    CheckRule(
      "issuer-name", "issuer cert is named after the trust domain", [.issuer], [.name],
      needs: .issuer),
    issuerKeyRead,
    CheckRule(
      "issuer-key-fits", "issuer key belongs to issuer cert", [.issuerKey],
      [.wrongAlgorithm, .wrongCurve, .keyMismatch], needs: .issuerKey),
    CheckRule(
      "issuer-key-private", "issuer key can be read by you alone", [.issuerKey],
      [.readableByOthers], needs: .nothing),
    CheckRule(
      "anchor-key-fits", "trust anchor's key belongs to a trust anchor", [.anchorKey],
      ofText.union([.wrongAlgorithm, .wrongCurve, .keyMismatch]), needs: .anchor),
    CheckRule(
      "anchor-key-private", "trust anchor's key can be read by you alone", [.anchorKey],
      [.readableByOthers], needs: .nothing),
  ]
}
