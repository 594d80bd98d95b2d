import MeshCertificates
import Planning

/// Brings every way in which the host can fail into the words that the screens show.
enum SystemProblem {
  /// The problem behind an error; `unexpected` for one that nobody thought of.
  static func problem(_ error: any Error) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let problem as FileProblem: problem.problem
    case let failure as CertificateFailure: failure.problem
    case let failure as ProtectedFileFailure:
      Problem("file-not-written", failure.sentence, remedy: failure.remedy)
    default:
      Problem(
        "unexpected", "Something unexpected happened: \(TerminalText.harmless("\(error)")).",
        remedy: "Try again; if it stays so, report it with the log.")
    }
  }
}
