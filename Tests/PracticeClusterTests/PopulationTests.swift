import Testing

@testable import PracticeCluster

struct PopulationTests {
  private static let now: Int64 = 1_795_213_445  // 2026-11-20T22:24:05Z

  private func key(of object: JSON) -> String {
    let metadata = object["metadata"]
    return [
      object["apiVersion"]?.text, object["kind"]?.text, metadata?["namespace"]?.text,
      metadata?["name"]?.text,
    ].map { $0 ?? "-" }.joined(separator: " ")
  }

  private func named(_ kind: String, _ name: String, in objects: [JSON]) -> JSON? {
    objects.first { $0["kind"]?.text == kind && $0["metadata"]?["name"]?.text == name }
  }

  private func names(of kind: String, in objects: [JSON]) -> [String] {
    objects.filter { $0["kind"]?.text == kind }.compactMap { $0["metadata"]?["name"]?.text }
  }

  @Test(arguments: Scenario.allCases)
  func everyObjectSaysWhatItIsAndIsThereOnce(in scenario: Scenario) {
    let objects = Population.objects(for: scenario, now: Self.now)
    var seen: Set<String> = []
    for object in objects {
      #expect(object["apiVersion"]?.text?.isEmpty == false)
      #expect(object["kind"]?.text?.isEmpty == false)
      #expect(object["metadata"]?["name"]?.text?.isEmpty == false)
      #expect(seen.insert(key(of: object)).inserted, "\(key(of: object)) is there twice")
    }
  }

  @Test(arguments: Scenario.allCases)
  func everyNamespaceThatHoldsSomethingExists(in scenario: Scenario) {
    let objects = Population.objects(for: scenario, now: Self.now)
    let namespaces = Set(names(of: "Namespace", in: objects))
    let used = Set(objects.compactMap { $0["metadata"]?["namespace"]?.text })
    #expect(used.subtracting(namespaces).isEmpty)
  }

  @Test(arguments: Scenario.allCases)
  func noTwoServicesShareAnAddress(in scenario: Scenario) {
    let addresses = Population.objects(for: scenario, now: Self.now)
      .filter { $0["kind"]?.text == "Service" }
      .compactMap { $0["spec"]?["clusterIP"]?.text }.filter { $0 != "None" }
    #expect(Set(addresses).count == addresses.count)
    #expect(addresses.allSatisfy { $0.hasPrefix("10.96.") })
  }

  @Test func threeNodesAreReadyAtTheInstantOfTheStart() {
    let objects = Population.objects(for: .ready, now: Self.now)
    #expect(names(of: "Node", in: objects) == Population.nodeNames)
    for name in Population.nodeNames {
      let conditions = named("Node", name, in: objects)?["status"]?["conditions"]?.elements ?? []
      let ready = conditions.first { $0["type"]?.text == "Ready" }
      #expect(ready?["status"]?.text == "True")
      #expect(ready?["lastHeartbeatTime"]?.text == "2026-11-20T22:24:05Z")
      let lease = named("Lease", name, in: objects)
      #expect(lease?["spec"]?["renewTime"]?.text == "2026-11-20T22:24:05.000000Z")
    }
  }

  @Test func theWebNamespaceIsAnnotatedAlreadyAndTheOthersAreNot() {
    let annotated = Population.objects(for: .ready, now: Self.now).filter {
      $0["metadata"]?["annotations"]?["linkerd.io/inject"] != nil
    }
    #expect(annotated.compactMap { $0["metadata"]?["name"]?.text } == ["web"])
  }

