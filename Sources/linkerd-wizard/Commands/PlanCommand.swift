import ArgumentParser
import Glibc
import HostEffects
import Planning
import Wizard

/// Prints what would be done, and changes nothing.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Print what would be done with these answers; change nothing.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, script
  }

  @OptionGroup var cluster: ClusterOptions

  @Option(name: .long, help: "The answers file; - is standard input. Without it: every default.")
  var answers: String?

  @Option(name: .long, help: "How to print it: text, json or script (a shell script).")
  var format = Format.text

  func run() throws {
    let launch = try Launch(
      kubeconfig: cluster.kubeconfig, context: cluster.context, answers: answers)
    let session = try launch.session()
    defer { session.stopEverything() }
    let reviewed = try UnattendedFrontEnd(session: session).plan()
    PlannedMoments(folders: launch.settings.folders).remember(reviewed)
    let text =
      switch format {
      case .text: reviewed.plan.text
      case .json: reviewed.plan.json
      case .script: reviewed.plan.script(writtenBy: launch.settings.program)
      }
    Terminal.write(text, to: STDOUT_FILENO)
  }
}
