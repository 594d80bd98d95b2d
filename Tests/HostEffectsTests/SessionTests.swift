import Diagnosis
import Planning
import Testing
import Wizard

@testable import HostEffects

struct SessionTests {
  private func state(_ host: FakeHost) -> WizardState {
    WizardState(
      options: LaunchOptions(
        programVersion: "0",
        paths: HostPaths(workingDirectory: host.folder.path, home: host.folder.path)),
      now: FakeHost.now)
  }

  @Test func reportsComeBackIntoTheState() async throws {
    let host = try FakeHost(helm: branch("'repo list -o json'", prints: "[]"))
    let helm = host.helm
    let session = Session(state: state(host), interpreter: host.interpreter) { state, event in
      switch event {
      case .tick: return [EffectRequest(id: EffectID(1), effect: .listRepositories(helm: helm))]
      case .host(_, .repositories(.success(let list))):
        state.facts.repositories = .known(list)
        return []
      default: return []
      }
    }
    session.send(.tick(FakeHost.now))
    #expect(await eventually { session.takeReports() })
    #expect(session.state.facts.repositories == .known([]))
    await session.end()
  }

  @Test func anExitEndsTheWaiting() async throws {
    let host = try FakeHost()
    let session = Session(state: state(host), interpreter: host.interpreter) { _, _ in
      [EffectRequest(id: EffectID(1), effect: .exit(.unavailable))]
    }
    #expect(!session.run(now: { FakeHost.now }, until: { _ in false }))
    #expect(session.exitStatus == .unavailable)
  }

  @Test func signingInHappensBetweenLeavingAndReturning() async throws {
    let host = try FakeHost(kubectl: branch("'--context demo get --raw /api'"))
    let target = host.target
    var steps: [String] = []
    let session = Session(state: state(host), interpreter: host.interpreter) { _, event in
      switch event {
      case .tick: return [EffectRequest(id: EffectID(1), effect: .signIn(target))]
      case .host(_, .signedIn(let problem)):
        steps.append(problem == nil ? "signed in" : "refused")
        return []
      default: return []
      }
    }
    session.aroundSignIn = { _, call in
      steps.append("left")
      defer { steps.append("returned") }
      return call()
    }
    session.send(.tick(FakeHost.now))
    #expect(steps == ["left", "returned", "signed in"])
    #expect(host.trace == ["kubectl --context demo get --raw /api"])
  }

  @Test func theRealStateMachineAsksForItsFirstFacts() async throws {
    let host = try FakeHost(
      kubectl: branch("version*", prints: #"{"clientVersion":{"gitVersion":"v1.34.1"}}"#)
        + branch("*--raw*") + branch("'config view -o json'", prints: #"{"contexts":null}"#),
      helm: branch("version*", prints: "v4.2.4") + branch("repo*", prints: "[]"))
    let session = Session(state: state(host), interpreter: host.interpreter)
    session.send(.tick(FakeHost.now))
    #expect(
      await eventually {
        session.takeReports()
        return session.state.facts.helm.isSettled && session.state.facts.contexts.isSettled
      })
    #expect(session.state.facts.helm.value?.version == SemanticVersion(4, 2, 4))
    await session.end()
  }
}
