import Planning
import TestSupport
import Testing

@Suite struct PlanBuilderTests {
  @Test(arguments: [3, 4])
  func theCommandsAreTheRecipesOwn(helm: Int) throws {
    let plan = try plan(helm: helm)
    #expect(
      Golden.mismatch(plan.text, named: "theCommandsAreTheRecipesOwn-helm\(helm)") == nil)
  }

  @Test func everythingThatCanBeAnsweredIsInTheCommands() throws {
    let plan = try plan(helm: 3) {
      $0.context = "kind demo's"
      $0.certificates.directory = "/home/ada/a,b=c\\d 'e'/certs"
      $0.certificates.trustDomain = "prod.example.com"
      $0.certificates.anchorValidity = "1y"
      $0.certificates.issuerValidity = "1y"
      $0.controlPlane.namespace = "mesh"
      $0.controlPlane.wait = "1h30m"
      $0.controlPlane.values = ["ha.yaml", "/v/a,b \"c\".yaml"]
      $0.namespaces = [NamespaceAnswer("direktiv")]
    } tuning: {
      $0.cluster.context = "kind demo's"
      $0.cluster.kubeconfig = "/home/ada/kube config"
      $0.existingNamespaces = ["mesh", "direktiv"]
      $0.gatewayAPI = .foreign(bundleVersion: "v1.2.1", owner: nil, servesV1: true)
      $0.valuesFiles = [GivenFile(path: "/home/ada/work/ha.yaml", sha256: "aa")]
    }
    #expect(
      Golden.mismatch(plan.text, named: "everythingThatCanBeAnsweredIsInTheCommands") == nil)
  }

  @Test func itemsStandInTheirOrder() throws {
    #expect(
      try plan().items.map(\.id) == [
        "certificates", "repository", "namespace", "crds", "control-plane", "create-payments",
        "mesh", "proof",
      ])
    let small = try plan {
      $0.namespaces = []
    } tuning: {
      $0.repositories = [HelmRepository(name: "mine", url: "https://helm.linkerd.io/edge/")]
    }
    #expect(
      small.items.map(\.id) == ["certificates", "namespace", "crds", "control-plane", "proof"])
    #expect(Set(try plan().items.map(\.id)).count == 8)
    #expect(try plan().items.allSatisfy { $0.purpose.count <= 14 && $0.explanation.hasSuffix(".") })
  }

  @Test func aRepositoryNameInUseIsLeftAlone() throws {
    let plan = try plan(tuning: {
      $0.repositories = [
        HelmRepository(name: "linkerd-edge", url: "https://elsewhere"),
        HelmRepository(name: "linkerd-edge-2", url: "https://elsewhere/2"),
      ]
    })
    #expect(
      plan.command("repository")?.arguments == [
        "repo", "add", "linkerd-edge-3", "https://helm.linkerd.io/edge",
      ])
  }

  @Test func ownChartsNeedNoRepository() throws {
    let plan = try plan { $0.controlPlane.chartsText = "./charts" }
    #expect(plan.item("repository") == nil)
  }

  @Test func equalLifetimesEndAtTheSameInstant() throws {
    let plan = try plan { $0.certificates.issuerValidity = "10y" }
    let certificates = try #require(plan.certificates)
    #expect(certificates.issuerNotAfter == certificates.anchorNotAfter)
    #expect(certificates.anchorNotAfter == now.adding(seconds: 315_360_000))
    #expect(certificates.notBefore == now.adding(seconds: -300))
    #expect(certificates.trustDomain == "cluster.local")
  }

  @Test func certificatesNeverEndAfterTheYear9999() throws {
    let plan = try plan(tuning: { $0.now = Instant.lastInCertificates.adding(seconds: -3600) })
    #expect(plan.certificates?.anchorNotAfter == .lastInCertificates)
    #expect(plan.certificates?.issuerNotAfter == .lastInCertificates)
  }

  @Test func aRefusalOfTheGatewayAPIIsARefusalOfThePlan() throws {
    let inputs = try inputs { $0.controlPlane.gatewayAPI = .skip }
    guard case .failure(let refusal) = PlanBuilder.plan(inputs) else {
      Issue.record("the plan was built")
      return
    }
    #expect(refusal.problems.map(\.field) == [.gatewayAPI])
    #expect(refusal.problems.map(\.problem.code) == ["gateway-api-absent"])
  }

  @Test func everyCommandNamesItsCluster() throws {
    let plan = try plan(tuning: { $0.cluster.kubeconfig = "/k" })
    for item in plan.items {
      guard case .command(let command) = item.action, item.id != "repository" else { continue }
      let flag = command.tool.name == .kubectl ? "--context" : "--kube-context"
      let position = try #require(command.arguments.firstIndex(of: flag))
      #expect(command.arguments[position + 1] == "kind-demo")
      #expect(command.arguments.contains("--kubeconfig"))
      #expect(command.timeout != nil)
      if command.tool.name == .kubectl { #expect(position == 0) }
    }
  }

  @Test func helmGetsMoreTimeThanItWaits() throws {
    let plan = try plan { $0.controlPlane.wait = "24h" }
    #expect(plan.command("control-plane")?.timeout == 86_400 + 120)
    #expect(
      plan.command("crds")?.arguments.suffix(3) == ["--wait=watcher", "--timeout", "24h0m0s"])
  }

  @Test(arguments: [
    ("/a/b.crt", "k=/a/b.crt"), ("/a,b", "k=/a\\,b"), ("/a\\b", "k=/a\\\\b"), ("/a=b", "k=/a=b"),
    ("/a b'c\"{d}", "k=/a b'c\"{d}"),
  ])
  func pathsAreEscapedForSetFile(path: String, value: String) {
    #expect(HelmValue.setFile("k", path: path) == value)
    #expect(readAsHelm(value) == path)
  }

  @Test(arguments: [
    ("/a/b.yaml", "/a/b.yaml"), ("/a,b", "\"/a,b\""), ("/a\"b", "\"/a\"\"b\""), ("/a b", "/a b"),
  ])
  func pathsAreQuotedForValues(path: String, value: String) {
    #expect(HelmValue.valuesFile(path) == value)
  }

  /// Reads a `--set-file` value as Helm's strvals does: up to a comma, a backslash takes the next.
  private func readAsHelm(_ text: String) -> String {
    var value = ""
    var isEscaped = false
    for character in text.drop(while: { $0 != "=" }).dropFirst() {
      if isEscaped || character != "\\" && character != "," {
        value.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        break
      }
    }
    return value
  }
}
