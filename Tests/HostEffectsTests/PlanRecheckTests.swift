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
    #expect(mode(of: "\(host.folder.path)/state/linkerd-wizard/runs") == nil)
  }

  @Test(arguments: [(Int64(3600), false), (30, true), (-86_000, true)])
  func aClockThatWentBackSinceReviewStopsTheRun(ahead: Int64, begins: Bool) async throws {
    let host = try FakeHost(kubectl: RunTests.cluster, helm: RunTests.noReleases)
    let begin = FakeHost.now.adding(seconds: ahead)
    let recipe = CertificatePlan(
      directory: "\(host.folder.path)/c", anchorName: "root.linkerd.cluster.local",
      issuerName: "identity.linkerd.cluster.local", notBefore: begin,
      anchorNotAfter: begin.adding(seconds: 86_400 * 3650),
      issuerNotAfter: begin.adding(seconds: 86_400 * 365))
    let plan = try RunTests().plan(
      host,
      [
        PlanItem(
          id: "certificates", purpose: "p", explanation: "E.", action: .writeCertificates(recipe))
      ])
    guard case .runBegan(let result)? = await host.report(of: .beginRun(plan, Answers())) else {
      Issue.record("no answer")
      return
    }
    switch result {
    case .success: #expect(begins)
    case .failure(let problem):
      #expect(!begins && problem.sentence.contains("clock has gone back"), "\(problem)")
    }
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
    #expect(mode(of: "\(host.folder.path)/state/linkerd-wizard/runs") == nil)
  }

  /// The issuer's Secret is there in each case: the release that it belongs to is what is changed.
  @Test(arguments: [
    ("deployed", true, true), ("deployed", false, false), ("", true, false),
    ("pending-upgrade", true, false),
  ])
  func anUpgradeBeginsWhereItsReleasesAreAsTheyWere(
    status: String, upgrades: Bool, begins: Bool
  ) async throws {
    let releases = ["linkerd-crds", "linkerd-control-plane"].map {
      #"{"name":"\#($0)","namespace":"linkerd","revision":"1","status":"\#(status)","#
        + #""chart":"\#($0)-2026.6.3","app_version":"edge"}"#
    }.joined(separator: ",")
    let host = try FakeHost(
      kubectl: branch(
        "*'get secret'*", prints: "linkerd-identity-issuer linkerd-control-plane linkerd")
        + RunTests.cluster,
      helm: branch("'history '*", prints: #"[{"status":"deployed"}]"#)
        + branch("'list --kube-context demo'*", prints: status.isEmpty ? "[]" : "[\(releases)]"))
    var plan = try RunTests().plan(host)
    if upgrades {
      plan.upgrade = ExistingWork.Upgrade(
        crds: ReleaseName("linkerd-crds", in: "linkerd"),
        controlPlane: ReleaseName("linkerd-control-plane", in: "linkerd"), version: "2026.6.3",
        revision: 1)
    }
    let problem = try await refusal(of: plan, on: host)
    #expect((problem == nil) == begins, "\(problem?.sentence ?? "it began")")
  }

  @Test(arguments: [
    ("linkerd-control-plane linkerd", true), (" ", false), ("other linkerd", false),
  ])
  func theIssuerOfWhatIsRemovedIsNotInTheWay(owner: String, begins: Bool) async throws {
    let host = try FakeHost(
      kubectl: branch("*'get secret'*", prints: "linkerd-identity-issuer \(owner)")
        + RunTests.cluster, helm: RunTests.noReleases)
    var plan = try RunTests().plan(host)
    plan.removal = ExistingWork.Removal(
      releases: [ReleaseName("linkerd-control-plane", in: "linkerd")])
    let problem = try await refusal(of: plan, on: host)
    #expect(problem?.code == (begins ? nil : "issuer-secret-exists"))
  }

  @Test(arguments: [("shop", true), ("gone", false), ("going", false)])
  func chosenNamespaceHasToBeThereStill(name: String, begins: Bool) async throws {
    let host = try FakeHost(kubectl: RunTests.cluster, helm: RunTests.noReleases)
    let mesh = Self.annotating([name, "new"], on: host)
    let made = PlanItem(
      id: "create-new", purpose: "create", explanation: "Makes it.",
      action: .command(Command(tool: host.kubectl, arguments: ["create"])))
    let problem = try await refusal(of: try RunTests().plan(host, [made, mesh]), on: host)
    #expect(problem?.sentence == (begins ? nil : "The namespace \(name) is no longer there."))
  }

  @Test(
    arguments: [
      (AnnotationsBefore(namespace: "meshed", inject: "enabled"), nil),
      (
        AnnotationsBefore(namespace: "meshed", inject: "disabled"),
        "it has linkerd.io/inject=enabled now."
      ),
      (nil, "it has linkerd.io/inject=enabled now."),
      (
        AnnotationsBefore(namespace: "meshed", inject: "enabled", opaquePorts: "25"),
        "it has no config.linkerd.io/opaque-ports now."
      ),
    ] as [(AnnotationsBefore?, String?)])
  func annotationsHaveToBeWhatTheyWere(before: AnnotationsBefore?, said: String?) async throws {
    let host = try FakeHost(
      kubectl: branch(
        "*'get namespaces -o json'",
        prints:
          #"{"items":[{"metadata":{"name":"meshed","annotations":{"linkerd.io/inject":"enabled"}}}]}"#
      ) + RunTests.cluster, helm: RunTests.noReleases)
    var plan = try RunTests().plan(host, [Self.annotating(["meshed"], on: host)])
    plan.annotationsBefore = before.map { [$0] }
    let problem = try await refusal(of: plan, on: host)
    #expect(problem?.code == (said == nil ? nil : "plan-outdated"))
    #expect(problem?.sentence.hasSuffix(said ?? "") ?? true)
  }

  @Test(
    arguments: [
      ("shop\tnats\t\t4222/4222 ", nil, nil),
      ("shop\tnats\t25\t4222/4222 ", "25", nil),
      ("shop\tnats\t25\t4222/4222 ", nil, "has config.linkerd.io/opaque-ports=25 now."),
      ("shop\tnats\t\t4222/4222 ", "25", "has no config.linkerd.io/opaque-ports now."),
      ("shop\tother\t\t4222/4222 ", nil, "The Service shop/nats is no longer there."),
    ] as [(String, String?, String?)])
  func annotatedServicesHaveToBeWhatTheyWere(
    line: String, before: String?, said: String?
  ) async throws {
    let host = try FakeHost(
      kubectl: branch("*'get services --namespace shop'*", prints: line) + RunTests.cluster,
      helm: RunTests.noReleases)
    let item = PlanItem(
      id: "opaque/shop/services", purpose: "opaque ports", explanation: "Annotates.",
      action: .command(
        Command(
          tool: host.kubectl,
          arguments: [
            "annotate", "service", "nats", "config.linkerd.io/opaque-ports=4222", "--overwrite",
            "--namespace", "shop",
          ])))
    var plan = try RunTests().plan(host, [item])
    plan.annotationsBefore = before.map {
      [AnnotationsBefore(namespace: "shop", service: "nats", opaquePorts: $0)]
    }
    let problem = try await refusal(of: plan, on: host)
    #expect(problem?.code == (said == nil ? nil : "plan-outdated"))
    #expect(problem?.sentence.hasSuffix(said ?? "") ?? true, "\(String(describing: problem))")
  }

  private static func annotating(_ names: [String], on host: FakeHost) -> PlanItem {
    PlanItem(
      id: "mesh", purpose: "mesh", explanation: "Annotates.",
      action: .command(
        Command(
          tool: host.kubectl,
          arguments: ["annotate", "namespace"] + names + ["linkerd.io/inject=enabled"])))
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
