import ArgumentParser
import HostEffects
import Planning
import Screens
import Wizard

/// Goes on with a run that was left in the middle.
struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with an install that failed, was stopped, or was cut off.",
    discussion: """
      Looks at the cluster first, and shows what is done, what has to be mended and what is still to \
      be done; then it asks. What goes on is the plan that was confirmed: it isn't made anew, what is \
      done isn't done again, and keys that exist stay. A Helm that is still running is waited for.

      Exit status: as for apply; 1 also where there is no such run.
      """)

  @Argument(help: "A run's name, or the beginning of one; without it the newest unfinished one.")
  var name: String?

  @Flag(name: .long, help: "Do it without asking.")
  var yes = false

  func run() throws {
    let front = try NamedRun(name, yes: yes).frontEnd()
    defer { front.session.stopEverything() }
    let way = try front.continuation()
    Terminal.print("")
    ResumeText(glyphs: Terminal.glyphs).lines(way).map(Terminal.shown).forEach(Terminal.print)
    guard try yes || front.isConfirmed() else {
      Terminal.print("Nothing was done.")
      throw ExitCode(ExitStatus.stopped.code)
    }
    throw ExitCode(try front.carryOut(.resumeConfirmed(digest: way.plan.digest)).code)
  }
}

/// A past run that a command is about, with the session that works on it.
struct NamedRun {
  private let state: WizardState
  private let settings: HostSettings

  /// Finds the run and reads what it was about; without a name the newest that isn't finished. Throws
  /// `UserError`.
  init(_ name: String?, yes: Bool) throws {
    guard yes || Terminal.isInteractive else {
      throw UserError(
        .usage,
        lines: [
          "There is no terminal to ask on, so nothing was done.", "  To go on without: --yes",
        ])
    }
    var settings = HostSettings.ofThisProcess(kubeconfig: nil)
    let run = try Self.find(name, in: settings.folders.state)
    settings.kubeconfig = run.beginning.cluster.kubeconfig
    let stored: InterruptedRun
    do throws(Problem) {
      stored = try StoredRun.read(
        run, paths: settings.folders.hostPaths, now: settings.clock())
    } catch { throw UserError(.failed, [error]) }
    var options = LaunchOptions(
      programVersion: LinkerdWizard.version, paths: settings.folders.hostPaths,
      kubeconfig: settings.kubeconfig)
    options.goal = .namedRun
    var state = WizardState(options: options, answers: stored.answers, now: settings.clock())
    state.interruption = Interruption(run: stored)
    (self.state, self.settings) = (state, settings)
    Terminal.print(Terminal.shown("\(stored.name): \(stored.sentence)"))
  }

  private static func find(_ name: String?, in state: String) throws -> PastRun {
    do {
      if let name { return try RunsCommand.choose(name, among: RunHistory.runs(in: state)) }
      if let newest = try RunHistory.unfinished(in: state).first { return newest }
    } catch let error as FileProblem {
      throw UserError(.failed, [error.problem])
    }
    throw UserError(
      .failed,
      lines: [
        "No install is left in the middle.",
        "  To see all that were begun: linkerd-wizard runs",
      ])
  }

  /// The front end that drives it.
  func frontEnd() throws -> UnattendedFrontEnd {
    try UnattendedFrontEnd(
      session: Session(
        state: state, interpreter: EffectInterpreter(settings: settings, mailbox: try Mailbox())))
  }
}
