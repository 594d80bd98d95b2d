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

  @Flag(
    name: .long,
    help: ArgumentHelp(
      "Print what it would make of the cluster instead: manifests, as YAML or JSON.",
      discussion: """
        Helm renders the charts in a dry run, and the API server is asked what it would make of \
        every object. Nothing is changed, no private key is read, and Secrets are without data.
        """))
  var preview = false

  func validate() throws {
    if preview, format == .script {
      throw ValidationError("A preview is no script: --preview goes with --format text or json.")
    }
  }

  func run() throws {
    let launch = try Launch(
      kubeconfig: cluster.kubeconfig, context: cluster.context, answers: answers)
    let session = try launch.session()
    defer { session.stopEverything() }
    let front = try UnattendedFrontEnd(session: session)
    let reviewed = try front.plan()
    PlannedMoments(folders: launch.settings.folders).remember(reviewed)
    if preview { return try print(try front.preview(), of: reviewed) }
    let text =
      switch format {
      case .text: reviewed.plan.text
      case .json: reviewed.plan.json
      case .script: reviewed.plan.script(writtenBy: launch.settings.program)
      }
    Terminal.write(text, to: STDOUT_FILENO)
  }
  /// Prints a preview. Throws `UserError` where something of it could not be found out.
  private func print(_ preview: Preview, of reviewed: ReviewedPlan) throws {
    let text = format == .json ? preview.json(digest: reviewed.digest) : preview.text
    Terminal.write(text, to: STDOUT_FILENO)
    let problems = preview.problems
    UserError.warn(problems.filter { $0.severity == .warning })
    let errors = problems.filter { $0.severity == .error }
    if !errors.isEmpty { throw UserError(.failed, errors) }
  }
}
