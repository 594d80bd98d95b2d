import Diagnosis
import Glibc
import Planning
import Testing
import Wizard

@testable import HostEffects

struct ProbeTests {
  private func recorded(_ name: String) throws -> String {
    String(decoding: try Recording.stdout(name), as: UTF8.self)
  }

  @Test func contextsComeWithTheHashOfTheirAuthority() async throws {
    let host = try FakeHost(
      kubectl: branch("*--raw*", prints: "lab-6443\taGVsbG8=\nminikube\t\nprod-eu\t")
        + branch("'config view -o json'", prints: try recorded("kubectl-config-view-multi")))
    guard case .contexts(.success(let contexts)) = await host.report(of: .readContexts) else {
      Issue.record("no contexts")
      return
    }
    #expect(contexts.current == "admin@lab-6443")
    #expect(contexts.contexts.map(\.server).first == "https://127.0.0.1:6443")
    #expect(contexts.contexts[0].authority == FileDigest.of("aGVsbG8=".utf8))
    #expect(contexts.contexts[1].authority == nil)
  }

  @Test func toolsAreLocatedWithTheirVersions() async throws {
    let host = try FakeHost(
      kubectl: branch(
        "'version --client -o json'", prints: #"{"clientVersion":{"gitVersion":"v1.34.1"}}"#),
      helm: branch("'version --template {{.Version}}'", prints: "v4.2.4"))
    #expect(
      await host.report(of: .locateTool(.kubectl))
        == .tool(
          .kubectl,
          .success(
            Tool(name: .kubectl, path: host.kubectl.path, version: SemanticVersion(1, 34, 1)))))
    #expect(
      await host.report(of: .locateTool(.helm))
        == .tool(
          .helm,
          .success(Tool(name: .helm, path: host.helm.path, version: SemanticVersion(4, 2, 4)))))
  }

  @Test func aMissingToolIsAProblemWithARemedy() async throws {
    let host = try FakeHost()
    unlink(host.helm.path)
    guard case .tool(.helm, .failure(let problem)) = await host.report(of: .locateTool(.helm))
    else {
      Issue.record("helm was found")
      return
    }
    #expect(problem.code == "helm-missing")
    #expect(problem.remedy.contains("helm.sh"))
  }

  @Test func theServersVersionAndIdentityAreAskedSideBySide() async throws {
    let host = try FakeHost(
      kubectl: branch("*'version -o json'", prints: try recorded("kubectl-version-1.36"))
        + branch(
          "*'get namespace kube-system -o json'",
          prints: #"{"kind":"Namespace","metadata":{"name":"kube-system","uid":"u-1"}}"#))
    #expect(
      await host.report(of: .probe(.server, host.target))
        == .server(.success(ServerFact(version: SemanticVersion(1, 36, 2), clusterUID: "u-1"))))
    #expect(
      host.trace == [
        "kubectl --context demo --request-timeout=58s get namespace kube-system -o json",
        "kubectl --context demo --request-timeout=58s version -o json",
      ])
  }

  @Test func anUnreachableServerIsAProblem() async throws {
    let host = try FakeHost(
      kubectl: branch(
        "*'version -o json'", prints: try recorded("kubectl-version-unreachable"),
        errors: "The connection to the server 127.0.0.1:6999 was refused", status: 1)
        + branch("*", errors: "refused", status: 1))
    guard case .server(.failure) = await host.report(of: .probe(.server, host.target)) else {
      Issue.record("it was reached")
      return
    }
  }

  @Test func aServerThatNeverAnswersIsGivenUp() async throws {
    let host = try FakeHost(kubectl: "*) exec sleep 1000;;\n", probeTimeout: 3)
    guard case .gatewayAPI(.failure) = await host.report(of: .probe(.gatewayAPI, host.target))
    else {
      Issue.record("it answered")
      return
    }
  }

  @Test func nonsenseIsAProblemAndShowsNoEscapes() async throws {
    let host = try FakeHost(kubectl: branch("*", prints: "\u{1b}[31m<html>hello"))
    guard
      case .namespaces(.failure(let problem)) = await host.report(
        of: .probe(.namespaces, host.target))
    else {
      Issue.record("it was understood")
      return
    }
    #expect(problem.code == "answer-unreadable")
    #expect(problem.sentence.contains("<html>hello"))
    #expect(!problem.sentence.contains("\u{1b}"))
  }

  @Test func rightsAreAskedInOneCall() async throws {
    let answers = (0..<16).map { number in
      #"{"kind":"SelfSubjectAccessReview","metadata":{},"status":{"allowed":\#(number != 3)}}"#
    }.joined(separator: "\n")
    let host = try FakeHost(
      kubectl: "*create*) cat > $here/reviews; cat <<'E'\n\(answers)\nE\nexit 0;;\n")
    #expect(
      await host.report(of: .probe(.access, host.target))
        == .access(
          .success(
            AccessFact(refused: [
              .init(verb: "create", resource: "customresourcedefinitions.apiextensions.k8s.io")
            ]))))
    #expect(host.trace.count == 1)
    #expect(host.folder.text("reviews").contains(#""group":"apiextensions.k8s.io""#))
  }

  @Test func rightsAreAskedOneByOneWhereThatFails() async throws {
    let host = try FakeHost(
      kubectl: branch("*'create --validate'*", errors: "no", status: 1)
        + branch("*'can-i create secrets'", prints: "no", status: 1)
        + branch("*can-i*", prints: "yes"))
    #expect(
      await host.report(of: .probe(.access, host.target))
        == .access(.success(AccessFact(refused: [.init(verb: "create", resource: "secrets")]))))
  }

  /// What of Linkerd a host finds; the test ends where it finds nothing.
  private func traces(on host: FakeHost) async throws -> LinkerdTraces {
    let report = await host.report(of: .probe(.linkerd, host.target))
    guard case .linkerd(.success(.some(let traces))) = report else {
      throw Problem("nothing-found", "\(String(describing: report))")
    }
    return traces
  }

  @Test func noTracesOfLinkerdAreNone() async throws {
    let host = try FakeHost(
      kubectl: branch("*", prints: #"{"items":[]}"#), helm: branch("list*", prints: "[]"))
    #expect(await host.report(of: .probe(.linkerd, host.target)) == .linkerd(.success(.none)))
    #expect(
      host.trace.filter { $0.hasPrefix("helm") }
        == ["helm list --kube-context demo --all-namespaces --max 0 -o json"])
  }

  @Test func tracesOfLinkerdAreTold() async throws {
    let host = try FakeHost(
      kubectl: branch(
        "*configmaps*",
        prints: #"{"items":[{"metadata":{"name":"linkerd-config","namespace":"mesh"}}]}"#)
        + branch(
          "*clusterroles*",
          prints: #"{"items":[{"kind":"ClusterRole","metadata":{"name":"linkerd-x"}},"#
            + #"{"kind":"CustomResourceDefinition","metadata":{"name":"httproutes.gateway.networking.k8s.io"}}]}"#
        ),
      helm: branch("list*", prints: try recorded("helm3-list-all-pending-install")),
      helmVersion: SemanticVersion(3, 20, 1))
    let traces = try await traces(on: host)
    #expect(traces.controlPlaneNamespaces == ["mesh"])
    #expect(traces.clusterObjects == ["ClusterRole/linkerd-x"])
    #expect(traces.releases.contains { $0.status == "pending-install" })
    #expect(host.trace.contains { $0.contains("--all -o json") })
  }

  @Test(arguments: [("failed", "[]", false), ("failed", #"[{"status":"superseded"}]"#, true)])
  func aFailedReleaseIsAskedWhetherItRanBefore(
    status: String, history: String, wasDeployed: Bool
  ) async throws {
    let list =
      #"[{"name":"linkerd-control-plane","namespace":"mesh","revision":"2","status":"\#(status)","#
      + #""chart":"linkerd-control-plane-2026.8.3","app_version":"x"}]"#
    let host = try FakeHost(
      kubectl: branch("*", prints: #"{"items":[]}"#),
      helm: branch("list*", prints: list)
        + branch("'history linkerd-control-plane'*", prints: history))
    let traces = try await traces(on: host)
    #expect(traces.releases.map(\.wasDeployed) == [wasDeployed])
    #expect(
      host.trace.contains(
        "helm history linkerd-control-plane --kube-context demo --namespace mesh -o json"))
  }

  @Test(arguments: [("platform-mesh-1.4.0", true), ("linkerd-crds-2026.8.3", false), (nil, false)])
  func theOwnerOfForeignCRDsIsTold(chart: String?, isForeign: Bool) async throws {
    let definition =
      #"{"items":[{"kind":"CustomResourceDefinition","metadata":{"name":"a.linkerd.io","#
      + #""annotations":{"meta.helm.sh/release-name":"mesh","#
      + #""meta.helm.sh/release-namespace":"platform"}}}]}"#
    let release = chart.map {
      #"{"name":"mesh","namespace":"platform","revision":"1","status":"deployed","chart":"\#($0)"}"#
    }
    let host = try FakeHost(
      kubectl: branch("*clusterroles*", prints: definition)
        + branch("*", prints: #"{"items":[]}"#),
      helm: branch("list*", prints: "[\(release ?? "")]"))
    let traces = try await traces(on: host)
    #expect(traces.definitionsOwner == (isForeign ? ReleaseName("mesh", in: "platform") : nil))
  }

  @Test func namesAndAddressesComeFromWhereTheyAreGiven() async throws {
    let configs =
      #"{"items":[{"metadata":{"name":"coredns"},"data":{"Corefile":".:53 {\n  errors\n  "#
      + #"kubernetes corp.internal. in-addr.arpa ip6.arpa {\n }\n}"}},"#
      + #"{"metadata":{"name":"cilium-config"},"data":{"kube-proxy-replacement":"true"}}]}"#
    let host = try FakeHost(
      kubectl: branch("*'get nodes -o'*", prints: "10.244.0.0/24 10.244.0.0/24 fd00:1::/64 ")
        + branch("*'get services'*", prints: "10.96.0.1 None 10.96.0.10 ")
        + branch("*'get pods '*", prints: "true/172.18.0.2 /10.244.0.7 /10.244.0.7 ")
        + branch("*'get servicecidrs'*", errors: "the server has no such resource type", status: 1)
        + branch("*'get configmaps coredns'*", prints: configs))
    #expect(
      await host.report(of: .probe(.network, host.target))
        == .network(
          .success(
            ClusterNetwork(
              domains: ["corp.internal"], ranges: ["10.244.0.0/24", "fd00:1::/64"],
              addresses: ["10.244.0.7", "10.96.0.1", "10.96.0.10"], ciliumBypassesProxies: true))))
  }

  @Test func whoRulesThePodsNetworkIsFound() async throws {
    let config =
      #"{"items":[{"metadata":{"name":"cilium-config"},"data":{"cni-exclusive":"true"}}]}"#
    let host = try FakeHost(
      kubectl: branch("*'get configmaps coredns'*", prints: config)
        + branch("*'get --raw /apis/security.openshift.io'", prints: "{}") + branch("*", prints: "")
    )
    #expect(
      await host.report(of: .probe(.network, host.target))
        == .network(.success(ClusterNetwork(ciliumIsExclusive: true, isOpenShift: true))))
  }

  @Test(
    arguments: [
      ([:], false), (["kube-proxy-replacement": "true"], true),
      (["kube-proxy-replacement": "strict", "bpf-lb-sock-hostns-only": "true"], false),
      (["kube-proxy-replacement": "false"], false), (["bpf-lb-sock": "true"], true),
    ] as [([String: String], Bool)])
  func ciliumsSettingsAreRead(data: [String: String], bypasses: Bool) {
    #expect(NetworkConfigs.bypassesProxies(data) == bypasses)
  }

  @Test func namespacesComeWithTheirPods() async throws {
    let host = try FakeHost(
      kubectl: branch(
        "*'get pods'*",
        prints:
          "direktiv\tRunning\t\tReplicaSet\t\tapp|x/app:1|8080\u{0C}linkerd-proxy|p|\u{0C}\t\n"
          + "direktiv\tRunning\t\tStatefulSet\t\tnats|docker.io/nats:2|4222 8222\u{0C}\t\n"
          + "direktiv\tSucceeded\t\tJob\t\tjob|x/job:1|\u{0C}\t\n")
        + branch("*'get cronjobs'*", prints: "direktiv\n")
        + branch("*'get namespaces'*", prints: try recorded("kubectl-get-ns-annotated")))
    guard
      case .namespaces(.success(let index)) = await host.report(
        of: .probe(.namespaces, host.target))
    else {
      Issue.record("no namespaces")
      return
    }
    var workloads = NamespaceWorkloads()
    workloads.cronJobs = 1
    workloads.serverFirstPorts = [ServerFirstPort("NATS", 4222)]
    #expect(
      index["direktiv"]
        == NamespaceFact(
          name: "direktiv", pods: 2, meshedPods: 1, injectAnnotation: "enabled",
          workloads: workloads))
    #expect(index["kube-system"]?.pods == 0)
  }

  @Test func podsThatMayNotBeCountedAreUnknown() async throws {
    let host = try FakeHost(
      kubectl: branch("*'get pods'*", errors: "forbidden", status: 1)
        + branch("*'get namespaces'*", prints: try recorded("kubectl-get-ns-annotated")))
    guard
      case .namespaces(.success(let index)) = await host.report(
        of: .probe(.namespaces, host.target))
    else {
      Issue.record("no namespaces")
      return
    }
    #expect(index.rows.allSatisfy { $0.pods == nil })
  }

  @Test func gatewayDefinitionsThatAreAbsentAreAbsent() async throws {
    let host = try FakeHost(kubectl: branch("*customresourcedefinitions*"))
    #expect(
      await host.report(of: .probe(.gatewayAPI, host.target)) == .gatewayAPI(.success(.absent)))
  }

  @Test func aCancelledProbeStillReports() async throws {
    let host = try FakeHost(kubectl: "*) echo hung > $here/hung; exec sleep 1000;;\n")
    host.interpreter.start(EffectRequest(id: EffectID(5), effect: .probe(.gatewayAPI, host.target)))
    #expect(await eventually { !host.folder.text("hung").isEmpty })
    host.interpreter.start(EffectRequest(id: EffectID(6), effect: .cancel(EffectID(5))))
    guard case .gatewayAPI(.failure) = await host.reports(id: 5).last else {
      Issue.record("it answered")
      return
    }
    #expect(await eventually { host.interpreter.underWay == 0 })
  }

  @Test func directoriesAreJudgedWithoutBeingTouched() async throws {
    let host = try FakeHost()
    let root = host.folder.path
    func state(_ path: String) -> DirectoryFact.State { DirectoryFact(inspecting: path).state }
    #expect(state("\(root)/new/deeper") == .new)
    #expect(state(root) == .usable)
    try host.folder.write("ca.key", "")
    #expect(state(root) == .holdsCertificates(["ca.key"]))
    #expect(state("\(root)/ca.key") == .notADirectory)
    #expect(state("\(root)/ca.key/below") == .notADirectory)
    mkdir("\(root)/shared", 0o700)
    chmod("\(root)/shared", 0o777)
    #expect(state("\(root)/shared") == .writableByOthers)
    #expect(mode(of: "\(root)/new") == nil)
  }

  @Test func valuesFilesAreHashed() async throws {
    let host = try FakeHost()
    let path = try host.folder.write("values.yaml", "a: b")
    #expect(
      await host.report(of: .hashFiles([path]))
        == .valuesFiles(.success([GivenFile(path: path, sha256: FileDigest.of("a: b".utf8))])))
    guard case .valuesFiles(.failure(let problem)) = await host.report(of: .hashFiles(["/nowhere"]))
    else {
      Issue.record("it was there")
      return
    }
    #expect(problem.code == "file-absent")
  }

  @Test(arguments: [
    ("a: [\n", "values-unreadable"), ("a: \"b\n", "values-unreadable"),
    ("- a\n- b\n", "values-not-a-mapping"), ("text", "values-not-a-mapping"), ("", nil),
    ("# nothing\n", nil), ("null\n", nil), ("a: 1\na: 2\n", nil), ("a: &x {b: 1}\nc: *x\n", nil),
    ("a: 1\n---\n- b\n", nil),
  ])
  func valuesFilesThatHelmCouldNotReadAreRefusedBeforehand(text: String, code: String?) async throws
  {
    let host = try FakeHost()
    let path = try host.folder.write("values.yaml", text)
    guard case .valuesFiles(let result) = await host.report(of: .hashFiles([path])) else {
      Issue.record("no report")
      return
    }
    switch result {
    case .success: #expect(code == nil)
    case .failure(let problem): #expect(problem.code == code)
    }
  }

  @Test func repositoriesAreListed() async throws {
    let host = try FakeHost(
      helm: branch("'repo list -o json'", prints: try recorded("helm3-repo-list")))
    guard
      case .repositories(.success(let list)) = await host.report(
        of: .listRepositories(helm: host.helm))
    else {
      Issue.record("no list")
      return
    }
    #expect(list.first == HelmRepository(name: "linkerd-edge", url: "http://127.0.0.1:8879/edge"))
  }
}
