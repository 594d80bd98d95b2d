import ArgumentParser
import Glibc
import HostEffects
import Wizard

/// The program: without a subcommand it opens the wizard.
@main
struct LinkerdWizard: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "linkerd-wizard",
    abstract: "Installs Linkerd on a Kubernetes cluster, step by step.",
    discussion: """
      Six screens ask what is needed, Review shows exactly what will be done, and nothing is \
      changed before you confirm it there. On a terminal that can't position a cursor the same \
      screens come as numbered questions.

      Options of the wizard, which is what runs without a subcommand:

      \(WizardCommand.optionLines.joined(separator: "\n"))

      Exit status: 0 done, 1 a command or a check failed, 64 wrong usage or bad answers, 69 the \
      cluster or a tool isn't ready, 70 a bug, 130 stopped by you, 128 and its number for \
      another signal.
      """,
    version: version,
    subcommands: [
      WizardCommand.self, PracticeCommand.self, PlanCommand.self, ApplyCommand.self,
      AnswersCommand.self, CertificatesCommand.self, CheckCommand.self, RunsCommand.self,
      ResumeCommand.self, UndoCommand.self,
    ],
    defaultSubcommand: WizardCommand.self)

  /// Runs the command; what the user can put right is said as sentences, with its own status.
  static func main() {
    CoreFiles.forbid()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as UserError {
      error.print()
      Glibc.exit(error.status.code)
    } catch {
      exit(withError: error)
    }
  }
}