  @Test func theGatewayAPIThatIsPresentBelongsToNobody() {
    let kinds = Population.objects(for: .gatewayAPIPresent, now: Self.now)
      .filter { $0["kind"]?.text == "CustomResourceDefinition" }
    #expect(
      kinds.compactMap { $0["metadata"]?["name"]?.text }.sorted() == [
        "gatewayclasses.gateway.networking.k8s.io", "gateways.gateway.networking.k8s.io",
        "grpcroutes.gateway.networking.k8s.io", "httproutes.gateway.networking.k8s.io",
        "referencegrants.gateway.networking.k8s.io",
      ])
    for kind in kinds {
      let annotations = kind["metadata"]?["annotations"]
      #expect(annotations?["gateway.networking.k8s.io/bundle-version"]?.text == "v1.2.1")
      #expect(annotations?["linkerd.io/created-by"] == nil)
      #expect(annotations?["meta.helm.sh/release-name"] == nil)
    }
  }

  @Test func theLinkerdThatIsPresentHasItsReleasesAndDeployments() {
    let objects = Population.objects(for: .linkerdPresent, now: Self.now)
    for name in ["linkerd-identity", "linkerd-destination", "linkerd-proxy-injector"] {
      let metadata = named("Deployment", name, in: objects)?["metadata"]
      #expect(metadata?["namespace"]?.text == "linkerd")
      #expect(
        metadata?["annotations"]?["meta.helm.sh/release-name"]?.text == "linkerd-control-plane")
    }
    for name in ["linkerd-crds", "linkerd-control-plane"] {
      let secret = named("Secret", "sh.helm.release.v1.\(name).v1", in: objects)
      #expect(secret?["type"]?.text == "helm.sh/release.v1")
      #expect(secret?["metadata"]?["labels"]?["status"]?.text == "deployed")
    }
  }

  @Test func helmCanReadTheReleasesOfTheLinkerdThatIsPresent() async throws {
    let objects = Population.objects(for: .linkerdPresent, now: Self.now)
    for (name, count) in [("linkerd-crds", 14), ("linkerd-control-plane", 40)] {
      let secret = named("Secret", "sh.helm.release.v1.\(name).v1", in: objects)
      let data = try #require(secret?["data"]?["release"]?.text)
      let once = try await runTool("base64", ["-d"], input: Array(data.utf8))
      let twice = try await runTool("base64", ["-d"], input: once)
      let record = String(decoding: try await runTool("gzip", ["-dc"], input: twice), as: UTF8.self)
      #expect(record.contains("\"name\":\"\(name)\",\"namespace\":\"linkerd\""))
      #expect(record.contains("\"status\":\"deployed\""))
      #expect(record.split(separator: "# Source: ").count == count + 1)
    }
  }

  @Test func onlyTheIssuerAndHelmsReleaseHoldTheIssuersKey() throws {
    let objects = Population.objects(for: .linkerdPresent, now: Self.now)
    let secret = named("Secret", "linkerd-identity-issuer", in: objects)
    let key = try #require(secret?["data"]?["key.pem"]?.text)
    #expect(key.utf8.count > 200)
    let configuration = try #require(named("ConfigMap", "linkerd-config", in: objects))
    #expect(!configuration.printedText.contains("PRIVATE KEY"))
    #expect(!configuration.printedText.contains("keyPEM"))
  }

  @Test(arguments: [(Scenario.thousandNamespaces, 1_000), (.tenThousandNamespaces, 10_000)])
  func manyNamespacesAreThatManyMore(in scenario: Scenario, count: Int) {
    let few = Population.objects(for: .ready, now: Self.now)
    let many = Population.objects(for: scenario, now: Self.now)
    let more = names(of: "Namespace", in: many).count - names(of: "Namespace", in: few).count
    #expect(more == count)
    #expect(names(of: "Namespace", in: many).allSatisfy { $0.utf8.count <= 63 })
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
    (951_782_400, "2000-02-29T00:00:00Z"), (1_795_213_445, "2026-11-20T22:24:05Z"),
    (-1, "1969-12-31T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
  ])
  func instantsAreWrittenAsKubernetesWritesThem(seconds: Int64, text: String) {
    #expect(PopulationClock.text(seconds) == text)
  }
}
