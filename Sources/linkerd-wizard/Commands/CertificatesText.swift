import MeshCertificates
import Planning
import TerminalModel
import Wizard

/// Words that the verbs of `certificates` share.
enum CertificatesText {
  /// A line about a certificate that was written.
  static func line(_ path: String, _ summary: CertificateSummary) -> String {
    line(path, name: summary.subject, until: summary.notAfter)
  }

  /// The same of a certificate that somebody else has read.
  static func line(_ path: String, name: String, until end: Instant) -> String {
    Terminal.shown("\(path)  \(name), until \(end.iso8601)")
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
  static func userError(_ failure: CertificateFailure) -> UserError { userError(failure.problem) }

  /// The same of a failure that came as a problem.
  static func userError(_ problem: Problem) -> UserError {
    switch CertificateFailure.Code(rawValue: problem.code) {
    case .nameNotUsable, .validityNotUsable, .issuerOutlivesAnchor: UserError(.usage, [problem])
    default: UserError(.failed, [problem])
    }
  }

  /// The signs of `linkerd check`, where they can be shown.
  static func sign(_ outcome: CertificateCheck.Outcome, _ glyphs: Glyphs) -> String {
    switch outcome {
    case .success: glyphs.isASCII ? "\(glyphs.good)" : "√"
    case .warning: glyphs.isASCII ? "\(glyphs.warning)" : "‼"
    case .error: glyphs.isASCII ? "\(glyphs.bad)" : "×"
    case .skipped: "-"
    }
  }

  /// Tells on standard error what was found in certificates, in the manner of `linkerd check`.
  static func tell(_ findings: [Problem]) {
    for finding in findings {
      let outcome: CertificateCheck.Outcome = finding.severity == .error ? .error : .warning
      let lines = [
        "\(sign(outcome, Terminal.glyphs)) \(finding.sentence)", "    \(finding.remedy)",
      ]
      lines.map(Terminal.shown).forEach(Terminal.printError)
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
