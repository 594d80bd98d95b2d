import ArgumentParser
import Glibc
import HostEffects
import Planning
import Wizard

/// What a front end needs to start: the first state and the hands that carry out effects.
struct Launch {
  var state: WizardState
  var settings: HostSettings

  /// Reads the answers file, where one is named, and the surroundings.
  ///
  /// Throws `UserError` with status 64 for answers that can't be taken.
  init(
    kubeconfig: String? = nil, context: String? = nil, answers path: String?,
    practice: PracticeSurroundings? = nil
  ) throws {
    var settings = HostSettings.ofThisProcess(kubeconfig: nil)
    let paths = settings.folders.hostPaths
    settings.kubeconfig = kubeconfig.map { PathText.absolute($0, paths: paths) }
    practice?.adjust(&settings)
    let now = settings.clock()
    var answers = try path.map { try AnswersSource.read($0, paths: paths, now: now) } ?? Answers()
    if let context { answers.context = context }
    var options = LaunchOptions(
      programVersion: LinkerdWizard.version, paths: paths, kubeconfig: settings.kubeconfig)
    practice?.adjust(&options, &answers, wasGiven: path != nil)
    state = WizardState(options: options, answers: answers, now: now)
    self.settings = settings
  }

  /// Makes the session that a front end drives.
  func session() throws -> Session {
    let interpreter = EffectInterpreter(
      settings: settings, mailbox: try Mailbox())
    return Session(state: state, interpreter: interpreter)
  }
}
