import Glibc
import HostEffects
import Planning
import Screens
import Testing
import Wizard

/// The second depth: the session that carries effects out, on a host whose kubectl and Helm are
/// scripts.
struct SessionDepth: EventDepth {
  private let place: Workplace
  private let session: Session
  let repository = "http://charts.example:8080/charts/edge"

  init() throws {
    place = try Workplace()
    try place.addFakeTools()
    let environment = [
      "HOME": place.home, "PATH": "\(place.bin):/usr/bin:/bin", "KUBECONFIG": "/nonexistent",
    ]
    let settings = HostSettings(
      environment: environment,
      folders: WizardFolders(environment: environment, working: place.work), proofPatience: 0)
    session = Session(
      state: WizardState(
        options: LaunchOptions(programVersion: "0.1.0", paths: settings.folders.hostPaths),
        now: settings.clock()),
      interpreter: EffectInterpreter(settings: settings, mailbox: try Mailbox()))
    session.send(.tick(settings.clock()))
  }

  var state: WizardState { session.state }

  func send(_ event: UserEvent) { session.send(.user(event)) }

  func settle() async throws {
    let isSettled = await eventually(within: 60) {
      session.takeReports()
      return session.state.pending.isEmpty
    }
    try #require(isSettled, "\(session.state.pending.values)")
  }

  func outcome() async throws -> DepthOutcome {
    let status = try #require(session.exitStatus, "it goes on: \(state.notice?.text ?? "")")
    await session.end()
    #expect(place.unexpectedCalls == [])
    return try DepthOutcome(
      runIn: place, ending: FarewellText.lines(state).first ?? "", status: status.code,
      annotated: place.annotatedNamespaces, repository: repository)
  }
}
