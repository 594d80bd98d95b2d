import Diagnosis
import Planning
import Testing

struct NamespaceNotesTests {
  private static func topics(
    proxyEndsWithJobs: Bool = false, _ change: (inout NamespaceFact) -> Void
  ) -> [NamespaceNote.Topic] {
    var fact = NamespaceFact(name: "a", pods: 3)
    change(&fact)
    return NamespaceRules.notes(fact, proxyEndsWithJobs: proxyEndsWithJobs).map(\.topic)
  }

  @Test func anOrdinaryNamespaceNeedsNoCare() {
    #expect(Self.topics { _ in } == [])
    #expect(Self.topics { $0.injectAnnotation = "enabled" } == [])
  }

  @Test func jobsNeedCareUnlessProxiesEndWithThem() {
    #expect(Self.topics { $0.workloads.jobPods = 1 } == [.jobs])
    #expect(Self.topics { $0.workloads.cronJobs = 1 } == [.jobs])
    #expect(Self.topics(proxyEndsWithJobs: true) { $0.workloads.jobPods = 1 } == [])
  }

  @Test func aPortIsNoticedUntilItIsOpaque() {
    let nats = [ServerFirstPort("NATS", 4222), ServerFirstPort("NATS", 6222)]
    func topics(_ annotation: String?) -> [NamespaceNote.Topic] {
      Self.topics {
        $0.workloads.serverFirstPorts = nats
        $0.opaqueAnnotation = annotation
      }
    }
    #expect(topics(nil) == [.serverFirst])
    #expect(topics("4222") == [.serverFirst])
    #expect(topics("25, 4222,6222") == [])
    #expect(topics("4000-7000") == [])
  }

  @Test func whatTheNamespaceSaysOfItselfIsNoticed() {
    #expect(Self.topics { $0.injectLabel = "enabled" } == [.label])
    #expect(Self.topics { $0.injectAnnotation = "true" } == [.invalidValue])
    #expect(Self.topics { $0.otherMesh = "Istio" } == [.otherMesh])
    #expect(Self.topics { $0.workloads.sidecarsOf = "Kuma" } == [.otherMesh])
  }

