import ArgumentParser
import HostEffects
import Planning
import Screens
import Wizard

/// A past run that a command is about.
struct NamedRun {
  /// Which runs a command can be about.
  enum Kind {
    /// Those that were left in the middle.
    case unfinished
    /// Installs that were begun, finished or not.
    case any
  }

  private var state: WizardState
  private let settings: HostSettings
  private let yes: Bool

  /// Finds the run and reads what it was about; without a name the newest. Throws `UserError`.
  init(_ name: String?, of kind: Kind, yes: Bool, removesCertificates: Bool = false) throws {
    guard yes || Terminal.isInteractive else {
      throw UserError(
        .usage,
        lines: [
          "There is no terminal to ask on, so nothing was done.",
          "  To do it without asking: --yes",
        ])
    }
    var settings = HostSettings.ofThisProcess(kubeconfig: nil)
    let (run, all) = try Self.find(name, kind, in: settings.folders.state)
    settings.kubeconfig = run.beginning.cluster.kubeconfig
    let stored: InterruptedRun
    do throws(Problem) {
      stored = try StoredRun.read(
        run, paths: settings.folders.hostPaths, now: settings.clock())
      try Self.refuse(run, kind, all)
    } catch { throw UserError(.failed, [error]) }
    var options = LaunchOptions(
      programVersion: LinkerdWizard.version, paths: settings.folders.hostPaths,
      kubeconfig: settings.kubeconfig)
    options.goal = .namedRun
    state = WizardState(options: options, answers: stored.answers, now: settings.clock())
    state.interruption = Interruption(run: stored)
    state.interruption?.removesCertificates = removesCertificates
    self.settings = settings
    self.yes = yes
    Terminal.print(Terminal.shown("\(stored.name): \(stored.sentence)"))
  }

  /// What can't be gone on with or taken back. Throws `Problem`.
  private static func refuse(_ run: PastRun, _ kind: Kind, _ all: [PastRun]) throws(Problem) {
    if run.isUndone(in: all) {
      throw Problem(
        "run-undone", "The run \(run.name) was taken back already.",
        remedy: "To see all runs: linkerd-wizard runs")
    }
    if kind == .any, run.beginning.undoes != nil {
      throw Problem(
        "run-is-undo",
        "The run \(run.name) takes another one back, and can't be taken back itself.",
        remedy:
          "To have Linkerd again, install once more. To go on with an undo that was left in the "
          + "middle: linkerd-wizard resume \(run.name)")
    }
    if kind == .unfinished, run.standing == .finished {
      throw Problem(
        "run-finished", "The run \(run.name) is finished, so there is nothing to go on with.",
        remedy: "To take it back: linkerd-wizard undo \(run.name)")
    }
    if let later = RunHistory.later(than: run, among: all).last {
      throw Problem(
        "run-followed",
        "The run \(later.name) has worked on the same cluster since: what is there now is its work, too.",
        remedy: "Take that one back first: linkerd-wizard undo \(later.name)")
    }
  }

  private static func find(
    _ name: String?, _ kind: Kind, in state: String
  ) throws -> (PastRun, [PastRun]) {
    do {
      let runs = try RunHistory.runs(in: state)
      if let name { return (try RunsCommand.choose(name, among: runs), runs) }
      let newest =
        switch kind {
        case .unfinished: try RunHistory.unfinished(in: state).first
        case .any: runs.first { $0.beginning.undoes == nil && !$0.isUndone(in: runs) }
        }
      if let newest { return (newest, runs) }
    } catch let error as FileProblem {
      throw UserError(.failed, [error.problem])
    }
    throw UserError(
      .failed,
      lines: [
        kind == .unfinished
          ? "No install is left in the middle." : "There is no install to take back.",
        "  To see all that were begun: linkerd-wizard runs",
      ])
  }

  /// Finds out what would be done, shows it, asks, and does it; ends by throwing the status as an
  /// `ExitCode`, or `UserError`.
  func carryOut(_ question: UserEvent) throws {
    let session = Session(
      state: state, interpreter: EffectInterpreter(settings: settings, mailbox: try Mailbox()))
    let front = try UnattendedFrontEnd(session: session)
    defer { session.stopEverything() }
    let isUndo = state.interruption?.run.undoing != nil
    let way = try front.way(isUndo ? .undoOpened : question)
    Terminal.print("")
    WayText(glyphs: Terminal.glyphs).lines(way).map(Terminal.shown).forEach(Terminal.print)
    if case .undo(let undo) = way, undo.plan.items.isEmpty { return }
    guard try yes || front.isConfirmed() else {
      Terminal.print("Nothing was done.")
      throw ExitCode(ExitStatus.stopped.code)
    }
    throw ExitCode(try front.carryOut(.wayConfirmed(digest: way.plan.digest)).code)
  }
}
