import Diagnosis
import Planning
import Testing

@testable import HostEffects

struct DecodingTests {
  @Test func contextsAndServersAreRead() throws {
    let config = try ToolAnswer.decode(
      Kubeconfig.self, from: Recording.stdout("kubectl-config-view-multi"))
    #expect(config.contexts.map(\.name) == ["admin@lab-6443", "minikube", "prod-eu"])
    #expect(config.currentContext == "admin@lab-6443")
    #expect(config.server(of: "prod-eu") == "https://127.0.0.1:6999")
    #expect(config.server(of: "nothing") == nil)
  }

  @Test func aKubeconfigWithoutContextsIsRead() throws {
    let config = try ToolAnswer.decode(
      Kubeconfig.self, from: Recording.stdout("kubectl-config-view-no-contexts"))
    #expect(config.contexts.isEmpty)
    #expect(config.currentContext == nil)
  }

  @Test func aCredentialsHelperIsRead() throws {
    let json = #"""
      {"clusters":null,"contexts":[{"name":"x","context":{"cluster":"c","user":"u"}}],
      "users":[{"name":"u","user":{"exec":{"command":"aws","args":null,"interactiveMode":"Always"}}}]}
      """#
    let config = try ToolAnswer.decode(Kubeconfig.self, from: Array(json.utf8))
    #expect(config.helper(of: "x")?.command == "aws")
    #expect(config.helper(of: "x")?.interactiveMode == "Always")
    #expect(config.server(of: "x") == nil)
  }

  @Test func serverVersionIsReadAndMayBeMissing() throws {
    let there = try ToolAnswer.decode(
      KubernetesVersions.self, from: Recording.stdout("kubectl-version-1.36"))
    #expect(there.serverVersion?.gitVersion == "v1.36.2")
    let absent = try ToolAnswer.decode(
      KubernetesVersions.self, from: Recording.stdout("kubectl-version-unreachable"))
    #expect(absent.serverVersion == nil)
    #expect(absent.clientVersion != nil)
  }

  @Test func namespacesAreReadWithAnnotations() throws {
    let list = try ToolAnswer.decode(
      KubernetesList<NamespaceObject>.self, from: Recording.stdout("kubectl-get-ns-annotated")
    ).items
    let inject = Dictionary(
      uniqueKeysWithValues: list.map {
        ($0.metadata.name, $0.metadata.annotation("linkerd.io/inject"))
      })
    #expect(inject["direktiv"] == "enabled")
    #expect(inject["postgres"] == "ingress")
    #expect(inject["kube-system"] == .some(nil))
    #expect(list.allSatisfy { !$0.isTerminating })
  }

  @Test func aSingleObjectIsAListOfOne() throws {
    let list = try ToolAnswer.decode(
      KubernetesList<NamespaceObject>.self, from: Recording.stdout("kubectl-get-ns-being-deleted")
    ).items
    #expect(list.map(\.metadata.name) == ["stuck"])
    #expect(list.first?.isTerminating == true)
  }

  @Test func aForbiddenListIsEmptyAndFails() throws {
    let output = try Recording.output("kubectl-get-ns-nobody")
    let list = try ToolAnswer.decode(
      KubernetesList<NamespaceObject>.self, from: output.standardOutput)
    #expect(list.items.isEmpty)
    #expect(!output.outcome.succeeded)
    #expect(output.errorLines.first?.contains("Forbidden") == true)
  }

  @Test func aQuestionForAUsernameIsNoAnswer() throws {
    let output = try Recording.output("kubectl-get-ns-user-gone")
    #expect(throws: UnreadableAnswer.self) {
      try ToolAnswer.decode(KubernetesList<NamespaceObject>.self, from: output.standardOutput)
    }
  }

  @Test func tenThousandNamespacesAreReadAtOnce() throws {
    let one =
      #"{"kind":"Namespace","metadata":{"name":"ns-N","labels":{"a":"b"}},"status":{"phase":"Active"}}"#
    let items = (0..<10_000).map { one.replacing("N\"", with: "\($0)\"", maxReplacements: 1) }
    let json = Array("{\"items\":[\(items.joined(separator: ","))]}".utf8)
    let list = try ToolAnswer.decode(KubernetesList<NamespaceObject>.self, from: json)
    #expect(list.items.count == 10_000)
  }

  @Test func clocksAreComparedByTheNewestSign() throws {
    let nodes = try ToolAnswer.decode(
      KubernetesList<NodeSign>.self, from: Recording.stdout("kubectl-get-nodes")
    ).items
    let leases = try ToolAnswer.decode(
      KubernetesList<NodeSign>.self, from: Recording.stdout("kubectl-get-leases")
    ).items
    let now = try #require(Instant(iso8601: "2026-11-20T22:28:27Z"))
    let fact = NodeSign.clockFact(nodes + leases, now: now)
    #expect(fact == ClockFact(worstLag: 10, node: "lab-node", nodes: 1))
    #expect(NodeSign.clockFact([], now: now) == ClockFact(worstLag: nil, node: "", nodes: 0))
    let later = NodeSign.clockFact(nodes, now: now.adding(seconds: -600))
    #expect(later.worstLag == -590)
  }

  @Test func nodesTellWhatTheyRunAndWhetherTheyTakePods() throws {
    func node(
      _ name: String, spec: String = "{}", ready: Bool = true, runtime: String, system: String
    )
      -> String
    {
      """
      {"kind":"Node","metadata":{"name":"\(name)"},"spec":\(spec),"status":{
        "conditions":[{"type":"Ready","status":"\(ready ? "True" : "False")"}],
        "nodeInfo":{"containerRuntimeVersion":"\(runtime)","osImage":"\(system)"}}}
      """
    }
    let noSchedule = #"{"taints":[{"key":"control-plane","effect":"NoSchedule"}]}"#
    let prefer = #"{"taints":[{"key":"x","effect":"PreferNoSchedule"}]}"#
    let nodes = [
      node("a", runtime: "docker://20.10.7", system: "Ubuntu 22.04.3 LTS"),
      node(
        "b", spec: noSchedule, runtime: "containerd://2.0", system: "Rocky Linux 9.3 (Blue Onyx)"),
      node("c", spec: prefer, runtime: "cri-o://1.30", system: "CentOS Linux 7 (Core)"),
      node(
        "d", spec: #"{"unschedulable":true}"#, runtime: "containerd://1.7",
        system: "Container-Optimized OS from Google"),
      node(
        "e", ready: false, runtime: "containerd://1.7",
        system: "Red Hat Enterprise Linux CoreOS 415.92 (Plow)"),
    ]
    let json = "{\"items\":[\(nodes.joined(separator: ","))]}"
    let list = try ToolAnswer.decode(KubernetesList<NodeSign>.self, from: Array(json.utf8))
    #expect(
      NodeSign.clockFact(list.items, now: FakeHost.now).traits
        == NodeTraits(
          schedulable: 2, docker: ["a"], withoutLegacyTables: ["b", "e"], withoutNFTables: ["d"]))
  }

  @Test func foreignGatewayDefinitionsAreRecognised() throws {
    let list = try ToolAnswer.decode(
      KubernetesList<DefinitionObject>.self, from: Recording.stdout("kubectl-get-crd-gwapi-1.5.1")
    ).items
    #expect(
      GatewayDefinitions.state(list)
        == .foreign(bundleVersion: "v1.5.1", owner: nil, servesV1: true))
    #expect(GatewayDefinitions.state([]) == .absent)
  }

  @Test(arguments: [
    (
      #""linkerd.io/created-by":"linkerd/helm 1","meta.helm.sh/release-name":"linkerd-crds","meta.helm.sh/release-namespace":"linkerd""#,
      GatewayAPIState.linkerd(bundleVersion: nil, release: "linkerd/linkerd-crds")
    ),
    (
      #""meta.helm.sh/release-name":"traefik","meta.helm.sh/release-namespace":"kube-system""#,
      .foreign(bundleVersion: nil, owner: "helm release kube-system/traefik", servesV1: false)
    ),
  ])
  func theOwnerOfGatewayDefinitionsIsTold(annotations: String, state: GatewayAPIState) throws {
    let json =
      #"{"metadata":{"name":"httproutes.gateway.networking.k8s.io","annotations":{\#(annotations)}},"#
      + #""spec":{"versions":[{"name":"v1beta1","served":true},{"name":"v1","served":false}]}}"#
    let list = try ToolAnswer.decode(KubernetesList<DefinitionObject>.self, from: Array(json.utf8))
    #expect(GatewayDefinitions.state(list.items) == state)
  }

  @Test func podsAreReadWithTheirProxies() throws {
    let pods = try ToolAnswer.decode(
      KubernetesList<PodObject>.self, from: Recording.stdout("kubectl-get-pods-meshed")
    ).items
    #expect(!pods.isEmpty)
    #expect(pods.contains { $0.isMeshed })
    let pod = try #require(pods.first { $0.metadata.name.hasPrefix("web-") })
    let status = PodStatus(pod, now: Instant(secondsSince1970: 0))
    #expect(status.deployment == "web")
    #expect(status.containers >= 2)
  }

  @Test func podTroublesAreTold() throws {
    let json = #"""
      {"kind":"Pod","metadata":{"name":"linkerd-identity-7c9f-x1","labels":{"pod-template-hash":"7c9f"},
      "creationTimestamp":"2026-11-20T22:28:00Z"},"spec":{"containers":[{"name":"a"},{"name":"b"}]},
      "status":{"phase":"Pending","containerStatuses":[{"name":"a","ready":true},
      {"name":"b","ready":false,"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off \u001b[31mx"}}}]}}
      """#
    let pod = try ToolAnswer.decode(PodObject.self, from: Array(json.utf8))
    let now = try #require(Instant(iso8601: "2026-11-20T22:28:40Z"))
    #expect(
      PodStatus(pod, now: now)
        == PodStatus(
          name: "linkerd-identity-7c9f-x1", deployment: "linkerd-identity", readyContainers: 1,
          containers: 2, phase: "ImagePullBackOff", message: "Back-off x", age: 40))
  }

  @Test func refusedPodsHaveAStandIn() throws {
    let deployments = try ToolAnswer.decode(
      KubernetesList<DeploymentObject>.self,
      from: Recording.stdout("kubectl-get-deployments-webhook-fail")
    ).items
    let refused = deployments.compactMap {
      PodStatus(refusedBy: $0, now: Instant(secondsSince1970: 0))
    }
    #expect(refused.first?.phase == "FailedCreate")
    #expect(refused.first?.message.isEmpty == false)
  }

  @Test func eventsAreRead() throws {
    let events = try ToolAnswer.decode(
      KubernetesList<EventObject>.self, from: Recording.stdout("kubectl-get-events-webhook-fail")
    ).items
    #expect(events.contains { $0.reason == "FailedCreate" })
  }

  @Test(arguments: [
    ("kubectl-can-i-admin-create-namespaces", AccessAnswer.yes),
    ("kubectl-can-i-nobody-create-namespaces", .no),
    ("kubectl-can-i-unknown-resource", .unknownKind),
    ("kubectl-can-i-unreachable", .none),
    ("kubectl-can-i-bad-token", .none),
  ])
  func accessAnswersAreTold(name: String, answer: AccessAnswer) throws {
    #expect(AccessAnswer(try Recording.output(name)) == answer)
  }

  @Test(arguments: ["helm3-list-deployed", "helm4-list-deployed"])
  func releasesAreRead(name: String) throws {
    let releases = try ToolAnswer.decode([ListedRelease].self, from: Recording.stdout(name))
    #expect(releases.map(\.name).sorted() == ["linkerd-control-plane", "linkerd-crds"])
    #expect(releases.allSatisfy { $0.namespace == "linkerd" && $0.status == "deployed" })
  }

  @Test func noReleasesAndPendingOnesAreRead() throws {
    #expect(
      try ToolAnswer.decode([ListedRelease].self, from: Recording.stdout("helm3-list-empty"))
        .isEmpty)
    let pending = try ToolAnswer.decode(
      [ListedRelease].self, from: Recording.stdout("helm3-list-all-pending-install"))
    #expect(pending.contains { $0.status == "pending-install" })
  }

  @Test func repositoriesAreRead() throws {
    let there = try ListedRepository.list(Recording.output("helm3-repo-list"))
    #expect(there.map(\.name) == ["linkerd-edge", "linkerd"])
    #expect(try ListedRepository.list(Recording.output("helm3-repo-list-empty")).isEmpty)
    let old = CollectedOutput(
      outcome: ProcessOutcome(ending: .exited(1)),
      standardError: Array("Error: no repositories to show\n".utf8))
    #expect(try ListedRepository.list(old).isEmpty)
  }

  @Test func foundChartsAreRead() throws {
    let charts = try ToolAnswer.decode(
      [FoundChart].self, from: Recording.stdout("helm4-search-repo"))
    #expect(charts.first?.name == "linkerd-edge/linkerd-control-plane")
    #expect(charts.first?.version == "2026.8.3")
    #expect(charts.first?.appVersion == "edge-26.8.3")
  }

  @Test func chartDescriptionsAreRead() throws {
    let chart = try ChartDescription.read(Recording.stdout("helm3-show-chart-control-plane"))
    #expect(chart.name == "linkerd-control-plane")
    #expect(chart.version == "2026.8.3")
    #expect(chart.kubeVersion == ">=1.31.0-0")
    let stable = try ChartDescription.read(Recording.stdout("helm4-show-chart-stable"))
    #expect(stable.name.hasPrefix("linkerd"))
    #expect(throws: UnreadableAnswer.self) {
      try ChartDescription.read(Recording.stdout("helm3-show-chart-not-a-chart"))
    }
  }

  @Test(arguments: [
    (["2026.8.3", "2025.10.7"], ["2025.10.7"], ["2025.10.7"]), (["2026.8.3"], ["1.8.0"], []),
    (["1.16.11"], ["1.4.0"], []), (["1.16.11", "1.9.8"], ["1.8.0", "1.4.0"], ["1.8.0", "1.4.0"]),
    (["1.16.11"], ["2026.8.3"], []),
    (["0.0.0-undefined"], ["0.0.0-undefined"], ["0.0.0-undefined"]),
    (["7.1.0"], ["3.0.0"], ["3.0.0"]), (["7.1.0"], ["3.0.0", "2.0.0"], []),
  ])
  func chartsOfDifferentReleasesAreNoPair(planes: [String], crds: [String], pairs: [String]) throws
  {
    func charts(_ name: String, _ versions: [String]) -> [ChartDescription] {
      versions.map { ChartDescription(name: name, version: $0) }
    }
    let index = RepositoryIndex(entries: [
      "linkerd-control-plane": charts("linkerd-control-plane", planes),
      "linkerd-crds": charts("linkerd-crds", crds),
    ])
    #expect(try ChartPairs.versions(index, keepingAll: true).map(\.crdsVersion) == pairs)
  }

  @Test(arguments: [
    (["2.11.0", "2.11.5", "2.10.2", "2.11.6-rc1", "21.10.1"], ["2.11.5", "2.11.0"], ""),
    (["2.10.2"], [], "linkerd2-too-old"), ([], [], "charts-absent"),
  ])
  func ofTheOneChartTheReleasesOf211AreTaken(
    offered: [String], taken: [String], code: String
  ) throws {
    let index = RepositoryIndex(entries: [
      "linkerd2": offered.map {
        ChartDescription(name: "linkerd2", version: $0, deprecated: $0 == "2.11.5")
      }
    ])
    do throws(Problem) {
      let versions = try ChartPairs.oneCharts(index)
      #expect(versions.map(\.version) == taken && code.isEmpty)
      #expect(versions.map(\.isOneChart) == taken.map { _ in true })
    } catch { #expect(error.code == code) }
  }

  @Test func anIndexGivesPairsNewestFirst() throws {
    let index = """
      apiVersion: v1
      entries:
        linkerd-control-plane:
        - {name: linkerd-control-plane, version: 1.16.11, appVersion: stable-2.14.10, kubeVersion: ">=1.21.0-0"}
        - {name: linkerd-control-plane, version: 2025.10.7, appVersion: edge-25.10.7, kubeVersion: ">=1.23.0-0"}
        - {name: linkerd-control-plane, version: 2026.8.3, appVersion: edge-26.8.3, kubeVersion: ">=1.31.0-0"}
        - {name: linkerd-control-plane, version: 30.0.0-edge, appVersion: edge-23.1.1}
        linkerd-crds:
        - {name: linkerd-crds, version: 1.8.0}
        - {name: linkerd-crds, version: 2025.10.7}
        - {name: linkerd-crds, version: 2026.8.3, digest: abc}
      """
    let versions = try ChartPairs.versions(RepositoryIndex.read(Array(index.utf8)))
    #expect(versions.map(\.version) == ["2026.8.3", "2025.10.7", "1.16.11"])
    #expect(versions.map(\.crdsVersion) == ["2026.8.3", "2025.10.7", "1.8.0"])
    #expect(versions.map(\.kubeVersion).first == ">=1.31.0-0")
    #expect(throws: Problem.self) { try ChartPairs.versions(RepositoryIndex(entries: [:])) }
    #expect(throws: UnreadableAnswer.self) { try RepositoryIndex.read(Array("<html>".utf8)) }
  }

  @Test(arguments: [
    ("helm3-version-template", SemanticVersion(3, 20, 1)),
    ("helm4-version-template", SemanticVersion(4, 1, 4)),
    ("helm3-version-c", SemanticVersion(3, 20, 1)),
  ])
  func helmVersionsAreRead(name: String, version: SemanticVersion) throws {
    #expect(VersionText.helm(from: try Recording.stdout(name)) == version)
  }

  @Test(
    arguments: [
      (
        #"version.BuildInfo{Version:"v3.9.0+g7ceeda6", GitCommit:"7ceeda6"}"#,
        SemanticVersion(3, 9, 0)
      ),
      ("v4.0.0-rc.1\n", SemanticVersion(4, 0, 0, prerelease: "rc.1")),
      ("WARNING: odd\nv3.2.1", SemanticVersion(3, 2, 1)),
      ("", nil), ("command not found", nil), ("v", nil),
    ] as [(String, SemanticVersion?)])
  func oddVersionsAreRead(text: String, version: SemanticVersion?) {
    #expect(VersionText.helm(from: Array(text.utf8)) == version)
  }

  @Test func kubectlVersionsAreRead() {
    let json = #"{"clientVersion":{"major":"1","minor":"20","gitVersion":"v1.20.5"}}"#
    #expect(VersionText.kubectl(from: Array(json.utf8)) == SemanticVersion(1, 20, 5))
    #expect(VersionText.kubectl(from: []) == nil)
  }

  @Test func streamsOfObjectsAreCut() {
    var documents = JSONDocuments()
    var found: [String] = []
    for byte in Array(#"{"a":"}{\""} \#n{"b":{"c":1}}x{"#.utf8) {
      found += documents.feed([byte]).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(found == [#"{"a":"}{\""}"#, #"{"b":{"c":1}}"#])
  }

  @Test func toolsAreFoundByAbsolutePathOnly() throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    try folder.write("helm", "no", mode: 0o644)
    let good = try other.script("helm", "exit 0")
    let path = "relative::\(folder.path):\(other.path)"
    #expect(ToolLocator.find("helm", path: path) == .found(good))
    #expect(ToolLocator.find("helm", path: folder.path) == .notExecutable("\(folder.path)/helm"))
    #expect(ToolLocator.find("kubectl", path: path) == .absent)
  }

  @Test func misleadingVariablesAreCleared() {
    let variables = ChildEnvironment.variables(
      from: [
        "HELM_KUBECONTEXT": "x", "HELM_KUBETOKEN": "x", "HELM_NAMESPACE": "x", "HELM_DRIVER": "sql",
        "HELM_DEBUG": "1", "KUBECONFIG": "/a:/b", "HOME": "/h",
      ], kubeconfig: nil)
    #expect(variables == ["KUBECONFIG": "/a:/b", "HOME": "/h"])
    #expect(ChildEnvironment.variables(from: variables, kubeconfig: "/k")["KUBECONFIG"] == "/k")
  }
}
