import ArgumentParser
import HostEffects
import MeshCertificates
import Planning
import TerminalModel
import Wizard

/// Asks of a set of certificates what Linkerd and `linkerd check` ask.
struct CheckCertificatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check that Linkerd would accept the certificates of a directory.",
    discussion: """
      Reads ca.crt, issuer.crt, issuer.key and, if it is there, ca.key; changes nothing and prints \
      no key. What is checked are the files as they are, at this moment.

      Exit status: 0 where Linkerd would accept them, perhaps with warnings; 1 where it would \
      refuse them or a file can't be read; 64 where there is no such directory.
      """)

  @OptionGroup var source: CertificatesSource

  @Option(name: .long, help: "The mesh's trust domain, which the names should follow.")
  var trustDomain = CertificateAnswers().trustDomain

  @Option(name: .long, help: "How to print it: text or json.")
  var format = CertificatesSource.Format.text

  func run() throws {
    let settings = HostSettings.ofThisProcess(kubeconfig: nil)
    let place = source.place(settings)
    let files = try place.read()
    let report = CertificatesReport(
      directory: place.directory, trustDomain: trustDomain, now: settings.clock(),
      files: files)
    switch format {
    case .text: report.lines(Terminal.glyphs).map(Terminal.shown).forEach(Terminal.print)
    case .json: Terminal.print(report.json.prettyText)
    }
    if !report.judgement.isAccepted { throw ExitCode(ExitStatus.failed.code) }
  }
}

/// What `certificates check` found, as text and as JSON.
struct CertificatesReport {
  var directory: String
  var trustDomain: String
  var now: Instant
  var judgement: CertificateJudgement
  var checks: [CertificateCheck]
  /// The files that an interrupted run left prepared.
  var leftovers: [String]

  /// Judges the files at a moment.
  init(directory: String, trustDomain: String, now: Instant, files: CertificateFiles) {
    self.directory = directory
    self.trustDomain = trustDomain
    self.now = now
    judgement = CertificateJudge.judge(files, trustDomain: trustDomain, at: now)
    checks = judgement.checks(hasAnchorKey: files.anchorKey != nil)
    leftovers = CertificateWriter.leftovers(in: directory)
  }

  /// In the manner of `linkerd check`; checks that could not be made are left out.
  func lines(_ glyphs: Glyphs) -> [String] {
    var lines = ["linkerd-certificates", "--------------------"]
    for check in checks where check.outcome != .skipped {
      lines.append("\(CertificatesText.sign(check.outcome, glyphs)) \(check.text)")
      for finding in check.findings {
        lines += ["    \(finding.sentence)", "    \(finding.remedy)"]
      }
      if check.outcome != .success, let url = check.hintURL {
        lines.append("    see \(url) for hints")
      }
    }
    if !leftovers.isEmpty {
      lines += [
        "\(CertificatesText.sign(.warning, glyphs)) no interrupted run left anything behind",
        "    \(leftoverText)",
        "    \(Self.leftoverRemedy)",
      ]
    }
    let sum: CertificateCheck.Outcome = judgement.isAccepted ? .success : .error
    return lines + ["", "Status check results are \(CertificatesText.sign(sum, glyphs))"]
  }

  private var leftoverText: String {
    "A run was interrupted while it wrote \(leftovers.joined(separator: ", "))."
  }
  private static let leftoverRemedy =
    "Do it again: certificates create and renew finish or take away what was left."

  /// One object; `accepted` says what the exit status says.
  var json: CanonicalJSON {
    .object([
      "accepted": .bool(judgement.isAccepted), "at": .string(now.iso8601),
      "directory": .string(directory), "trustDomain": .string(trustDomain),
      "checks": .array(checks.map(Self.json)),
      "interrupted": .array(leftovers.map(CanonicalJSON.string)),
    ])
  }

  private static func json(_ check: CertificateCheck) -> CanonicalJSON {
    .object([
      "check": .string(check.id), "description": .string(check.text),
      "result": .string(check.outcome.rawValue),
      "hint": check.hintURL.map(CanonicalJSON.string) ?? .null,
      "problems": .array(
        check.findings.map { finding in
          .object([
            "code": .string(finding.code), "severity": .string(finding.severity.rawValue),
            "sentence": .string(finding.sentence), "remedy": .string(finding.remedy),
          ])
        }),
    ])
  }
}
