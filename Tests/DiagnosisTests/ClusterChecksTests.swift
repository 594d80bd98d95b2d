import Diagnosis
import Planning
import Testing

@Suite struct ClusterChecksTests {
  private let now = Instant(secondsSince1970: 1_795_215_700)
  private let demo = KubeContext(name: "kind-demo", server: "https://127.0.0.1:6443")

  @Test func theScreenAsDrawn() {
    var facts = Self.good
    facts.gatewayAPI = .known(.absent)
    facts.clocks = .asking(since: now.adding(seconds: -3))
    let rows = ClusterChecks.rows(facts: facts, context: demo, now: now)
    #expect(
      rows.map { "\($0.mark.rawValue) \($0.text) | \($0.note)" } == [
        "passed kubectl 1.34.1 | /usr/bin/kubectl",
        "passed Helm 4.2.4 | /usr/local/bin/helm",
        "passed Kubernetes 1.33.2 | fits Linkerd edge (1.31+)",
        "passed You may create namespaces, CRDs and webhooks | ",
        "passed No Linkerd found on this cluster | ",
        "warning Gateway API CRDs are missing | ",
        "running Node clocks agree with this machine | 3 s",
      ])
    #expect(rows[5].remedy == "Leave “Gateway API” on Automatic, on screen 3.")
    #expect(
      ClusterChecks.summary(rows)
        == "5 passed · 1 warning · 1 running, and you need not wait for it")
    #expect(ClusterChecks.canGoOn(facts, context: demo))
  }

  @Test func nothingAskedMeansEverythingWaits() {
    let rows = ClusterChecks.rows(facts: ClusterFacts(), context: nil, now: now)
    #expect(rows.allSatisfy { $0.mark == .waiting })
    #expect(ClusterChecks.summary(rows) == "7 waiting")
    #expect(!ClusterChecks.canGoOn(ClusterFacts()))
    #expect(ClusterChecks.blockers(ClusterFacts()).isEmpty)
    #expect(ClusterChecks.stillNeeded(ClusterFacts()).count == 8)
  }

  @Test func theClocksAloneNeedNotBeWaitedFor() {
    var facts = Self.good
    facts.clocks = .unknown
    #expect(ClusterChecks.canGoOn(facts))
    for undo in [
      { (facts: inout ClusterFacts) in facts.kubectl = .unknown }, { $0.helm = .unknown },
      { $0.contexts = .unknown }, { $0.server = .unknown }, { $0.access = .unknown },
      { $0.linkerd = .unknown }, { $0.gatewayAPI = .unknown },
      { $0.namespaces = .asking(since: Instant(secondsSince1970: 0)) },
    ] as [(inout ClusterFacts) -> Void] {
      var less = facts
      undo(&less)
      #expect(!ClusterChecks.canGoOn(less))
      #expect(ClusterChecks.stillNeeded(less).count == 1)
    }
  }

  @Test func runningMoreThanTheClocksMustBeWaitedFor() {
    var facts = Self.good
    facts.linkerd = .asking(since: now)
    let rows = ClusterChecks.rows(facts: facts, context: demo, now: now)
    #expect(ClusterChecks.summary(rows) == "6 passed · 1 running")
  }

  @Test func oldToolsAreRefusedWithTheFloor() {
    var facts = Self.good
    facts.kubectl = .known(
      Tool(name: .kubectl, path: "/usr/bin/kubectl", version: SemanticVersion(1, 19, 9)))
    facts.helm = .known(Tool(name: .helm, path: "/h", version: SemanticVersion(2, 17, 0)))
    let rows = ClusterChecks.rows(facts: facts, context: demo, now: now)
    #expect(rows[0].mark == .failed && rows[0].reason.contains("needs 1.20"))
    #expect(rows[1].mark == .failed && rows[1].reason.contains("needs 3.8"))
    #expect(ClusterChecks.blockers(facts).map(\.code) == ["tool-too-old"])
  }

  @Test(arguments: [(3, 8), (3, 20), (4, 1)])
  func helmThreeAndFourAreTaken(major: Int, minor: Int) {
    var facts = Self.good
    facts.helm = .known(
      Tool(name: .helm, path: "/h", version: SemanticVersion(major, minor, 0)))
    #expect(ClusterChecks.canGoOn(facts))
  }

  @Test func aVendorsSuffixDoesNotMakeAToolTooOld() {
    var facts = Self.good
    facts.kubectl = .known(
      Tool(name: .kubectl, path: "/k", version: SemanticVersion(1, 20, 0, prerelease: "gke.1")))
    #expect(ClusterChecks.canGoOn(facts))
  }

  @Test func aMissingToolSaysWhereToGetIt() {
    var facts = Self.good
    facts.helm = .failed(Explanations.helmMissing())
    let row = ClusterChecks.rows(facts: facts, context: demo, now: now)[1]
    #expect(row.text == "Helm was not found")
    #expect(row.remedy.contains("helm.sh"))
    #expect(ClusterChecks.blockers(facts).map(\.code) == ["helm-missing"])
  }

  @Test func refusedRightsAreListedInWords() {
    var facts = Self.good
    facts.access = .known(
      AccessFact(refused: [
        .init(verb: "create", resource: "customresourcedefinitions.apiextensions.k8s.io"),
        .init(verb: "create", resource: "secrets", namespace: "linkerd"),
      ]))
    let row = ClusterChecks.rows(facts: facts, context: demo, now: now)[3]
    #expect(
      row.reason == "The cluster refuses these to you: create CRDs, create secrets in linkerd.")
    #expect(
      row.remedy.hasSuffix(
        "kubectl --context kind-demo auth can-i create customresourcedefinitions.apiextensions.k8s.io"
      ))
    #expect(ClusterChecks.blockers(facts).map(\.code) == ["access-refused"])
  }

  @Test func aSilentClusterIsToldOnce() {
    let down = Problem("server-refused", "Nothing answers.", remedy: "Start it.")
    var facts = Self.good
    facts.server = .failed(down)
    facts.access = .failed(down)
    facts.linkerd = .failed(down)
    facts.gatewayAPI = .failed(down)
    facts.clocks = .failed(down)
    facts.namespaces = .failed(down)
    let rows = ClusterChecks.rows(facts: facts, context: demo, now: now)
    #expect(rows.filter { $0.mark == .failed }.map(\.id) == ["kubernetes-version"])
    #expect(rows.filter { $0.mark == .waiting }.count == 4)
    #expect(ClusterChecks.blockers(facts).map(\.code) == ["server-refused"])
  }

  @Test func namespacesThatCannotBeListedGetARowOfTheirOwn() {
    var facts = Self.good
    facts.namespaces = .failed(Problem("forbidden", "No.", remedy: "Ask."))
    let rows = ClusterChecks.rows(facts: facts, context: demo, now: now)
    #expect(rows.last?.id == "namespaces" && rows.last?.mark == .failed)
    #expect(!ClusterChecks.canGoOn(facts))
  }

  @Test func anOldClusterFitsNothing() {
    var facts = Self.good
    facts.server = .known(ServerFact(version: SemanticVersion(1, 16, 0), clusterUID: nil))
    let row = ClusterChecks.rows(facts: facts, context: demo, now: now)[2]
    #expect(row.mark == .failed)
    #expect(ClusterChecks.blockers(facts).map(\.code) == ["kubernetes-too-old"])
  }

  @Test(arguments: [
    (310, CheckRow.Mark.passed, "3 nodes"), (-310, .passed, "3 nodes"),
    (311, .warning, "worker-2 -5 min 11 s"), (-7200, .warning, "worker-2 +2 h"),
  ])
  func clocksMayBeFiveMinutesAndTenSecondsOff(lag: Int64, mark: CheckRow.Mark, note: String) {
    var facts = Self.good
    facts.clocks = .known(ClockFact(worstLag: lag, node: "worker-2", nodes: 3))
    let row = ClusterChecks.rows(facts: facts, context: demo, now: now)[6]
    #expect(row.mark == mark)
    #expect(row.note == note)
    #expect(ClusterChecks.canGoOn(facts))
  }

  @Test func clocksThatCannotBeReadAreAWarning() {
    var facts = Self.good
    facts.clocks = .failed(Problem("forbidden", "You may not list nodes."))
    #expect(ClusterChecks.rows(facts: facts, context: demo, now: now)[6].mark == .warning)
    facts.clocks = .known(ClockFact(worstLag: nil, node: "", nodes: 0))
    #expect(ClusterChecks.rows(facts: facts, context: demo, now: now)[6].mark == .warning)
    #expect(ClusterChecks.canGoOn(facts))
  }

  @Test func whoseGatewayAPIItIsIsSaid() {
    var facts = Self.good
    facts.gatewayAPI = .known(
      .foreign(bundleVersion: "v1.2.1", owner: "helm release traefik/traefik", servesV1: true))
    var row = ClusterChecks.rows(facts: facts, context: demo, now: now)[5]
    #expect(row.mark == .passed)
    #expect(row.text == "Gateway API CRDs 1.2.1, not Linkerd's")
    #expect(row.note == "helm release traefik/traefik")
    #expect(row.remedy.contains("“Gateway API” on Automatic"))
    facts.gatewayAPI = .known(.foreign(bundleVersion: nil, owner: nil, servesV1: false))
    row = ClusterChecks.rows(facts: facts, context: demo, now: now)[5]
    #expect(row.mark == .warning)
    #expect(row.reason.contains("v1"))
    facts.gatewayAPI = .known(.linkerd(bundleVersion: "1.1.1", release: "linkerd/linkerd-crds"))
    row = ClusterChecks.rows(facts: facts, context: demo, now: now)[5]
    #expect(row.text == "Gateway API CRDs 1.1.1, Linkerd's own")
  }

  @Test func troubleWithTheKubeconfigComesFirst() {
    var facts = Self.good
    facts.contexts = .known(KubeContexts(contexts: [demo], current: "gone"))
    let row = ClusterChecks.rows(facts: facts, context: nil, now: now)[0]
    #expect(row.id == "kubeconfig" && row.remedy == "Choose one of these: kind-demo.")
    #expect(ClusterChecks.rows(facts: facts, context: demo, now: now)[0].id == "kubectl")
    facts.contexts = .known(KubeContexts(contexts: [], current: nil))
    #expect(ClusterChecks.blockers(facts).map(\.code) == ["kubeconfig-without-contexts"])
    facts.contexts = .known(KubeContexts(contexts: [demo], current: nil))
    #expect(ClusterChecks.blockers(facts).map(\.code) == ["no-current-context"])
    let empty = KubeContext(name: "x", server: "")
    #expect(
      ClusterChecks.blockers(facts, context: empty).map(\.code) == ["context-without-cluster"])
  }

  /// A cluster on which everything is as it should be.
  static var good: ClusterFacts {
    var facts = ClusterFacts()
    facts.contexts = .known(
      KubeContexts(
        contexts: [KubeContext(name: "kind-demo", server: "https://127.0.0.1:6443")],
        current: "kind-demo"))
    facts.kubectl = .known(
      Tool(name: .kubectl, path: "/usr/bin/kubectl", version: SemanticVersion(1, 34, 1)))
    facts.helm = .known(
      Tool(name: .helm, path: "/usr/local/bin/helm", version: SemanticVersion(4, 2, 4)))
    facts.server = .known(ServerFact(version: SemanticVersion(1, 33, 2), clusterUID: "uid"))
    facts.access = .known(AccessFact(refused: []))
    facts.linkerd = .known(LinkerdPresence.none)
    facts.gatewayAPI = .known(.linkerd(bundleVersion: "1.2.1", release: nil))
    facts.clocks = .known(ClockFact(worstLag: 12, node: "n", nodes: 1))
    facts.namespaces = .known(NamespaceIndex([NamespaceFact(name: "default")]))
    return facts
  }
}
