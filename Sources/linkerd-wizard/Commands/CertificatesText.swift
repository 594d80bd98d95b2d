import MeshCertificates
import Planning
import Wizard

/// Words that the verbs of `certificates` share.
enum CertificatesText {
  /// A line about a certificate that was written.
  static func line(_ path: String, _ summary: CertificateSummary) -> String {
    Terminal.shown("\(path)  \(summary.subject), until \(summary.notAfter.iso8601)")
  }

  /// Reads an option's instant; nil where it wasn't given. Throws `UserError` with status 64.
  static func instant(_ text: String?, _ option: String) throws -> Instant? {
    guard let text else { return nil }
    guard let instant = Instant(iso8601: text) else {
      throw UserError(
        .usage,
        lines: ["\(option) wants an instant such as 2036-11-17T21:01:00Z, not “\(text)”."])
    }
    return instant
  }

  /// The failure with its status: wrong usage where no machine could have done what was asked.
  static func userError(_ failure: CertificateFailure) -> UserError {
    switch failure.code {
    case .nameNotUsable, .validityNotUsable, .issuerOutlivesAnchor:
      UserError(.usage, [failure.problem])
    default: UserError(.failed, [failure.problem])
    }
  }

  /// How long it is from one moment to a later one, such as `364 days` or `5 hours`.
  static func distance(from now: Instant, to end: Instant) -> String {
    let seconds = end.seconds(since: now)
    for (unit, name) in [(Lifetime.day, "day"), (Lifetime.hour, "hour"), (60, "minute")]
    where seconds >= unit {
      return "\(seconds / unit) \(name)\(seconds / unit == 1 ? "" : "s")"
    }
    return "less than a minute"
  }
}
