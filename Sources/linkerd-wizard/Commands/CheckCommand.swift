import ArgumentParser
import Diagnosis
import Glibc
import HostEffects
import Planning
import TerminalModel
import Wizard

/// Looks whether the control plane is up, and changes nothing.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check that Linkerd's control plane is up.",
    discussion: "Exit status: 0 where every check passed, 1 where one failed or Linkerd isn't "
      + "there, 69 where the cluster couldn't be asked.")

  @OptionGroup var cluster: ClusterOptions

  @Option(name: .long, help: "The control plane's namespace.")
  var namespace = ControlPlaneAnswers().namespace

  func run() throws {
    let settings = cluster.settings
    let check = MeshCheck(
      namespace: namespace, meshedNamespaces: [], anchorCertificatePath: nil)
    let context = cluster.context
    let answer: Result<[CheckRow], Problem> = Blocking.wait { [settings] in
      await ClusterChecker(settings: settings).rows(check, context: context)
    }
    switch answer {
    case .failure(let problem): throw UserError(.unavailable, [problem])
    case .success(let all):
      // Without a certificate file there is nothing to compare the cluster's anchor with.
      let rows = all.filter { $0.id != "trust-anchors" || $0.mark != .warning }
      CheckReport(glyphs: Terminal.glyphs).lines(rows).map(Terminal.shown)
        .forEach(Terminal.print)
      if !MeshProof.passed(rows) { throw ExitCode(ExitStatus.failed.code) }
    }
  }
}

/// The rows of checks as lines of text.
struct CheckReport {
  var glyphs: Glyphs

  /// One line a check, with reason and remedy below it where it didn't pass.
  func lines(_ rows: [CheckRow]) -> [String] {
    rows.flatMap { row -> [String] in
      ["\(sign(row.mark)) \(row.text)"]
        + [row.reason, row.remedy].flatMap { ProseText.wrapped($0, to: 74) }.map { "    " + $0 }
    }
  }

  /// The signs of `linkerd check`, where they can be shown.
  private func sign(_ mark: CheckRow.Mark) -> String {
    switch mark {
    case .passed: glyphs.isASCII ? "\(glyphs.good)" : "√"
    case .warning: glyphs.isASCII ? "\(glyphs.warning)" : "‼"
    case .failed: glyphs.isASCII ? "\(glyphs.bad)" : "×"
    case .waiting, .running: "-"
    }
  }
}
