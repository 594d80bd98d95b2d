import Diagnosis
import Planning
import Testing
import Wizard

@testable import HostEffects

/// What is looked at once more, just before a run begins.
struct PlanRecheckTests {
  @Test(arguments: ["values.yaml", "crds.tgz", "helm"])
  func aChangedFileStopsTheRunBeforeItBegins(file: String) async throws {
    let host = try FakeHost(kubectl: RunTests.cluster, helm: RunTests.noReleases)
    let plan = try RunTests().plan(host)
    try host.folder.write(file, "changed")
    guard case .runBegan(.failure(let problem)) = await host.report(of: .beginRun(plan, Answers()))
    else {
      Issue.record("it began")
      return
    }
    #expect(problem.code == "plan-outdated")
    #expect(problem.sentence.contains(file))
    #expect(mode(of: "\(host.folder.path)/state") == nil)
  }

  @Test func anotherClusterStopsTheRunBeforeItBegins() async throws {
    let host = try FakeHost(kubectl: RunTests.cluster, helm: RunTests.noReleases)
    let plan = try RunTests().plan(host, uid: "u-2")
    guard case .runBegan(.failure(let problem)) = await host.report(of: .beginRun(plan, Answers()))
    else {
      Issue.record("it began")
      return
    }
    #expect(problem.code == "plan-outdated")
  }

  @Test func linkerdThatCameMeanwhileIsNotUpgradedByAccident() async throws {
    let release =
      #"[{"name":"linkerd-control-plane","namespace":"linkerd","revision":"1","#
      + #""status":"deployed","chart":"linkerd-control-plane-2026.8.3","app_version":"edge"}]"#
    let host = try FakeHost(
      kubectl: RunTests.cluster, helm: branch("'list --kube-context demo'*", prints: release))
    let problem = try await refusal(of: try RunTests().plan(host), on: host)
    #expect(problem?.code == "plan-outdated")
    #expect(problem?.sentence.contains("is installed here already") == true)
    #expect(mode(of: "\(host.folder.path)/state") == nil)
  }

  @Test(arguments: [("shop", true), ("gone", false), ("going", false)])
  func chosenNamespaceHasToBeThereStill(name: String, begins: Bool) async throws {
    let host = try FakeHost(kubectl: RunTests.cluster, helm: RunTests.noReleases)
    let proof = PlanItem(
      id: "proof", purpose: "proof", explanation: "Looks.",
      action: .verify(
        MeshCheck(
          namespace: "linkerd", meshedNamespaces: [name, "new"], anchorCertificatePath: nil)))
    let made = PlanItem(
      id: "create-new", purpose: "create", explanation: "Makes it.",
      action: .command(Command(tool: host.kubectl, arguments: ["create"])))
    let problem = try await refusal(of: try RunTests().plan(host, [made, proof]), on: host)
    #expect(problem?.sentence == (begins ? nil : "The namespace \(name) is no longer there."))
  }

  /// Why a run doesn't begin; nil where it does.
  private func refusal(of plan: Plan, on host: FakeHost) async throws -> Problem? {
    guard case .runBegan(let result)? = await host.report(of: .beginRun(plan, Answers())) else {
      Issue.record("nothing was reported")
      return nil
    }
    if case .failure(let problem) = result { return problem }
    return nil
  }
}
