extension AnswersCheck {
  /// `linkerd check` warns about certificates that end within so many days
  /// (pkg/issuercerts/issuercerts.go of Linkerd).
  package static let daysOfWarning: Int64 = 60

  /// Where a certificate would end, for the screen; nil where the text can't be read or the end
  /// lies beyond what certificates can name.
  package static func end(of validity: String, from now: Instant) -> Instant? {
    guard let lifetime = try? Lifetime.parse(validity).get() else { return nil }
    let end = now.adding(seconds: lifetime.seconds)
    return end > .lastInCertificates ? nil : end
  }

  static func validityProblems(
    _ field: FieldID, _ answers: CertificateAnswers, now: Instant
  ) -> [Problem] {
    let isAnchor = field == .anchorValidity
    switch Lifetime.parse(isAnchor ? answers.anchorValidity : answers.issuerValidity) {
    case .failure(let problem): return [problem]
    case .success(let lifetime):
      if let problem = extentProblem(lifetime, now: now) { return [problem] }
      if !isAnchor, answers.asks(.anchorValidity),
        let anchor = try? Lifetime.parse(answers.anchorValidity).get(), lifetime > anchor
      {
        return [outlivesAnchor(anchor)]
      }
      return shortWarning(lifetime, isAnchor: isAnchor).map { [$0] } ?? []
    }
  }

  private static func extentProblem(_ lifetime: Lifetime, now: Instant) -> Problem? {
    if lifetime.seconds < Lifetime.hour {
      return Problem(
        "validity-too-short", "Shorter than an hour: it could end before the install does.",
        remedy: "Use 1h or more.")
    }
    guard now.adding(seconds: lifetime.seconds) > .lastInCertificates else { return nil }
    let hours = Instant.lastInCertificates.seconds(since: now) / Lifetime.hour
    return Problem(
      "validity-beyond-9999", "Certificates can't end after the year 9999.",
      remedy: hours > 0
        ? "Use \(hours)h or less." : "Set this machine's clock to the right time.")
  }

  private static func outlivesAnchor(_ anchor: Lifetime) -> Problem {
    Problem(
      "issuer-outlives-anchor", "Longer than the trust anchor.",
      remedy: "Use \(anchor.canonicalText) (\(anchor.humanText)) or less.")
  }

  /// What stands against an issuer of that life under a root that is there; nil where nothing does.
  ///
  /// The plan cuts what is up to an hour too long: otherwise the largest whole number of hours, which
  /// is named, would be wrong as soon as a little time has passed.
  package static func problem(
    ofIssuer lifetime: Lifetime, under root: CertificateFacts, now: Instant
  ) -> Problem? {
    let end = now.adding(seconds: lifetime.seconds - Lifetime.hour)
    guard end > root.notAfter else { return nil }
    let hours = root.notAfter.seconds(since: now) / Lifetime.hour
    return Problem(
      "issuer-outlives-anchor",
      "Longer than your trust anchor, which ends at \(root.notAfter.iso8601).",
      remedy: hours > 0
        ? "Use \(hours)h or less." : "Make a new trust anchor: choose another source.")
  }

  private static func shortWarning(_ lifetime: Lifetime, isAnchor: Bool) -> Problem? {
    guard lifetime.seconds < daysOfWarning * Lifetime.day else { return nil }
    let what = isAnchor ? "anchor" : "issuer"
    return Problem(
      "\(what)-short", severity: .warning,
      "Shorter than \(daysOfWarning) days: linkerd check will warn from the first day on.",
      remedy: "Use \(daysOfWarning)d or more, or plan to renew the \(what) in time.")
  }
}