  @Test func theMostHarmfulComesFirst() {
    #expect(
      Self.topics {
        $0.workloads.hostNetworkPods = 1
        $0.workloads.ingressControllers = ["Traefik"]
        $0.workloads.hasKnative = true
        $0.workloads.cronJobs = 2
        $0.otherMesh = "Istio"
      } == [.otherMesh, .jobs, .knative, .ingressController, .hostNetwork])
  }

  @Test func everyNoteSaysWhatToDoAndFitsTheTable() {
    var fact = NamespaceFact(
      name: "a", pods: 9, injectAnnotation: "on", injectLabel: "enabled", otherMesh: "Istio")
    fact.workloads.cronJobs = 1
    fact.workloads.hasKnative = true
    fact.workloads.hostNetworkPods = 2
    fact.workloads.ingressControllers = ["Kong"]
    fact.workloads.serverFirstPorts = [ServerFirstPort("PgBouncer", 6432)]
    let notes =
      NamespaceRules.notes(fact, proxyEndsWithJobs: false)
      + [NamespaceRules.note(onCreating: "direktiv-services-direktiv")].compactMap { $0 }
    #expect(Set(notes.map(\.topic)) == Set(NamespaceNote.Topic.allCases))
    for note in notes {
      #expect(note.short.count <= 16)
      #expect(note.problem.severity == .warning)
      #expect(note.problem.sentence.hasSuffix("."))
      #expect(!note.problem.remedy.isEmpty)
    }
  }

  @Test func onlyWhatAChartMakesIsNoticedWhenItIsCreated() {
    #expect(NamespaceRules.note(onCreating: "payments") == nil)
    #expect(NamespaceRules.note(onCreating: "direktiv-services-direktiv")?.topic == .madeByChart)
  }

  @Test func manyNamespacesGiveOneWarningATopic() throws {
    func notes(_ names: [String]) -> [(namespace: String, note: NamespaceNote)] {
      names.flatMap { name in
        var fact = NamespaceFact(name: name, pods: 1, injectLabel: "enabled")
        fact.workloads.cronJobs = 1
        return NamespaceRules.notes(fact, proxyEndsWithJobs: false).map { (name, $0) }
      }
    }
    let few = NamespaceNote.warnings(notes(["a", "b", "c"]))
    #expect(few.map(\.code) == ["namespace-jobs", "namespace-label-by-mistake"])
    #expect(few[0].sentence.hasSuffix("The same goes for b, c."))
    let many = NamespaceNote.warnings(notes((0..<9).map { "n\($0)" }))
    #expect(many[0].sentence.hasSuffix("8 more of the chosen namespaces."))
  }

  @Test(
    arguments: [
      ("nats:2.10-alpine", [4222, 8222], [4222]), ("postgres:16", [5432, 5433], [5433]),
      ("localhost:5000/team/mysql:8", [3306, 33060], [33060]), ("example/app:1", [4222], []),
      ("docker.io/edoburu/pgbouncer@sha256:abc", [6432], [6432]),
    ] as [(String, [Int], [Int])])
  func serverFirstPortsFollowFromTheImage(image: String, ports: [Int], found: [Int]) {
    #expect(KnownProducts.serverFirstPorts(image: image, ports: ports).map(\.number) == found)
  }

  @Test(
    arguments: [
      ("registry.k8s.io/ingress-nginx/controller:v1.12.1", "ingress-nginx"),
      ("traefik:v3", "Traefik"),
      ("docker.io/library/traefik:2", "Traefik"), ("example.com/my-traefik:1", nil),
    ] as [(String, String?)])
  func controllersAreKnownByTheirImages(image: String, name: String?) {
    #expect(KnownProducts.ingressController(image: image) == name)
  }

  @Test(
    arguments: [
      (["istio-injection": "enabled"], "Istio"), (["istio.io/rev": "1-25"], "Istio"),
      (["istio-injection": "disabled"], nil), (["kuma.io/sidecar-injection": "enabled"], "Kuma"),
      (["team": "a"], nil), (["istio.io/dataplane-mode": "ambient"], "Istio"),
    ] as [([String: String], String?)])
  func otherMeshesAreKnownByTheirLabels(labels: [String: String], mesh: String?) {
    #expect(KnownProducts.mesh(ofNamespaceLabels: labels) == mesh)
  }

  @Test func ordersAreThoseThatTheyAreNamedAfter() {
    let index = NamespaceIndex([
      NamespaceFact(name: "b", pods: 5, injectAnnotation: "enabled"),
      NamespaceFact(name: "a", pods: 1), NamespaceFact(name: "c", pods: 5),
    ])
    func names(_ order: NamespaceOrder) -> [String] {
      (0..<index.count).map { index.row($0, by: order).name }
    }
    #expect(names(.name) == ["a", "b", "c"])
    #expect(names(.pods) == ["b", "c", "a"])
    #expect(names(.injection) == ["a", "c", "b"])
  }

  @Test func podsThatStayOutAreNotMissed() {
    var fact = NamespaceFact(name: "a", pods: 4, meshedPods: 2, injectAnnotation: "enabled")
    fact.workloads.hostNetworkPods = 1
    fact.workloads.optedOutPods = 1
    let verdict = NamespaceRules.verdict(fact, controlPlaneNamespace: "linkerd")
    #expect(verdict.stateText == "on already")
    #expect(verdict.isMeshedAlready)
    let byWorkload = NamespaceFact(name: "a", pods: 4, meshedPods: 1)
    #expect(
      NamespaceRules.verdict(byWorkload, controlPlaneNamespace: "linkerd").stateText
        == "off, 1 pod by workload")
  }
}
