import ArgumentParser
import Glibc
import HostEffects
import Planning
import Wizard

/// Does what `plan` prints.
struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Install with these answers, without the wizard's screens.",
    discussion: """
      Shows the plan and asks on a terminal; --yes goes on without asking. Where there is no \
      terminal and no --yes, nothing is done and the exit status is 64.
      """)

  @OptionGroup var cluster: ClusterOptions

  @Option(name: .long, help: "The answers file; - is standard input. Without it: every default.")
  var answers: String?

  @Flag(name: .long, help: "Do it without asking.")
  var yes = false

  @Option(
    name: .long, help: "Do it only if the plan has this digest, as `plan` prints it; 8 digits do.")
  var digest: String?

  func validate() throws {
    if let digest, digest.count < 8 || !digest.allSatisfy(\.isHexDigit) {
      throw ValidationError("A digest has 8 to 64 hexadecimal digits, as `plan` prints them.")
    }
  }

  func run() throws {
    guard yes || Terminal.isInteractive else {
      throw UserError(
        .usage,
        lines: [
          "There is no terminal to ask on, so nothing was done.",
          "  Read the plan with linkerd-wizard plan, then add --yes.",
        ])
    }
    var launch = try Launch(
      kubeconfig: cluster.kubeconfig, context: cluster.context, answers: answers)
    let moment = digest.flatMap {
      PlannedMoments(folders: launch.settings.folders).moment(of: $0, now: launch.state.now)
    }
    if let moment { launch.state.now = moment }
    let session = try launch.session()
    defer { session.stopEverything() }
    let front = try UnattendedFrontEnd(session: session)
    let reviewed = try front.plan(at: moment)
    try checkDigest(of: reviewed)
    Terminal.print(reviewed.plan.text)
    guard try yes || front.isConfirmed() else {
      Terminal.print("Nothing was done.")
      throw ExitCode(ExitStatus.stopped.code)
    }
    throw ExitCode(try front.apply(reviewed).code)
  }

  private func checkDigest(of reviewed: ReviewedPlan) throws {
    guard let digest, !reviewed.digest.hasPrefix(digest.lowercased()) else { return }
    throw UserError(
      .failed,
      lines: [
        "The plan isn't the one with the digest \(digest), so nothing was done.",
        "  Answers, cluster, charts or tools have changed, or that plan was not shown here in the "
          + "last day.",
        "  Read it anew with linkerd-wizard plan, and give the digest that it ends with.",
      ])
  }
}
