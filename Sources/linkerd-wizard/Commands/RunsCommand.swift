import ArgumentParser
import Glibc
import HostEffects
import Planning
import Wizard

/// Lists what the journals of past runs tell, and changes nothing.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List the installs that were begun on this machine, and how each of them stands.",
    discussion: """
      Each run keeps a journal: what it was about to do, and what came of it. With the name of a \
      run, or the beginning of one, its items are shown, with the places of its log and its script.

      Exit status: 0, also where there is no run; 1 where no run, or more than one, has that name.
      """)

  @Argument(help: "A run's name, or the beginning of one; without it all of them, newest first.")
  var name: String?

  @Option(name: .long, help: "How to print it: text or json.")
  var format = CertificatesSource.Format.text

  func run() throws {
    let state = HostSettings.ofThisProcess(kubeconfig: nil).folders.state
    let runs: [PastRun]
    do throws(FileProblem) { runs = try RunHistory.runs(in: state) } catch {
      throw UserError(.failed, [error.problem])
    }
    let report = RunsReport(glyphs: Terminal.glyphs, all: runs)
    let chosen = try name.map { try Self.choose($0, among: runs) }
    switch format {
    case .json: Terminal.print((chosen.map(report.json) ?? report.json(runs)).prettyText)
    case .text:
      (chosen.map(report.lines) ?? report.lines(runs)).map(Terminal.shown).forEach(Terminal.print)
    }
  }

  static func choose(_ name: String, among runs: [PastRun]) throws -> PastRun {
    let found = runs.filter { $0.name.hasPrefix(name) }
    if found.count == 1 { return found[0] }
    throw UserError(
      .failed,
      lines: [
        found.isEmpty
          ? "No run has a name that begins with \(name)."
          : "\(found.count) runs have names that begin with \(name).",
        "  To see all of them: linkerd-wizard runs",
      ])
  }
}
