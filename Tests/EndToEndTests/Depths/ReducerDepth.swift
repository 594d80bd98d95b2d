import Diagnosis
import Planning
import Screens
import TestSupport
import Testing
import Wizard

/// The first depth: the state machine alone, with facts that a script tells.
struct ReducerDepth: EventDepth {
  private var wizard = WizardFixture()
  let repository = "http://charts.example:8080/charts/edge"

  init() {}

  var state: WizardState { wizard.state }

  mutating func send(_ event: UserEvent) { wizard.user(event) }

  /// Answers everything that is pending, a run's items too.
  mutating func settle() {
    while let (id, report) = nextAnswer { wizard.send(.host(id, report)) }
  }

  private var nextAnswer: (EffectID, HostReport)? {
    for (id, effect) in state.pending.sorted(by: { $0.key < $1.key }) {
      if let report = Self.answer(effect) { return (id, report) }
    }
    return nil
  }

  private static func answer(_ effect: Effect) -> HostReport? {
    switch effect {
    case .readContexts:
      .contexts(
        .success(
          KubeContexts(
            contexts: [
              KubeContext(name: UserScript.currentContext, server: "http://127.0.0.1:1"),
              KubeContext(name: "practice", server: "http://127.0.0.1:6443"),
            ], current: UserScript.currentContext)))
    case .probe(.server, let target) where target.context == UserScript.currentContext:
      .server(.failure(Problem("server-refused", "Nobody answers there.", remedy: "Start it.")))
    case .beginRun: .runBegan(.success(RunRecord(directory: "/home/ada/runs/1")))
    case .carryOut: .itemFinished(.done(.none))
    default: WizardFixture.answer(effect)
    }
  }

  func outcome() throws -> DepthOutcome {
    let began = wizard.requests.compactMap { request -> (Plan, Answers)? in
      guard case .beginRun(let plan, let answers) = request.effect else { return nil }
      return (plan, answers)
    }
    try #require(began.count == 1, "\(state.notice?.text ?? "")")
    let (plan, answers) = began[0]
    guard case .exit(let status)? = wizard.requests.last?.effect else {
      throw UnplayableScript(description: "The wizard has not ended: \(state.phase)")
    }
    return DepthOutcome(
      plan: plan, answers: AnswersText.render(answers, commented: false),
      ending: FarewellText.lines(state).first ?? "", status: status.code, annotated: annotated,
      work: WizardFixture.options.paths.workingDirectory, repository: repository)
  }

  /// The namespaces that the commands which were carried out annotate.
  private var annotated: [String] {
    wizard.requests.flatMap { request -> [String] in
      guard case .carryOut(let item, _) = request.effect, case .command(let command) = item.action,
        let verb = command.arguments.firstIndex(of: "annotate")
      else { return [] }
      return command.arguments.dropFirst(verb + 2).prefix { !$0.contains("=") }.map { $0 }
    }
  }
}
